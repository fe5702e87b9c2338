import { HOUR_MS, MINUTE_MS, SECOND_MS, sleep } from '../lib/clock.ts'
import { UserError } from '../lib/errors.ts'
import { toLimit } from '../lib/limit.ts'
import type { ClaimedDelivery, Clock, Log, Publisher, PublishOutcome, Store } from '../ports.ts'
import type { Delivery, Instant, PostedStory } from '../types.ts'

/** Discord remembers a nonce for some minutes; within this a second try with it cannot post twice. */
export const NONCE_MEMORY_MS = 2 * MINUTE_MS
/** A claim that was not answered for so long is anyone's again. */
const CLAIM_MS = MINUTE_MS
const CLAIM_LIMIT = 50
const CHANNELS_AT_ONCE = 8
const RETRY_UNSURE_MS = 2 * SECOND_MS
/** How often a channel that refuses us is tried again: 144 of Discord's 10,000 invalid requests a day. */
const RETRY_REFUSED_MS = 10 * MINUTE_MS
/** After this a message of a channel that still refuses is given up, with its reason. */
const GIVE_UP_MS = 6 * HOUR_MS
const REFUSED = 'Discord refused'

export type DeliverDeps = {
  readonly store: Store
  readonly publisher: Publisher
  readonly clock: Clock
  readonly log: Log
  readonly holder: string
  /** Pause between two messages in one channel, milliseconds. */
  readonly channelGapMs: number
  /** What the channel has seen once the delivery is there. */
  readonly toPosted: (delivery: Delivery) => Promise<readonly PostedStory[]>
  readonly signal?: AbortSignal
}

/**
 * Sends what is due, channel by channel in order, until nothing is (law 5).
 * @returns how many messages were sent.
 * @throws UserError when Discord no longer accepts the token.
 */
export async function deliverDue(deps: DeliverDeps): Promise<number> {
  let sent = 0
  for (;;) {
    if (deps.signal?.aborted) return sent
    const now = deps.clock.now()
    const claimed = await deps.store.claimDeliveries({
      holder: deps.holder,
      now,
      until: now + CLAIM_MS,
      limit: CLAIM_LIMIT,
    })
    if (claimed.length === 0) return sent
    const limit = toLimit(CHANNELS_AT_ONCE)
    const channels = Map.groupBy(claimed, (delivery) => delivery.channelId)
    const counts = await Promise.all(
      [...channels.values()].map((queue) => limit(() => deliverChannel(queue, deps))),
    )
    sent += counts.reduce((sum, count) => sum + count, 0)
  }
}

/** One channel's queue in order; what stands behind a message that must wait, waits with it. */
async function deliverChannel(
  queue: readonly ClaimedDelivery[],
  deps: DeliverDeps,
): Promise<number> {
  let sent = 0
  let waitUntil: Instant | undefined
  for (const delivery of queue) {
    if (waitUntil !== undefined || deps.signal?.aborted) {
      const { lapsed: _, ...rest } = delivery
      const nextTryAt = waitUntil ?? delivery.nextTryAt
      await deps.store.saveDelivery({ ...rest, status: 'retry', nextTryAt }, [], deps.holder)
      continue
    }
    if (sent > 0 && deps.channelGapMs > 0) await sleep(deps.channelGapMs)
    const after = await deliverOne(delivery, deps)
    if (after.status === 'sent') sent += 1
    if (after.status === 'retry') waitUntil = after.nextTryAt
  }
  return sent
}

async function deliverOne(claimed: ClaimedDelivery, deps: DeliverDeps): Promise<Delivery> {
  const found = await findEarlierTry(claimed, deps)
  const { lapsed: _, ...delivery } = claimed
  const outcome: PublishOutcome =
    found === undefined
      ? await deps.publisher.publish(delivery)
      : { kind: 'sent', messageId: found }
  if (outcome.kind === 'unauthorized') {
    await deps.store.saveDelivery({ ...delivery, status: 'retry' }, [], deps.holder)
    throw new UserError(
      'Discord does not accept the token any more: make a new one in the developer portal and restart',
    )
  }
  const after = afterTry(delivery, outcome, deps.clock.now())
  const posted = after.status === 'sent' ? await deps.toPosted(after) : []
  await deps.store.saveDelivery(after, posted, deps.holder)
  await followBreaker(after, outcome, deps)
  deps.log(after.status === 'sent' ? 'info' : 'warn', `delivery.${after.status}`, {
    delivery: after.id,
    subscription: after.subscriptionId,
    tries: after.tries,
    reason: after.reason,
  })
  return after
}

/** Looks for a message whose answer was lost, wherever its nonce no longer guards a second try. */
async function findEarlierTry(
  delivery: ClaimedDelivery,
  deps: DeliverDeps,
): Promise<string | undefined> {
  if (!delivery.lapsed && delivery.tries === 0) return undefined
  const age = deps.clock.now() - (delivery.firstTriedAt ?? delivery.createdAt)
  if (delivery.channelKind !== 'forum' && age < NONCE_MEMORY_MS) return undefined
  return deps.publisher.findPosted(delivery)
}

/** The delivery after a try; pure. */
export function afterTry(delivery: Delivery, outcome: PublishOutcome, now: Instant): Delivery {
  const tried = {
    ...delivery,
    tries: delivery.tries + 1,
    firstTriedAt: delivery.firstTriedAt ?? now,
  }
  switch (outcome.kind) {
    case 'sent': {
      const { reason: _, ...rest } = tried
      return { ...rest, status: 'sent', sentAt: now, messageId: outcome.messageId }
    }
    case 'retry':
      return { ...tried, status: 'retry', nextTryAt: now + outcome.afterMs, reason: outcome.reason }
    case 'unsure':
      // A forum post has no nonce: after one look that found nothing, what happened cannot be known.
      if (delivery.channelKind === 'forum' && delivery.tries > 0) {
        return { ...tried, status: 'unknown', reason: outcome.reason }
      }
      return {
        ...tried,
        status: 'retry',
        nextTryAt: now + RETRY_UNSURE_MS * 2 ** Math.min(delivery.tries, 8),
        reason: outcome.reason,
      }
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

/** Circuit breaker: a channel that refuses pauses its subscription with the reason, and its first success ends that. */
async function followBreaker(
  delivery: Delivery,
  outcome: PublishOutcome,
  deps: DeliverDeps,
): Promise<void> {
  if (outcome.kind !== 'refused' && outcome.kind !== 'sent') return
  const subscription = await deps.store.findSubscription(delivery.subscriptionId)
  if (subscription === undefined) return
  const isBroken = subscription.pausedReason?.startsWith(REFUSED) === true
  if (outcome.kind === 'refused' && !isBroken) {
    const pausedReason = `${REFUSED}: ${outcome.reason}`
    await deps.store.saveSubscription({ ...subscription, pausedReason })
    deps.log('warn', 'subscription.paused', { subscription: subscription.id, reason: pausedReason })
  }
  if (outcome.kind === 'sent' && isBroken) {
    const { pausedReason: _, ...rest } = subscription
    await deps.store.saveSubscription(rest)
    deps.log('info', 'subscription.resumed', { subscription: subscription.id })
  }
}
