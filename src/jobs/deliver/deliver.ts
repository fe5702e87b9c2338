import { MINUTE_MS, SECOND_MS, sleep } from '../../lib/clock.ts'
import { messageOf, UserError } from '../../lib/errors.ts'
import { toLimit } from '../../lib/limit.ts'
import type { ClaimedDelivery, PublishOutcome } from '../../ports.ts'
import type { Delivery, Instant, PostedStory } from '../../types.ts'
import { holdDigest, sayLate, underFirst } from '../plan/digest-parts.ts'
import { afterTry, REFUSED } from './after-try.ts'
import { type BreakerDeps, followBreaker } from './breaker.ts'
import { isRestored, lookForEarlier } from './earlier.ts'
import { openOutcomes } from './outcomes.ts'

export { afterTry } from './after-try.ts'
export { NONCE_MEMORY_MS, RESTORED_KEY } from './earlier.ts'

/** A claim that was not answered for so long is anyone's again. */
const CLAIM_MS = MINUTE_MS
/** A message that is not begun by then is handed back in time. */
const CLAIM_SPARE_MS = 20 * SECOND_MS
const CLAIM_LIMIT = 50
/** When a claim brought all there was, the next one comes no sooner. */
const CLAIM_AGAIN_MS = SECOND_MS
/** Outcomes of so many milliseconds are one commit; a channel's next message is further away. */
const GATHER_MS = 100
/** So many channels may wait for their next turn, … */
const LINES_MAX = 200
/** … and so many messages be on their way at once. */
const SENDING_MAX = 16
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
  readonly save: ReturnType<typeof openOutcomes>
  /** A backup was put in place lately. */
  readonly restored: boolean
}

/**
 * Sends what is due until nothing is: each channel in order, no channel waiting for another (law 5).
 * @returns how many were sent.
 * @throws UserError when Discord no longer accepts the token.
 */
export async function deliverDue(deps: DeliverDeps): Promise<number> {
  const stop = new AbortController()
  const pace = deps.pace ?? new Map<string, Instant>()
  const lines = new Set<string>()
  const save = openOutcomes(deps.store, { gatherMs: GATHER_MS, expected: () => lines.size })
  const restored = await isRestored(deps)
  const work: Work = { ...deps, pace, slots: toLimit(SENDING_MAX), stop, save, restored }
  let sent = 0
  let fatal: unknown
  let ended = Promise.withResolvers<void>()
  let claimedAt = Number.NEGATIVE_INFINITY
  let isMore = true
  const isOver = (): boolean => deps.signal?.aborted === true || stop.signal.aborted
  /** What is under way comes to its end first. */
  const end = (error: unknown): void => {
    fatal ??= error
    stop.abort()
  }
  for (;;) {
    // Fifty at a time: a claim is a commit to the disk.
    const hasRoom = lines.size <= LINES_MAX - CLAIM_LIMIT && !isOver()
    const isTime = isMore || lines.size === 0 || performance.now() - claimedAt > CLAIM_AGAIN_MS
    if (hasRoom && isTime) {
      claimedAt = performance.now()
      const claimed = await claim(work, [...lines]).catch((error) => {
        end(error)
        return []
      })
      isMore = claimed.length === CLAIM_LIMIT
      for (const [channel, queue] of Map.groupBy(claimed, (one) => one.channelId)) {
        lines.add(channel)
        deliverChannel(queue, work)
          .then((count) => {
            sent += count
          })
          .catch(end)
          .finally(() => {
            lines.delete(channel)
            ended.resolve()
          })
      }
      if (isMore) continue
    }
    if (lines.size === 0) break
    await ended.promise
    ended = Promise.withResolvers()
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
  const isOver = (): boolean =>
    work.signal?.aborted === true || work.stop.signal.aborted || work.clock.now() > giveBackAt
  let sent = 0
  let waitUntil: Instant | undefined
  for (const claimed of queue) {
    if (waitUntil === undefined && !isOver()) await waitForTurn(claimed.channelId, work)
    if (waitUntil !== undefined || isOver()) {
      await giveBack(claimed, waitUntil ?? claimed.nextTryAt, work)
      continue
    }
    const after = await deliverContained(claimed, work, isOver)
    // What could not even be saved is claimed again when this claim has run out, and then looked for.
    if (after === undefined) return sent
    if (after.status === 'sent') sent += 1
    if (after.status === 'retry') waitUntil = after.nextTryAt
  }
  return sent
}

async function giveBack(
  claimed: ClaimedDelivery,
  nextTryAt: Instant,
  { save, holder }: Work,
): Promise<Delivery> {
  const { lapsed: _, ...rest } = claimed
  const delivery: Delivery = { ...rest, status: 'retry', nextTryAt }
  await save({ delivery, posted: [], holder })
  return delivery
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
  isOver: () => boolean,
): Promise<Delivery | undefined> {
  try {
    // While its outcome is being saved, another one may be on its way.
    const tried = await work.slots(async () => (isOver() ? undefined : tryOne(claimed, work)))
    if (tried === undefined) return await giveBack(claimed, claimed.nextTryAt, work)
    return await conclude(claimed, tried, work)
  } catch (error) {
    if (error instanceof UserError) throw error
    work.log('error', 'delivery.failed', { delivery: claimed.id, reason: messageOf(error) })
    return undefined
  }
}

/** A delivery after a try; without an outcome nothing was asked of Discord. */
type Tried = { readonly after: Delivery; readonly outcome?: PublishOutcome }

async function tryOne(claimed: ClaimedDelivery, work: Work): Promise<Tried> {
  const { lapsed, ...bare } = claimed
  const plain = await underFirst(bare, work)
  const earlier = await lookForEarlier({ ...plain, lapsed }, work)
  if (earlier?.kind === 'unknown') return { after: { ...plain, ...earlier.after } }
  const held = earlier === undefined ? await holdDigest(plain, work) : undefined
  if (held !== undefined) return { after: held }
  const delivery = sayLate(plain, work.clock.now())
  work.pace.set(delivery.channelId, work.clock.now())
  const outcome = earlier?.outcome ?? (await work.publisher.publish(delivery))
  return { after: afterTry(delivery, outcome, work.clock.now()), outcome }
}

async function conclude(
  claimed: ClaimedDelivery,
  { after, outcome }: Tried,
  work: Work,
): Promise<Delivery> {
  if (outcome?.kind === 'unauthorized') {
    await giveBack(claimed, claimed.nextTryAt, work)
    throw new UserError(BAD_TOKEN)
  }
  await finish(after, work)
  if (outcome?.kind === 'invalid') {
    work.log('error', 'delivery.invalid', { delivery: after.id, reason: outcome.reason })
  }
  // A message that nothing refused before says nothing new about its channel.
  const wasRefused = claimed.reason?.startsWith(REFUSED) === true
  const isNews = outcome?.kind === 'refused' || wasRefused
  if (outcome !== undefined && isNews) await followBreaker(after, outcome, work)
  return after
}

async function finish(after: Delivery, work: Work): Promise<void> {
  const posted = after.status === 'sent' ? await work.toPosted(after) : []
  await work.save({ delivery: after, posted, holder: work.holder })
  work.log(after.status === 'sent' ? 'info' : 'warn', `delivery.${after.status}`, {
    delivery: after.id,
    subscription: after.subscriptionId,
    tries: after.tries,
    reason: after.reason,
  })
}
