import { base32 } from '../../lib/hash.ts'
import { logQueue } from '../../lib/log-queue.ts'
import type { Delivery, Instant, MessageBody } from '../../types.ts'

/** A line for the log channel of a server; the same key is the same message. */
export function logDelivery(
  to: { readonly guildId: string; readonly channelId: string },
  key: string,
  body: MessageBody,
  now: Instant,
  marks: readonly string[] = [],
): Delivery {
  return {
    id: base32(`log|${to.guildId}|${key}`, 25),
    subscriptionId: logQueue(to.guildId),
    channelId: to.channelId,
    channelKind: 'text',
    part: 0,
    about: 'notice',
    body,
    status: 'pending',
    createdAt: now,
    nextTryAt: now,
    tries: 0,
    ...(marks.length > 0 && { marks }),
  }
}
