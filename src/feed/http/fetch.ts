// Our own fetch, with manners: conditional GET, one deadline over everything, a byte cap, checked hops.

import type { LookupFunction } from 'node:net'
import { Agent, buildConnector } from 'undici'
import { SECOND_MS } from '../../lib/clock.ts'
import { hash128 } from '../../lib/hash.ts'
import type { Clock } from '../../ports.ts'
import type { Validators } from '../../types.ts'
import { publicConnector } from './address.ts'
import { isPacked, unpackBody } from './body.ts'
import { type Answer, exchange, NoAnswerError } from './exchange.ts'
import { findFailure } from './failure.ts'
import { findHeader, findMaxAge, findSendable, type Headers } from './header.ts'
import { type Hop, nextHop, startHop } from './hop.ts'
import type { Answered, FetchOutcome, FetchRequest } from './outcome.ts'
import { findGuard, SNIFF_BYTES, toRefusal, toUnread } from './refusal.ts'

export type { FetchOutcome, FetchRequest }

export const FETCH_TIMEOUT_MS = 15 * SECOND_MS
export const MAX_BODY_BYTES = 10 * 1024 * 1024
/** Sites with long security policies send more than the usual 16 KB. */
const MAX_HEADER_BYTES = 64 * 1024
const ACCEPT =
  'application/rss+xml, application/atom+xml, application/feed+json, application/rdf+xml, application/xml;q=0.9, text/xml;q=0.9, */*;q=0.5'

export type FetcherOptions = {
  readonly version: string
  /** Address or mailbox in the User-Agent, for publishers who want to talk to us. */
  readonly contact?: string
  /** Lets feeds on private and loopback addresses through. */
  readonly allowPrivate: boolean
  /** Over connection, headers and body, all hops together; 15 s where absent. */
  readonly timeoutMs?: number
  /** After decompression; 10 MB where absent. */
  readonly maxBytes?: number
  /** For dates in headers of answers that carry no Date. */
  readonly clock?: Clock
  /** Seams for tests: name resolution, and what counts as a public address. */
  readonly lookup?: LookupFunction
  readonly isPublic?: (address: string) => boolean
}

export type Fetcher = {
  /** Never rejects for what a network or a server may do. */
  readonly fetch: (request: FetchRequest) => Promise<FetchOutcome>
  readonly close: () => Promise<void>
}

/** Opens the one way to the network for feeds; must be closed. */
export function openFetcher(options: FetcherOptions): Fetcher {
  const timeoutMs = options.timeoutMs ?? FETCH_TIMEOUT_MS
  const agent = new Agent({
    connect: options.allowPrivate
      ? buildConnector({
          timeout: timeoutMs,
          allowH2: false,
          ...(options.lookup && { lookup: options.lookup }),
        })
      : publicConnector({ timeoutMs, lookup: options.lookup, isPublic: options.isPublic }),
    maxHeaderSize: MAX_HEADER_BYTES,
    // Feeds of one host follow each other within seconds; after that a kept connection only costs both sides memory.
    keepAliveTimeout: 2 * SECOND_MS,
    keepAliveMaxTimeout: 4 * SECOND_MS,
    // The one deadline below covers both.
    headersTimeout: 0,
    bodyTimeout: 0,
  })
  const contact = options.contact?.replace(/[^\x20-\x7e]/g, '').trim()
  const context: Context = {
    agent,
    timeoutMs,
    maxBytes: options.maxBytes ?? MAX_BODY_BYTES,
    userAgent: `AxisWatch/${options.version}${contact ? ` (+${contact})` : ''}`,
    ...(options.clock && { clock: options.clock }),
  }
  return {
    fetch: (request) => fetchWithin(request, context),
    close: () => agent.destroy(),
  }
}

type Context = {
  readonly agent: Agent
  readonly timeoutMs: number
  readonly maxBytes: number
  readonly userAgent: string
  readonly clock?: Clock
}

async function fetchWithin(request: FetchRequest, context: Context): Promise<FetchOutcome> {
  const abort = new AbortController()
  const timer = setTimeout(() => abort.abort(), context.timeoutMs)
  try {
    return await followHops(request, context, abort.signal)
  } catch (error) {
    return findFailure(error, abort.signal.aborted ? context.timeoutMs : undefined)
  } finally {
    clearTimeout(timer)
  }
}

