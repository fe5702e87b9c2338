// The search grammar: words, "exact phrase", -not, OR, ( ), title: source: lang: actor: theme: camp: relevance:.
// The same in `search` and in subscriptions (commands.md).

import type { SearchExpr, SearchField } from '../ports.ts'
import { Mistake, TERMS_MAX, type Token, toTokens } from './query-tokens.ts'
import { queryWords } from './words.ts'

export { matchesQuery, type QueryFacts, storyFacts } from './query-match.ts'

/** What a parser must know of words and names. */
export type Resolve = {
  /** Normalised words of a text, as the full-text index holds them. */
  readonly words: (text: string) => readonly string[]
  /** The entry that a word or phrase names, with all forms of its names as written. */
  readonly alias: (
    text: string,
  ) => { readonly id: string; readonly forms: readonly string[] } | undefined
  /** Id of an actor, asset, theme or camp by id or name; absent = any value is taken as it is. */
  readonly id?: (field: 'actor' | 'theme' | 'camp', value: string) => string | undefined
}

export type ParsedQuery =
  | {
      readonly kind: 'ok'
      readonly expr: SearchExpr
      /** Other forms that are searched too: say them. */
      readonly also: readonly string[]
    }
  /** `at` is the UTF-16 offset of the mistake in the text. */
  | { readonly kind: 'error'; readonly at: number; readonly text: string }

/** Nobody searches with more, and every level costs the store. */
export const QUERY_MAX = 500
const DEPTH_MAX = 20

/** Words alone, without names of a pack. */
export const plainResolve: Resolve = { words: queryWords, alias: () => undefined }

/** Parses a query; a mistake is an outcome, with where it is. */
export function parseQuery(text: string, resolve: Resolve): ParsedQuery {
  try {
    if (text.length > QUERY_MAX) {
      throw new Mistake(QUERY_MAX, `a query has at most ${QUERY_MAX} characters`)
    }
    return parseTokens(toTokens(text), text, resolve)
  } catch (error) {
    if (error instanceof Mistake) return { kind: 'error', at: error.at, text: error.message }
    throw error
  }
}

/** Where a query is wrong, as a person sees it: `iran (shahed ⟵ here: …`. */
export function showMistake(text: string, at: number): string {
  const from = Math.max(0, at - 20)
  return `${from > 0 ? '…' : ''}${text.slice(from, at)}⟪here⟫${text.slice(at, at + 20)}`
}

