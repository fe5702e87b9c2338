// The one pipeline, to be read from top to bottom:
// feeds → fetch → decode → parse → normalise → tag (concurrent), dedupe → cluster → commitPoll (serial).

import { isDue, nextState, stateFor } from '../../feed/manners/schedule.ts'
import { UserError } from '../../lib/errors.ts'
import { mergeFeeds } from '../../lib/feed-changes.ts'
import { toGather } from '../../lib/gather.ts'
import { toLimit } from '../../lib/limit.ts'
import type { Log, PollCommit, Store } from '../../ports.ts'
import type { Clusterer } from '../../story/cluster.ts'
import type { Feed, FeedState } from '../../types.ts'
import { dedupe } from './dedupe.ts'
import { type ReadDeps, type ReadResult, readFeed } from './read-feed.ts'

/** A write transaction takes at most so many articles. */
const COMMIT_ARTICLES = 200
/** A feed that was read waits so long for others that are written with it. */
const GATHER_MS = 100
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

/** What it takes to commit what was read. */
export type CommitDeps = Pick<
  PollDeps,
  'store' | 'clusterer' | 'clock' | 'lease' | 'random' | 'log'
>

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

/** Polls every feed that is due and commits what is new; the caller holds the lease. */
export async function pollRound(deps: PollDeps, options: PollOptions = {}): Promise<PollReport> {
  const due = await findDue(deps, options)
  const limit = toLimit(deps.concurrency)
  const polled: PolledFeed[] = []
  const unchanged: FeedState[] = []
  const tell = (feeds: readonly PolledFeed[]): void => {
    for (const one of feeds) {
      polled.push(one)
      deps.onFeed?.(one, polled.length, due.length)
    }
  }
  const gathered = toGather<ReadResult>({
    most: COMMIT_ARTICLES,
    weigh: ({ articles }) => articles.length,
    waitMs: GATHER_MS,
    write: async (reads) => tell(await finishFeeds(reads, deps, options)),
  })
  await Promise.all(
    due.map(({ feed, state }) =>
      // The host's turn comes first: who waits for a slow host keeps nobody else from reading.
      deps.gate(state.url ?? feed.url, () =>
        limit(() =>
          gathered(async () => {
            if (options.signal?.aborted) return undefined
            const read = await readFeed(feed, state, deps)
            if (read.outcome.kind !== 'unchanged') return read
            // Nothing of it needs the store: all that are unchanged are written in the end.
            const settled = settle(read, new Map(), deps)
            unchanged.push(settled.after)
            if (!options.dryRun) logPolled(settled, 0, deps.log)
            tell([settled.one])
            return undefined
          }),
        ),
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

/**
 * Dedupe → cluster → commit, in this order and only ever one call at a time: feeds together as far as a transaction
 * holds them, each whole with its validators.
 */
export async function finishFeeds(
  reads: readonly ReadResult[],
  deps: CommitDeps,
  options: PollOptions = {},
): Promise<readonly PolledFeed[]> {
  const keys = reads.flatMap(({ articles }) => articles.flatMap((article) => article.keys))
  let known = await deps.store.knownKeys(keys)
  const all = reads.map((read) => {
    const settled = settle(read, known, deps)
    // What one feed brings is known to those after it.
    known = settled.owners
    return { read, settled }
  })
  if (!options.dryRun) await commitFeeds(deps, all)
  return all.map(({ settled }) => settled.one)
}

/** What a read comes to: which articles are new, and the feed's state after it. */
export type Settled = ReturnType<typeof dedupe> & {
  readonly after: FeedState
  readonly one: PolledFeed
}

/** What of a read is new, of which these keys are known; writes nothing. */
export function settle(
  { feed, before, outcome, articles, parkedAt }: ReadResult,
  known: ReadonlyMap<string, string>,
  deps: Pick<PollDeps, 'clock' | 'random'>,
): Settled {
  const deduped = dedupe(articles, known)
  const fresh = deduped.fresh.length
  const after = nextState(
    before,
    outcome.kind === 'read' ? { ...outcome, fresh } : outcome,
    parkedAt ?? deps.clock.now(),
    deps.random,
  )
  const one: PolledFeed = {
    feedId: feed.id,
    outlet: feed.outlet,
    outcome: outcome.kind,
    ...('reason' in outcome && { reason: outcome.reason }),
    items: articles.length,
    fresh,
  }
  return { ...deduped, after, one }
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

/** Law 1: the validators go with the last part; a crash before it makes the next poll read all again. */
async function commitFeeds(
  deps: CommitDeps,
  all: readonly { readonly read: ReadResult; readonly settled: Settled }[],
): Promise<void> {
  let polls: PollCommit[] = []
  let weight = 0
  const write = async (): Promise<void> => {
    if (polls.length > 0) await deps.store.commitPoll(...polls)
    polls = []
    weight = 0
  }
  const stories: number[] = []
  for (const { read, settled } of all) {
    let count = 0
    for (const part of toParts(read, settled)) {
      if (weight > 0 && weight + part.articles.length > COMMIT_ARTICLES) await write()
      const poll = await cluster(part, deps, write)
      count += poll.stories.length
      weight += poll.articles.length
      polls.push(poll)
    }
    stories.push(count)
  }
  await write()
  for (const [at, { settled }] of all.entries()) logPolled(settled, stories[at] ?? 0, deps.log)
}

type Part = Pick<PollCommit, 'state' | 'articles' | 'again' | 'parkedAt'>

/** A read in parts that one transaction holds; the last one ends it. */
function toParts(
  { before, parkedAt }: ReadResult,
  { fresh, again, after }: Settled,
): readonly Part[] {
  const count = Math.max(1, Math.ceil(fresh.length / COMMIT_ARTICLES))
  return Array.from({ length: count }, (_, part) => {
    const articles = fresh.slice(part * COMMIT_ARTICLES, (part + 1) * COMMIT_ARTICLES)
    if (part < count - 1) return { state: before, articles, again: [] }
    return { state: after, articles, again, ...(parkedAt !== undefined && { parkedAt }) }
  })
}

/** What a part makes of stories; only one that was never posted may split (law 4): `write` brings the store up to date. */
async function cluster(
  part: Part,
  deps: CommitDeps,
  write: () => Promise<void>,
): Promise<PollCommit> {
  const { clock, clusterer, lease, store } = deps
  const at = clock.now()
  // Seen when it is stored: a digest made while this waited for its turn has it in its next interval.
  const articles = part.articles.map((article) => ({ ...article, seenAt: at }))
  const whole = { ...part, at, articles, lease }
  if (articles.length === 0) return { ...whole, stories: [], memberships: [] }
  const change = clusterer.add(articles, at)
  if (change.apart.length === 0) return { ...whole, ...change }
  await write()
  const posted = await store.postedAmong(change.apart)
  return { ...whole, ...clusterer.split(change, new Set(posted)) }
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
