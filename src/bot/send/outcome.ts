import { DiscordAPIError, HTTPError, RateLimitError } from '@discordjs/rest'
import { MINUTE_MS } from '../../lib/clock.ts'
import { messageOf } from '../../lib/errors.ts'
import type { PublishOutcome } from '../../ports.ts'

/** Discord counts it in its own seconds; a little more is never too early. */
const RETRY_SPARE_MS = 100
const REFUSED_CONNECTION_RETRY_MS = 5000
const EDITS_RETRY_MS = 10 * MINUTE_MS
/** A request that waited for its turn until nobody waited for its answer any more: it was never made. */
export const NO_TURN = 'NO_TURN'
/** Nothing listened or was reached: the request cannot have been carried out. */
const NOT_REACHED = new Set([
  NO_TURN,
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'ENETUNREACH',
  'EHOSTUNREACH',
  'UND_ERR_CONNECT_TIMEOUT',
])
const UNKNOWN_MESSAGE = 10008
/** An old message was edited too often; Discord asks to come back later. */
const TOO_MANY_EDITS = 30046
const THREAD_ARCHIVED = 50083
const INVALID_FORM = 50035
/** Refusals with status 400 that a person can mend; every other 400 is a message that we made wrong. */
const MENDABLE = new Set([THREAD_ARCHIVED, 160005])

/** What a failed request means for its delivery. */
export function toOutcome(error: unknown): PublishOutcome {
  if (error instanceof RateLimitError) {
    const afterMs = Math.max(error.timeToReset, error.retryAfter, error.sublimitTimeout)
    return {
      kind: 'retry',
      afterMs: afterMs + RETRY_SPARE_MS,
      reason: error.global ? 'rate limit of the whole bot' : 'rate limit of the channel',
    }
  }
  if (error instanceof DiscordAPIError) return toRefusal(error)
  if (error instanceof HTTPError) {
    return { kind: 'unsure', reason: `Discord answered ${error.status}` }
  }
  if (NOT_REACHED.has(codeOf(error))) {
    return {
      kind: 'retry',
      afterMs: REFUSED_CONNECTION_RETRY_MS,
      reason: `Discord was not reached: ${codeOf(error)}`,
    }
  }
  const name = error instanceof Error && error.name === 'AbortError' ? 'time-out' : messageOf(error)
  return { kind: 'unsure', reason: `no answer from Discord: ${codeOf(error) || name}` }
}

function toRefusal(error: DiscordAPIError): PublishOutcome {
  if (error.status === 401) return { kind: 'unauthorized' }
  if (error.code === TOO_MANY_EDITS) {
    return { kind: 'retry', afterMs: EDITS_RETRY_MS, reason: 'too many edits of an old message' }
  }
  if (error.status === 429) {
    return { kind: 'retry', afterMs: MINUTE_MS, reason: 'Discord asks to wait' }
  }
  const reason = `${error.status} ${error.message.split('\n')[0] ?? ''} (${error.code})`
  if (error.code === UNKNOWN_MESSAGE || isLostReference(error)) return { kind: 'missing', reason }
  if (error.status === 400 && !MENDABLE.has(Number(error.code))) return { kind: 'invalid', reason }
  return { kind: 'refused', reason, gone: error.status === 404 }
}

/** The message that a reply answers was deleted. */
const isLostReference = (error: DiscordAPIError): boolean =>
  error.code === INVALID_FORM && error.message.includes('message_reference')

function codeOf(error: unknown): string {
  if (!(error instanceof Error)) return ''
  if ('code' in error && typeof error.code === 'string') return error.code
  return error.cause === undefined ? '' : codeOf(error.cause)
}
