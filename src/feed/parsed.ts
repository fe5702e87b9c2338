import { hashParts } from '../lib/hash.ts'
import type { FeedFormat, ParsedFeed, ParsedItem } from '../types.ts'
import type { Faults } from './faults.ts'
import type { Hints } from './manners/hints.ts'
import type { ReadFeed, ReadItem } from './read-feed.ts'

/** What a reader read, in our own words: dates as instants, every item with an id. */
export function toParsedFeed(
  read: ReadFeed,
  from: { readonly format: FeedFormat; readonly hints?: Hints; readonly faults: Faults },
): ParsedFeed {
  return {
    format: from.format,
    ...present('title', read.title ?? ''),
    ...present('link', read.link ?? ''),
    ...present('language', toLanguage(read.language)),
    items: read.items.map(toItem),
    faults: from.faults.list(),
    ...from.hints,
  }
}

function toItem(item: ReadItem): ParsedItem {
  const title = item.title ?? ''
  const link = item.link ?? ''
  const guid = item.guid ?? ''
  const summary = item.content ?? ''
  const content = item['content:encoded'] ?? ''
  const published = toInstant(item.isoDate)
  const updated = toInstant(item.updated)
  return {
    id: guid || link || hashParts('i', [title, summary, content, item.isoDate]),
    ...present('guid', guid),
    ...present('title', title),
    ...present('link', link),
    ...(published === undefined ? {} : { publishedAt: published }),
    ...(updated === undefined ? {} : { updatedAt: updated }),
    ...present('summary', summary),
    ...present('content', content),
    ...present('author', item.author ?? ''),
    categories: item.categories ?? [],
    ...present('language', toLanguage(item.language)),
  }
}

function toInstant(iso: string | undefined): number | undefined {
  const at = iso === undefined ? Number.NaN : Date.parse(iso)
  return Number.isNaN(at) ? undefined : at
}

/** `en_US` and `EN-us` are `en-us` to everybody else; of several the first; what is no language tag is none. */
export function toLanguage(written: string | undefined): string {
  const tag = written?.split(/[,;]/, 1)[0]?.trim().replace(/_/g, '-') ?? ''
  return /^[a-z]{2,8}(?:-[a-z\d]{1,8})*$/i.test(tag) ? tag : ''
}

function present<K extends string>(key: K, value: string): { readonly [P in K]?: string } {
  // A computed key is an index signature to the compiler.
  return value === '' ? {} : ({ [key]: value } as { readonly [P in K]?: string })
}
