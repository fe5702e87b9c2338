// From the address of a page to the feeds behind it.

import type { FeedFormat } from '../types.ts'
import type { Fetcher } from './http/fetch.ts'

/** Formats under which pages announce feeds in `<link rel="alternate" type="…">`. */
const FEED_TYPE = /^(?:application|text)\/(?:(?:rss|atom|rdf|x-rss|feed)\+(?:xml|json)|xml|json)\b/i
/** Words in an address that lead to a feed more often than not. */
const FEED_WORD = /(?:^|[/._-])(?:rss2?|atom|feeds?|rdf)(?:[/._-]|$)/i
const USUAL_PATHS = [
  'feed',
  'rss',
  'rss.xml',
  'feed.xml',
  'atom.xml',
  'index.xml',
  'feed/rss',
  'feed.json',
]
/** So many addresses are tried at most: a page full of links is no reason to ask for all of them. */
const MAX_TRIES = 20
/** A page beyond this has its announcements behind it. */
const PAGE_CHARS = 500_000

export type FoundFeed = {
  readonly url: string
  readonly format: FeedFormat
  readonly title?: string
  readonly language?: string
  readonly items: number
}

export type Discovery = {
  readonly feeds: readonly FoundFeed[]
  /** Addresses that were tried in vain, with why. */
  readonly tried: readonly { readonly url: string; readonly reason: string }[]
}

/** Reads a document; a reason where it is no feed. */
export type ReadDocument = (
  bytes: Uint8Array,
  hints: { readonly url: string; readonly contentType?: string },
) => Promise<Omit<FoundFeed, 'url'> | { readonly reason: string }>

/**
 * The feeds of a page: the address itself if it is one, else what the page announces, else what it links to, else
 * usual paths of the site; each fetched and read, one after the other, so that what is listed works.
 */
export async function discoverFeeds(
  address: string,
  deps: { readonly fetcher: Fetcher; readonly read: ReadDocument },
): Promise<Discovery> {
  const start = toUrl(address)
  const tried: { url: string; reason: string }[] = []
  const seen = new Set<string>()
  const tryOne = async (
    url: string,
  ): Promise<{ found?: FoundFeed; page?: string; url: string }> => {
    const outcome = await deps.fetcher.fetch({ url, validators: {} })
    const finalUrl = 'finalUrl' in outcome ? outcome.finalUrl : url
    if (seen.has(finalUrl)) return { url: finalUrl }
    seen.add(url).add(finalUrl)
    if (outcome.kind !== 'ok') {
      tried.push({ url, reason: 'reason' in outcome ? outcome.reason : `HTTP ${outcome.status}` })
      return { url: finalUrl }
    }
    const { bytes, contentType } = outcome
    const read = await deps.read(bytes, { url: finalUrl, ...(contentType && { contentType }) })
    if ('format' in read) return { found: { url: finalUrl, ...read }, url: finalUrl }
    tried.push({ url, reason: read.reason })
    return { page: Buffer.from(bytes).toString('utf8').slice(0, PAGE_CHARS), url: finalUrl }
  }

  const first = await tryOne(start)
  if (first.found !== undefined) return { feeds: [first.found], tried }
  const steps = [
    first.page === undefined ? [] : findAnnounced(first.page, first.url),
    first.page === undefined ? [] : findLinked(first.page, first.url),
    toUsual(first.url),
  ]
  const feeds: FoundFeed[] = []
  let tries = 0
  for (const step of steps) {
    for (const url of step) {
      if (seen.has(url) || tries >= MAX_TRIES) continue
      tries += 1
      const { found } = await tryOne(url)
      if (found !== undefined) feeds.push(found)
    }
    if (feeds.length > 0) break
  }
  return { feeds, tried }
}

const toUrl = (address: string): string =>
  /^[a-z][a-z0-9+.-]*:/i.test(address) && !/^[\w.-]+:\d+(?:\/|$)/.test(address)
    ? address
    : `https://${address}`

/** Addresses that a page announces by `<link rel="alternate">` with the type of a feed, in order, absolute. */
export function findAnnounced(html: string, pageUrl: string): readonly string[] {
  const base = findBase(html, pageUrl)
  const found = tagsOf(html, 'link').flatMap((attributes) => {
    const rel = (attributes.get('rel') ?? '').toLowerCase().split(/\s+/)
    const type = attributes.get('type')?.trim() ?? ''
    const isFeed = rel.includes('feed') || (rel.includes('alternate') && FEED_TYPE.test(type))
    // WordPress announces its REST API and oEmbed under the same relation.
    const isApi = /\/wp-json\/|oembed/i.test(attributes.get('href') ?? '')
    return isFeed && !isApi ? toAbsolute(attributes.get('href'), base) : []
  })
  return [...new Set(found)]
}

/** Addresses of links on a page that look like feeds, in order, absolute. */
export function findLinked(html: string, pageUrl: string): readonly string[] {
  const base = findBase(html, pageUrl)
  const found = tagsOf(html, 'a').flatMap((attributes) => {
    const [url] = toAbsolute(attributes.get('href'), base)
    return url !== undefined && FEED_WORD.test(new URL(url).pathname) ? [url] : []
  })
  return [...new Set(found)]
}

/** Usual paths below the page and, where that is another place, below the root of its site. */
function toUsual(pageUrl: string): readonly string[] {
  if (!URL.canParse(pageUrl)) return []
  const page = new URL(pageUrl)
  const folder = page.pathname.endsWith('/') ? page.pathname : `${page.pathname}/`
  const folders = folder === '/' ? ['/'] : [folder, '/']
  return folders.flatMap((at) => USUAL_PATHS.map((path) => `${page.origin}${at}${path}`))
}

const findBase = (html: string, pageUrl: string): string =>
  toAbsolute(tagsOf(html, 'base')[0]?.get('href'), pageUrl)[0] ?? pageUrl

function toAbsolute(href: string | undefined, base: string): readonly string[] {
  const text = href
    ?.trim()
    .replace(/^feed:(?:\/\/)?(?=https?:)/i, '')
    .replace(/^feed:\/\//i, 'https://')
  if (text === undefined || text === '' || !URL.canParse(text, base)) return []
  const url = new URL(text, base)
  url.hash = ''
  return url.protocol === 'http:' || url.protocol === 'https:' ? [url.href] : []
}

/** Attributes of every tag of a name, by lower-case name; linear in the page. */
function tagsOf(html: string, name: string): readonly ReadonlyMap<string, string>[] {
  const tags: ReadonlyMap<string, string>[] = []
  for (const match of html.matchAll(new RegExp(`<${name}(?=[\\s/])`, 'gi'))) {
    const attributes = new Map<string, string>()
    const next = /[\s/]*([^\s=/"'<>]+)(?:\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+)))?/y
    next.lastIndex = match.index + match[0].length
    for (let one = next.exec(html); one !== null; one = next.exec(html)) {
      const value = one[2] ?? one[3] ?? one[4] ?? ''
      attributes.set((one[1] ?? '').toLowerCase(), value.replaceAll('&amp;', '&'))
    }
    tags.push(attributes)
  }
  return tags
}
