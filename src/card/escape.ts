// What a stranger wrote is data (law 7): the one place where text of feeds becomes text of ours.

import { cutText, toLine } from '../lib/text.ts'
import { BUTTON_URL_MAX, URL_MAX } from './limits.ts'

const MARKDOWN = /[\\*_~|`>#[\]()<:-]/gu
/** Combining marks in a row beyond what any script needs reach over the lines around them. */
const MARK_FLOOD = /(\p{M}{4})\p{M}+/gu
/** Discord makes a card of an invite even where it is no link. */
const INVITE = /\b(discord(?:app)?|dsc)\.(?=(?:gg|com|me|io|li|new|gift)\b)/giu
const LIST_NUMBER = /^(\d+)\.(?=\s)/u
const ZWSP = '\u200b'

/**
 * A stranger's text for any place where Discord reads Markdown: one line, no control or bidi
 * characters, at most `max` UTF-16 units after escaping, cut at a grapheme, with every sign escaped
 * that could ping, link, head, quote or spoil. Empty only where nothing visible is left.
 */
export function escapeText(text: string, max: number): string {
  const line = cleanLine(text)
  const whole = addEscapes(line)
  if (whole.length <= max) return whole
  // Escapes only lengthen: search the longest cut of the bare text whose escaped form fits.
  let low = 0
  let high = Math.min(line.length, max)
  while (low < high) {
    const middle = Math.ceil((low + high) / 2)
    if (addEscapes(cutText(line, middle)).length <= max) low = middle
    else high = middle - 1
  }
  return low === 0 ? '' : addEscapes(cutText(line, low))
}

/** A stranger's text for places that know no Markdown (footer, author, labels of buttons and options). */
export function plainText(text: string, max: number): string {
  const line = cleanLine(text).replaceAll('@', `@${ZWSP}`)
  if (line.length <= max) return line
  return cutText(line, max)
}

/** An http(s) address fit for a masked link or an embed, or undefined; parentheses and spaces encoded. */
export function findLink(link: string | undefined, max: number = URL_MAX): string | undefined {
  if (link === undefined) return undefined
  const url = URL.parse(link.trim())
  if (url === null || (url.protocol !== 'http:' && url.protocol !== 'https:')) return undefined
  if (url.hostname === '') return undefined
  // Credentials in an address only serve to make one host look like another.
  url.username = ''
  url.password = ''
  const safe = url.href.replace(
    /[()<>\s"'`\\|*_~@[\]]/gu,
    (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase().padStart(2, '0')}`,
  )
  return safe.length <= max ? safe : undefined
}

/** The same for a link button, whose addresses are shorter. */
export const findButtonLink = (link: string | undefined): string | undefined =>
  findLink(link, BUTTON_URL_MAX)

/** Host of an address without `www.`, in its ASCII form so that look-alike letters show. */
export function domainOf(link: string): string {
  return (URL.parse(link)?.hostname ?? '').replace(/^www\./u, '')
}

/** `[text](address) (domain)`; the escaped text alone where there is no usable address. */
export function maskedLink(text: string, link: string | undefined, max: number): string {
  const url = findLink(link, LINK_IN_LINE_MAX)
  const label = escapeText(text, max)
  if (url === undefined || label === '') return label
  return `[${label}](${url}) (${escapeText(domainOf(url), DOMAIN_MAX)})`
}

/**
 * `maskedLink` with stretches of the text in bold; `marks` are UTF-16 offsets in order. Where a cut falls into a
 * stretch, it ends there.
 */
export function markedLink(
  text: string,
  marks: readonly { readonly start: number; readonly end: number }[],
  link: string | undefined,
  max: number,
): string {
  const url = findLink(link, LINK_IN_LINE_MAX)
  const label = markBold(text, marks, max)
  if (url === undefined || label === '') return label
  return `[${label}](${url}) (${escapeText(domainOf(url), DOMAIN_MAX)})`
}

// Private-use characters stand for the borders while the text is escaped; a stranger's own are taken out before.
const OPEN = '\ue000'
const CLOSE = '\ue001'

function markBold(
  text: string,
  marks: readonly { readonly start: number; readonly end: number }[],
  max: number,
): string {
  const bare = text.replace(/[\ue000\ue001]/gu, ' ')
  let marked = ''
  let at = 0
  for (const { start, end } of marks) {
    if (start < at) continue
    marked += `${bare.slice(at, start)}${OPEN}${bare.slice(start, end)}${CLOSE}`
    at = end
  }
  // Each sign of a border becomes two, and a cut stretch gets one that it had not.
  const escaped = escapeText(marked + bare.slice(at), max - 2 * marks.length - 1)
  const isCutInside = escaped.lastIndexOf(OPEN) > escaped.lastIndexOf(CLOSE)
  const whole = isCutInside ? `${escaped}${CLOSE}` : escaped
  // Two stretches that touch are one; an empty one is none.
  const joined = whole.replaceAll(`${OPEN}${CLOSE}`, '').replaceAll(`${CLOSE}${OPEN}`, '')
  return joined.replaceAll(OPEN, '**').replaceAll(CLOSE, '**')
}

/** Longer addresses would eat a digest's budget; the story card still links them in its title. */
const LINK_IN_LINE_MAX = 300
const DOMAIN_MAX = 60

function cleanLine(text: string): string {
  return toLine(text.toWellFormed()).replace(MARK_FLOOD, '$1')
}

function addEscapes(line: string): string {
  return line
    .replace(MARKDOWN, '\\$&')
    .replace(INVITE, '$1\\.')
    .replace(LIST_NUMBER, '$1\\.')
    .replaceAll('@', `@${ZWSP}`)
}
