import { MINUTE_MS } from '../../lib/clock.ts'
import { messageOf } from '../../lib/errors.ts'
import type { Store } from '../../ports.ts'
import type { Clusterer } from '../../story/cluster.ts'
import { SHARED_LEASE_MS, withLease } from '../lease.ts'
import { HOLDER_KEY, type IngestDeps, LEASE, rebuild, WANTED_KEY } from './ingest.ts'
import { finishFeeds, type PollDeps, STATISTICS_KEY } from './poll.ts'
import type { ReadResult } from './read-feed.ts'

/** Parked documents taken at once: few enough that the lease is looked at often. */
const BATCH = 20
const TRIES_MAX = 3
const STATISTICS_EVERY_MS = MINUTE_MS

export type SharedCluster = {
  /** Clusters what is parked until nothing is; resolves to how many documents that were, undefined for another holder. */
  readonly cluster: (signal: AbortSignal) => Promise<number | undefined>
  /** Gives the lease to the others. */
  readonly close: () => Promise<void>
}

/**
 * Clusters and commits what the processes that read have parked, while this one holds the lease (law 4). It is kept
 * from run to run, since the window of open stories is in memory; the next holder rebuilds it from the store.
 */
export function openSharedCluster(deps: IngestDeps): SharedCluster {
  const lease = { name: LEASE, holder: deps.holder }
  let window: Clusterer | undefined
  let savedAt = 0
  /** How often each document failed to be clustered. */
  const failures = new Map<string, number>()
  /** Documents are written together; after one has failed each alone, until all that waited are through. */
  let together = true

  async function openWindow(): Promise<Clusterer> {
    if (window !== undefined && (await deps.store.meta(HOLDER_KEY)) === deps.holder) return window
    window = await rebuild(deps)
    await deps.store.setMeta(HOLDER_KEY, deps.holder)
    return window
  }

  async function work(signal: AbortSignal): Promise<number> {
    let count = 0
    while (!signal.aborted) {
      const parked = await deps.store.parkedReads(BATCH)
      if (parked.length === 0) break
      const poll: PollDeps = { ...deps, lease, clusterer: await openWindow() }
      const reads = parked.map(({ at, data }) => toRead(data, at))
      for (const batch of together ? [reads] : reads.map((read) => [read])) {
        if (signal.aborted) break
        await clusterSome(batch, poll)
        count += batch.length
      }
      together = true
      poll.clusterer.closed(deps.clock.now())
      await saveStatistics(poll.clusterer)
    }
    return count
  }

  /** They are megabytes and change slowly: what a holder that dies had learnt since is learnt again. */
  async function saveStatistics(clusterer: Clusterer): Promise<void> {
    const now = deps.clock.now()
    if (now - savedAt < STATISTICS_EVERY_MS) return
    await deps.store.setMeta(STATISTICS_KEY, clusterer.statistics())
    savedAt = now
  }

  /** A document that fails again and again is given up with its reason: the others wait behind it. */
  async function clusterSome(reads: readonly ReadResult[], poll: PollDeps): Promise<void> {
    try {
      await finishFeeds(reads, poll)
      for (const read of reads) {
        failures.delete(nameOf(read))
        const waitedMs = deps.clock.now() - (read.parkedAt ?? 0)
        deps.log('debug', 'read.clustered', { feed: read.feed.id, waitedMs })
      }
    } catch (error) {
      if (error instanceof Error && error.name === 'LeaseLost') throw error
      // Which of several it was is seen when each is written alone.
      together = false
      const [read, another] = reads
      if (read === undefined || another !== undefined) throw error
      const tries = (failures.get(nameOf(read)) ?? 0) + 1
      failures.set(nameOf(read), tries)
      if (tries < TRIES_MAX) throw error
      failures.delete(nameOf(read))
      deps.log('error', 'read.given-up', { feed: read.feed.id, reason: messageOf(error) })
      await giveUp(read, deps)
    }
  }

  /** A retag asks for a second now and then; what is parked waits that long. */
  async function isWanted(): Promise<boolean> {
    return Number((await deps.store.meta(WANTED_KEY)) ?? 0) > deps.clock.now()
  }

  return {
    cluster: async (signal) => {
      if (await isWanted()) {
        await releaseQuietly(deps.store, deps.holder)
        return undefined
      }
      return withLease({ ...deps, ...lease, forMs: SHARED_LEASE_MS, keep: true }, async (lost) => {
        try {
          return await work(AbortSignal.any([signal, lost]))
        } catch (error) {
          // What was clustered may not have been written: the store is right, not this window.
          window = undefined
          throw error
        }
      })
    },
    close: () => releaseQuietly(deps.store, deps.holder),
  }
}

const nameOf = ({ feed, parkedAt }: ReadResult): string => `${feed.id}@${parkedAt}`

/** Forgets a parked document; its feed is read anew, in full, when it is due. */
async function giveUp({ before, parkedAt }: ReadResult, deps: IngestDeps): Promise<void> {
  const at = deps.clock.now()
  await deps.store.commitPoll({
    at,
    state: { ...before, nextDueAt: at + before.intervalMs },
    articles: [],
    again: [],
    stories: [],
    memberships: [],
    ...(parkedAt !== undefined && { parkedAt }),
  })
}

/** A parked document as it was read. */
function toRead(data: string, parkedAt: number): ReadResult {
  // Written by openSharedReader of the same version, or of one before it; both hold a ReadResult.
  return { ...(JSON.parse(data) as ReadResult), parkedAt }
}

/** It runs out by itself where the store is away. */
const releaseQuietly = (store: Store, holder: string): Promise<void> =>
  store.releaseLease(LEASE, holder).catch(() => undefined)
