import { schedule } from 'node-cron'
import { messageOf, UserError } from '../lib/errors.ts'
import type { Log } from '../ports.ts'

export type Ticker = { readonly stop: () => Promise<void> }

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
  const tick = (): void => {
    if (running !== undefined) return
    running = task()
      .catch((error) =>
        ticker.log('error', 'job.failed', { job: ticker.name, reason: messageOf(error) }),
      )
      .finally(() => {
        running = undefined
      })
  }
  const job = toJob(ticker.cron, tick)
  tick()
  return {
    stop: async () => {
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
