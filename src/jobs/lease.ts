import { SECOND_MS } from '../lib/clock.ts'
import type { Clock, Store } from '../ports.ts'

const LEASE_MS = 30 * SECOND_MS
const RENEWALS = 3

/** Of what several processes share: with a look every second, a holder that dies is followed within 15 s. */
export const SHARED_LEASE_MS = 10 * SECOND_MS

/** Of planning, for which others look every five seconds only. */
export const PLAN_LEASE_MS = 6 * SECOND_MS

/**
 * Runs a task under a lease of the store that is renewed while it runs; undefined when another holder
 * has it. A lease that could not be renewed in time aborts the signal the task is given. It is given back afterwards,
 * unless it is kept for the next run.
 */
export async function withLease<T>(
  lease: {
    readonly store: Store
    readonly clock: Clock
    readonly name: string
    readonly holder: string
    /** 30 s where absent. */
    readonly forMs?: number
    readonly keep?: boolean
  },
  task: (signal: AbortSignal) => Promise<T>,
): Promise<T | undefined> {
  const { forMs = LEASE_MS } = lease
  const claim = (): Promise<boolean> => {
    const now = lease.clock.now()
    return lease.store.claimLease(lease.name, lease.holder, now + forMs, now)
  }
  if (!(await claim())) return undefined
  const lost = new AbortController()
  const timer = setInterval(() => {
    claim().then(
      (held) => {
        if (!held) lost.abort(new Error(`lease ${lease.name} was lost`))
      },
      (error) => lost.abort(error),
    )
  }, forMs / RENEWALS)
  try {
    return await task(lost.signal)
  } finally {
    clearInterval(timer)
    if (!lease.keep) await lease.store.releaseLease(lease.name, lease.holder)
  }
}
