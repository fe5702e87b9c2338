// Tables of sentences: a small document each, and what must be read from it.

import { expect, test } from 'vitest'
import { toJsonFeed } from '../../../src/cli/parse.ts'
import { type ParseMeta, parseFeed } from '../../../src/feed/parse.ts'

type Told = Readonly<Record<string, unknown>>

/** Sentence, document, what it tells, and what is known of it from outside. */
export type Row = readonly [
  sentence: string,
  document: string | Uint8Array,
  told: Told,
  meta?: ParseMeta,
]

/** Each row's document has a first item of which this is true. */
export function tellItems(rows: readonly Row[]): void {
  tellFeeds(
    rows.map(([sentence, document, told, meta = {}]) => [
      sentence,
      document,
      { items: [told] },
      meta,
    ]),
  )
}

/** Each row's document is a feed of which this is true. */
export function tellFeeds(rows: readonly Row[]): void {
  for (const [sentence, document, told, meta] of rows) {
    test(sentence, async () => {
      expect(await read(document, meta)).toMatchObject(told)
    })
  }
}

/** A document as `axis parse` prints it. */
export async function read(document: string | Uint8Array, meta: ParseMeta = {}): Promise<Told> {
  const bytes = typeof document === 'string' ? Buffer.from(document) : document
  return toJsonFeed(await parseFeed(bytes, meta))
}

const NAMESPACES = `xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/"
 xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:itunes="http://www.itunes.com/dtds/podcast-1.0.dtd"
 xmlns:media="http://search.yahoo.com/mrss/"`

/** RSS 2.0 with one item. */
export const rss = (item: string, channel = '', attributes = ''): string =>
  `<?xml version="1.0"?><rss version="2.0" ${NAMESPACES} ${attributes}><channel><title>Outlet</title><link>https://outlet.example/</link>${channel}<item>${item}</item></channel></rss>`

/** Atom 1.0 with one entry. */
export const atom = (entry: string, feed = '', attributes = ''): string =>
  `<?xml version="1.0"?><feed xmlns="http://www.w3.org/2005/Atom" ${NAMESPACES} xmlns:xhtml="http://www.w3.org/1999/xhtml" ${attributes}><title>Outlet</title><id>urn:outlet</id><link href="https://outlet.example/"/>${feed}<entry>${entry}</entry></feed>`

/** Atom 0.3 with one entry. */
export const atom03 = (entry: string, feed = ''): string =>
  `<?xml version="1.0"?><feed version="0.3" xmlns="http://purl.org/atom/ns#" ${NAMESPACES}><title>Outlet</title><link rel="alternate" type="text/html" href="https://outlet.example/"/>${feed}<entry>${entry}</entry></feed>`

/** RSS 1.0 with one item. */
export const rdf = (item: string, channel = ''): string =>
  `<?xml version="1.0"?><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/" ${NAMESPACES}><channel rdf:about="https://outlet.example/"><title>Outlet</title><link>https://outlet.example/</link>${channel}</channel><item rdf:about="https://outlet.example/a">${item}</item></rdf:RDF>`

/** JSON Feed 1.1 with one item. */
export const json = (item: object, feed: object = {}): string =>
  JSON.stringify({
    version: 'https://jsonfeed.org/version/1.1',
    title: 'Outlet',
    home_page_url: 'https://outlet.example/',
    ...feed,
    items: [item],
  })
