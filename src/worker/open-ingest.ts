import { randomUUID } from 'node:crypto'
import type { Settings } from '../config/settings.ts'
import { isLoopbackUrl } from '../feed/http/address.ts'
import { openFeedTools } from '../feed/tools.ts'
import { openPackDesk } from '../jobs/pack/desk.ts'
import { openHostGate } from '../jobs/poll/host-gate.ts'
import { HOLDER_KEY, type Ingest, type IngestDeps, openIngest } from '../jobs/poll/ingest.ts'
import type { PolledFeed } from '../jobs/poll/poll.ts'
import { openSharedCluster, type SharedCluster } from '../jobs/poll/shared-cluster.ts'
import { openSharedReader, type SharedReader } from '../jobs/poll/shared-read.ts'
import { watchTrends } from '../jobs/trends/trends.ts'
import type { Clock, Log, Store } from '../ports.ts'
import { isPostgres, openStore } from '../store/open.ts'
import { openClusterer } from '../story/cluster.ts'
import { toSeverityRules } from '../story/severity.ts'
import { tagArticle } from '../tag/tag.ts'
import type { Camp, Feed } from '../types.ts'

/** What the ingest role needs; JSON-safe, so that it can be handed to a worker thread. */
export type IngestConfig = {
  /** File of SQLite or address of PostgreSQL; unused with a store handed in. */
  readonly database: string
  readonly feeds: readonly Feed[]
  readonly camps: readonly Camp[]
  readonly pack: string
  readonly settings: Settings
  readonly version: string
  readonly contact?: string
  readonly allowPrivate: boolean
}

export type IngestEnds = {
  readonly clock: Clock
  readonly log: Log
  readonly random: () => number
  /** The caller's store; its own on the same file where absent. */
  readonly store?: Store
  readonly onFeed?: (polled: PolledFeed, done: number, total: number) => void
}

export type IngestRole = Ingest & {
  /** Where several processes poll together, on PostgreSQL. */
  readonly shared?: SharedReader & Omit<SharedCluster, 'close'>
  /** Counts stories by hour and looks for bursts. */
  readonly trends: () => Promise<void>
  /** Looks whether the pack's files changed; the next article is tagged with what is in use then. */
  readonly lookAtPack: () => Promise<void>
  readonly close: () => Promise<void>
}

/** An alarm is at most this late; while nothing new was read, nothing is counted. */
export const TRENDS_CRON = '* * * * *'

/** Opens everything that polling needs; must be closed. */
export async function openIngestRole(config: IngestConfig, ends: IngestEnds): Promise<IngestRole> {
  const { clock, log, random } = ends
  const { poll, story } = config.settings
  const packDesk = await openPackDesk({ path: config.pack, clock, log })
  packDesk.matcher()
  const store = ends.store ?? (await openStore({ path: config.database, clock }))
  const tools = openFeedTools(config, clock)
  const holder = randomUUID()
  const deps: IngestDeps = {
    store,
    fetcher: tools.fetcher,
    parser: tools.parser,
    clock,
    log,
    random,
    feeds: config.feeds,
    concurrency: poll.concurrency,
    holder,
    windowHours: story.windowHours,
    tag: (article) => tagArticle(packDesk.matcher(), article),
    gate: openHostGate({
      perHost: poll.perHost,
      gapMs: poll.hostGapMs,
      isExempt: (url) => config.allowPrivate && isLoopbackUrl(url),
      clock,
    }),
    openClusterer: (statistics) =>
      openClusterer({
        camps: config.camps,
        severity: toSeverityRules(packDesk.pack().severity),
        ...(statistics !== undefined && { statistics }),
      }),
    ...(ends.onFeed && { onFeed: ends.onFeed }),
  }
  const cluster = openSharedCluster(deps)
  const reader = openSharedReader({ ...deps, hostGapMs: poll.hostGapMs })
  return {
    ...openIngest(deps),
    ...(isPostgres(config.database) && {
      shared: { read: reader.read, cluster: cluster.cluster },
    }),
    trends: async () => {
      await watchTrends({ store, clock, log, pack: packDesk.pack() })
    },
    lookAtPack: async () => {
      const before = JSON.stringify(packDesk.pack().severity)
      const look = await packDesk.look()
      // Open stories are held with the levels they were judged by: the next round reads them anew.
      if (look === 'swapped' && JSON.stringify(packDesk.pack().severity) !== before) {
        await store.setMeta(HOLDER_KEY, '')
      }
    },
    close: async () => {
      await tools.close()
      if (isPostgres(config.database)) await cluster.close()
      if (ends.store === undefined) await store.close()
    },
  }
}
