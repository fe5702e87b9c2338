// Addresses of strangers: http(s) only, one canonical form for identity, the domain for people.

import { isIP } from 'node:net'
import { isSharedHost, isTwoPartSuffix } from './url-suffix.ts'
import { isTrackingParameter } from './url-tracking.ts'
import { findWrapped } from './url-wrapped.ts'

const MAX_URL_LENGTH = 4096

/** Whether a text is an absolute http(s) address with a host. */
export const isHttpUrl = (url: string): boolean => findHttpUrl(url) !== undefined

/**
 * One form of an address for identity: https, no `www.`, no fragment, no tracking parameters, no AMP, and what a
 * redirecting address itself names (Google News, Google AMP). Idempotent; `undefined` for anything but http(s).
 */
export function canonicalUrl(url: string): string | undefined {
  let canonical: string | undefined
  let current = findHttpUrl(url)
  // What is stripped can uncover another wrapping; each step shortens the address, so this ends.
  while (current !== undefined) {
    const next = toCanonical(unwrap(current))
    if (next === canonical) return canonical
    canonical = next
    current = findHttpUrl(next)
  }
  return canonical
}

function unwrap(url: URL): URL {
  const wrapped = findWrapped(url)
  const inner = wrapped === undefined ? undefined : findHttpUrl(wrapped)
  return inner === undefined || inner.href.length >= url.href.length ? url : unwrap(inner)
}

/** Host of an address for people, without `www.`; `undefined` for anything but http(s). */
export function domainOf(url: string): string | undefined {
  const host = findHttpUrl(url)?.hostname
  return host === undefined ? undefined : withoutWww(host)
}

/**
 * The domain that somebody registered: the last two labels, three under a two-part suffix (`co.uk`, `com.ua`) or on
 * a host that gives names to strangers (`github.io`). An address in numbers is its own domain.
 */
export function registrableDomain(host: string): string {
  const name = host.toLowerCase().replace(/\.$/, '')
  if (isIP(name.replace(/^\[|\]$/g, '')) !== 0) return name
  const labels = name.split('.')
  const pair = labels.slice(-2).join('.')
  return isTwoPartSuffix(pair) || isSharedHost(pair) ? labels.slice(-3).join('.') : pair
}

function findHttpUrl(text: string): URL | undefined {
  const trimmed = text.trim()
  if (trimmed.length > MAX_URL_LENGTH || !/^https?:\/\//i.test(trimmed)) return undefined
  const url = URL.parse(trimmed)
  if (url === null || (url.protocol !== 'http:' && url.protocol !== 'https:')) return undefined
  return url.hostname === '' ? undefined : url
}

function toCanonical(url: URL): string {
  const host = canonicalHost(url.hostname)
  const port = url.port === '' || url.port === '80' || url.port === '443' ? '' : `:${url.port}`
  const path = canonicalPath(url.pathname)
  const query = url.search
    .slice(1)
    .split('&')
    .filter((pair) => pair !== '' && !isTrackingParameter(pair, host))
    .join('&')
  return `https://${host}${port}${path}${query === '' ? '' : `?${query}`}`
}

function canonicalHost(hostname: string): string {
  let host = hostname.replace(/\.$/, '')
  for (;;) {
    const next = withoutWww(host).replace(/^amp\.(?=[^.]+\.[^.]+)/, '')
    if (next === host) return host
    host = next
  }
}

const withoutWww = (host: string): string => host.replace(/^www\d?\.(?=[^.]+\.)/, '')

/** Publishers' AMP pages live at `/amp` before or after the article's own path, or end in `.amp` or `.amp.html`. */
function canonicalPath(pathname: string): string {
  let path = pathname
  for (;;) {
    const next = path
      .replace(/\/{2,}/g, '/')
      .replace(/\/+$/, '')
      .replace(/\.amp(?=$|\.html$)/i, '')
      .replace(/\/amp$/i, '')
      .replace(/^\/amp(?=\/.*[^/])/i, '')
    if (next === path) return path === '' ? '/' : path
    path = next
  }
}
