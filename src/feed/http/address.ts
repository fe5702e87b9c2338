// Which internet addresses a feed may be fetched from: only what the whole world can reach.

import { lookup as dnsLookup } from 'node:dns'
import { BlockList, isIP, type LookupFunction } from 'node:net'
import { buildConnector } from 'undici'

/** A connection was refused before it was made: the address is not a public one. */
export class PrivateAddressError extends Error {
  override readonly name = 'PrivateAddressError'
}

// IANA IPv4 special-purpose registry (RFC 6890 and later), multicast and class E.
const CLOSED_V4 = toBlockList('ipv4', [
  ['0.0.0.0', 8], // this network
  ['10.0.0.0', 8], // private
  ['100.64.0.0', 10], // CGNAT, RFC 6598
  ['127.0.0.0', 8], // loopback
  ['169.254.0.0', 16], // link-local, cloud metadata
  ['172.16.0.0', 12], // private
  ['192.0.0.0', 24], // IETF protocol assignments
  ['192.0.2.0', 24], // documentation
  ['192.88.99.0', 24], // 6to4 relay
  ['192.168.0.0', 16], // private
  ['198.18.0.0', 15], // benchmarking
  ['198.51.100.0', 24], // documentation
  ['203.0.113.0', 24], // documentation
  ['224.0.0.0', 4], // multicast
  ['240.0.0.0', 4], // reserved and broadcast
])

// IPv6: only global unicast is public at all, and these parts of it are not.
const GLOBAL_V6 = toBlockList('ipv6', [['2000::', 3]])
const CLOSED_V6 = toBlockList('ipv6', [
  ['2001::', 23], // IETF protocol assignments, Teredo and ORCHID among them
  ['2001:db8::', 32], // documentation
  ['3fff::', 20], // documentation
])

/** True for an IP address (text) that is neither private, local, shared, multicast nor reserved; IPv4 inside IPv6 is looked into. */
export function isPublicAddress(address: string): boolean {
  const family = isIP(address)
  if (family === 4) return !CLOSED_V4.check(address, 'ipv4')
  // A zone id (`fe80::1%eth0`) is link-local by nature.
  if (family !== 6 || address.includes('%')) return false
  const embedded = findEmbeddedV4(address)
  if (embedded !== undefined) return isPublicAddress(embedded)
  return GLOBAL_V6.check(address, 'ipv6') && !CLOSED_V6.check(address, 'ipv6')
}

/** True where the host of an address is this machine by name or number; such feeds need no gaps between requests. */
export function isLoopbackUrl(url: string): boolean {
  if (!URL.canParse(url)) return false
  const host = new URL(url).hostname.replace(/^\[|\]$/g, '').replace(/\.$/, '')
  if (host === 'localhost' || host.endsWith('.localhost')) return true
  const family = isIP(host)
  if (family === 4) return host.startsWith('127.')
  if (family !== 6) return false
  return host === '::1' || (findEmbeddedV4(host)?.startsWith('127.') ?? false)
}

/**
 * Connector for an undici Agent that connects to public addresses only: a literal is checked as it is,
 * a name by the answers that the socket will really use, so that a second answer cannot differ (rebinding).
 */
export function publicConnector(options: {
  readonly timeoutMs: number
  readonly lookup?: LookupFunction | undefined
  readonly isPublic?: ((address: string) => boolean) | undefined
}): buildConnector.connector {
  const { lookup = dnsLookup, isPublic = isPublicAddress } = options
  const connect = buildConnector({
    timeout: options.timeoutMs,
    allowH2: false,
    lookup: publicLookup(lookup, isPublic),
  })
  return (request, callback) => {
    const host = request.hostname.replace(/^\[|\]$/g, '')
    // net.connect asks no lookup for a literal.
    if (isIP(host) !== 0 && !isPublic(host)) return callback(refusal(host, host), null)
    connect(request, callback)
  }
}

/** The same lookup with every address dropped that is not public; an error where none is left. */
function publicLookup(
  lookup: LookupFunction,
  isPublic: (address: string) => boolean,
): LookupFunction {
  return (hostname, options, callback) => {
    lookup(hostname, { ...options, all: true }, (error, answer) => {
      if (error) return callback(error, [])
      const found = Array.isArray(answer) ? answer : [{ address: answer, family: isIP(answer) }]
      const open = found.filter(({ address }) => isPublic(address))
      const first = open[0]
      if (first === undefined) {
        return callback(refusal(hostname, found[0]?.address ?? 'no address'), [])
      }
      if (options.all) return callback(null, open)
      callback(null, first.address, first.family)
    })
  }
}

const refusal = (host: string, address: string): PrivateAddressError =>
  new PrivateAddressError(
    host === address
      ? `${address} is no public address`
      : `${host} leads to ${address}, no public address`,
  )

/** The IPv4 address inside a mapped, compatible, NAT64 or 6to4 address. */
function findEmbeddedV4(address: string): string | undefined {
  const groups = toGroups(address)
  const [a = 0, b = 0, c = 0, , , f = 0, g = 0, h = 0] = groups
  const leading = groups.slice(0, 5).every((group) => group === 0)
  if (leading && f === 0xffff) return toV4(g, h)
  // `::` and `::1` are no IPv4 in disguise.
  if (leading && f === 0 && g !== 0) return toV4(g, h)
  const isNat64 = a === 0x64 && b === 0xff9b && groups.slice(2, 6).every((group) => group === 0)
  if (isNat64) return toV4(g, h)
  if (a === 0x2002) return toV4(b, c)
  return undefined
}

const toV4 = (high: number, low: number): string =>
  [high >> 8, high & 255, low >> 8, low & 255].join('.')

/** The eight 16-bit groups of a valid IPv6 address. */
function toGroups(address: string): readonly number[] {
  const dotted = /^(.*:)(\d+)\.(\d+)\.(\d+)\.(\d+)$/.exec(address)
  const text = dotted
    ? `${dotted[1]}${hexPair(dotted[2], dotted[3])}:${hexPair(dotted[4], dotted[5])}`
    : address
  const [head = '', tail] = text.split('::')
  const before = head === '' ? [] : head.split(':')
  const after = tail === undefined || tail === '' ? [] : tail.split(':')
  const gap = tail === undefined ? 0 : 8 - before.length - after.length
  return [...before, ...Array<string>(Math.max(gap, 0)).fill('0'), ...after].map((group) =>
    Number.parseInt(group, 16),
  )
}

const hexPair = (high = '0', low = '0'): string => (Number(high) * 256 + Number(low)).toString(16)

function toBlockList(
  family: 'ipv4' | 'ipv6',
  nets: readonly (readonly [string, number])[],
): BlockList {
  const list = new BlockList()
  for (const [net, bits] of nets) list.addSubnet(net, bits, family)
  return list
}
