// JSON as answers carry it: control characters in strings, commas too many, cut off at the end.

import type { Faults } from './faults.ts'
import { FeedError } from './feed-error.ts'

const VERSION = 'https://jsonfeed.org/version/1.1'

/** The object of a JSON Feed's text; of a truncated one every complete item. @throws FeedError */
export function parseJsonText(text: string, faults: Faults): object {
  const trimmed = text.replace(/^[\s\ufeff]+/, '')
  const json = findJson(trimmed) ?? repairJson(trimmed, faults)
  if (typeof json !== 'object' || json === null || Array.isArray(json)) {
    throw new FeedError('broken', 'the answer is JSON, but no JSON Feed')
  }
  return withVersion(json, faults)
}

/** A feed that forgot its version is known by its items. */
function withVersion(json: object, faults: Faults): object {
  const version: unknown = 'version' in json ? json.version : undefined
  if (typeof version === 'string' && version.includes('jsonfeed.org')) return json
  const items: unknown = 'items' in json ? json.items : undefined
  if (!Array.isArray(items) || !items.some(isItem)) return json
  faults.note('no-version')
  return { ...json, version: VERSION }
}

const isItem = (item: unknown): boolean =>
  typeof item === 'object' &&
  item !== null &&
  ('content_html' in item || 'content_text' in item || 'date_published' in item) &&
  ('id' in item || 'url' in item)

function findJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

function repairJson(text: string, faults: Faults): unknown {
  const shape = readShape(text)
  const repaired = findJson(shape.clean)
  if (repaired !== undefined) {
    faults.note('malformed-json')
    return repaired
  }
  if (shape.lastItemEnd === undefined) return undefined
  const salvaged = findJson(`${shape.clean.slice(0, shape.lastItemEnd)}]}`)
  if (salvaged !== undefined) faults.note('truncated', text.length)
  return salvaged
}

/** One pass: raw controls in strings escaped, commas before an end dropped, the end of the last object in `items`. */
function readShape(text: string): { readonly clean: string; readonly lastItemEnd?: number } {
  const out: string[] = []
  let length = 0
  let from = 0
  let depth = 0
  let comma = -1
  let lastItemEnd: number | undefined
  const put = (to: number, instead: string, next: number): void => {
    const part = text.slice(from, to) + instead
    out.push(part)
    length += part.length
    from = next
  }
  for (let at = 0; at < text.length; at += 1) {
    const char = text[at] ?? ''
    if (char === '"') {
      const end = endOfString(text, at)
      const string = text.slice(at, end)
      if (CONTROL.test(string)) put(at, string.replace(CONTROLS, escapeControl), end)
      at = end - 1
    } else if (char === '{' || char === '[') depth += 1
    else if (char === '}' || char === ']') {
      if (comma >= 0) put(comma, '', comma + 1)
      depth -= 1
      // An object that closes to depth 2 stands in a list of the root object.
      if (char === '}' && depth === 2) {
        put(at + 1, '', at + 1)
        lastItemEnd = length
      }
    }
    if (char === ',') comma = at
    else if (!/\s/.test(char)) comma = -1
  }
  put(text.length, '', text.length)
  return { clean: out.join(''), ...(lastItemEnd === undefined ? {} : { lastItemEnd }) }
}

/** Position after the string that begins at `at`. */
function endOfString(text: string, at: number): number {
  for (let pos = at + 1; pos < text.length; pos += 1) {
    if (text[pos] === '\\') pos += 1
    else if (text[pos] === '"') return pos + 1
  }
  return text.length
}

const CONTROL = /[\u0000-\u001f]/
const CONTROLS = /[\u0000-\u001f]/g

const escapeControl = (char: string): string =>
  `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`
