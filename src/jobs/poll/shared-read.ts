import { stateFor } from '../../feed/manners/schedule.ts'
import { SECOND_MS } from '../../lib/clock.ts'
import { mergeFeeds } from '../../lib/feed-changes.ts'
import { hostLease, hostOf } from '../../lib/host.ts'
import type { Log, Store } from '../../ports.ts'
import type { Feed, FeedState, Instant } from '../../types.ts'
import { logPolled, type Settled, settle } from './poll.ts'
import { type ReadDeps, type ReadResult, readFeed } from './read-feed.ts'

/** A feed that was not read after so long is anyone's again: its reader died. Longer than any fetch may take. */
const CLAIM_MS = 45 * SECOND_MS

export type SharedReadDeps = ReadDeps & {
  readonly store: Store
  /** As the lists have them; operators' changes come from the store. */
  readonly feeds: readonly Feed[]
  readonly holder: string
  readonly concurrency: number
  /** Pause between two requests to one host, milliseconds. */
  readonly hostGapMs: number
  readonly random: () => number
  readonly log: Log
}

export type SharedReader = {
  /** Reads what is due until nothing is; resolves to how many feeds that were. */
  readonly read: (signal: AbortSignal) => Promise<number>
}

/**
 * Polls feeds together with other processes: each feed and each host is claimed in the store before it is asked. What
 * brought nothing new is written at once; what did is parked for the one process that clusters.
 */
export function openSharedReader(deps: SharedReadDeps): SharedReader {
  let known: ReadonlyMap<string, Feed> = new Map()
  let enrolled: string | undefined

  /** Tells the store which feeds are polled, at the start and whenever operators changed them. */
  async function enrol(): Promise<void> {
    const changes = await deps.store.feedChanges()
    const version = JSON.stringify(changes)
    if (version === enrolled) return
    const feeds = mergeFeeds(deps.feeds, changes).filter((feed) => feed.on)
    const states = await statesOf(feeds, deps)
    await deps.store.saveFeedStates(
      states.filter(({ isMoved }) => isMoved).map(({ state }) => state),
    )
    await deps.store.enrolFeeds(states.map(({ state }) => state))
    known = new Map(feeds.map((feed) => [feed.id, feed]))
    enrolled = version
  }

  async function readOne(before: FeedState, signal: AbortSignal): Promise<void> {
    const feed = known.get(before.feedId)
    // Another process knows it, from a list that is not ours: its claim runs out.
    if (feed === undefined) return
    const result = await readFeed(feed, before, deps)
    // Given back by then, and what failed now failed because we end.
    if (signal.aborted) return
    await freeHost(before, deps)
    await keep(result, deps)
  }

  return {
    read: async (signal) => {
      await enrol()
      const aborted = new Promise<void>((resolve) =>
        signal.addEventListener('abort', () => resolve(), { once: true }),
      )
      const running = new Map<FeedState, Promise<void>>()
      let count = 0
      while (!signal.aborted) {
        const free = deps.concurrency - running.size
        const claimed = free === 0 ? [] : await claim(free, deps)
        count += claimed.length
        for (const state of claimed) {
          const reading = readOne(state, signal)
            .catch((error) => deps.log('error', 'feed.failed', toFailure(state, error)))
            .finally(() => running.delete(state))
          running.set(state, reading)
        }
        if (running.size === 0) break
        if (claimed.length === 0) await Promise.race([...running.values(), aborted])
      }
      // A fetch may take longer than we have: another process reads these feeds anew.
      if (running.size > 0) await deps.store.saveFeedStates([...running.keys()])
      return count
    },
  }
}

function claim(limit: number, deps: SharedReadDeps): Promise<readonly FeedState[]> {
  const now = deps.clock.now()
  return deps.store.claimFeeds({ holder: deps.holder, now, until: now + CLAIM_MS, limit })
}

/** Each feed's state, stored or new; `isMoved` where its list gives it another address than before. */
async function statesOf(feeds: readonly Feed[], deps: SharedReadDeps) {
  const stored = new Map((await deps.store.feedStates()).map((state) => [state.feedId, state]))
  const now = deps.clock.now()
  return feeds.map((feed, index) => {
    const before = stored.get(feed.id)
    const state = stateFor(feed, before, now, { index, total: feeds.length })
    return { state, isMoved: before !== undefined && before !== state }
  })
}

/** The host may be asked again after the pause, by anybody. */
async function freeHost(state: FeedState, deps: SharedReadDeps): Promise<void> {
  const now = deps.clock.now()
  const lease = hostLease(hostOf(state.url ?? state.configuredUrl ?? state.feedId))
  await deps.store.claimLease(lease, deps.holder, now + deps.hostGapMs, now)
}

async function keep(result: ReadResult, deps: SharedReadDeps): Promise<void> {
  const known = await deps.store.knownKeys(result.articles.flatMap((article) => article.keys))
  const settled = settle(result, known, deps)
  const at = deps.clock.now()
  if (settled.fresh.length > 0) {
    await deps.store.parkRead({ feedId: result.feed.id, at, data: JSON.stringify(result) })
    return
  }
  await saveOutcome(settled, at, deps)
  logPolled(settled, 0, deps.log)
}

/** Nothing to cluster, so the lease of the one that does is not needed. */
async function saveOutcome(
  { after, again }: Settled,
  at: Instant,
  { store }: SharedReadDeps,
): Promise<void> {
  if (again.length === 0) return store.saveFeedStates([after])
  await store.commitPoll({ at, state: after, articles: [], again, stories: [], memberships: [] })
}

const toFailure = (state: FeedState, error: unknown) => ({
  feed: state.feedId,
  reason: error instanceof Error ? error.message : String(error),
})
