// Addresses in documents: resolved against xml:base, the site and the document itself; http(s) or nothing.

import { isHttpUrl } from '../lib/url.ts'

export type LinkContext = {
  /** Outermost first: the document's address, the channel's link, then `xml:base` values. */
  readonly bases: readonly string[]
}

const MAX_LINK_LENGTH = 4096

/** Absolute http(s) address of a link as written, or `undefined` where it leads nowhere a browser should go. */
export function resolveLink(written: string, context: LinkContext): string | undefined {
  const href = toHref(written)
  if (href === '' || href.length > MAX_LINK_LENGTH) return undefined
  if (/^https?:\/\//i.test(href)) return isHttpUrl(href) ? href : undefined
  // Any other scheme: javascript:, data:, mailto:, tag:, urn: …
  if (/^[a-z][a-z\d+.-]*:/i.test(href) && !/^[\w.-]+\.[a-z]{2,}:\d+/i.test(href)) return undefined
  if (/^www\.[\w-]+\.[a-z]/i.test(href))
    return isHttpUrl(`http://${href}`) ? `http://${href}` : undefined
  const base = resolveBase(context.bases)
  if (base === undefined) {
    const assumed = `https:${href}`
    return href.startsWith('//') && isHttpUrl(assumed) ? assumed : undefined
  }
  const resolved = URL.parse(isOfHost(href, base) ? `//${href}` : href, base)?.href
  return resolved !== undefined && isHttpUrl(resolved) ? resolved : undefined
}

/** `outlet.example/a` in a feed of outlet.example is an address that lost its scheme. */
function isOfHost(href: string, base: string): boolean {
  const host = URL.parse(base)?.host.replace(/^www\./, '') ?? ''
  const start = href.replace(/^www\./i, '').toLowerCase()
  return host.includes('.') && (start === host || start.startsWith(`${host}/`))
}

/** The base in force: each one resolved against those outside it. */
export function resolveBase(bases: readonly string[]): string | undefined {
  let base: string | undefined
  for (const next of bases) {
    const resolved = URL.parse(toHref(next), base)?.href
    if (resolved !== undefined && isHttpUrl(resolved)) base = resolved
  }
  return base
}

/** What nearly every address looks like, read at once. */
const USUAL = /^https?:\/\/(?!https?[:/])[a-z\d][\w.-]*(?:[/?#][\w.~/?#=%+,:@!$*-]*)?$/i
const DOUBLED_SCHEME = /^https?:\/\/(?=https?(?::\/|\/\/))/i

/** Without white space and controls inside, quotes and brackets around; an ampersand escaped twice is one. */
const toHref = (written: string): string => (USUAL.test(written) ? written : toTidyHref(written))

const toTidyHref = (written: string): string =>
  written
    .trim()
    .replace(/[\u0000-\u001f\u007f\u200b-\u200f\ufeff]+/g, '')
    .replace(/^["'<]+|["'>]+$/g, '')
    .replace(DOUBLED_SCHEME, '')
    .replace(/^(https?)(?::[\\/]+|\/\/)(?=[^\\/])/i, '$1://')
    .replace(/^https?:[^?#]*/i, (address) => address.replace(/\\/g, '/'))
    .replace(/^(?:null|undefined)$/, '')
    .replace(/ /g, '%20')
    .replace(/&amp;/gi, '&')
    .replace(/^feed:(?:\/\/)?(?=https?:)/i, '')
    .replace(/^feed:\/\//i, 'http://')
