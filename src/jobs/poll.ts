// The one pipeline, to be read from top to bottom:
// feeds → fetch → decode → parse → normalise → tag (concurrent), dedupe → cluster → commitPoll (serial).

import { isDue, nextState, stateFor } from '../feed/schedule.ts'
import { UserError } from '../lib/errors.ts'
import { mergeFeeds } from '../lib/feed-changes.ts'
import { toLimit } from '../lib/limit.ts'
import type { Log, Store } from '../ports.ts'
import type { Clusterer } from '../story/cluster.ts'
import type { Feed, FeedState } from '../types.ts'
import { dedupe } from './dedupe.ts'
import { type ReadDeps, type ReadResult, readFeed } from './read-feed.ts'

/** A write transaction takes at most so many articles. */
const COMMIT_ARTICLES = 200
export const STATISTICS_KEY = 'story.statistics'

export type PollDeps = ReadDeps & {
  readonly store: Store
  readonly clusterer: Clusterer
  readonly feeds: readonly Feed[]
  readonly concurrency: number
  /** Under which all is written. */
  readonly lease: { readonly name: string; readonly holder: string }
  /** Waits for its host's turn. */
  readonly gate: <T>(url: string, task: () => Promise<T>) => Promise<T>
  readonly random: () => number
  readonly log: Log
  /** Told after each feed. */
  readonly onFeed?: (polled: PolledFeed, done: number, total: number) => void
}

export type PollOptions = {
  /** Only these feeds, due or not. */
  readonly only?: readonly string[]
  /** Every feed that is on, due or not. */
  readonly all?: boolean
  /** Reads and tags, writes nothing. */
  readonly dryRun?: boolean
  readonly signal?: AbortSignal
}

export type PolledFeed = {
  readonly feedId: string
  readonly outlet: string
  readonly outcome: ReadResult['outcome']['kind']
  readonly reason?: string
  readonly items: number
  readonly fresh: number
}

export type PollReport = {
  readonly feeds: readonly PolledFeed[]
  readonly fresh: number
}

/** Polls every feed that is due and commits what is new, feed by feed; the caller holds the lease. */
export async function pollRound(deps: PollDeps, options: PollOptions = {}): Promise<PollReport> {
  const due = await findDue(deps, options)
  const inOrder = toLimit(1)
  const limit = toLimit(deps.concurrency)
  const polled: PolledFeed[] = []
  const unchanged: FeedState[] = []
  await Promise.all(
    due.map(({ feed, state }) =>
      // The host's turn comes first: who waits for a slow host keeps nobody else from reading.
      deps.gate(state.url ?? feed.url, () =>
        limit(async () => {
          if (options.signal?.aborted) return
          const read = await readFeed(feed, state, deps)
          const one = await inOrder(() => finishFeed(read, deps, options, unchanged))
          polled.push(one)
          deps.onFeed?.(one, polled.length, due.length)
        }),
      ),
    ),
  )
  if (!options.dryRun) await closeRound(deps, unchanged)
  return { feeds: polled, fresh: polled.reduce((sum, feed) => sum + feed.fresh, 0) }
}

async function findDue(
  deps: PollDeps,
  options: PollOptions,
): Promise<readonly { readonly feed: Feed; readonly state: FeedState }[]> {
  const stored = new Map((await deps.store.feedStates()).map((state) => [state.feedId, state]))
  const now = deps.clock.now()
  // Operators add and pause feeds while the bot runs.
  const known = mergeFeeds(deps.feeds, await deps.store.feedChanges())
  const wanted = options.only === undefined ? undefined : toWanted(options.only, known)
  const feeds = known.filter((feed) => (wanted ? wanted.has(feed.id) : feed.on))
  return feeds
    .map((feed, index) => ({
      feed,
      state: stateFor(feed, stored.get(feed.id), now, { index, total: feeds.length }),
    }))
    .filter(({ state }) => wanted !== undefined || options.all || isDue(state, now))
}

