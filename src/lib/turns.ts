import { sleep } from './clock.ts'

/** What a late timer may catch up with at once. */
const CATCH_UP_MS = 60

/** A pace that fell to nothing lets those through that wait already, this slowly. */
const SLOWEST_PER_SECOND = 1

/**
 * Gives turns at an even pace, in the order in which they are asked for. A limit that counts within seconds lets two
 * bursts meet at their border; evenly spread requests never do. The pace may change. A process that stood still goes on
 * at the same pace: those who waited meanwhile are not let through together. After `signal` there are no more turns:
 * they are rejected.
 */
export function openTurns(perSecond: () => number, signal?: AbortSignal): () => Promise<void> {
  let next = 0
  let last = Promise.resolve()
  const take = async (): Promise<void> => {
    signal?.throwIfAborted()
    const now = performance.now()
    const gapMs = 1000 / Math.max(perSecond(), SLOWEST_PER_SECOND)
    next = Math.max(next + gapMs, now - CATCH_UP_MS)
    const wait = next - now
    if (wait >= 1) await sleep(wait, signal)
  }
  return () => {
    last = last.then(take)
    return last
  }
}
