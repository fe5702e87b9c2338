import type { CardContext } from '../../card/context.ts'
import { digestMessages } from '../../card/digest.ts'
import { mayPing } from '../../digest/breaking.ts'
import { dueSlot, nextSlotAt } from '../../digest/due.ts'
import { mutedCounts } from '../../digest/mute.ts'
import { toShown } from '../../digest/shown.ts'
import { breathe, DAY_MS } from '../../lib/clock.ts'
import { withMark } from '../../lib/delivery-mark.ts'
import { messageOf } from '../../lib/errors.ts'
import { base32 } from '../../lib/hash.ts'
import type { Clock, Log, Store } from '../../ports.ts'
import type { Delivery, Digest, Instant, MessageBody, Picture, Subscription } from '../../types.ts'
import { isBroken } from '../deliver/breaker.ts'
import { buildDigest, type ReadStories } from './build-digest.ts'
import { selectIds } from './posted.ts'
import { allStories } from './stories.ts'

export { buildDigest } from './build-digest.ts'

export type DigestDeps = {
  readonly store: Store
  readonly clock: Clock
  readonly log: Log
  readonly context: (lang: string) => Promise<CardContext>
  /** The chart of a weekly digest; without it the digest says the same in words. */
  readonly weeklyChart?: (digest: Digest) => Promise<Picture | undefined>
  /** Ends planning between two subscriptions; the next round plans the rest. */
  readonly signal?: AbortSignal
}

/** Enough of a subscription's deliveries to see which of its last digests were given up. */
const DELIVERIES_READ = 60
/** Seldom was any of them given up: then these few show it. */
const NEWEST_READ = 5

/**
 * Writes every digest that is due with its deliveries, pending; computed from the store alone (law 11).
 * @returns how many were written.
 */
export async function planDigests(deps: DigestDeps): Promise<number> {
  const round = openRound(deps)
  let written = 0
  for (const subscription of await deps.store.subscriptions()) {
    if (deps.signal?.aborted) break
    // While its channel refuses us, slots wait: the first one after that tells all of them.
    if (subscription.mode !== 'digest' || isBroken(subscription)) continue
    if (!(await planDigest(subscription, round))) continue
    written += 1
    await breathe()
  }
  return written
}

/** Many subscriptions share a slot and a language: what they read is read once a round. */
type Round = DigestDeps & { readonly stories: ReadStories }

function openRound(deps: DigestDeps): Round {
  const stories = new Map<string, ReturnType<ReadStories>>()
  const contexts = new Map<string, Promise<CardContext>>()
  return {
    ...deps,
    stories: (filter) =>
      once(stories, JSON.stringify(filter), () => allStories(deps.store, filter)),
    context: (lang) => once(contexts, lang, () => deps.context(lang)),
  }
}

function once<T>(known: Map<string, T>, key: string, make: () => T): T {
  const value = known.get(key) ?? make()
  known.set(key, value)
  return value
}

async function planDigest(subscription: Subscription, deps: Round): Promise<boolean> {
  const { store, log } = deps
  const last = await store.lastSlot(subscription.id)
  const due = dueSlot(subscription, last, deps.clock.now())
  if (due === undefined) return false
  const context = await deps.context(subscription.lang)
  const untold = await untoldBefore(subscription, due.from, store)
  const before = last && (await store.findDigest(subscription.id, last.slot))
  const span = { ...due, from: untold.from }
  const built = await buildDigest(subscription, span, store, context, deps.stories, before)
  const folded = [...untold.slots, ...due.folded]
  const digest = folded.length === 0 || built.week ? built : { ...built, folded }
  const deliveries = await toDeliveries(digest, before, { subscription, deps, context })
  const isFirst = await store.saveDigest(digest, deliveries)
  if (isFirst) {
    log('info', 'digest.planned', {
      subscription: subscription.id,
      slot: digest.slot,
      core: digest.core.length,
      related: digest.related.length,
      messages: deliveries.length,
    })
  }
  return isFirst
}

