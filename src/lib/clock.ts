import type { Clock } from '../ports.ts'
import type { Instant } from '../types.ts'

export const SECOND_MS = 1000
export const MINUTE_MS = 60 * SECOND_MS
export const HOUR_MS = 60 * MINUTE_MS
export const DAY_MS = 24 * HOUR_MS

/** A clock for tests and replays: stands still until it is set. */
export function fixedClock(start: Instant): Clock & { readonly set: (at: Instant) => void } {
  let at = start
  return {
    now: () => at,
    set: (to) => {
      at = to
    },
  }
}

/** Resolves after `ms` milliseconds, or rejects with the signal's reason. */
export function sleep(ms: number, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    if (signal?.aborted) return reject(signal.reason)
    const timer = setTimeout(done, ms)
    function done(): void {
      signal?.removeEventListener('abort', stop)
      resolve()
    }
    function stop(): void {
      clearTimeout(timer)
      reject(signal?.reason)
    }
    signal?.addEventListener('abort', stop, { once: true })
  })
}

/**
 * Lets everything else that waits go first. Reads of an embedded store are answered without leaving this
 * turn, so that a long row of them would hold up every answer of the bot.
 */
export const breathe = (): Promise<void> => new Promise((resolve) => setImmediate(resolve))
