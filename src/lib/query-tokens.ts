// The marks and words of a query with their places; what they mean together is query.ts.

import type { SearchField } from '../ports.ts'

/** No query holds more words than this. */
export const TERMS_MAX = 40

/** Fields that a query may name besides `title:`. */
export const FIELDS: readonly SearchField[] = [
  'source',
  'lang',
  'actor',
  'theme',
  'camp',
  'relevance',
]

/** A mistake in a query; `at` is its UTF-16 offset. */
export class Mistake extends Error {
  readonly at: number

  constructor(at: number, text: string) {
    super(text)
    this.at = at
  }
}

export type Token =
  | { readonly kind: 'open' | 'close' | 'or' | 'not'; readonly at: number }
  | { readonly kind: 'word' | 'phrase'; readonly text: string; readonly at: number }
  | { readonly kind: 'field'; readonly field: SearchField | 'title'; readonly at: number }

const CLOSING: Readonly<Record<string, string>> = { '"': '"', '“': '”', '«': '»', '„': '“' }

/** Tokens in order; throws a Mistake. */
export function toTokens(text: string): readonly Token[] {
  const tokens: Token[] = []
  let at = 0
  while (at < text.length) {
    const sign = text.charAt(at)
    if (/\s/u.test(sign)) at += 1
    else if (sign === '(' || sign === ')') {
      tokens.push({ kind: sign === '(' ? 'open' : 'close', at })
      at += 1
    } else if (CLOSING[sign] !== undefined) {
      const end = findClosing(text, at, CLOSING[sign])
      tokens.push({ kind: 'phrase', text: text.slice(at + 1, end), at })
      at = end + 1
    } else if (sign === '-' && /\S/u.test(text.charAt(at + 1))) {
      tokens.push({ kind: 'not', at })
      at += 1
    } else at = readWord(text, at, tokens)
    if (tokens.length > TERMS_MAX * 3) throw new Mistake(at, 'too many words')
  }
  return tokens
}

function findClosing(text: string, at: number, closing: string): number {
  // Keyboards mix quotation marks: a plain one closes any of them.
  for (let end = at + 1; end < text.length; end += 1) {
    const sign = text.charAt(end)
    if (sign === closing || sign === '"' || (sign === '”' && closing === '“')) return end
  }
  throw new Mistake(at, 'this quotation mark is never closed')
}

function readWord(text: string, at: number, tokens: Token[]): number {
  let end = at
  while (end < text.length && !/[\s()"“”«»„]/u.test(text.charAt(end))) end += 1
  if (end === at) {
    // A closing mark that nothing opened separates words and means nothing.
    return at + 1
  }
  const word = text.slice(at, end)
  if (word === 'OR') tokens.push({ kind: 'or', at })
  else if (word === 'NOT') tokens.push({ kind: 'not', at })
  else if (word !== 'AND') {
    const field = /^([a-z]+):(?!\/\/)/iu.exec(word)
    if (field === null) tokens.push({ kind: 'word', text: word, at })
    else {
      tokens.push({ kind: 'field', field: toField(field[1] ?? '', at), at })
      return at + (field[0]?.length ?? 1)
    }
  }
  return end
}

function toField(name: string, at: number): SearchField | 'title' {
  const lower = name.toLowerCase()
  if (lower === 'title') return 'title'
  const known = FIELDS.find((field) => field === lower)
  if (known !== undefined) return known
  throw new Mistake(
    at,
    `there is no field “${name}:”; there are title: ${FIELDS.map((field) => `${field}:`).join(' ')}`,
  )
}
