// A digest on its way: late, folded, or in several messages that belong together.

import { LATE_WITHIN_MS, ON_TIME_MS } from '../../digest/due.ts'
import { SECOND_MS } from '../../lib/clock.ts'
import type { Clock, Store } from '../../ports.ts'
import type { Delivery, DeliveryNote, Instant } from '../../types.ts'

type DigestPartDeps = { readonly store: Pick<Store, 'deliveryNotes'>; readonly clock: Clock }

const BEHIND_FIRST_MS = 10 * SECOND_MS

/**
 * A digest that could not leave within its window folds into the next one, and its other parts follow
 * the first: into the next digest, or behind it once it stands.
 */
export async function holdDigest(
  delivery: Delivery,
  deps: DigestPartDeps,
): Promise<Delivery | undefined> {
  const { slot, part } = delivery
  if (slot === undefined) return undefined
  const now = deps.clock.now()
  const isOver = now - (delivery.dueAt ?? delivery.createdAt) > LATE_WITHIN_MS
  if (part === 0 && !isOver) return undefined
  const first = part === 0 ? undefined : await findFirst(delivery, deps)
  if (part > 0 && first?.status !== 'dropped') {
    const waits = first !== undefined && first.status !== 'sent' && first.status !== 'unknown'
    if (!waits) return undefined
    return { ...delivery, status: 'retry', nextTryAt: now + BEHIND_FIRST_MS }
  }
  const reason = `${delivery.reason ?? 'it could not leave in time'}; folded into the next digest`
  return { ...delivery, status: 'dropped', reason }
}

/** All parts of a digest were made at the same time. */
async function findFirst(
  { subscriptionId, createdAt, slot }: Delivery,
  deps: DigestPartDeps,
): Promise<DeliveryNote | undefined> {
  const notes = await deps.store.deliveryNotes(subscriptionId, createdAt - 1)
  return notes.find((one) => one.slot === slot && one.part === 0)
}

/** In a forum the further parts of a digest stand in the post that the first one opened. */
export async function underFirst(delivery: Delivery, deps: DigestPartDeps): Promise<Delivery> {
  const isBelow =
    delivery.channelKind === 'forum' && delivery.slot !== undefined && delivery.part > 0
  if (!isBelow || delivery.targetId !== undefined) return delivery
  const first = await findFirst(delivery, deps)
  return first?.messageId === undefined ? delivery : { ...delivery, targetId: first.messageId }
}

/** A digest that left late says so, like one that was planned late. */
export function sayLate(delivery: Delivery, now: Instant): Delivery {
  const [first, ...rest] = delivery.body.embeds ?? []
  const dueAt = delivery.dueAt ?? delivery.createdAt
  const isLate = delivery.slot !== undefined && now - dueAt > ON_TIME_MS
  if (!isLate || delivery.part > 0 || first?.title === undefined) return delivery
  if (/ · late$/u.test(first.title)) return delivery
  const embeds = [{ ...first, title: `${first.title} · late` }, ...rest]
  return { ...delivery, body: { ...delivery.body, embeds } }
}
