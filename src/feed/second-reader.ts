// feedsmith, the second reader: JSON Feed, and clean documents that rss-parser will not take.

import { parseJsonFeed, parseRssFeed } from 'feedsmith'
import type { ParsedFeed } from '../types.ts'
import { findDate } from './dates.ts'
import type { Faults } from './faults.ts'
import { FeedError } from './feed-error.ts'
import { looksLikeHtml, toPlainLine, toPlainText } from './html/text.ts'
import { parseJsonText } from './json-text.ts'
import { resolveLink } from './links.ts'
import { toParsedFeed } from './parsed.ts'
import { type ReadFeed, type ReadItem, toReadItem } from './read-feed.ts'
import { escapeHtml, toParagraphs } from './xml/text.ts'

type JsonMeta = { readonly url?: string; readonly zone?: string; readonly language?: string }
type JsonFeed = ReturnType<typeof parseJsonFeed<string>>
type JsonItem = NonNullable<JsonFeed['items']>[number]

/** Reads JSON Feed 1.0 or 1.1. @throws FeedError for JSON that is no feed. */
export function readJsonFeed(text: string, meta: JsonMeta, faults: Faults): ParsedFeed {
  const json = parseJsonText(text, faults)
  let feed: JsonFeed
  try {
    feed = parseJsonFeed(json, { parseDateFn: (raw: string) => raw })
  } catch {
    throw new FeedError('broken', 'the answer is JSON, but no JSON Feed')
  }
  const bases = [feed.home_page_url, feed.feed_url, meta.url].filter((base) => base !== undefined)
  const authors = namesOf(feed.authors)
  const items = (feed.items ?? []).map((item) => toItem(item, bases, authors, meta, faults))
  const link = resolveLink(feed.home_page_url ?? '', {
    bases: meta.url === undefined ? [] : [meta.url],
  })
  const read: ReadFeed = {
    ...(feed.title === undefined ? {} : { title: toPlainLine(toHtml(feed.title)) }),
    ...(link === undefined ? {} : { link }),
    ...(feed.language === undefined ? {} : { language: feed.language }),
    items,
  }
  return toParsedFeed(read, { format: 'json', faults })
}

function toItem(
  item: JsonItem,
  bases: readonly string[],
  feedAuthors: string | undefined,
  meta: JsonMeta,
  faults: Faults,
): ReadItem {
  const context = { bases }
  const permalink = /^https?:/i.test(item.id ?? '') ? item.id : undefined
  const link = [item.url, item.external_url, permalink]
    .map((href) => (href === undefined ? undefined : resolveLink(href, context)))
    .find((href) => href !== undefined)
  const content =
    toPlainText(item.content_html ?? '') || toPlainText(toLines(item.content_text ?? ''))
  return toReadItem({
    title: item.title === undefined ? undefined : toPlainLine(toHtml(item.title)),
    link,
    guid: item.id,
    isoDate: toIso(item.date_published, meta, faults),
    updated: toIso(item.date_modified, meta, faults),
    content: item.summary === undefined ? undefined : toPlainText(toHtml(item.summary)),
    'content:encoded': content || undefined,
    author: namesOf(item.authors) ?? feedAuthors,
    language: item.language,
    categories: [...new Set(item.tags ?? [])],
  })
}

/** Reads a clean document, as rss-parser would. @throws FeedError where it cannot either. */
export function readWithFeedsmith(xml: string): ReadFeed {
  try {
    const feed = parseRssFeed(xml, { parseDateFn: (raw: string) => raw })
    return {
      ...(feed.title === undefined ? {} : { title: feed.title }),
      ...(feed.link === undefined ? {} : { link: feed.link }),
      ...(feed.language === undefined ? {} : { language: feed.language }),
      items: (feed.items ?? []).map((item) =>
        toReadItem({
          title: item.title,
          link: item.link,
          guid: item.guid?.value,
          isoDate: item.pubDate,
          content: item.description,
          'content:encoded': item.content?.encoded,
          author: item.authors?.[0]?.name ?? item.authors?.[0]?.email,
          categories: item.categories?.map(({ name }) => name).filter((name) => name !== undefined),
        }),
      ),
    }
  } catch {
    throw new FeedError('broken', 'neither reader can read the document')
  }
}

const toHtml = (text: string): string => (looksLikeHtml(text) ? text : toParagraphs(text))

/** Plain text keeps its own line breaks. */
const toLines = (text: string): string => escapeHtml(text).replace(/\r?\n/g, '<br>')

function toIso(text: string | undefined, meta: JsonMeta, faults: Faults): string | undefined {
  if (text === undefined) return undefined
  const at = findDate(text, meta)
  if (at === undefined) faults.note('unreadable-date')
  return at === undefined ? undefined : new Date(at).toISOString()
}

function namesOf(authors: readonly { readonly name?: string }[] | undefined): string | undefined {
  const names = (authors ?? []).map(({ name }) => name?.trim() ?? '').filter((name) => name !== '')
  return names.length === 0 ? undefined : names.join(', ')
}
