// What the headers of an answer say about when to come back. Times in HTTP dates are taken relative to
// the answer's own Date where it has one: a publisher's wrong clock then cancels out.

import { SECOND_MS } from '../../lib/clock.ts'
import type { Instant } from '../../types.ts'

export type Headers = Readonly<Record<string, string | string[] | undefined>>

/** One header as text; the first where it was sent more than once. */
export function findHeader(headers: Headers, name: string): string | undefined {
  const value = headers[name]
  const text = Array.isArray(value) ? value[0] : value
  return text === undefined || text.trim() === '' ? undefined : text.trim()
}

/** A stored value that may stand in a header again; anything else would end every later request before it is sent. */
export const findSendable = (value: string | undefined): string | undefined =>
  value !== undefined && /^[\t\x20-\x7e\x80-\xff]+$/.test(value) ? value : undefined

/** Milliseconds for which the answer may be held fresh, by Cache-Control max-age less Age, else Expires (RFC 9111); undefined where nothing is said or nothing is left. */
export function findMaxAge(headers: Headers, now?: Instant): number | undefined {
  const control = [headers['cache-control'] ?? []].flat().join(',').toLowerCase()
  if (/\bno-(?:store|cache)\b/.test(control)) return undefined
  const maxAge = /(?:^|[\s,])max-age\s*=\s*"?(\d+)/.exec(control)?.[1]
  if (maxAge !== undefined) {
    const age = Number(findHeader(headers, 'age') ?? 0)
    return toPositive((Number(maxAge) - (Number.isFinite(age) ? age : 0)) * SECOND_MS)
  }
  const expires = toInstant(findHeader(headers, 'expires'))
  const base = toInstant(findHeader(headers, 'date')) ?? now
  return expires === undefined || base === undefined ? undefined : toPositive(expires - base)
}

/** Milliseconds to wait by Retry-After, seconds or an HTTP date (RFC 9110 10.2.3); a moment that is past is 0. */
export function findRetryAfter(headers: Headers, now?: Instant): number | undefined {
  const text = findHeader(headers, 'retry-after')
  if (text === undefined) return undefined
  if (/^\d+(?:\.\d+)?$/.test(text)) return Math.ceil(Number(text) * SECOND_MS)
  const at = toInstant(text)
  const base = toInstant(findHeader(headers, 'date')) ?? now
  return at === undefined || base === undefined ? undefined : Math.max(0, at - base)
}

const toPositive = (ms: number): number | undefined => (ms > 0 ? ms : undefined)

/** An HTTP date; anything without a weekday or month name (`0`, `-1`) is none. */
function toInstant(text: string | undefined): Instant | undefined {
  if (text === undefined || !/[a-z]{3}/i.test(text)) return undefined
  const at = Date.parse(text)
  return Number.isNaN(at) ? undefined : at
}