function toWanted(only: readonly string[], feeds: readonly Feed[]): ReadonlySet<string> {
  const known = new Set(feeds.map((feed) => feed.id))
  const unknown = only.filter((id) => !known.has(id))
  if (unknown.length > 0) {
    throw new UserError(
      `no feed named ${unknown.map((id) => `"${id}"`).join(', ')}; \`axis feeds list\` shows them`,
    )
  }
  return new Set(only)
}

/** Dedupe → cluster → commit for one feed; only ever one at a time. */
export async function finishFeed(
  read: ReadResult,
  deps: PollDeps,
  options: PollOptions,
  unchanged: FeedState[],
): Promise<PolledFeed> {
  const settled = await settleRead(read, deps)
  const { one, after } = settled
  if (options.dryRun) return one
  const isUnchanged = one.outcome === 'unchanged'
  if (isUnchanged) unchanged.push(after)
  logPolled(settled, isUnchanged ? 0 : await commitFeed(deps, read, settled), deps.log)
  return one
}

/** What a read comes to: which articles are new, and the feed's state after it. */
export type Settled = ReturnType<typeof dedupe> & {
  readonly after: FeedState
  readonly one: PolledFeed
}

/** Asks the store what of a read is new; writes nothing. */
export async function settleRead(
  read: ReadResult,
  deps: Pick<PollDeps, 'store' | 'clock' | 'random'>,
): Promise<Settled> {
  const { feed, before, outcome } = read
  const known = await deps.store.knownKeys(read.articles.flatMap((article) => article.keys))
  const { fresh, again } = dedupe(read.articles, known)
  const after = nextState(
    before,
    outcome.kind === 'read' ? { ...outcome, fresh: fresh.length } : outcome,
    read.parkedAt ?? deps.clock.now(),
    deps.random,
  )
  const one: PolledFeed = {
    feedId: feed.id,
    outlet: feed.outlet,
    outcome: outcome.kind,
    ...('reason' in outcome && { reason: outcome.reason }),
    items: read.articles.length,
    fresh: fresh.length,
  }
  return { fresh, again, after, one }
}

/** `stories`: how many were opened or changed. */
export function logPolled({ one, after, fresh }: Settled, stories: number, log: Log): void {
  log(one.outcome === 'unchanged' ? 'debug' : 'info', 'feed.polled', {
    ...one,
    stories,
    matches: fresh.reduce((sum, { tags }) => sum + tags.matches.length, 0),
    nextDueAt: new Date(after.nextDueAt).toISOString(),
  })
}

/**
 * Law 1: the validators go with the last part; a crash before it makes the next poll read all again.
 * @returns how many stories were opened or changed.
 */
async function commitFeed(
  deps: PollDeps,
  { before, parkedAt }: ReadResult,
  { fresh, again, after }: Settled,
): Promise<number> {
  let stories = 0
  const last = Math.max(0, Math.ceil(fresh.length / COMMIT_ARTICLES) - 1)
  for (let part = 0; part <= last; part += 1) {
    const at = deps.clock.now()
    // Seen when it is stored: a digest made while this waited for its turn has it in its next interval.
    const articles = fresh
      .slice(part * COMMIT_ARTICLES, (part + 1) * COMMIT_ARTICLES)
      .map((article) => ({ ...article, seenAt: at }))
    const change =
      articles.length === 0 ? { stories: [], memberships: [] } : deps.clusterer.add(articles, at)
    stories += change.stories.length
    await deps.store.commitPoll({
      at,
      state: part === last ? after : before,
      articles,
      again: part === last ? again : [],
      stories: change.stories,
      memberships: change.memberships,
      lease: deps.lease,
      ...(part === last && parkedAt !== undefined && { parkedAt }),
    })
  }
  return stories
}

/** Saves what a round leaves behind: states of unchanged feeds, and what the clusterer learnt. */
async function closeRound(
  deps: Pick<PollDeps, 'store' | 'clusterer' | 'clock'>,
  unchanged: readonly FeedState[],
): Promise<void> {
  if (unchanged.length > 0) await deps.store.saveFeedStates(unchanged)
  deps.clusterer.closed(deps.clock.now())
  await deps.store.setMeta(STATISTICS_KEY, deps.clusterer.statistics())
}
