import { DAY_MS, HOUR_MS } from '../../lib/clock.ts'
import type { Clusterer } from '../../story/cluster.ts'
import { STORY_IDLE_MS, STORY_WINDOW_MS } from '../../story/open-story.ts'
import { withLease } from '../lease.ts'
import {
  type PollDeps,
  type PollOptions,
  type PollReport,
  pollRound,
  STATISTICS_KEY,
} from './poll.ts'

/** Held while polling and clustering: one process at a time (law 4). */
export const LEASE = 'ingest'
/** Who clustered last: another one's stories must be read before adding to them. */
export const HOLDER_KEY = 'ingest.holder'
/** Until when somebody asks for the lease, who keeps it stands back: kept from run to run, it would never be free. */
export const WANTED_KEY = 'ingest.wanted'

/** Articles of so much time are read at once: all of a busy window would not fit beside itself. */
const SLICE_MS = HOUR_MS

export type IngestDeps = Omit<PollDeps, 'clusterer' | 'lease'> & {
  /** Names this process among all that may poll. */
  readonly holder: string
  readonly windowHours: number
  /** A clusterer without articles, with the statistics that were kept. */
  readonly openClusterer: (statistics: string | undefined) => Clusterer
}

export type Ingest = {
  /** One round; undefined when another process holds the lease. */
  readonly poll: (options?: PollOptions) => Promise<PollReport | undefined>
}

/** Polls under the lease, with the window of open stories rebuilt whenever another process has clustered since. */
export function openIngest(deps: IngestDeps): Ingest {
  const lease = { name: LEASE, holder: deps.holder }
  let window: Clusterer | undefined

  async function round(options: PollOptions, lost: AbortSignal): Promise<PollReport> {
    if (window === undefined || (await deps.store.meta(HOLDER_KEY)) !== deps.holder) {
      window = await rebuild(deps)
      await deps.store.setMeta(HOLDER_KEY, deps.holder)
    }
    const signal = options.signal === undefined ? lost : AbortSignal.any([lost, options.signal])
    try {
      return await pollRound({ ...deps, lease, clusterer: window }, { ...options, signal })
    } catch (error) {
      // What was clustered may not have been written: the store is right, not this window.
      window = undefined
      throw error
    }
  }

  return {
    poll: (options = {}) => withLease({ ...deps, ...lease }, (lost) => round(options, lost)),
  }
}

/** A clusterer with the open stories as they are stored. */
export async function rebuild(
  deps: Pick<IngestDeps, 'store' | 'clock' | 'log' | 'windowHours' | 'openClusterer'>,
): Promise<Clusterer> {
  const { store, clock, log } = deps
  const clusterer = deps.openClusterer(await store.meta(STATISTICS_KEY))
  const { items } = await store.latestStories({ relevance: 'no' }, { limit: 1, offset: 0 })
  const newest = items[0]?.updatedAt ?? Number.NEGATIVE_INFINITY
  // What had ended when the newest article came is in the statistics, and must not be counted a second time.
  const openedSince = Math.max(newest - STORY_WINDOW_MS, clock.now() - deps.windowHours * HOUR_MS)
  const updatedSince = newest - STORY_IDLE_MS
  const split = await store.splitStories(openedSince)
  for (let from = openedSince; from <= newest; from += SLICE_MS) {
    // A second with more articles than it has numbers for goes on in the next ones.
    const until = from + SLICE_MS > newest ? newest + DAY_MS : from + SLICE_MS
    const slice = await store.openArticles({ from, until, openedSince, updatedSince })
    clusterer.restore(slice, { newest, split })
  }
  log('info', 'window.rebuilt', { articles: clusterer.openArticles() })
  return clusterer
}
