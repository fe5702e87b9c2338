import { randomUUID } from 'node:crypto'
import { openPublisher } from '../bot/publish.ts'
import { deliverDue } from '../jobs/deliver.ts'
import { planDigests } from '../jobs/digests.ts'
import { planInstant } from '../jobs/instant.ts'
import { toPostedStories } from '../jobs/posted.ts'
import { startTicker, type Ticker } from '../jobs/schedule.ts'
import { settle } from '../jobs/settle.ts'
import { UserError } from '../lib/errors.ts'
import type { House } from '../main.ts'

/** Deliveries and digests are planned this often: a digest is at most this late. */
const DELIVER_CRON = '*/5 * * * * *'
/** What ran out is settled this often. */
const SETTLE_CRON = '*/10 * * * *'

/** Plans and sends what is owed, and settles what ran out; `fail` hears what only a person can mend. */
export function startDeliver(
  house: House,
  token: string,
  fail: (error: unknown) => void,
): () => Promise<void> {
  const { env, store, clock, log, context } = house
  const stop = new AbortController()
  const publisher = openPublisher({
    token,
    log,
    clock,
    ...(env.apiBase !== undefined && { apiBase: env.apiBase }),
  })
  const holder = randomUUID()
  const ticker: Ticker = startTicker({ name: 'deliver', cron: DELIVER_CRON, log }, async () => {
    await planDigests({ store, clock, log, context })
    await planInstant({ store, clock, log, context })
    await deliverDue({
      store,
      publisher,
      clock,
      log,
      holder,
      channelGapMs: house.settings.deliver.perChannelGapMs,
      toPosted: (delivery) => toPostedStories(delivery, store, clock.now()),
      signal: stop.signal,
    }).catch((error) => {
      if (error instanceof UserError) fail(error)
      else throw error
    })
  })
  const settling = startTicker({ name: 'settle', cron: SETTLE_CRON, log }, () =>
    settle({ store, clock, log, guildDays: house.settings.retention.guild }),
  )
  return async () => {
    stop.abort()
    await Promise.all([ticker.stop(), settling.stop()])
  }
}