/** One pass of recursive descent; `at` is the only state. */
function parseTokens(tokens: readonly Token[], text: string, resolve: Resolve): ParsedQuery {
  const also = new Set<string>()
  let at = 0
  let terms = 0
  const expr = parseOr(0)
  const rest = tokens[at]
  if (rest !== undefined) throw new Mistake(rest.at, 'this parenthesis closes nothing')
  if (expr === undefined) throw new Mistake(0, 'there is no word to search for')
  return { kind: 'ok', expr, also: [...also] }

  function parseOr(depth: number): SearchExpr | undefined {
    if (depth > DEPTH_MAX) throw new Mistake(tokens[at]?.at ?? 0, 'too many parentheses')
    const exprs: SearchExpr[] = []
    for (;;) {
      const part = parseAnd(depth)
      const next = tokens[at]
      if (next?.kind !== 'or') {
        if (part !== undefined) exprs.push(part)
        else if (exprs.length > 0) throw new Mistake(text.length, 'OR needs a word after it')
        break
      }
      if (part === undefined) throw new Mistake(next.at, 'OR needs a word before it')
      exprs.push(part)
      at += 1
    }
    return exprs.length > 1 ? { kind: 'or', exprs } : exprs[0]
  }

  function parseAnd(depth: number): SearchExpr | undefined {
    const exprs: SearchExpr[] = []
    for (;;) {
      const next = tokens[at]
      if (next === undefined || next.kind === 'or' || next.kind === 'close') break
      const part = parseTerm(depth)
      if (part !== undefined) exprs.push(part)
    }
    return exprs.length > 1 ? { kind: 'and', exprs } : exprs[0]
  }

  function parseTerm(depth: number): SearchExpr | undefined {
    const token = tokens[at]
    if (token === undefined) throw new Mistake(text.length, 'a word is missing here')
    if (terms++ > TERMS_MAX) throw new Mistake(token.at, `at most ${TERMS_MAX} words`)
    at += 1
    switch (token.kind) {
      case 'not': {
        if (depth > DEPTH_MAX) throw new Mistake(token.at, 'too many signs for “not”')
        const next = tokens[at]
        if (next === undefined || next.kind === 'or' || next.kind === 'close') {
          throw new Mistake(token.at, '“not” needs a word after it')
        }
        const expr = parseTerm(depth + 1)
        return expr === undefined ? undefined : { kind: 'not', expr }
      }
      case 'open': {
        const expr = parseOr(depth + 1)
        if (tokens[at]?.kind !== 'close') {
          throw new Mistake(token.at, 'this parenthesis is never closed')
        }
        at += 1
        if (expr === undefined) throw new Mistake(token.at, 'there is nothing in the parentheses')
        return expr
      }
      case 'phrase':
        return phraseOf(token.text)
      case 'word':
        return parseWords(token.text)
      case 'field':
        return parseField(token.field, token.at, depth)
      case 'close':
      case 'or':
        throw new Mistake(token.at, 'a word is missing here')
      default:
        return token satisfies never
    }
  }

  function phraseOf(phrase: string): SearchExpr | undefined {
    const words = resolve.words(phrase)
    return words.length > 0 ? { kind: 'phrase', words } : undefined
  }

  /** The longest run of words that names something in the pack, else the one word. */
  function parseWords(first: string): SearchExpr | undefined {
    const run = [first]
    for (let next = tokens[at]; next?.kind === 'word' && run.length < ALIAS_WORDS_MAX; ) {
      run.push(next.text)
      next = tokens[at + run.length - 1]
    }
    for (let length = run.length; length > 0; length -= 1) {
      const name = run.slice(0, length).join(' ')
      const alias = resolve.alias(name)
      if (alias === undefined) continue
      at += length - 1
      return aliasOf(name, alias.forms)
    }
    const words = resolve.words(first)
    if (words.length === 0) return undefined
    return words.length === 1 ? { kind: 'word', words } : { kind: 'phrase', words }
  }

  function aliasOf(name: string, names: readonly string[]): SearchExpr {
    const own = resolve.words(name).join(' ')
    const forms = new Set(own === '' ? [] : [own])
    for (const form of names) {
      const words = resolve.words(form).join(' ')
      if (words === '' || forms.has(words)) continue
      forms.add(words)
      also.add(form)
    }
    return { kind: 'word', words: [...forms] }
  }

  function parseField(field: SearchField | 'title', fieldAt: number, depth: number) {
    const value = tokens[at]
    if (field === 'title' && (value?.kind === 'open' || value?.kind === 'not')) {
      const expr = parseTerm(depth + 1)
      return expr === undefined ? undefined : ({ kind: 'title', expr } as const)
    }
    if (value === undefined || (value.kind !== 'word' && value.kind !== 'phrase')) {
      throw new Mistake(fieldAt, `${field}: needs a value after it`)
    }
    at += 1
    if (field === 'title') {
      const expr = value.kind === 'phrase' ? phraseOf(value.text) : parseWords(value.text)
      return expr === undefined ? undefined : ({ kind: 'title', expr } as const)
    }
    return { kind: 'field', field, value: fieldValue(field, value.text, value.at) } as const
  }

  function fieldValue(field: SearchField, value: string, valueAt: number): string {
    switch (field) {
      case 'source':
        if (resolve.words(value).length === 0) throw new Mistake(valueAt, 'source: needs a name')
        return value
      case 'lang':
        if (!/^[a-z]{2,3}$/iu.test(value)) {
          throw new Mistake(valueAt, `“${value}” is no language; write lang:en, lang:ru, lang:fa`)
        }
        return value.toLowerCase()
      case 'relevance':
        if (!/^(?:core|related|no)$/iu.test(value)) {
          throw new Mistake(valueAt, `relevance: is core, related or no, not “${value}”`)
        }
        return value.toLowerCase()
      case 'actor':
      case 'theme':
      case 'camp': {
        if (resolve.id === undefined) return value.toLowerCase()
        const id = resolve.id(field, value)
        if (id === undefined) throw new Mistake(valueAt, `I know no ${field} “${value}”`)
        return id
      }
      default:
        return field satisfies never
    }
  }
}

/** No name of a pack is asked for with more words than this. */
const ALIAS_WORDS_MAX = 5
