// Circuit breaker: a channel that refuses us pauses its subscription with the reason, is told once in
// the log channel, is asked again ever more rarely, and its first success ends the pause.

import { breakerNotice, resumedNotice } from '../../card/notice.ts'
import { HOUR_MS, MINUTE_MS } from '../../lib/clock.ts'
import { messageOf } from '../../lib/errors.ts'
import { logQueue } from '../../lib/log-queue.ts'
import type { Clock, Log, Publisher, PublishOutcome, Store } from '../../ports.ts'
import type { Delivery, Instant, Subscription } from '../../types.ts'
import { REFUSED } from './after-try.ts'
import { logDelivery } from './log-channel.ts'

export type BreakerDeps = {
  readonly store: Store
  readonly publisher: Publisher
  readonly clock: Clock
  readonly log: Log
}

const OPEN_DELIVERIES = 50
const FIRST_PROBE_MS = 5 * MINUTE_MS
const LONGEST_PROBE_MS = HOUR_MS

/** Whether the breaker, and nobody by hand, paused a subscription. */
export const isBroken = (subscription: Pick<Subscription, 'pausedReason'>): boolean =>
  subscription.pausedReason?.startsWith(REFUSED) === true

/** Pauses or resumes the subscription of a delivery after a try. */
export async function followBreaker(
  delivery: Delivery,
  outcome: PublishOutcome,
  deps: BreakerDeps,
): Promise<void> {
  if (outcome.kind !== 'refused' && outcome.kind !== 'sent') return
  const subscription = await deps.store.findSubscription(delivery.subscriptionId)
  if (subscription === undefined || subscription.channelId !== delivery.channelId) return
  if (outcome.kind === 'sent') {
    if (isBroken(subscription)) await resume(subscription, deps)
    return
  }
  if (isBroken(subscription)) return
  const pausedReason = `${REFUSED}: ${outcome.reason}`
  // Told before it is noted: a crash in between tells it again under the same id, which is the same message.
  if (!(await isToldAlready(subscription, deps))) {
    await tell(subscription, breakerNotice(subscription, outcome), `broken|${delivery.id}`, deps)
  }
  await deps.store.saveSubscription({ ...subscription, pausedReason })
  deps.log('warn', 'subscription.paused', { subscription: subscription.id, reason: pausedReason })
}

async function resume(subscription: Subscription, deps: BreakerDeps): Promise<void> {
  // Named after the notice of its pause, so that a crash before the pause is taken back tells its end once.
  const pause = await findPause(subscription, deps)
  if (pause !== undefined) {
    await tell(subscription, resumedNotice(subscription), `resumed|${pause.id}`, deps)
  }
  const { pausedReason: _, ...rest } = subscription
  await deps.store.saveSubscription(rest)
  deps.log('info', 'subscription.resumed', { subscription: subscription.id })
}

/** The newest notice of a pause of this subscription. */
async function findPause(
  subscription: Subscription,
  deps: BreakerDeps,
): Promise<Delivery | undefined> {
  const told = await deps.store.deliveries(logQueue(subscription.guildId), OPEN_DELIVERIES)
  return told.find((notice) => notice.marks?.includes(`broken ${subscription.id}`))
}

/** A channel that seemed open, but has taken nothing since it was told, is the same trouble still. */
async function isToldAlready(subscription: Subscription, deps: BreakerDeps): Promise<boolean> {
  const pause = await findPause(subscription, deps)
  if (pause === undefined) return false
  const own = await deps.store.deliveries(subscription.id, OPEN_DELIVERIES)
  return !own.some((one) => one.status === 'sent' && (one.sentAt ?? 0) >= pause.createdAt)
}

async function tell(
  subscription: Subscription,
  body: Delivery['body'],
  key: string,
  deps: BreakerDeps,
): Promise<void> {
  const { logChannelId } = await deps.store.guildSettings(subscription.guildId)
  if (logChannelId === undefined || logChannelId === subscription.channelId) return
  const kind = key.startsWith('broken') ? 'broken' : 'resumed'
  const notice = logDelivery(
    { guildId: subscription.guildId, channelId: logChannelId },
    `${subscription.id}|${key}`,
    body,
    deps.clock.now(),
    [`${kind} ${subscription.id}`],
  )
  await deps.store.addDeliveries([notice])
}

/** When each broken subscription is asked about next; lost with the process, which only asks sooner. */
export type Probes = Map<string, { readonly at: Instant; readonly everyMs: number }>

/** Asks the channels of broken subscriptions whether they take messages again; what waits there is then due at once. */
export async function probeBroken(probes: Probes, deps: BreakerDeps): Promise<void> {
  const broken = (await deps.store.subscriptions()).filter(isBroken)
  const ids = new Set(broken.map((one) => one.id))
  for (const id of probes.keys()) if (!ids.has(id)) probes.delete(id)
  for (const subscription of broken) {
    const now = deps.clock.now()
    const probe = probes.get(subscription.id)
    if (probe === undefined) {
      probes.set(subscription.id, { at: now + FIRST_PROBE_MS, everyMs: FIRST_PROBE_MS })
      continue
    }
    // A clock that was set back must not put the next question off.
    if (now < probe.at && probe.at - now <= probe.everyMs) continue
    const everyMs = Math.min(probe.everyMs * 2, LONGEST_PROBE_MS)
    probes.set(subscription.id, { at: now + everyMs, everyMs })
    const { channelId, channelKind } = subscription
    const may = await deps.publisher.mayPost(channelId, channelKind).catch((error) => {
      deps.log('warn', 'breaker.unasked', { channel: channelId, reason: messageOf(error) })
      return false
    })
    if (!may) continue
    await resume(subscription, deps)
    await makeDue(subscription.id, deps)
  }
}

async function makeDue(subscriptionId: string, deps: BreakerDeps): Promise<void> {
  const now = deps.clock.now()
  const waiting = (await deps.store.deliveries(subscriptionId, OPEN_DELIVERIES)).filter(
    (delivery) => delivery.status === 'retry',
  )
  await deps.store.saveDeliveries(
    waiting.map((delivery) => ({ delivery: { ...delivery, nextTryAt: now }, posted: [] })),
  )
}