/** Digests that were given up whole fold into this one: it begins where the first of them began. */
async function untoldBefore(
  subscription: Subscription,
  from: Instant,
  store: Store,
): Promise<{ readonly from: Instant; readonly slots: readonly string[] }> {
  const newest = await store.deliveries(subscription.id, NEWEST_READ)
  const isEnough = newest.some((one) => one.slot !== undefined && one.status !== 'dropped')
  const read = isEnough ? newest : await store.deliveries(subscription.id, DELIVERIES_READ)
  const parts = read.filter((delivery) => delivery.slot !== undefined)
  const untold = { from, slots: [] as string[] }
  // Newest first, as the deliveries come.
  for (const [slot, ofSlot] of Map.groupBy(parts, (delivery) => delivery.slot ?? '')) {
    if (ofSlot.some((part) => part.status !== 'dropped')) break
    const digest = await store.findDigest(subscription.id, slot)
    untold.from = Math.min(untold.from, digest?.from ?? from)
    untold.slots.unshift(slot)
  }
  return untold
}

const isEmpty = (digest: Digest): boolean => digest.core.length + digest.related.length === 0

/** An empty digest is said once, then skipped until there is something again. */
async function toDeliveries(
  digest: Digest,
  before: Digest | undefined,
  of: {
    readonly subscription: Subscription
    readonly deps: DigestDeps
    readonly context: CardContext
  },
): Promise<readonly Delivery[]> {
  const { subscription, deps, context } = of
  const wasSaid = before !== undefined && isEmpty(before)
  if (isEmpty(digest) && (subscription.empty === 'skip' || wasSaid)) return []
  const now = deps.clock.now()
  const nextAt = nextSlotAt(subscription, now)
  const { mutes = [] } = await deps.store.guildSettings(subscription.guildId)
  const chart = digest.week && (await drawChart(digest, deps))
  const messages = digestMessages(digest, await calm(subscription, deps), context, {
    muted: mutedCounts(mutes, now),
    ...(nextAt !== undefined && { nextAt }),
    ...(chart && { image: `attachment://${chart.name}` }),
  })
  return messages.map((body, part) => ({
    ...toDelivery(digest, subscription, { body, part, now }),
    ...(chart && part === messages.length - 1 && { files: [toFile(chart)] }),
  }))
}

/** A role is called at most once in two hours and four times a day, however many slots there are. */
async function calm(subscription: Subscription, deps: DigestDeps): Promise<Subscription> {
  if (subscription.notify !== 'role') return subscription
  const now = deps.clock.now()
  const notes = await deps.store.deliveryNotes(subscription.id, now - DAY_MS)
  const pingedAt = notes.filter((note) => note.pings).map((note) => note.createdAt)
  return mayPing(pingedAt, now, true) ? subscription : { ...subscription, notify: 'normal' }
}

function toDelivery(
  digest: Digest,
  subscription: Subscription,
  message: { readonly body: MessageBody; readonly part: number; readonly now: Instant },
): Delivery {
  const { body, part, now } = message
  const id = base32(`digest|${subscription.id}|${digest.slot}|${part}`, 25)
  const ids = new Set(selectIds(body))
  const stories = [...digest.core, ...digest.related].map((one) => one.story)
  const isForum = subscription.channelKind === 'forum'
  return {
    id,
    subscriptionId: subscription.id,
    channelId: subscription.channelId,
    channelKind: subscription.channelKind,
    slot: digest.slot,
    dueAt: digest.to,
    part,
    body: withMark(body, id),
    shows: stories.filter((story) => ids.has(story.id)).map(toShown),
    status: 'pending',
    createdAt: now,
    nextTryAt: now,
    tries: 0,
    ...((body.allowed_mentions.roles ?? []).length > 0 && { pings: true }),
    ...(isForum && { threadName: `Digest ${digest.slot.replace('T', ' ')}` }),
    // One post a slot: what does not fit the first message stands below it.
    ...(isForum && part > 0 && { kind: 'reply' as const }),
  }
}

async function drawChart(digest: Digest, deps: DigestDeps): Promise<Picture | undefined> {
  try {
    return await deps.weeklyChart?.(digest)
  } catch (error) {
    deps.log('warn', 'digest.chartless', { slot: digest.slot, reason: messageOf(error) })
    return undefined
  }
}

const toFile = ({ name, data, alt }: Picture) => ({
  name,
  base64: Buffer.from(data).toString('base64'),
  alt,
})
