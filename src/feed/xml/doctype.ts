// The document's own entities: expanded once, within a budget, so that a bomb stays small.

import { decodeXML } from 'entities'
import { type Entities, NO_ENTITIES } from './text.ts'

/** All declared values together. */
const MAX_ENTITY_CHARS = 20_000
/** All uses in one document together: a bomb of many small references stays small as well. */
const MAX_EXPANDED_CHARS = 1_000_000
const MAX_ENTITIES = 500
const MAX_DEPTH = 16
const ENTITY = /<!ENTITY\s+([\w.-]+)\s+(?:"([^"]*)"|'([^']*)')\s*>/g
/** What may hold brackets or declarations without meaning them, and the bracket that ends the subset. */
const MARK = /<!--|<\?|["']|\]\s*>/g
const CLOSES: Readonly<Record<string, string>> = { '<!--': '-->', '<?': '?>', '"': '"', "'": "'" }

export type Doctype = {
  readonly entities: Entities
  readonly end: number
  /** Some entities were left out: too many or too long. */
  readonly overflow: boolean
}

/** Reads the `<!DOCTYPE …>` at `at`, with its internal subset; `undefined` where none stands there. */
export function findDoctype(text: string, at: number): Doctype | undefined {
  if (!/^<!doctype/i.test(text.slice(at, at + 9))) return undefined
  const gt = text.indexOf('>', at)
  const bracket = text.indexOf('[', at)
  if (gt < 0) return { entities: NO_ENTITIES, end: text.length, overflow: false }
  if (bracket < 0 || bracket > gt) return { entities: NO_ENTITIES, end: gt + 1, overflow: false }
  const subset = findSubset(text, bracket + 1)
  if (subset === undefined) return { entities: NO_ENTITIES, end: gt + 1, overflow: false }
  return { ...readEntities(subset.declarations), end: subset.end }
}

/** The declarations from `start` on without comments, and where they end; a mark without its twin hides nothing. */
function findSubset(
  text: string,
  start: number,
): { readonly declarations: string; readonly end: number } | undefined {
  const missing = new Set<string>()
  let declarations = ''
  let from = start
  MARK.lastIndex = start
  for (let match = MARK.exec(text); match !== null; match = MARK.exec(text)) {
    const [mark] = match
    const close = CLOSES[mark]
    if (close === undefined) {
      return { declarations: declarations + text.slice(from, match.index), end: MARK.lastIndex }
    }
    const end = missing.has(mark) ? -1 : text.indexOf(close, MARK.lastIndex)
    if (end < 0) {
      missing.add(mark)
      continue
    }
    MARK.lastIndex = end + close.length
    if (close.length === 1) continue
    declarations += text.slice(from, match.index)
    from = MARK.lastIndex
  }
  return undefined
}

function readEntities(subset: string): Omit<Doctype, 'end'> {
  const written = new Map<string, string>()
  for (const [, name = '', double, single] of subset.matchAll(ENTITY)) {
    if (!written.has(name)) written.set(name, double ?? single ?? '')
  }
  const values = expandAll(written)
  return { entities: toEntities(values), overflow: values.size < written.size }
}

function toEntities(values: ReadonlyMap<string, string>): Entities {
  let left = MAX_EXPANDED_CHARS
  return {
    size: values.size,
    has: (name) => values.has(name),
    get: (name) => {
      const value = values.get(name)
      left -= value?.length ?? 0
      return left < 0 ? undefined : value
    },
  }
}

/** Values with references to each other, in any order, replaced; those within the budget, in order of need. */
function expandAll(written: ReadonlyMap<string, string>): ReadonlyMap<string, string> {
  const values = new Map<string, string>()
  const open = new Set<string>()
  let budget = MAX_ENTITY_CHARS
  for (const name of written.keys()) if (budget > 0) expandOne(name)
  return values

  function expandOne(name: string): string | undefined {
    const known = values.get(name)
    const text = written.get(name)
    if (known !== undefined || text === undefined) return known
    if (open.has(name) || open.size >= MAX_DEPTH || values.size >= MAX_ENTITIES) return undefined
    open.add(name)
    const value = expand(text)
    open.delete(name)
    if (value === undefined) return undefined
    budget -= value.length
    values.set(name, value)
    return value
  }

  /** `undefined` past the budget. */
  function expand(text: string): string | undefined {
    let length = text.length
    const expanded = text.replace(/&([\w.-]+);/g, (whole, name: string) => {
      const value = length > budget ? undefined : expandOne(name)
      length += value?.length ?? 0
      return length > budget ? '' : (value ?? whole)
    })
    if (length > budget) {
      budget = 0
      return undefined
    }
    return expanded.replace(/&#\w+;/g, (reference) => decodeXML(reference))
  }
}
