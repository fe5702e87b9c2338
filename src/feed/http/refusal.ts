// Answers that bring no document: who refused, when to come back, what could not be unpacked.

import type { Clock } from '../../ports.ts'
import { type Body, unpackBody } from './body.ts'
import { findChallenge } from './challenge.ts'
import type { Answer } from './exchange.ts'
import type { Unreachable } from './failure.ts'
import { findHeader, findRetryAfter, type Headers } from './header.ts'
import type { Hop } from './hop.ts'
import type { Answered, FetchOutcome } from './outcome.ts'

/** Enough of a refusal to tell who refused. */
export const SNIFF_BYTES = 64 * 1024
/** What a refusal of that many packed bytes may come to. */
const MAX_PAGE_BYTES = 1024 * 1024

/** An answer that is neither a document nor a 304: said with who refused and when to come back. */
export async function toRefusal(
  answered: Answered,
  answer: Answer,
  hop: Hop,
  clock: Clock | undefined,
): Promise<FetchOutcome> {
  const { status, headers } = answered
  const read = await unpackBody(
    answer.body,
    findHeader(headers, 'content-encoding'),
    MAX_PAGE_BYTES,
  )
  const start = read.kind === 'body' ? toStart(read.bytes) : ''
  const challenge = findChallenge(headers, start)
  if (challenge !== undefined) {
    return { kind: 'refused', ...answered, reason: `${challenge} (HTTP ${status})` }
  }
  // Behind a temporary redirect a 410 says nothing of the address asked for.
  if (status === 410 && (hop.count === 0 || hop.permanentUrl === hop.url)) {
    return { kind: 'gone', ...answered }
  }
  const afterMs = findRetryAfter(headers, clock?.now())
  const isBusy = status === 429 || status === 503 || (status >= 500 && afterMs !== undefined)
  if (!isBusy) return { kind: 'refused', ...answered, reason: `HTTP ${status}` }
  return {
    kind: 'retry-later',
    ...answered,
    ...(afterMs !== undefined && { afterMs }),
    reason: `HTTP ${status}`,
  }
}

/** A document that cannot be had whole. */
export function toUnread(body: Exclude<Body, { kind: 'body' }>, maxBytes: number): Unreachable {
  switch (body.kind) {
    case 'too-large':
      return {
        kind: 'unreachable',
        code: 'too-large',
        reason: `larger than ${Math.round(maxBytes / 1024 / 1024)} MB`,
      }
    case 'broken':
      return { kind: 'unreachable', code: 'encoding', reason: body.reason }
    default:
      return body satisfies never
  }
}

/** A guard's page that came with status 200; only looked for in what does not call itself a feed. */
export function findGuard(
  headers: Headers,
  contentType: string | undefined,
  bytes: Uint8Array,
): string | undefined {
  // A document of another type is looked at by its headers alone.
  if (contentType !== undefined && !/html/i.test(contentType)) return findChallenge(headers, '')
  const start = toStart(bytes)
  return /<(?:rss|feed|rdf:RDF)\b/i.test(start) ? undefined : findChallenge(headers, start)
}

const toStart = (bytes: Uint8Array): string =>
  Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1', 0, SNIFF_BYTES)
