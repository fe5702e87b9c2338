import type { Fetcher } from '../feed/http/fetch.ts'
import { stateFor } from '../feed/manners/schedule.ts'
import type { ParserPool } from '../feed/parser-pool.ts'
import { readFeed } from '../jobs/poll/read-feed.ts'
import { toLimit } from '../lib/limit.ts'
import type { Clock } from '../ports.ts'
import type { Feed, Tags } from '../types.ts'
import { type Check, fail, ok, warn } from './doctor.ts'

export type FeedsDeps = {
  readonly feeds: readonly Feed[]
  readonly fetcher: Fetcher
  readonly parser: ParserPool
  readonly clock: Clock
  readonly concurrency: number
  readonly onFeed?: (feed: Feed) => void
}

const FIX = '`axis feeds test URL` shows the whole answer; mend its address or switch it off'
const UNTAGGED: Tags = {
  lang: 'und',
  relevance: 'no',
  class: 'news',
  actors: [],
  assets: [],
  themes: [],
  matches: [],
  gates: [],
  packHash: '',
}

/** Every feed that is on, read once and side by side without validators; nothing is stored. */
export async function checkFeeds(deps: FeedsDeps): Promise<readonly Check[]> {
  const on = deps.feeds.filter((feed) => feed.on)
  if (on.length === 0) {
    return [fail('feeds', 'none is on', 'set `on: true` for some feeds of AXIS_FEEDS')]
  }
  const limit = toLimit(deps.concurrency)
  const lines = await Promise.all(
    on.map((feed, index) =>
      limit(async () => {
        const state = stateFor(feed, undefined, deps.clock.now(), { index, total: on.length })
        const { outcome } = await readFeed(feed, state, { ...deps, tag: () => UNTAGGED })
        deps.onFeed?.(feed)
        const name = `feed ${feed.id}`
        if (outcome.kind === 'read') return ok(name, `${outcome.items} items`)
        if (outcome.kind === 'empty') return warn(name, 'is a feed without items', FIX)
        if (outcome.kind === 'unchanged') return ok(name, 'unchanged')
        if (outcome.kind === 'gone') return warn(name, 'gone for good (410)', FIX)
        return warn(name, `${outcome.kind}: ${outcome.reason}`, FIX)
      }),
    ),
  )
  const well = lines.filter(({ state }) => state === 'ok').length
  const text = `${well} of ${on.length} can be read`
  const total =
    well === 0
      ? fail(
          'feeds',
          text,
          'is this machine on the internet? A proxy or firewall may be in between',
        )
      : ok('feeds', text)
  return [total, ...lines]
}
