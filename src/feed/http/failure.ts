// What keeps a server from answering, in words for people and a code for programs.

import { SECOND_MS } from '../../lib/clock.ts'
import { messageOf } from '../../lib/errors.ts'
import { PrivateAddressError } from './address.ts'

export type UnreachableCode =
  | 'dns'
  | 'timeout'
  | 'connection'
  | 'tls'
  | 'private'
  | 'redirects'
  | 'scheme'
  | 'too-large'
  | 'encoding'
  | 'protocol'

export type Unreachable = {
  readonly kind: 'unreachable'
  readonly code: UnreachableCode
  readonly reason: string
}

const REASONS: Readonly<Record<string, readonly [UnreachableCode, string]>> = {
  ENOTFOUND: ['dns', 'no such host'],
  EAI_AGAIN: ['dns', 'the name service does not answer'],
  EAI_NODATA: ['dns', 'the host has no address'],
  ENODATA: ['dns', 'the host has no address'],
  ECONNREFUSED: ['connection', 'connection refused'],
  ECONNRESET: ['connection', 'connection reset'],
  EPIPE: ['connection', 'connection reset'],
  EHOSTUNREACH: ['connection', 'no route to the host'],
  ENETUNREACH: ['connection', 'no route to the network'],
  ETIMEDOUT: ['timeout', 'no connection in time'],
  UND_ERR_CONNECT_TIMEOUT: ['timeout', 'no connection in time'],
  UND_ERR_SOCKET: ['connection', 'the server hung up'],
  UND_ERR_HEADERS_OVERFLOW: ['protocol', 'the headers are too large'],
  UND_ERR_RES_CONTENT_LENGTH_MISMATCH: ['connection', 'the body ended early'],
  CERT_HAS_EXPIRED: ['tls', 'the certificate has expired'],
  ERR_TLS_CERT_ALTNAME_INVALID: ['tls', 'the certificate is for another host'],
  DEPTH_ZERO_SELF_SIGNED_CERT: ['tls', 'the certificate is self-signed'],
  SELF_SIGNED_CERT_IN_CHAIN: ['tls', 'the certificate is self-signed'],
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: ['tls', 'the certificate chain is incomplete'],
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: ['tls', 'the certificate chain is incomplete'],
}

/** Turns whatever a request failed with into an outcome; `timeoutMs` is given where the deadline ended it. */
export function findFailure(error: unknown, timeoutMs?: number): Unreachable {
  if (timeoutMs !== undefined) {
    return unreachable('timeout', `no complete answer within ${timeoutMs / SECOND_MS} s`)
  }
  for (const cause of toCauses(error)) {
    if (cause instanceof PrivateAddressError) return unreachable('private', cause.message)
    const code = 'code' in cause ? String(cause.code) : ''
    const known = REASONS[code]
    if (known !== undefined) return unreachable(...known)
    if (code.startsWith('ERR_SSL') || code.startsWith('ERR_TLS') || code.startsWith('CERT_')) {
      return unreachable('tls', `no secure connection: ${cause.message}`)
    }
    if (code.startsWith('HPE_') || cause.name === 'HTTPParserError')
      return unreachable('protocol', 'the answer is no valid HTTP')
  }
  return unreachable('connection', messageOf(error))
}

export const unreachable = (code: UnreachableCode, reason: string): Unreachable => ({
  kind: 'unreachable',
  code,
  reason,
})

/** The error, its causes and, where several addresses were tried, what each failed with. */
function toCauses(error: unknown): readonly Error[] {
  const found: Error[] = []
  const open: unknown[] = [error]
  while (open.length > 0 && found.length < 20) {
    const next = open.shift()
    if (!(next instanceof Error)) continue
    found.push(next)
    if (next instanceof AggregateError) open.push(...next.errors)
    open.push(next.cause)
  }
  return found
}
