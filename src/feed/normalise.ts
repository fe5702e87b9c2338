import { hash128 } from '../lib/hash.ts'
import { cutText } from '../lib/text.ts'
import { canonicalUrl } from '../lib/url.ts'
import type { Article, Feed, FeedFault, Instant, ParsedFeed, ParsedItem } from '../types.ts'
import { findAmbiguous, toKeys } from './keys.ts'

/** Characters of content that are stored and tagged. */
const MAX_CONTENT_CHARS = 4000
const MAX_TITLE_CHARS = 300
const MAX_SUMMARY_CHARS = 4000
const MAX_DERIVED_TITLE_CHARS = 120

export type Normalised = {
  readonly articles: readonly Article[]
  readonly faults: readonly FeedFault[]
}

/**
 * The articles of one parsed document, in its order, each once (law 2). `at` is our clock at the poll; a later date
 * of the publisher is clamped to it. `backlog`: from a first poll, or after a long silence (law 13).
 */
export function normalise(
  feed: Feed,
  parsed: ParsedFeed,
  at: Instant,
  backlog: boolean,
): Normalised {
  const items = parsed.items.map((item) => toIdentity(feed, item))
  const ambiguous = findAmbiguous(items)
  const faults: FeedFault[] = ambiguous.size > 0 ? [{ code: 'ambiguous-key' }] : []
  const seen = new Set<string>()
  const articles: Article[] = []
  for (const { item, canonical, keys } of items) {
    const title = findTitle(item)
    if (title === undefined) {
      faults.push({ code: 'empty-item' })
      continue
    }
    const clear = keys.filter((key) => !ambiguous.has(key))
    const usable =
      clear.length > 0 ? clear : [toKeys(feed, { ...item, title }, undefined, true)].flat()
    const [first] = usable
    // The same article twice in one document: the first stands.
    if (first === undefined || usable.some((key) => seen.has(key))) continue
    for (const key of usable) seen.add(key)
    articles.push(
      toArticle({ feed, parsed, at, backlog }, item, { title, canonical, keys: usable, first }),
    )
  }
  return { articles, faults: uniqueFaults(faults) }
}

type Document = {
  readonly feed: Feed
  readonly parsed: ParsedFeed
  readonly at: Instant
  readonly backlog: boolean
}

function toIdentity(
  feed: Feed,
  item: ParsedItem,
): {
  readonly item: ParsedItem
  readonly canonical: string | undefined
  readonly keys: readonly string[]
} {
  const canonical = item.link === undefined ? undefined : canonicalUrl(item.link)
  return { item, canonical, keys: toKeys(feed, item, canonical, false) }
}

function toArticle(
  { feed, parsed, at, backlog }: Document,
  item: ParsedItem,
  known: {
    readonly title: string
    readonly canonical: string | undefined
    readonly keys: readonly string[]
    readonly first: string
  },
): Article {
  const published = item.publishedAt ?? item.updatedAt
  const languageHint = item.language ?? feed.language ?? parsed.language
  return {
    id: hash128(known.first),
    feedId: feed.id,
    outlet: feed.outlet,
    family: feed.family,
    camp: feed.camp,
    title: known.title,
    ...(item.summary === undefined ? {} : { summary: cutText(item.summary, MAX_SUMMARY_CHARS) }),
    ...(item.content === undefined ? {} : { content: cutText(item.content, MAX_CONTENT_CHARS) }),
    ...(item.link === undefined ? {} : { link: item.link }),
    ...(known.canonical === undefined ? {} : { canonicalUrl: known.canonical }),
    ...(item.author === undefined ? {} : { author: item.author }),
    categories: item.categories,
    ...(published === undefined ? {} : { publishedAt: Math.min(published, at) }),
    seenAt: at,
    ...(languageHint === undefined ? {} : { languageHint: toBase(languageHint) }),
    keys: known.keys,
    backlog,
    ...(feed.sample === true ? { sample: true } : {}),
  }
}

/** The title, else the first sentence of summary or content, else the address. */
function findTitle(item: ParsedItem): string | undefined {
  if (item.title !== undefined) return cutText(item.title, MAX_TITLE_CHARS)
  const text = (item.summary ?? item.content ?? '').replace(/\s+/g, ' ').trim()
  if (text === '') return item.link
  const sentence = /^.{10,}?[.!?。؟](?=\s|$)/u.exec(text.slice(0, 1000))?.[0] ?? text
  return cutText(sentence, MAX_DERIVED_TITLE_CHARS)
}

/** `en-US` → `en`. */
const toBase = (language: string): string => language.split('-', 1)[0]?.toLowerCase() ?? language

const uniqueFaults = (faults: readonly FeedFault[]): readonly FeedFault[] =>
  faults.filter(({ code }, index) => faults.findIndex((other) => other.code === code) === index)
