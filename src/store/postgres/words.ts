import { hash128 } from '../../lib/hash.ts'
import type { SearchExpr } from '../../ports.ts'
import {
  type Column,
  compileQuery,
  type IndexedWords,
  type QueryLanguage,
  tokensOf,
} from '../match.ts'
import { type Db, type PgConnection, toRows } from './connection.ts'

/** Relevant articles, and the rest. */
export type WordsKind = 'shown' | 'rest'

/** Articles of one slice: enough that few are read, few enough that reading one whole costs little. */
export const SLICE_ARTICLES = 4096

/** The letters that lead the words of each field. */
const FIELDS: Readonly<Record<Column, string>> = {
  title: 't',
  summary: 's',
  source: 'o',
  facets: 'f',
}

/** PostgreSQL takes words of up to 2,046 bytes. */
const WORD_MAX_CHARS = 400
const WORD_KEPT_CHARS = 100

/** Stands for the number of the slice in a query that is written once for all; no word has it in it. */
const SLICE = '\u0001'

/** An article's words as the text of a tsvector: each with its places in its field. */
export function toTsvector(words: IndexedWords, slice: number): string {
  const places = new Map<string, number[]>()
  for (const column of ['title', 'summary', 'source', 'facets'] as const) {
    for (const [at, token] of tokensOf(words[column]).entries()) {
      const lexeme = toLexeme(token, column).replace(SLICE, toPrefix(slice))
      const known = places.get(lexeme)
      if (known === undefined) places.set(lexeme, [at + 1])
      else known.push(at + 1)
    }
  }
  return [...places].map(([lexeme, at]) => `${lexeme}:${at.join(',')}`).join(' ')
}

/** The words of a tsvector's text as they were given to `toTsvector`. */
export function fromTsvector(
  lexemes: readonly { readonly lexeme: string; readonly positions: readonly number[] }[],
): IndexedWords {
  const fields: Record<string, string[]> = {}
  for (const { lexeme, positions } of lexemes) {
    const [, field = '', word = ''] = /^[^|]*\|(.)(.*)$/s.exec(lexeme) ?? []
    const list = fields[field] ?? []
    fields[field] = list
    for (const at of positions) list[at - 1] = word
  }
  const join = (column: Column): string => (fields[FIELDS[column]] ?? []).join(' ')
  return {
    title: join('title'),
    summary: join('summary'),
    source: join('source'),
    facets: join('facets'),
  }
}

/** What finds `expr` in a slice: compiled once, written out for each slice that is asked. */
export function toTsquery(expr: SearchExpr): (slice: number) => string {
  const query = compileQuery(expr, TSQUERY)
  return (slice) => query.replaceAll(SLICE, toPrefix(slice))
}

const TSQUERY: QueryLanguage = {
  leaf: (tokens, columns) => {
    const phrases = columns.map((column) =>
      tokens.map((token) => toLexeme(token, column)).join(' <-> '),
    )
    return `(${phrases.join(' | ')})`
  },
  or: (parts) => `(${parts.join(' | ')})`,
  and: (parts) => `(${parts.join(' & ')})`,
  without: (all, none) => `(${all} & !${none})`,
}

const toPrefix = (slice: number): string => slice.toString(36)

/** A word as PostgreSQL takes it: of an overlong one its beginning and a hash. */
export const shortWord = (token: string): string =>
  token.length > WORD_MAX_CHARS
    ? `${token.slice(0, WORD_KEPT_CHARS).toWellFormed()}${hash128(token)}`
    : token

/** A word quoted for tsvector and tsquery. */
const toLexeme = (token: string, column: Column): string =>
  `'${SLICE}|${FIELDS[column]}${shortWord(token).replaceAll(/['\\]/g, '$&$&')}'`

// From the slice that holds the first docid on to the newest.
const SLICES_FROM = `
  select number, first, last, articles from word_slices
  where kind = $1
    and first >= coalesce((select max(first) from word_slices where kind = $1 and first <= $2), 0)
  order by first`
const SAVE_SLICES = `
  insert into word_slices
  select * from json_populate_recordset(null::word_slices, $1)
  on conflict (kind, number) do update set
    last = excluded.last, articles = excluded.articles`
const NEWEST_SLICE = `select max(number) as number from word_slices where kind = $1`
const addWordsTo = (table: string): string => `
  insert into ${table} (docid, words)
  select n.docid, n.words::tsvector from unnest($1::bigint[], $2::text[]) n (docid, words)`

type Slice = { readonly number: number; readonly first: number; last: number; articles: number }

/**
 * Adds words of articles, ascending by docid, to the index of their kind. A full slice is followed by a new one where
 * an article is newer than all that it holds; what comes late goes where it belongs.
 */
export function toAddWords({ statement }: PgConnection) {
  const slicesFrom = statement<Slice>(SLICES_FROM)
  const newest = statement<{ number: number | null }>(NEWEST_SLICE)
  const saveSlices = statement(SAVE_SLICES)
  const add = {
    shown: statement(addWordsTo('words_shown')),
    rest: statement(addWordsTo('words_rest')),
  }

  return async (
    db: Db,
    kind: WordsKind,
    articles: readonly { readonly docid: number; readonly words: IndexedWords }[],
  ): Promise<void> => {
    const [oldest] = articles
    if (oldest === undefined) return
    const slices = [...(await slicesFrom.all(db, kind, oldest.docid))]
    let numbers = (await newest.get(db, kind))?.number ?? 0
    const changed = new Set<Slice>()
    const vectors: string[] = []
    for (const { docid, words } of articles) {
      let slice = slices.findLast(({ first }) => first <= docid)
      if (slice === undefined || (slice.articles >= SLICE_ARTICLES && docid > slice.last)) {
        numbers += 1
        // The very first begins at the beginning of time.
        slice = { number: numbers, first: numbers === 1 ? 0 : docid, last: docid, articles: 0 }
        slices.splice(slices.findLastIndex(({ first }) => first <= docid) + 1, 0, slice)
      }
      slice.articles += 1
      slice.last = Math.max(slice.last, docid)
      changed.add(slice)
      vectors.push(toTsvector(words, slice.number))
    }
    await saveSlices.run(db, toRows([...changed].map((slice) => ({ kind, ...slice }))))
    await add[kind].run(
      db,
      articles.map(({ docid }) => docid),
      vectors,
    )
  }
}
