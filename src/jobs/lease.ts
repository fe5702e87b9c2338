import { SECOND_MS } from '../lib/clock.ts'
import type { Clock, Store } from '../ports.ts'

const LEASE_MS = 30 * SECOND_MS
const RENEW_MS = 10 * SECOND_MS

/**
 * Runs a task under a lease of the store that is renewed while it runs; undefined when another holder
 * has it. A lease that could not be renewed in time aborts the signal the task is given.
 */
export async function withLease<T>(
  lease: {
    readonly store: Store
    readonly clock: Clock
    readonly name: string
    readonly holder: string
  },
  task: (signal: AbortSignal) => Promise<T>,
): Promise<T | undefined> {
  const claim = (): Promise<boolean> => {
    const now = lease.clock.now()
    return lease.store.claimLease(lease.name, lease.holder, now + LEASE_MS, now)
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
  }, RENEW_MS)
  try {
    return await task(lost.signal)
  } finally {
    clearInterval(timer)
    await lease.store.releaseLease(lease.name, lease.holder)
  }
}
