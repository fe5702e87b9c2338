import { DAY_MS, MINUTE_MS, SECOND_MS, sleep } from '../lib/clock.ts'
import { messageOf, UserError } from '../lib/errors.ts'
import { toLimit } from '../lib/limit.ts'
import type { ClaimedDelivery, PublishOutcome } from '../ports.ts'
import type { Delivery, Instant, PostedStory } from '../types.ts'
import { afterTry, REFUSED } from './after-try.ts'
import { type BreakerDeps, followBreaker } from './breaker.ts'
import { holdDigest, sayLate, underFirst } from './digest-parts.ts'

export { afterTry } from './after-try.ts'

/** Discord remembers a nonce for some minutes; within this a second try with it cannot post twice. */
export const NONCE_MEMORY_MS = 2 * MINUTE_MS
/** A claim that was not answered for so long is anyone's again. */
const CLAIM_MS = MINUTE_MS
/** A message that is not begun by then is handed back in time. */
const CLAIM_SPARE_MS = 20 * SECOND_MS
const CLAIM_LIMIT = 50
/** So many channels may wait for their next turn, … */
const LINES_MAX = 200
/** … and so many messages be on their way at once. */
const SENDING_MAX = 16
const LOOK_AGAIN_MS = 30 * SECOND_MS
/** When a backup was put in place, as the store's meta has it. */
export const RESTORED_KEY = 'restored.at'
/** Messages since the backup may stand in their channels unknown to the store: digests are owed no longer than this. */
const RESTORED_LOOK_MS = DAY_MS
const BAD_TOKEN =
  'Discord does not accept the token any more: make a new one in the developer portal and restart'

export type DeliverDeps = BreakerDeps & {
  readonly holder: string
  /** Pause between two messages or edits in one channel, milliseconds: 1,200 keep Discord's 5 in 5 s. */
  readonly channelGapMs: number
  /** When each channel got its last message; hand in the same map each time to keep the pause between calls. */
  readonly pace?: Map<string, Instant>
  /** What the channel has seen once the delivery is there. */
  readonly toPosted: (delivery: Delivery) => Promise<readonly PostedStory[]>
  readonly signal?: AbortSignal
}

type Work = DeliverDeps & {
  readonly pace: Map<string, Instant>
  readonly slots: ReturnType<typeof toLimit>
  readonly stop: AbortController
}

/**
 * Sends what is due until nothing is: each channel in order, no channel waiting for another (law 5).
 * @returns how many were sent.
 * @throws UserError when Discord no longer accepts the token.
 */
export async function deliverDue(deps: DeliverDeps): Promise<number> {
  const stop = new AbortController()
  const pace = deps.pace ?? new Map<string, Instant>()
  const work: Work = { ...deps, pace, slots: toLimit(SENDING_MAX), stop }
  const lines = new Map<string, Promise<void>>()
  let sent = 0
  let fatal: unknown
  const isOver = (): boolean => deps.signal?.aborted === true || stop.signal.aborted
  for (;;) {
    // Fifty at a time: a claim is a commit to the disk.
    const hasRoom = lines.size <= LINES_MAX - CLAIM_LIMIT && !isOver()
    const claimed = hasRoom ? await claim(work, [...lines.keys()]) : []
    for (const [channel, queue] of Map.groupBy(claimed, (one) => one.channelId)) {
      const line = deliverChannel(queue, work)
        .then((count) => {
          sent += count
        })
        .catch((error) => {
          fatal ??= error
          stop.abort()
        })
        .finally(() => lines.delete(channel))
      lines.set(channel, line)
    }
    if (lines.size === 0) break
    if (claimed.length === 0) await Promise.race(lines.values())
  }
  forgetOld(work)
  if (fatal !== undefined) throw fatal
  return sent
}

/** Channels that have a line here are left out: their next messages follow when it is done. */
function claim(work: Work, busy: readonly string[]): Promise<readonly ClaimedDelivery[]> {
  const now = work.clock.now()
  const { holder } = work
  const until = now + CLAIM_MS
  return work.store.claimDeliveries({ holder, now, until, limit: CLAIM_LIMIT, busy })
}

/** One channel's queue in order; what stands behind a message that must wait, waits with it. */
async function deliverChannel(queue: readonly ClaimedDelivery[], work: Work): Promise<number> {
  const giveBackAt = work.clock.now() + CLAIM_MS - CLAIM_SPARE_MS
  let sent = 0
  let waitUntil: Instant | undefined
  for (const claimed of queue) {
    const isOver = work.signal?.aborted || work.stop.signal.aborted
    if (waitUntil === undefined && !isOver) await waitForTurn(claimed.channelId, work)
    if (waitUntil !== undefined || isOver || work.clock.now() > giveBackAt) {
      const { lapsed: _, ...rest } = claimed
      const nextTryAt = waitUntil ?? claimed.nextTryAt
      await work.store.saveDelivery({ ...rest, status: 'retry', nextTryAt }, [], work.holder)
      continue
    }
    const after = await work.slots(() => deliverContained(claimed, work))
    // What could not even be saved is claimed again when this claim has run out, and then looked for.
    if (after === undefined) return sent
    if (after.status === 'sent') sent += 1
    if (after.status === 'retry') waitUntil = after.nextTryAt
  }
  return sent
}

