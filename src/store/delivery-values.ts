import type { ClaimedDelivery } from '../ports.ts'
import type { Delivery, DeliveryStatus } from '../types.ts'
import { fromJson } from './rows.ts'

export type DeliveryRow = { readonly status: DeliveryStatus; readonly data: string }

/** A delivery as it stands: what a claim changes is in the columns alone. */
export const toDelivery = ({ status, data }: DeliveryRow): Delivery => ({
  ...fromJson<Delivery>(data),
  status,
})

/** A due delivery as the one that claims it gets it. */
export const toClaimed = (row: {
  readonly lapsed: number
  readonly data: string
}): ClaimedDelivery => ({
  ...toDelivery({ status: 'sending', data: row.data }),
  lapsed: row.lapsed === 1,
})

/** A morning's digests take minutes to leave: what tells of a story goes before those that wait. */
const STORY_RANK = 0
const DIGEST_RANK = 1

/** A delivery as the columns of its row, in their order. */
export const toDeliveryValues = (delivery: Delivery) =>
  [
    delivery.id,
    delivery.subscriptionId,
    delivery.channelId,
    delivery.part,
    delivery.status,
    delivery.createdAt,
    dueAt(delivery),
    delivery.slot === undefined ? STORY_RANK : DIGEST_RANK,
    JSON.stringify(withoutClaim(delivery)),
  ] as const

/** Ids of the stories that deliveries show, and when the first of these was made. */
export function shownIn(deliveries: readonly Delivery[]) {
  const ids = deliveries.flatMap(({ storyId, shows = [] }) => [
    ...shows.map((one) => one.storyId),
    ...(storyId === undefined ? [] : [storyId]),
  ])
  return { ids: [...new Set(ids)], at: deliveries[0]?.createdAt ?? 0 }
}

/** A claim's own note is no part of a delivery; callers may hand the claimed one back. */
function withoutClaim(delivery: Delivery): Delivery {
  const { lapsed: _, ...plain } = { lapsed: false, ...delivery }
  return plain
}

/** When it may be claimed; `null` when it is done. One handed back as `sending` is due as its next try says. */
function dueAt(delivery: Delivery): number | null {
  switch (delivery.status) {
    case 'pending':
    case 'retry':
    case 'sending':
      return delivery.nextTryAt
    case 'sent':
    case 'dropped':
    case 'unknown':
      return null
    default:
      return delivery.status satisfies never
  }
}
