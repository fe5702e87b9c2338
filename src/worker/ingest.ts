// Entry of the ingest thread: polls on schedule until it is told to stop. Only wires.

import { parentPort, workerData } from 'node:worker_threads'
import { startTicker } from '../jobs/schedule.ts'
import { sweep } from '../jobs/sweep.ts'
import { openLog } from '../lib/log.ts'
import { counted } from '../ops/metrics.ts'
import type { LogLevel } from '../ports.ts'
import { openStore } from '../store/open.ts'
import { type IngestConfig, openIngestRole, TRENDS_CRON } from './open-ingest.ts'

// Handed over by main.ts.
const { config, cron, logLevel, offsetMs, counts } = workerData as {
  readonly config: IngestConfig
  readonly cron: string
  readonly logLevel: LogLevel | 'silent'
  readonly offsetMs: number
  /** Whether the main thread counts this thread's events. */
  readonly counts: boolean
}

const clock = { now: () => Date.now() + offsetMs }
const written = openLog(logLevel)
const log = counts
  ? counted(written, (event, fields) => parentPort?.postMessage({ event, fields }))
  : written
const stop = new AbortController()
const store = await openStore({ path: config.database, clock, random: Math.random })
const ingest = await openIngestRole(config, { clock, log, random: Math.random, store })
const tickers = [
  startTicker({ name: 'poll', cron, log }, async () => {
    const report = await ingest.poll({ signal: stop.signal })
    if (report === undefined) log('warn', 'poll.held', { reason: 'another process polls' })
    else if (report.feeds.length > 0) {
      log('info', 'poll.round', { feeds: report.feeds.length, fresh: report.fresh })
      parentPort?.postMessage({ kind: 'polled', fresh: report.fresh })
    }
  }),
  startTicker({ name: 'trends', cron: TRENDS_CRON, log }, ingest.trends),
  startTicker({ name: 'sweep', cron: '17 4 * * *', log }, () =>
    sweep({ store, clock, log, retention: config.settings.retention, signal: stop.signal }),
  ),
]

parentPort?.on('message', async (message) => {
  if (message !== 'stop') return
  stop.abort()
  await Promise.all(tickers.map((ticker) => ticker.stop()))
  await ingest.close()
  await store.close()
  parentPort?.close()
})