async function waitForTurn(channelId: string, work: Work): Promise<void> {
  const last = work.pace.get(channelId)
  const passed = last === undefined ? work.channelGapMs : work.clock.now() - last
  const wait = Math.min(Math.max(work.channelGapMs - passed, 0), work.channelGapMs)
  if (wait > 0) await sleep(wait)
}

function forgetOld({ pace, clock, channelGapMs }: Work): void {
  const now = clock.now()
  for (const [channel, at] of pace) if (Math.abs(now - at) > channelGapMs) pace.delete(channel)
}

/** One delivery's failure is its own: a full disk or a bug costs the other channels nothing. */
async function deliverContained(
  claimed: ClaimedDelivery,
  work: Work,
): Promise<Delivery | undefined> {
  try {
    return await deliverOne(claimed, work)
  } catch (error) {
    if (error instanceof UserError) throw error
    work.log('error', 'delivery.failed', { delivery: claimed.id, reason: messageOf(error) })
    return undefined
  }
}

async function deliverOne(claimed: ClaimedDelivery, work: Work): Promise<Delivery> {
  const { lapsed, ...bare } = claimed
  const plain = await underFirst(bare, work)
  const earlier = await lookForEarlier({ ...plain, lapsed }, work)
  if (earlier?.kind === 'unknown') return finish({ ...plain, ...earlier.after }, work)
  const held = earlier === undefined ? await holdDigest(plain, work) : undefined
  if (held !== undefined) return finish(held, work)
  const delivery = sayLate(plain, work.clock.now())
  work.pace.set(delivery.channelId, work.clock.now())
  const outcome = earlier?.outcome ?? (await work.publisher.publish(delivery))
  if (outcome.kind === 'unauthorized') {
    await work.store.saveDelivery({ ...delivery, status: 'retry' }, [], work.holder)
    throw new UserError(BAD_TOKEN)
  }
  const after = await finish(afterTry(delivery, outcome, work.clock.now()), work)
  if (outcome.kind === 'invalid') {
    work.log('error', 'delivery.invalid', { delivery: after.id, reason: outcome.reason })
  }
  // A message that nothing refused before says nothing new about its channel.
  const wasRefused = claimed.reason?.startsWith(REFUSED) === true
  if (outcome.kind === 'refused' || wasRefused) await followBreaker(after, outcome, work)
  return after
}

async function finish(after: Delivery, work: Work): Promise<Delivery> {
  const posted = after.status === 'sent' ? await work.toPosted(after) : []
  await work.store.saveDelivery(after, posted, work.holder)
  work.log(after.status === 'sent' ? 'info' : 'warn', `delivery.${after.status}`, {
    delivery: after.id,
    subscription: after.subscriptionId,
    tries: after.tries,
    reason: after.reason,
  })
  return after
}

type Earlier =
  | { readonly kind: 'known'; readonly outcome: PublishOutcome }
  | { readonly kind: 'unknown'; readonly after: Pick<Delivery, 'status' | 'reason'> }

/**
 * Looks for a message whose answer was lost. Its nonce alone is not trusted: how long ago the first
 * try was is known only by a clock that may have been set back. An edit may simply be repeated.
 */
async function lookForEarlier(claimed: ClaimedDelivery, work: Work): Promise<Earlier | undefined> {
  if (claimed.kind === 'edit') return undefined
  if (!claimed.lapsed && !claimed.unsure && !(await isRestored(work))) return undefined
  const found = await work.publisher.findPosted(claimed)
  switch (found.kind) {
    case 'found':
      return { kind: 'known', outcome: { kind: 'sent', messageId: found.messageId } }
    case 'absent':
      return undefined
    case 'failed':
      return { kind: 'known', outcome: stillUnsure(found.outcome) }
    case 'hidden': {
      const age = work.clock.now() - (claimed.firstTriedAt ?? claimed.createdAt)
      if (claimed.channelKind !== 'forum' && age >= 0 && age < NONCE_MEMORY_MS) return undefined
      const reason =
        'its answer was lost, and I cannot look for it: I need Read Message History there'
      return { kind: 'unknown', after: { status: 'unknown', reason } }
    }
    default:
      return found satisfies never
  }
}

/** What was posted between a backup and its restoring is planned again: each message is looked for first. */
async function isRestored({ store, clock }: Work): Promise<boolean> {
  const at = await store.meta(RESTORED_KEY)
  return at !== undefined && Math.abs(clock.now() - Number(at)) < RESTORED_LOOK_MS
}

/** A look that failed tells nothing about the message: it is looked for again. */
function stillUnsure(outcome: PublishOutcome): PublishOutcome {
  if (outcome.kind !== 'unsure') return outcome
  return { kind: 'retry', afterMs: LOOK_AGAIN_MS, reason: outcome.reason }
}
