import { schedule } from 'node-cron'
import { messageOf, UserError } from '../lib/errors.ts'
import type { Log } from '../ports.ts'

export type Ticker = {
  readonly stop: () => Promise<void>
  /** Ticks now, or once more where a tick is at work: there is news. */
  readonly wake: () => void
}

/**
 * Wakes a planner; due work is computed from the store, so a missed tick is harmless (law 11). A tick
 * that comes while the last one still works is left out.
 * @throws UserError when the expression is none that node-cron reads.
 */
export function startTicker(
  ticker: { readonly name: string; readonly cron: string; readonly log: Log },
  task: () => Promise<void>,
): Ticker {
  let running: Promise<void> | undefined
  let isStopped = false
  let again = false
  const tick = (): void => {
    if (running !== undefined) return
    running = task()
      .catch((error) =>
        ticker.log('error', 'job.failed', { job: ticker.name, reason: messageOf(error) }),
      )
      .finally(() => {
        running = undefined
        if (again && !isStopped) tick()
      })
    again = false
  }
  const job = toJob(ticker.cron, tick)
  tick()
  return {
    wake: () => {
      again = running !== undefined
      if (!isStopped) tick()
    },
    stop: async () => {
      isStopped = true
      await job.stop()
      await running
    },
  }
}

function toJob(cron: string, tick: () => void) {
  try {
    return schedule(cron, tick)
  } catch (error) {
    throw new UserError(`AXIS_POLL_CRON: "${cron}" is no cron expression: ${messageOf(error)}`)
  }
}
