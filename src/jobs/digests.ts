import type { CardContext } from '../card/context.ts'
import { digestMessages } from '../card/digest.ts'
import { dueSlot, nextSlotAt } from '../digest/due.ts'
import { promotes } from '../digest/guild-view.ts'
import { mutedCounts } from '../digest/mute.ts'
import { selectDigest } from '../digest/select.ts'
import { base32 } from '../lib/hash.ts'
import type { Clock, Log, Store } from '../ports.ts'
import type { Delivery, Digest, Instant, Subscription } from '../types.ts'
import { readGuildView } from './guild-view.ts'
import { allStories } from './stories.ts'

export type DigestDeps = {
  readonly store: Store
  readonly clock: Clock
  readonly log: Log
  readonly context: (lang: string) => Promise<CardContext>
}

/**
 * Writes every digest that is due with its deliveries, pending; computed from the store alone (law 11).
 * @returns how many were written.
 */
export async function planDigests(deps: DigestDeps): Promise<number> {
  let written = 0
  for (const subscription of await deps.store.subscriptions()) {
    if (subscription.mode !== 'digest') continue
    if (await planDigest(subscription, deps)) written += 1
  }
  return written
}

async function planDigest(subscription: Subscription, deps: DigestDeps): Promise<boolean> {
  const now = deps.clock.now()
  const due = dueSlot(subscription, await deps.store.lastSlot(subscription.id), now)
  if (due === undefined) return false
  const context = await deps.context(subscription.lang)
  const digest = await buildDigest(subscription, due, deps.store, context)
  const deliveries = await toDeliveries(digest, subscription, deps, context)
  const isFirst = await deps.store.saveDigest(digest, deliveries)
  if (isFirst) {
    deps.log('info', 'digest.planned', {
      subscription: subscription.id,
      slot: digest.slot,
      core: digest.core.length,
      related: digest.related.length,
      messages: deliveries.length,
    })
  }
  return isFirst
}

/** Selects what the subscription is owed for the time (from, to]. */
export async function buildDigest(
  subscription: Subscription,
  span: {
    readonly slot: string
    readonly from: Instant
    readonly to: Instant
    readonly late: boolean
  },
  store: Store,
  context: CardContext,
): Promise<Digest> {
  const { relevance, severity } = subscription.filters
  const view = await readGuildView(store, subscription.guildId)
  const stories = await allStories(store, {
    relevance: promotes(view) && relevance === 'core' ? 'related' : relevance,
    since: span.from,
    until: span.to,
    ...(severity !== undefined && { severity }),
  })
  return selectDigest({
    subscription,
    ...span,
    stories,
    posted: await store.postedStories(
      subscription.channelId,
      stories.map((story) => story.id),
    ),
    themeOrder: context.pack.themes.map((theme) => theme.id),
    camps: context.camps,
    pack: context.pack,
    view,
  })
}

/** An empty digest is said once, then skipped until there is something again. */
async function toDeliveries(
  digest: Digest,
  subscription: Subscription,
  deps: DigestDeps,
  context: CardContext,
): Promise<readonly Delivery[]> {
  const now = deps.clock.now()
  const isEmpty = digest.core.length + digest.related.length === 0
  const key = `digest.empty.${subscription.id}`
  const saidBefore = (await deps.store.meta(key)) === 'said'
  if (isEmpty && (subscription.empty === 'skip' || saidBefore)) return []
  if (isEmpty !== saidBefore) await deps.store.setMeta(key, isEmpty ? 'said' : '')
  const nextAt = nextSlotAt(subscription, now)
  const { mutes = [] } = await deps.store.guildSettings(subscription.guildId)
  const messages = digestMessages(digest, subscription, context, {
    muted: mutedCounts(mutes, now),
    ...(nextAt !== undefined && { nextAt }),
  })
  return messages.map((body, part) => ({
    id: base32(`digest|${subscription.id}|${digest.slot}|${part}`, 25),
    subscriptionId: subscription.id,
    channelId: subscription.channelId,
    channelKind: subscription.channelKind,
    slot: digest.slot,
    part,
    body,
    status: 'pending',
    createdAt: now,
    nextTryAt: now,
    tries: 0,
    ...(subscription.channelKind === 'forum' && { threadName: `Digest ${digest.slot}` }),
  }))
}
