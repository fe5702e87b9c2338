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
  const resolved = URL.parse(href, base)?.href
  return resolved !== undefined && isHttpUrl(resolved) ? resolved : undefined
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

/** Without white space and controls inside, quotes and brackets around; an ampersand escaped twice is one. */
const toHref = (written: string): string =>
  written
    .trim()
    .replace(/[\u0000-\u001f\u007f\u200b-\u200f\ufeff]+/g, '')
    .replace(/^["'<]+|["'>]+$/g, '')
    .replace(/^(https?):\/+(?=[^/])/i, '$1://')
    .replace(/ /g, '%20')
    .replace(/&amp;/gi, '&')
    .replace(/^feed:(?:\/\/)?(?=https?:)/i, '')
    .replace(/^feed:\/\//i, 'http://')
