// The requests a second that Discord grants a token, divided among the processes that send with it.

import { SECOND_MS } from '../../lib/clock.ts'
import { messageOf } from '../../lib/errors.ts'
import type { Clock, Log, Store } from '../../ports.ts'
import type { Instant } from '../../types.ts'

const TASK = 'deliver'
/** A process that says nothing for so long is gone: the others share what was its part. */
const PART_MS = 15 * SECOND_MS
const RENEW_MS = 3 * SECOND_MS
/** Whoever joins others waits until each of them has counted again. */
export const JOIN_MS = 2 * RENEW_MS

export type Budget = {
  /** Requests a second for this process now; 0 while the others may not know of it. */
  readonly perSecond: () => number
  /** Says that it is there and counts who else is; done by a timer as well. */
  readonly renew: () => Promise<void>
  readonly close: () => Promise<void>
}

/** Opens this process's part of a budget: all of it while it is alone, an equal part among several. */
export function openBudget(of: {
  readonly store: Pick<Store, 'takePart' | 'releaseLease'>
  readonly clock: Clock
  readonly log: Log
  readonly holder: string
  /** Of all together. */
  readonly perSecond: number
}): Budget {
  const { store, clock, log, holder } = of
  let processes = 1
  let renewedAt: Instant | undefined
  let opensAt: Instant = 0
  const isCounted = (now: Instant): boolean =>
    renewedAt !== undefined && Math.abs(now - renewedAt) < PART_MS

  const renew = async (): Promise<void> => {
    const now = clock.now()
    const count = await store.takePart(TASK, holder, now + PART_MS, now)
    if (!isCounted(now)) opensAt = count > 1 ? now + JOIN_MS : now
    if (count !== processes) log('info', 'budget.divided', { processes: count })
    processes = count
    renewedAt = now
  }
  const timer = setInterval(() => {
    renew().catch((error) => log('warn', 'budget.unknown', { reason: messageOf(error) }))
  }, RENEW_MS)

  return {
    perSecond: () => {
      const now = clock.now()
      // A clock that was set back must not keep it shut.
      const waits = now < opensAt && opensAt - now <= JOIN_MS
      return isCounted(now) && !waits ? of.perSecond / processes : 0
    },
    renew,
    close: async () => {
      clearInterval(timer)
      await store.releaseLease(`${TASK}/${holder}`, holder)
    },
  }
}
