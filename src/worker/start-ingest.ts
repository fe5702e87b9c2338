import { Worker } from 'node:worker_threads'
import type { House } from './house.ts'

/**
 * Young generation of the thread that polls (MB). Articles on their way to the store must find room in it: with less they
 * outlive their collection, and garbage by the hundred megabytes waits for a rare one. With more, V8 never gives it back.
 */
export const INGEST_LIMITS = { maxYoungGenerationSizeMb: 48 }

/** Polls on this thread; resolves to what ends it. */
export async function startIngest(house: House): Promise<() => Promise<void>> {
  const { clock, log, store, ingestConfig } = house
  const stop = new AbortController()
  // Loaded only here: the thread of `startIngestThread` has its own.
  const { openIngestRole } = await import('./open-ingest.ts')
  const { startIngestTickers } = await import('./ingest-tickers.ts')
  const ingest = await openIngestRole(ingestConfig, { clock, log, random: Math.random, store })
  const tickers = startIngestTickers(ingest, {
    config: ingestConfig,
    cron: house.env.pollCron,
    store,
    clock,
    log,
    signal: stop.signal,
  })
  return async () => {
    stop.abort()
    await Promise.all(tickers.map((ticker) => ticker.stop()))
    await ingest.close()
  }
}

/** Polls on a thread of its own; `fail` hears of its death. */
export function startIngestThread(
  house: House,
  fail: (error: unknown) => void,
): () => Promise<void> {
  const { env, clock, ingestConfig, metrics } = house
  const worker = new Worker(new URL('./ingest.ts', import.meta.url), {
    resourceLimits: INGEST_LIMITS,
    workerData: {
      config: ingestConfig,
      cron: env.pollCron,
      logLevel: env.logLevel,
      counts: metrics !== undefined,
      offsetMs: clock.now() - Date.now(),
    },
  })
  worker.on('error', fail)
  worker.on('message', (message: { readonly event?: string; readonly fields?: object }) => {
    if (message.event !== undefined) metrics?.count(message.event, { ...message.fields })
  })
  const ended = new Promise<void>((resolve) => worker.once('exit', () => resolve()))
  return async () => {
    worker.postMessage('stop')
    await ended
  }
}
