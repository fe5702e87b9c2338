import { randomUUID } from 'node:crypto'
import { openPublisher } from '../bot/send/publish.ts'
import { WEEK_MS } from '../digest/week.ts'
import { type Probes, probeBroken } from '../jobs/deliver/breaker.ts'
import { openBudget } from '../jobs/deliver/budget.ts'
import { deliverDue } from '../jobs/deliver/deliver.ts'
import { PLAN_LEASE_MS, withLease } from '../jobs/lease.ts'
import { type PlanMemory, planAll } from '../jobs/plan/plan.ts'
import { toPostedStories } from '../jobs/plan/posted.ts'
import { startTicker, type Ticker } from '../jobs/schedule.ts'
import { settle } from '../jobs/settle.ts'
import { UserError } from '../lib/errors.ts'
import type { House } from './house.ts'

/**
 * Deliveries and digests are planned this often. Slots are whole minutes: three seconds after one, every poll that was
 * being written when it came is there to be read.
 */
const DELIVER_CRON = '3-58/5 * * * * *'
const PLAN_LEASE = 'plan'
/** What ran out is settled this often. */
const SETTLE_CRON = '*/10 * * * *'
const SETTLE_LEASE = 'settle'

/** Plans and sends what is owed, and settles what ran out; `fail` hears what only a person can mend. */
export function startDeliver(
  house: House,
  token: string,
  fail: (error: unknown) => void,
): () => Promise<void> {
  const { env, store, clock, log, context } = house
  const stop = new AbortController()
  const holder = randomUUID()
  const { perSecond, perChannelGapMs: channelGapMs } = house.settings.deliver
  const budget = openBudget({ store, clock, log, holder, perSecond })
  const publisher = openPublisher({
    token,
    log,
    clock,
    perSecond: budget.perSecond,
    signal: stop.signal,
    ...(env.apiBase !== undefined && { apiBase: env.apiBase }),
  })
  const { trends, pictures } = house.answers
  const weeklyChart = async () =>
    trends && (await pictures?.trends(await trends({ windowMs: WEEK_MS }), 'The week'))?.[0]
  const pace = new Map<string, number>()
  const memory: PlanMemory = {}
  const probes: Probes = new Map()
  const sending: Ticker = startTicker({ name: 'deliver', cron: DELIVER_CRON, log }, async () => {
    await budget.renew()
    // Whoever joins others sends nothing until they have counted it.
    if (budget.perSecond() === 0) return
    await deliverDue({
      store,
      publisher,
      clock,
      log,
      holder,
      pace,
      channelGapMs,
      toPosted: (delivery) => toPostedStories(delivery, store, clock.now()),
      signal: stop.signal,
    }).catch((error) => {
      if (error instanceof UserError) fail(error)
      else throw error
    })
  })
  // Beside sending: a morning of ten thousand digests takes minutes, and what breaks meanwhile is planned all the same.
  const planning = startTicker({ name: 'plan', cron: DELIVER_CRON, log }, async () => {
    // One process plans, any number send: two plans of one night would open two situation messages.
    await withLease(
      { store, clock, name: PLAN_LEASE, holder, forMs: PLAN_LEASE_MS },
      async (lost) => {
        const signal = AbortSignal.any([lost, stop.signal])
        const { feeds } = house.answers
        await planAll({ store, clock, log, context, feeds, weeklyChart, memory, signal })
        if (budget.perSecond() > 0) await probeBroken(probes, { store, publisher, clock, log })
      },
    )
    sending.wake()
  })
  const end = store.onNews?.('owed', sending.wake)
  const { guild: guildDays, text: textDays } = house.settings.retention
  const settling = startTicker({ name: 'settle', cron: SETTLE_CRON, log }, async () => {
    await withLease({ store, clock, name: SETTLE_LEASE, holder }, () =>
      settle({ store, clock, log, guildDays, textDays }),
    )
  })
  return async () => {
    stop.abort()
    end?.()
    await Promise.all([planning.stop(), sending.stop(), settling.stop()])
    await budget.close()
  }
}
