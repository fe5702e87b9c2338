import type { FeedTest } from '../ports.ts'
import { discoverFeeds, type ReadDocument } from './discover.ts'
import type { Fetcher } from './http/fetch.ts'
import type { ParserPool } from './parser-pool.ts'

const TITLES_SHOWN = 3

/** Reads an address once as a poll would, storing nothing; where it is no feed, the feeds of its page. */
export async function testFeed(
  url: string,
  deps: { readonly fetcher: Fetcher; readonly parser: ParserPool },
): Promise<FeedTest> {
  const outcome = await deps.fetcher.fetch({ url, validators: {} })
  if (outcome.kind === 'unreachable') return { kind: 'none', reason: outcome.reason, found: [] }
  if (outcome.kind !== 'ok') {
    const reason = 'reason' in outcome ? outcome.reason : `HTTP ${outcome.status}`
    return { kind: 'none', reason, found: [] }
  }
  const { bytes, contentType, finalUrl } = outcome
  const meta = { url: finalUrl, ...(contentType !== undefined && { contentType }) }
  const parsed = await deps.parser.parse(bytes, meta)
  if (!parsed.ok) {
    const { feeds } = await discoverFeeds(url, {
      fetcher: deps.fetcher,
      read: toReader(deps.parser),
    })
    const found = feeds.map(({ url: at, items, title }) => ({
      url: at,
      items,
      ...(title !== undefined && { title }),
    }))
    return { kind: 'none', reason: `${parsed.kind}: ${parsed.reason}`, found }
  }
  const { feed } = parsed
  const dates = feed.items.flatMap((item) => item.publishedAt ?? [])
  const language = /^[a-z]{2,3}\b/iu.exec(feed.language ?? '')?.[0]?.toLowerCase()
  return {
    kind: 'feed',
    url: finalUrl,
    status: outcome.status,
    format: feed.format,
    items: feed.items.length,
    dated: dates.length,
    titles: feed.items.flatMap((item) => item.title ?? []).slice(0, TITLES_SHOWN),
    repairs: [...new Set(feed.faults.map((fault) => fault.code))],
    ...(feed.title !== undefined && { title: feed.title }),
    ...(feed.link !== undefined && { homepage: feed.link }),
    ...(language !== undefined && { language }),
    ...(dates.length > 0 && { newestAt: Math.max(...dates), oldestAt: Math.min(...dates) }),
  }
}

/** Documents as `discoverFeeds` wants them read. */
function toReader(parser: ParserPool): ReadDocument {
  return async (bytes, hints) => {
    const parsed = await parser.parse(bytes, hints)
    if (!parsed.ok) return { reason: parsed.reason }
    const { format, title, items } = parsed.feed
    return { format, items: items.length, ...(title !== undefined && { title }) }
  }
}
