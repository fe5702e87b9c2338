import type { Delivery } from '../types.ts'

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
    JSON.stringify(withoutClaim(delivery)),
  ] as const

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
