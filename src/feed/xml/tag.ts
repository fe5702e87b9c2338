// One start tag, read tolerantly and in linear time.

import { decode, type Entities } from './text.ts'

export type StartTag = {
  /** As written, in lower case. */
  readonly rawName: string
  /** Raw names in lower case; the first of a repeated one wins. */
  readonly attributes: ReadonlyMap<string, string>
  readonly selfClosing: boolean
  /** Position after the tag. */
  readonly end: number
  readonly broken: boolean
}

const MAX_ATTRIBUTES = 64
const NAME = /[\p{L}_][\p{L}\p{N}_.:-]*/uy
const ATTRIBUTE_NAME = /[^\s=>/<"']+/y
const SPACE = /\s*/y
/** Quotes that an editor made pretty, or wrote twice. */
const TYPED_QUOTES = /^["'“”„«»‘’]+|["'“”„«»‘’]+$/g
const AFTER_VALUE = /[\s/>?]|[\w:-]+\s*=/y
/** Quotes inside a value, and characters between two of them, that are looked at. */
const MAX_QUOTES = 8
const MAX_QUOTED = 200
const UNQUOTED = /[^\s<>]*/y

/** The name that starts at `at`, in lower case, or `undefined` where none does. */
export function findName(text: string, at: number): string | undefined {
  NAME.lastIndex = at
  return NAME.exec(text)?.[0].toLowerCase()
}

/** Reads the start tag whose `<` is at `at`; `undefined` where no name follows. */
export function findStartTag(text: string, at: number, entities: Entities): StartTag | undefined {
  const rawName = findName(text, at + 1)
  if (rawName === undefined) return undefined
  const attributes = new Map<string, string>()
  let pos = at + 1 + rawName.length
  let broken = false
  for (;;) {
    pos = skip(SPACE, text, pos)
    const char = text[pos]
    if (char === undefined) {
      return { rawName, attributes, selfClosing: false, end: text.length, broken: true }
    }
    if (char === '>') return { rawName, attributes, selfClosing: false, end: pos + 1, broken }
    if (char === '/' && text[pos + 1] === '>') {
      return { rawName, attributes, selfClosing: true, end: pos + 2, broken }
    }
    if (char === '<') return { rawName, attributes, selfClosing: false, end: pos, broken: true }
    const nameEnd = skip(ATTRIBUTE_NAME, text, pos)
    if (nameEnd === pos) {
      pos += 1
      broken = true
      continue
    }
    const name = text.slice(pos, nameEnd).toLowerCase()
    pos = skip(SPACE, text, nameEnd)
    if (text[pos] !== '=') {
      broken = true
      continue
    }
    const value = readValue(text, skip(SPACE, text, pos + 1))
    broken ||= value.broken
    pos = value.end
    if (attributes.size < MAX_ATTRIBUTES && !attributes.has(name)) {
      attributes.set(name, decode(value.text, entities))
    }
  }
}

export type TagEnds = { readonly after: (lt: number) => number | undefined }

/** Where end tags end: after their `>`, or before the next `<` where that is missing; `undefined` at the document's end. */
export function openTagEnds(text: string): TagEnds {
  // The last `>` found is the first after every position since the one it was looked for from.
  let from = 0
  let gt = -1
  return {
    after: (lt) => {
      if (lt < from || lt > gt) {
        from = lt
        const found = text.indexOf('>', lt)
        gt = found < 0 ? text.length : found
      }
      const next = text.indexOf('<', lt + 1)
      if (next >= 0 && next < gt) return next
      return gt < text.length ? gt + 1 : undefined
    },
  }
}

type Value = { readonly text: string; readonly end: number; readonly broken: boolean }

function readValue(text: string, at: number): Value {
  const quote = text[at]
  if (quote !== '"' && quote !== "'") {
    let end = skip(UNQUOTED, text, at)
    if (text[end] === '>' && text[end - 1] === '/' && end - 1 > at) end -= 1
    return { text: text.slice(at, end).replace(TYPED_QUOTES, ''), end, broken: true }
  }
  // Quoted twice.
  if (text[at + 1] === quote && /[^\s/>="']/.test(text[at + 2] ?? ' ')) {
    const twice = readValue(text, at + 2)
    return { text: twice.text.replace(TYPED_QUOTES, ''), end: twice.end, broken: true }
  }
  const first = text.indexOf(quote, at + 1)
  const value = text.slice(at + 1, first < 0 ? text.length : first)
  // A tag inside a value may mean that the closing quote is missing: then the next tag's quote ended it.
  const tag = value.search(/<[a-z/!]/i)
  if (tag >= 0 && (first < 0 || isNextOpened(value, text[first + 1]))) {
    const inside = value.slice(0, tag)
    const gt = inside.indexOf('>')
    const length = gt < 0 ? tag : inside[gt - 1] === '/' ? gt - 1 : gt
    return { text: value.slice(0, length).trim(), end: at + 1 + length, broken: true }
  }
  if (first < 0) return { text: value, end: text.length, broken: true }
  const close = findClose(text, first, quote)
  return { text: text.slice(at + 1, close), end: close + 1, broken: close !== first }
}

/** The quote that ends a value: what stands after it may follow one; quotes inside that nobody escaped are not. */
function findClose(text: string, first: number, quote: string): number {
  let close = first
  for (let tries = 0; tries < MAX_QUOTES; tries += 1) {
    AFTER_VALUE.lastIndex = close + 1
    if (close + 1 >= text.length || AFTER_VALUE.test(text)) return close
    const next = text.indexOf(quote, close + 1)
    if (next < 0 || next - close > MAX_QUOTED || /[<>=]/.test(text.slice(close, next))) return first
    close = next
  }
  return first
}

/** Whether the quote after a value opened another one: an equals sign is before it, or a word follows in text. */
function isNextOpened(value: string, after: string | undefined): boolean {
  const end = value.slice(-40)
  return /=\s*$/.test(end) || (/[>\s]$/.test(end) && !/[\s/>]/.test(after ?? ''))
}

function skip(pattern: RegExp, text: string, at: number): number {
  pattern.lastIndex = at
  return pattern.test(text) ? pattern.lastIndex : at
}
