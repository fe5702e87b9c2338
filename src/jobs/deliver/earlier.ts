// Did an earlier try post it? Asked of the channel before the next one (law 5).

import { DAY_MS, MINUTE_MS, SECOND_MS } from '../../lib/clock.ts'
import type { ClaimedDelivery, Clock, Publisher, PublishOutcome, Store } from '../../ports.ts'
import type { Delivery } from '../../types.ts'

/** Discord remembers a nonce for some minutes; within this a second try with it cannot post twice. */
export const NONCE_MEMORY_MS = 2 * MINUTE_MS
/** When a backup was put in place, as the store's meta has it. */
export const RESTORED_KEY = 'restored.at'
/** Messages since the backup may stand in their channels unknown to the store: digests are owed no longer than this. */
const RESTORED_LOOK_MS = DAY_MS
const LOOK_AGAIN_MS = 30 * SECOND_MS

export type EarlierDeps = {
  readonly publisher: Pick<Publisher, 'findPosted'>
  readonly clock: Clock
  /** A backup was put in place lately. */
  readonly restored: boolean
}

/** What an earlier try came to, or that nobody can say. */
type Earlier =
  | { readonly kind: 'known'; readonly outcome: PublishOutcome }
  | { readonly kind: 'unknown'; readonly after: Pick<Delivery, 'status' | 'reason'> }

/**
 * Looks for a message whose answer was lost. Its nonce alone is not trusted: how long ago the first
 * try was is known only by a clock that may have been set back. An edit may simply be repeated.
 */
export async function lookForEarlier(
  claimed: ClaimedDelivery,
  work: EarlierDeps,
): Promise<Earlier | undefined> {
  if (claimed.kind === 'edit') return undefined
  if (!claimed.lapsed && !claimed.unsure && !work.restored) return undefined
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
export async function isRestored(deps: {
  readonly store: Pick<Store, 'meta'>
  readonly clock: Clock
}): Promise<boolean> {
  const { store, clock } = deps
  const at = await store.meta(RESTORED_KEY)
  return at !== undefined && Math.abs(clock.now() - Number(at)) < RESTORED_LOOK_MS
}

/** A look that failed tells nothing about the message: it is looked for again. */
function stillUnsure(outcome: PublishOutcome): PublishOutcome {
  if (outcome.kind !== 'unsure') return outcome
  return { kind: 'retry', afterMs: LOOK_AGAIN_MS, reason: outcome.reason }
}
