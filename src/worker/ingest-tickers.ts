import { randomUUID } from 'node:crypto'
import { SHARED_LEASE_MS, withLease } from '../jobs/lease.ts'
import { PACK_CRON } from '../jobs/pack/desk.ts'
import { startTicker, type Ticker } from '../jobs/schedule.ts'
import { sweep } from '../jobs/sweep.ts'
import type { Clock, Log, Store } from '../ports.ts'
import { type IngestConfig, type IngestRole, TRENDS_CRON } from './open-ingest.ts'

/** Where processes poll together each looks this often for feeds that are due and whose hosts are free again, … */
const READ_CRON = '* * * * * *'
/** … and for what the others have read, or for the lease of one that died. */
const CLUSTER_CRON = '* * * * * *'
const SWEEP_CRON = '17 4 * * *'

export type IngestTickersOptions = {
  readonly config: IngestConfig
  /** When a process that polls alone looks for feeds that are due. */
  readonly cron: string
  readonly store: Store
  readonly clock: Clock
  readonly log: Log
  readonly signal: AbortSignal
  /** Told how many articles a round brought. */
  readonly onRound?: (fresh: number) => void
}

/** Starts everything that the ingest role does by the clock; each must be stopped. */
export function startIngestTickers(
  ingest: IngestRole,
  options: IngestTickersOptions,
): readonly Ticker[] {
  const { log, store, clock, signal } = options
  const alone = toAlone(options, ingest.shared !== undefined)
  const { retention } = options.config.settings
  return [
    ...(ingest.shared === undefined
      ? [startTicker({ name: 'poll', cron: options.cron, log }, () => pollAlone(ingest, options))]
      : startShared(ingest.shared, options)),
    startTicker({ name: 'pack', cron: PACK_CRON, log }, ingest.lookAtPack),
    startTicker({ name: 'trends', cron: TRENDS_CRON, log }, () => alone('trends', ingest.trends)),
    startTicker({ name: 'sweep', cron: SWEEP_CRON, log }, () =>
      alone('sweep', () => sweep({ store, clock, log, retention, signal })),
    ),
  ]
}

async function pollAlone(ingest: IngestRole, options: IngestTickersOptions): Promise<void> {
  const report = await ingest.poll({ signal: options.signal })
  if (report === undefined) options.log('warn', 'poll.held', { reason: 'another process polls' })
  else if (report.feeds.length > 0) {
    options.log('info', 'poll.round', { feeds: report.feeds.length, fresh: report.fresh })
    options.onRound?.(report.fresh)
  }
}

function startShared(
  shared: NonNullable<IngestRole['shared']>,
  { log, signal, store }: IngestTickersOptions,
): readonly Ticker[] {
  const clustering = startTicker({ name: 'cluster', cron: CLUSTER_CRON, log }, async () => {
    const documents = await shared.cluster(signal)
    if (documents !== undefined && documents > 0) log('info', 'cluster.round', { documents })
  })
  const end = store.onNews?.('parked', clustering.wake)
  signal.addEventListener('abort', () => end?.(), { once: true })
  return [
    clustering,
    startTicker({ name: 'read', cron: READ_CRON, log }, async () => {
      const feeds = await shared.read(signal)
      if (feeds > 0) log('info', 'read.round', { feeds })
    }),
  ]
}

/** What one process is enough for: where there are several, whoever comes first does it. */
function toAlone({ store, clock }: IngestTickersOptions, isShared: boolean) {
  const holder = randomUUID()
  return async (name: string, task: () => Promise<void>): Promise<void> => {
    if (!isShared) return task()
    await withLease({ store, clock, name, holder, forMs: SHARED_LEASE_MS }, task)
  }
}
