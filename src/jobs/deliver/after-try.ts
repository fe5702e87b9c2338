import { HOUR_MS, MINUTE_MS, SECOND_MS } from '../../lib/clock.ts'
import type { PublishOutcome } from '../../ports.ts'
import type { Delivery, Instant } from '../../types.ts'

const RETRY_UNSURE_MS = 2 * SECOND_MS
/** A forum post has no nonce: its first try must have come to an end before anybody looks for it. */
const RETRY_UNSURE_FORUM_MS = 30 * SECOND_MS
const FORUM_TRIES_MAX = 4
/** How often a channel that refuses us is tried again: 144 of Discord's 10,000 invalid requests a day. */
export const RETRY_REFUSED_MS = 10 * MINUTE_MS
/** After this a message of a channel that still refuses is given up, with its reason; a digest folds into the next. */
export const GIVE_UP_MS = 6 * HOUR_MS
/** How the reason of a subscription that the breaker paused begins. */
export const REFUSED = 'Discord refused'

/** The delivery after a try; pure. */
export function afterTry(delivery: Delivery, outcome: PublishOutcome, now: Instant): Delivery {
  const tried = {
    ...delivery,
    tries: delivery.tries + 1,
    firstTriedAt: delivery.firstTriedAt ?? now,
  }
  switch (outcome.kind) {
    case 'sent': {
      const { reason: _, unsure: __, ...rest } = tried
      return { ...rest, status: 'sent', sentAt: now, messageId: outcome.messageId }
    }
    case 'retry':
      return { ...tried, status: 'retry', nextTryAt: now + outcome.afterMs, reason: outcome.reason }
    case 'unsure':
      return afterLostAnswer(tried, outcome.reason, now)
    case 'missing':
    case 'invalid':
      return { ...tried, status: 'dropped', reason: outcome.reason }
    case 'refused': {
      const reason = `${REFUSED}: ${outcome.reason}`
      if (outcome.gone || now - delivery.createdAt > GIVE_UP_MS) {
        return { ...tried, status: 'dropped', reason }
      }
      return { ...tried, status: 'retry', nextTryAt: now + RETRY_REFUSED_MS, reason }
    }
    case 'unauthorized':
      return delivery
    default:
      return outcome satisfies never
  }
}

function afterLostAnswer(tried: Delivery, reason: string, now: Instant): Delivery {
  const isForum = tried.channelKind === 'forum' && (tried.kind ?? 'post') === 'post'
  // Each further try comes after a look that found nothing; that often lost, nobody can say what happened.
  if (isForum && tried.tries >= FORUM_TRIES_MAX) return { ...tried, status: 'unknown', reason }
  const first = isForum ? RETRY_UNSURE_FORUM_MS : RETRY_UNSURE_MS
  const nextTryAt = now + first * 2 ** Math.min(tried.tries - 1, 8)
  return { ...tried, status: 'retry', unsure: true, nextTryAt, reason }
}