async function followHops(
  request: FetchRequest,
  context: Context,
  signal: AbortSignal,
): Promise<FetchOutcome> {
  let hop = startHop(request.url)
  while (hop.kind === 'hop') {
    const answer = await ask(hop, request.validators, context, signal)
    const next = nextHop(hop, answer.status, answer.headers)
    if (next === undefined) return await toOutcome(hop, answer, request.validators, context)
    hop = next
  }
  return hop
}

async function ask(
  hop: Hop,
  validators: Validators,
  context: Context,
  signal: AbortSignal,
): Promise<Answer> {
  const url = new URL(hop.url)
  const etag = findSendable(validators.etag)
  const lastModified = findSendable(validators.lastModified)
  const request = {
    origin: url.origin,
    path: `${url.pathname}${url.search}`,
    headers: {
      'user-agent': context.userAgent,
      accept: ACCEPT,
      'accept-encoding': 'gzip, br, zstd, deflate',
      ...(etag && { 'if-none-match': etag }),
      ...(lastModified && { 'if-modified-since': lastModified }),
      ...(hop.authorization && { authorization: hop.authorization }),
      ...(hop.cookie && { cookie: hop.cookie }),
    },
  }
  const limits = { maxBytes: context.maxBytes, maxOtherBytes: SNIFF_BYTES, signal }
  try {
    return await exchange(context.agent, request, limits)
  } catch (error) {
    // A kept connection that the server closed at the same moment: a GET may be sent again once.
    if (!(error instanceof NoAnswerError) || !isReset(error.cause)) throw error
    return await exchange(context.agent, request, limits)
  }
}

function isReset(error: unknown): boolean {
  const code = error instanceof Error && 'code' in error ? error.code : undefined
  return code === 'UND_ERR_SOCKET' || code === 'ECONNRESET' || code === 'EPIPE'
}

async function toOutcome(
  hop: Hop,
  answer: Answer,
  known: Validators,
  context: Context,
): Promise<FetchOutcome> {
  const { status, headers, body } = answer
  const answered: Answered = {
    status,
    headers,
    finalUrl: hop.url,
    ...(hop.permanentUrl !== undefined && { permanentUrl: hop.permanentUrl }),
  }
  const maxAgeMs = findMaxAge(headers, context.clock?.now())
  const age = maxAgeMs === undefined ? {} : { maxAgeMs }
  const isAsked = known.etag !== undefined || known.lastModified !== undefined
  if (status === 304 && isAsked) {
    const validators = { ...known, ...toValidators(headers) }
    return { kind: 'unchanged', ...answered, validators, ...age }
  }
  if (status < 200 || status > 299) return await toRefusal(answered, answer, hop, context.clock)
  if (answer.isCut) return toUnread({ kind: 'too-large' }, context.maxBytes)

  const encoding = findHeader(headers, 'content-encoding')
  const wire = isPacked(body, encoding) ? { wireHash: hash128(body) } : {}
  if (wire.wireHash !== undefined && wire.wireHash === known.wireHash) {
    const { bodyHash } = known
    const validators = { ...toValidators(headers), ...wire, ...(bodyHash && { bodyHash }) }
    return { kind: 'unchanged', ...answered, validators, ...age }
  }
  const read = await unpackBody(body, encoding, context.maxBytes)
  if (read.kind !== 'body') return toUnread(read, context.maxBytes)
  const contentType = findHeader(headers, 'content-type')
  const challenge = findGuard(headers, contentType, read.bytes)
  if (challenge !== undefined) return { kind: 'refused', ...answered, reason: challenge }
  const bodyHash = hash128(read.bytes)
  const validators = read.truncated ? { bodyHash } : { ...toValidators(headers), ...wire, bodyHash }
  if (known.bodyHash === bodyHash) return { kind: 'unchanged', ...answered, validators, ...age }
  return {
    kind: 'ok',
    ...answered,
    bytes: read.bytes,
    ...(contentType !== undefined && { contentType }),
    validators,
    ...age,
    ...(read.truncated && { truncated: true }),
  }
}

function toValidators(headers: Headers): Validators {
  const etag = findHeader(headers, 'etag')
  const lastModified = findHeader(headers, 'last-modified')
  return {
    ...(etag !== undefined && { etag }),
    ...(lastModified !== undefined && { lastModified }),
  }
}
