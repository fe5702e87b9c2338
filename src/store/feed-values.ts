import { hostOf } from '../lib/host.ts'
import type { FeedState, Instant } from '../types.ts'

/** A state as the columns of its row by name; `readAt` is when its document was last read with items in it. */
export const toFeedValues = (state: FeedState, readAt?: Instant) => ({
  feed_id: state.feedId,
  checked_at: state.checkedAt ?? null,
  read_at: readAt ?? null,
  due_at: state.status === 'gone' || state.status === 'paused' ? null : state.nextDueAt,
  // A state without an address shares its host with nobody.
  host: hostOf(state.url ?? state.configuredUrl ?? state.feedId),
  data: JSON.stringify(state),
})
