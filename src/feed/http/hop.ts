// The way of one request through redirects: at most five, http and https only, no circle.

import { type Unreachable, unreachable } from './failure.ts'
import { findHeader, type Headers } from './header.ts'

export const MAX_REDIRECTS = 5

export type Hop = {
  readonly kind: 'hop'
  /** Without credentials and fragment. */
  readonly url: string
  readonly count: number
  /** Where the permanent redirects at the start of the chain have led. */
  readonly permanentUrl?: string
  /** No temporary redirect so far. */
  readonly isPermanent: boolean
  readonly authorization?: string
  /** Cookies set on this way by this host: some sites redirect to the same address until they come back. */
  readonly cookie?: string
  readonly visited: readonly string[]
}

/** The first hop to an address; credentials in it become a header. */
export function startHop(address: string): Hop | Unreachable {
  const url = findHttpUrl(address)
  if (url === undefined) return notHttp(address)
  const authorization = takeCredentials(url)
  return {
    kind: 'hop',
    url: url.href,
    count: 0,
    isPermanent: true,
    ...(authorization !== undefined && { authorization }),
    visited: [],
  }
}

/** Where an answer sends us next; undefined where it is the answer. */
export function nextHop(hop: Hop, status: number, headers: Headers): Hop | Unreachable | undefined {
  if (![301, 302, 303, 307, 308].includes(status)) return undefined
  const location = findHeader(headers, 'location')
  if (location === undefined) return unreachable('redirects', `HTTP ${status} without Location`)
  const url = findHttpUrl(toUtf8(location), hop.url)
  if (url === undefined) return notHttp(location)
  if (hop.count >= MAX_REDIRECTS) {
    return unreachable('redirects', `more than ${MAX_REDIRECTS} redirects`)
  }
  const credentials = takeCredentials(url)
  const isSameOrigin = url.origin === new URL(hop.url).origin
  const authorization = credentials ?? (isSameOrigin ? hop.authorization : undefined)
  const cookie = isSameOrigin ? addCookies(hop.cookie, headers) : undefined
  const step = toStep(url.href, cookie)
  const visited = [...hop.visited, toStep(hop.url, hop.cookie)]
  if (visited.includes(step)) return unreachable('redirects', 'redirects in a circle')
  const isPermanent = hop.isPermanent && (status === 301 || status === 308)
  const permanentUrl = isPermanent ? url.href : hop.permanentUrl
  return {
    kind: 'hop',
    url: url.href,
    count: hop.count + 1,
    isPermanent,
    ...(permanentUrl !== undefined && { permanentUrl }),
    ...(authorization !== undefined && { authorization }),
    ...(cookie !== undefined && { cookie }),
    visited,
  }
}

const toStep = (url: string, cookie: string | undefined): string => `${url} ${cookie ?? ''}`

const notHttp = (address: string): Unreachable =>
  unreachable('scheme', `${address.slice(0, 200)} is no http(s) address`)

function findHttpUrl(address: string, base?: string): URL | undefined {
  if (!URL.canParse(address, base)) return undefined
  const url = new URL(address, base)
  if (url.protocol !== 'http:' && url.protocol !== 'https:') return undefined
  url.hash = ''
  return url
}

/** Takes `user:password@` off an address; gives it as a Basic authorization. */
function takeCredentials(url: URL): string | undefined {
  if (url.username === '' && url.password === '') return undefined
  const pair = `${decodeURIComponent(url.username)}:${decodeURIComponent(url.password)}`
  url.username = ''
  url.password = ''
  return `Basic ${Buffer.from(pair).toString('base64')}`
}

// Header bytes arrive as latin1; sites with non-ASCII paths send them as raw UTF-8.
function toUtf8(text: string): string {
  const bytes = Buffer.from(text, 'latin1')
  const decoded = bytes.toString('utf8')
  return decoded.includes('\ufffd') ? text : decoded
}

function addCookies(known: string | undefined, headers: Headers): string | undefined {
  const cookies = new Map<string, string>()
  const set = [headers['set-cookie'] ?? []].flat().map((line) => line.split(';')[0] ?? '')
  for (const pair of [...(known?.split('; ') ?? []), ...set]) {
    const [name = '', ...value] = pair.split('=')
    if (name.trim() !== '') cookies.set(name.trim(), value.join('=').trim())
  }
  if (cookies.size === 0) return undefined
  return [...cookies].map(([name, value]) => `${name}=${value}`).join('; ')
}
