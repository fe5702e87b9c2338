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
    source: sourceOf(article),
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

let lastSource = { outlet: '', feedId: '', family: '', words: ' _  _ ' }

/** Who published it: the articles of one document, which come one after the other, all have the same. */
function sourceOf({ outlet, feedId, family }: TaggedArticle): string {
  const last = lastSource
  if (last.outlet !== outlet || last.feedId !== feedId || last.family !== family) {
    // A border word keeps a phrase from reaching from one name into the next.
    const words = toTokens([outlet, feedId, family].map((name) => indexWords(name)).join(' _ '))
    lastSource = { outlet, feedId, family, words }
  }
  return lastSource.words
}

/** The columns that a word is asked for in. */
export type Column = 'title' | 'summary' | 'source' | 'facets'

/** How a store's full text writes its queries; `tokens` are never empty and stand side by side in one column. */
export type QueryLanguage = {
  readonly leaf: (tokens: readonly string[], columns: readonly Column[]) => string
  readonly or: (parts: readonly string[]) => string
  readonly and: (parts: readonly string[]) => string
  readonly without: (all: string, none: string) => string
}

/** The query that finds what `expr` means, in the language of a store's full text. */
export function compileQuery(expr: SearchExpr, language: QueryLanguage): string {
  return compile(expr, { language, columns: TEXT, depth: 0 }) ?? everything(language)
}

const TEXT: readonly Column[] = ['title', 'summary']
const TITLE: readonly Column[] = ['title']
const FACETS: readonly Column[] = ['facets']

const everything = (language: QueryLanguage): string => language.leaf([EVERY], FACETS)
/** A word that no article has: facets are `field:value`. */
const nothing = (language: QueryLanguage): string => language.leaf(['none'], FACETS)

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

/** Where in an expression we are, and for whom it is written. */
type Place = {
  readonly language: QueryLanguage
  readonly columns: readonly Column[]
  readonly depth: number
}

/** `undefined` where nothing is asked for: no words, or an empty list. */
function compile(expr: SearchExpr, place: Place): string | undefined {
  const { language, columns, depth } = place
  if (depth > DEPTH_MAX) {
    throw new UserError(`This query is nested more than ${DEPTH_MAX} deep: use fewer parentheses`)
  }
  const deeper = { ...place, depth: depth + 1 }
  switch (expr.kind) {
    case 'word':
      return anyOf(
        expr.words.map((word) => toLeaf(word, columns, language)),
        language,
      )
    case 'phrase':
      return toLeaf(expr.words.join(' '), columns, language)
    case 'field':
      return compileField(expr.field, expr.value, language)
    case 'title':
      return compile(expr.expr, { ...deeper, columns: TITLE })
    case 'not':
      return without(everything(language), [compile(expr.expr, deeper)], language)
    case 'or':
      return anyOf(
        expr.exprs.map((part) => compile(part, deeper)),
        language,
      )
    case 'and':
      return compileAnd(expr.exprs, deeper)
    default:
      return expr satisfies never
  }
}

function compileAnd(exprs: readonly SearchExpr[], place: Place): string | undefined {
  const { language } = place
  const wanted: (string | undefined)[] = []
  const unwanted: (string | undefined)[] = []
  for (const part of exprs) {
    if (part.kind === 'not') unwanted.push(compile(part.expr, place))
    else wanted.push(compile(part, place))
  }
  const given = wanted.filter((part) => part !== undefined)
  const all = given.length < 2 ? given[0] : language.and(given)
  if (unwanted.every((part) => part === undefined)) return all
  return without(all ?? everything(language), unwanted, language)
}

function without(
  all: string,
  unwanted: readonly (string | undefined)[],
  language: QueryLanguage,
): string | undefined {
  const none = anyOf(unwanted, language)
  return none === undefined ? undefined : language.without(all, none)
}

function compileField(field: SearchField, value: string, language: QueryLanguage): string {
  // A name without a word in it is nobody's; leaving the condition out would find everybody.
  if (field === 'source') {
    return toLeaf(queryWords(value).join(' '), ['source'], language) ?? nothing(language)
  }
  return language.leaf([facetToken(field, value)], FACETS)
}

const facetToken = (field: Exclude<SearchField, 'source'>, value: string): string =>
  toTokens(`${field}:${value.replace(/\s+/gu, '_')}`)

/** Lower case, and no character that the tokenizer would split at: written and asked the same way. */
const toTokens = (words: string): string =>
  PLAIN.test(words)
    ? words
    : words
        .normalize('NFKC')
        .toLowerCase()
        .replace(/[^\w\s:.\u0080-\u{10ffff}-]/gu, '_')

/** Nearly all stems: small letters of ASCII, Cyrillic, Hebrew, Arabic and Persian that no normalisation changes. */
const PLAIN =
  /^[a-z0-9_ :.\u0430-\u045f\u05d0-\u05ea\u0621-\u063a\u0641-\u064a\u0660-\u0669\u06a9\u06af\u067e\u0686\u0698\u06cc\u06f0-\u06f9-]*$/

/** The words that an index holds of a text written for it: they end at spaces alone. */
export const tokensOf = (words: string): readonly string[] =>
  words.split(/[\t-\r ]+/).filter((token) => token !== '')

function toLeaf(
  words: string,
  columns: readonly Column[],
  language: QueryLanguage,
): string | undefined {
  const tokens = tokensOf(toTokens(words))
  return tokens.length === 0 ? undefined : language.leaf(tokens, columns)
}

function anyOf(
  parts: readonly (string | undefined)[],
  language: QueryLanguage,
): string | undefined {
  const given = parts.filter((part) => part !== undefined)
  return given.length < 2 ? given[0] : language.or(given)
}
