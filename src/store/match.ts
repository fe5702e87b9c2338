import { UserError } from '../lib/errors.ts'
import { indexWords, queryWords } from '../lib/words.ts'
import type { SearchExpr, SearchField } from '../ports.ts'
import type { TaggedArticle } from '../types.ts'

/** What the full-text index holds of an article: words separated by spaces. */
export type IndexedWords = {
  readonly title: string
  readonly summary: string
  readonly source: string
  readonly facets: string
}

/** The word that every article has, for queries that only leave things out. */
const EVERY = 'every'

/** Deepest nesting of a query; FTS5's own limit is 256. */
const DEPTH_MAX = 40

/** The words of one article for the full-text index, as lib/words.ts makes them. */
export function wordsOf(article: TaggedArticle): IndexedWords {
  const { tags } = article
  return {
    title: toTokens(indexWords(article.title, tags.lang)),
    summary: toTokens(indexWords(article.summary ?? '', tags.lang)),
    // A border word keeps a phrase from reaching from one name into the next.
    source: toTokens(
      [article.outlet, article.feedId, article.family].map((name) => indexWords(name)).join(' _ '),
    ),
    facets: [
      EVERY,
      facetToken('lang', tags.lang),
      facetToken('camp', article.camp),
      facetToken('relevance', tags.relevance),
      ...tags.actors.map((actor) => facetToken('actor', actor)),
      ...tags.themes.map((theme) => facetToken('theme', theme)),
    ].join(' '),
  }
}

/** An FTS5 query that finds what `expr` means; every word of it is quoted. */
export function toMatch(expr: SearchExpr): string {
  return compile(expr, TEXT, 0) ?? EVERYTHING
}

const TEXT = '{title summary}'
const TITLE = '{title}'
const EVERYTHING = `{facets} : "${EVERY}"`
/** A word that no article has: facets are `field:value`. */
const NOTHING = `{facets} : "none"`

/** The words and phrases of an expression that an article may score by: what it does not leave out. */
export function scoringLeaves(expr: SearchExpr): readonly SearchExpr[] {
  switch (expr.kind) {
    case 'word':
    case 'phrase':
      return [expr]
    case 'title':
      return scoringLeaves(expr.expr)
    case 'and':
    case 'or':
      return expr.exprs.flatMap(scoringLeaves)
    case 'not':
    case 'field':
      return []
    default:
      return expr satisfies never
  }
}

/** `undefined` where nothing is asked for: no words, or an empty list. */
function compile(expr: SearchExpr, columns: string, depth: number): string | undefined {
  if (depth > DEPTH_MAX) {
    throw new UserError(`This query is nested more than ${DEPTH_MAX} deep: use fewer parentheses`)
  }
  switch (expr.kind) {
    case 'word':
      return joined(
        expr.words.map((word) => quoted(word, columns)),
        ' OR ',
      )
    case 'phrase':
      return quoted(expr.words.join(' '), columns)
    case 'field':
      return compileField(expr.field, expr.value)
    case 'title':
      return compile(expr.expr, TITLE, depth + 1)
    case 'not':
      return without(EVERYTHING, [compile(expr.expr, columns, depth + 1)])
    case 'or':
      return joined(
        expr.exprs.map((part) => compile(part, columns, depth + 1)),
        ' OR ',
      )
    case 'and':
      return compileAnd(expr.exprs, columns, depth)
    default:
      return expr satisfies never
  }
}

function compileAnd(
  exprs: readonly SearchExpr[],
  columns: string,
  depth: number,
): string | undefined {
  const wanted: (string | undefined)[] = []
  const unwanted: (string | undefined)[] = []
  for (const part of exprs) {
    if (part.kind === 'not') unwanted.push(compile(part.expr, columns, depth + 1))
    else wanted.push(compile(part, columns, depth + 1))
  }
  const all = joined(wanted, ' AND ')
  if (unwanted.every((part) => part === undefined)) return all
  return without(all ?? EVERYTHING, unwanted)
}

function without(all: string, unwanted: readonly (string | undefined)[]): string | undefined {
  const none = joined(unwanted, ' OR ')
  return none === undefined ? undefined : `(${all} NOT ${none})`
}

function compileField(field: SearchField, value: string): string | undefined {
  // A name without a word in it is nobody's; leaving the condition out would find everybody.
  if (field === 'source') return quoted(queryWords(value).join(' '), '{source}') ?? NOTHING
  return `{facets} : "${facetToken(field, value)}"`
}

const facetToken = (field: Exclude<SearchField, 'source'>, value: string): string =>
  toTokens(`${field}:${value.replace(/\s+/gu, '_')}`)

/** Lower case, and no character that the tokenizer would split at: written and asked the same way. */
const toTokens = (words: string): string =>
  words
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[^\w\s:.\u0080-\u{10ffff}-]/gu, '_')

function quoted(words: string, columns: string): string | undefined {
  const tokens = toTokens(words).trim()
  return tokens === '' ? undefined : `${columns} : "${tokens}"`
}

function joined(parts: readonly (string | undefined)[], by: string): string | undefined {
  const given = parts.filter((part) => part !== undefined)
  if (given.length < 2) return given[0]
  return `(${given.join(by)})`
}
