import type { Instant, Validators } from '../types.ts'
import type { FetchOutcome } from './http/outcome.ts'

type Seen = {
  readonly validators: Validators
  readonly maxAgeMs?: number
  readonly permanentUrl?: string
}

/** What one poll came to, fetch and parse together. */
export type PollOutcome =
  /** A 304 or the bytes that we know. */
  | (Seen & { readonly kind: 'unchanged' })
  | (Seen & {
      readonly kind: 'read'
      readonly items: number
      /** Items that were new to the store. */
      readonly fresh: number
      /** Publication dates of all items that have one. */
      readonly publishedAt: readonly Instant[]
      readonly title?: string
      /** Codes of what had to be repaired. */
      readonly faults?: readonly string[]
      /** The larger of `ttl` and `sy:update*`. */
      readonly ttlMs?: number
      readonly skipHours?: readonly number[]
      readonly skipDays?: readonly string[]
    })
  /** A feed without items. */
  | (Seen & { readonly kind: 'empty'; readonly title?: string; readonly ttlMs?: number })
  | { readonly kind: 'broken' | 'blocked' | 'unreachable'; readonly reason: string }
  | { readonly kind: 'retry-later'; readonly reason: string; readonly afterMs?: number }
  | { readonly kind: 'gone' }

export type Success = Extract<PollOutcome, { kind: 'unchanged' | 'read' | 'empty' }>

/** What a fetch that brought no document means for the feed; undefined for `ok` and `unchanged`. */
export function findPollFailure(outcome: FetchOutcome): PollOutcome | undefined {
  switch (outcome.kind) {
    case 'ok':
    case 'unchanged':
      return undefined
    case 'gone':
      return { kind: 'gone' }
    case 'retry-later':
      return {
        kind: 'retry-later',
        reason: outcome.reason,
        ...(outcome.afterMs !== undefined && { afterMs: outcome.afterMs }),
      }
    case 'refused':
      return { kind: toRefusedStatus(outcome.status, outcome.reason), reason: outcome.reason }
    case 'unreachable':
      return { kind: 'unreachable', reason: outcome.reason }
    default:
      return outcome satisfies never
  }
}

// A plain 404 is an address without a feed; a server in trouble is out of reach; the rest is a refusal.
function toRefusedStatus(status: number, reason: string): 'broken' | 'blocked' | 'unreachable' {
  if (reason !== `HTTP ${status}`) return 'blocked'
  if (status >= 500) return 'unreachable'
  return status === 404 || status < 400 ? 'broken' : 'blocked'
}
