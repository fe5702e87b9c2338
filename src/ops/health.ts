import { MINUTE_MS } from '../lib/clock.ts'
import type { Clock, Store } from '../ports.ts'

/** The planner wakes every minute and a feed rests for half an hour at most. */
const POLL_STALE_MS = 45 * MINUTE_MS
/** A delivery that waits for longer is stuck: Discord is away, or a channel refuses. */
const QUEUE_STUCK_MS = 30 * MINUTE_MS

export type Health = {
  readonly ok: boolean
  /** Why it is not ok, one line each. */
  readonly reasons: readonly string[]
  readonly facts: {
    readonly articles: number
    readonly stories: number
    readonly subscriptions: number
    readonly waiting: number
    readonly unknown: number
  }
}

/** Whether the bot behind this store does its work: it polled lately, and what it owes is leaving. */
export async function health(store: Store, clock: Clock): Promise<Health> {
  const now = clock.now()
  const facts = await store.health()
  const reasons: string[] = []
  if (facts.lastPollAt === undefined) reasons.push('no feed was ever polled')
  else if (now - facts.lastPollAt > POLL_STALE_MS) {
    reasons.push(`the last poll was ${minutes(now - facts.lastPollAt)} ago`)
  }
  if (facts.oldestPendingAt !== undefined && now - facts.oldestPendingAt > QUEUE_STUCK_MS) {
    reasons.push(`a delivery has been waiting for ${minutes(now - facts.oldestPendingAt)}`)
  }
  const { pending, retry, sending, unknown } = facts.deliveries
  return {
    ok: reasons.length === 0,
    reasons,
    facts: {
      articles: facts.articles,
      stories: facts.stories,
      subscriptions: facts.subscriptions,
      waiting: pending + retry + sending,
      unknown,
    },
  }
}

const minutes = (ms: number): string => `${Math.floor(ms / MINUTE_MS)} min`
