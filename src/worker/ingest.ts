// Entry of the ingest thread: polls on schedule until it is told to stop. Only wires.

import { parentPort, workerData } from 'node:worker_threads'
import { openLog } from '../lib/log.ts'
import { counted } from '../ops/metrics.ts'
import type { LogLevel } from '../ports.ts'
import { openStore } from '../store/open.ts'
import { startIngestTickers } from './ingest-tickers.ts'
import { type IngestConfig, openIngestRole } from './open-ingest.ts'

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
const store = await openStore({
  path: config.database,
  clock,
  random: Math.random,
  checkpoints: true,
})
const ingest = await openIngestRole(config, { clock, log, random: Math.random, store })
const tickers = startIngestTickers(ingest, {
  config,
  cron,
  store,
  clock,
  log,
  signal: stop.signal,
  onRound: (fresh) => parentPort?.postMessage({ kind: 'polled', fresh }),
})

parentPort?.on('message', async (message) => {
  if (message !== 'stop') return
  stop.abort()
  await Promise.all(tickers.map((ticker) => ticker.stop()))
  await ingest.close()
  await store.close()
  parentPort?.close()
})
