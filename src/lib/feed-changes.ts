import type { FeedChange } from '../ports.ts'
import type { Feed } from '../types.ts'

/**
 * The feeds that a running bot reads: the listed ones, those that operators added behind them, each off
 * while it is paused. An added feed whose id or address a list has taken since gives way to the list.
 */
export function mergeFeeds(
  listed: readonly Feed[],
  changes: readonly FeedChange[],
): readonly Feed[] {
  if (changes.length === 0) return listed
  const ids = new Set(listed.map((feed) => feed.id))
  const urls = new Set(listed.map((feed) => feed.url))
  const added = changes.flatMap(({ feed }) =>
    feed === undefined || ids.has(feed.id) || urls.has(feed.url) ? [] : [feed],
  )
  const byId = new Map(changes.map((change) => [change.feedId, change]))
  return [...listed, ...added].map((feed) => {
    const paused = byId.get(feed.id)?.paused
    return paused === undefined || paused !== feed.on ? feed : { ...feed, on: !paused }
  })
}
