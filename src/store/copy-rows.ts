import type { Row } from './copy.ts'
import { placesOf } from './facets.ts'
import { type IndexedWords, tokensOf } from './match.ts'
import { shortWord } from './postgres/words.ts'
import { fromJson } from './rows.ts'

/** Tables in which there is nothing as long as nobody used the bot. */
export const NOBODYS = ['articles', 'subscriptions', 'guild_settings', 'feed_states'] as const

/** Leases are of processes that end; slices are made anew with the words, facets with the stories that list them. */
const NOT_COPIED: ReadonlySet<string> = new Set([
  'leases',
  'axis_schema',
  'word_slices',
  'story_facets',
])

/** Tables whose rows point to those of others. */
const POINTING: ReadonlySet<string> = new Set(['article_texts', 'memberships', 'titles'])

export const isCopied = (table: string): boolean => !NOT_COPIED.has(table)

/** Tables in an order in which each row finds what it points to. */
export const pointedAtFirst = (tables: readonly string[]): readonly string[] => [
  ...tables.filter((table) => !POINTING.has(table)),
  ...tables.filter((table) => POINTING.has(table)),
]

/** The facets of stories, from their own rows. */
export const facetRows = (stories: readonly Row[]) =>
  stories.flatMap((story) =>
    placesOf(fromJson(String(story.facets))).map((place) => ({
      ...place,
      updated_at: story.updated_at ?? 0,
      story_id: story.id ?? '',
      opened_at: story.opened_at ?? 0,
    })),
  )

/** A row as either store gives it back: without what PostgreSQL's text cannot hold. */
export const cleanRow = (row: Readonly<Record<string, unknown>>): Row =>
  Object.fromEntries(
    Object.entries(row).map(([column, value]) => [
      column,
      typeof value === 'number' || value === null
        ? value
        : String(value).toWellFormed().replaceAll('\0', '\ufffd'),
    ]),
  )

/** Words as either store holds them: overlong ones by their beginning and hash. */
export function cleanWords(words: IndexedWords): IndexedWords {
  const clean = (text: string): string => tokensOf(text).map(shortWord).join(' ')
  return {
    title: clean(words.title),
    summary: clean(words.summary),
    source: clean(words.source),
    facets: clean(words.facets),
  }
}
