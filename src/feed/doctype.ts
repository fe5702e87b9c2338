// The document's own entities: expanded once, within a budget, so that a bomb stays small.

import { decodeXML } from 'entities'
import { type Entities, NO_ENTITIES } from './xml-text.ts'

/** All declared values together. */
const MAX_ENTITY_CHARS = 20_000
/** All uses in one document together: a bomb of many small references stays small as well. */
const MAX_EXPANDED_CHARS = 1_000_000
const MAX_ENTITIES = 500
const ENTITY = /<!ENTITY\s+([\w.-]+)\s+(?:"([^"]*)"|'([^']*)')\s*>/g

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
  const close = /\]\s*>/g
  close.lastIndex = bracket
  const match = close.exec(text)
  if (match === null) return { entities: NO_ENTITIES, end: gt + 1, overflow: false }
  return {
    ...readEntities(text.slice(bracket + 1, match.index)),
    end: match.index + match[0].length,
  }
}

function readEntities(subset: string): Omit<Doctype, 'end'> {
  const entities = new Map<string, string>()
  let budget = MAX_ENTITY_CHARS
  for (const [, name = '', double, single] of subset.matchAll(ENTITY)) {
    if (entities.has(name)) continue
    const value = expand(double ?? single ?? '', entities, budget)
    if (value === undefined || entities.size >= MAX_ENTITIES) {
      return { entities: toEntities(entities), overflow: true }
    }
    budget -= value.length
    entities.set(name, value)
  }
  return { entities: toEntities(entities), overflow: false }
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

/** Character references and earlier entities of a value, or `undefined` past the budget. */
function expand(
  value: string,
  known: ReadonlyMap<string, string>,
  budget: number,
): string | undefined {
  let length = 0
  for (const part of value.split('&')) {
    const semicolon = part.indexOf(';')
    length += part.length + (known.get(part.slice(0, semicolon))?.length ?? 0)
    if (length > budget) return undefined
  }
  const expanded = value.replace(/&([\w.-]+);/g, (whole, name: string) => known.get(name) ?? whole)
  return expanded.replace(/&#\w+;/g, (reference) => decodeXML(reference))
}
