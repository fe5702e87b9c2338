// Parts of a text that name a place or an outlet without telling of it: datelines before, the outlet's
// own name after.

import { toWords } from '../lib/words.ts'

const DATELINE_MAX = 70
/** CITY, Month 5 (Agency) – · CITY (Agency) — */
const BRACKETED =
  /^[\p{Lu}][\p{Lu}\p{M}\s.,'’/-]{2,40}(?:,?\s*\p{L}{3,9}\.?\s*\d{1,2})?\s*\([^()]{2,40}\)\s*[-–—:]+/u
/** City, Month 5 (AGENCY) - */
const DATED =
  /^\p{Lu}[\p{L}\p{M}\s.'’-]{1,30},\s*\p{L}{3,9}\.?\s*\d{1,2}\s*\([^()]{2,30}\)\s*[-–—:]+/u
/** CITY, 5 Month. /AGENCY/. */
const SLASHED = /^[\p{L}\s.,-]{2,40}\d{0,2}\s*[\p{L}]{0,12}\s*\.?\s*\/[^/]{2,20}\/\.?/u
/** CITY: · CITY — in capitals · CITY, Country — (also where the dash was read in the wrong charset) */
const CAPITALS =
  /^\p{Lu}[\p{Lu}\p{M}'’-]+(?:[ ,/]+\p{Lu}[\p{Lu}\p{M}.'’-]+){0,3}(?:,\s\p{Lu}[\p{L}.]{2,15})?(?:\s*:\s|\s(?:[-–—]|â[\u0080-\u009f]*)\s|—)/u

/** Where the text of a summary begins after its dateline; 0 where it has none. */
export function datelineEnd(text: string): number {
  // Cheap signs first: most texts have none of them.
  if (isEarly(text.indexOf('('))) {
    const head = text.slice(0, DATELINE_MAX)
    const found = BRACKETED.exec(head) ?? DATED.exec(head)
    if (found) return found[0].length
  }
  if (isEarly(text.indexOf('/'))) {
    const found = SLASHED.exec(text.slice(0, DATELINE_MAX))
    if (found) return found[0].length
  }
  if (isSmall(text.charCodeAt(1))) return 0
  const first = text.slice(0, 2)
  if (first.length === 2 && first === first.toUpperCase() && first !== first.toLowerCase()) {
    const found = CAPITALS.exec(text.slice(0, DATELINE_MAX))
    if (found) return found[0].length
  }
  return 0
}

const isEarly = (at: number): boolean => at >= 0 && at < DATELINE_MAX
/** A small Latin letter. */
const isSmall = (unit: number): boolean => unit >= 0x61 && unit <= 0x7a

const TAIL_BORDER = /\s[-–—|·]\s|\s?\|\s?/g

/** Where a title ends before its outlet's own name (`… - The Daily Example`); its length where it has none. */
export function outletStart(title: string, outlet: string | undefined): number {
  if (!title.includes('|') && !/ [-–—·] /.test(title)) return title.length
  let border: RegExpExecArray | undefined
  for (const found of title.matchAll(TAIL_BORDER)) border = found
  if (!border || border.index === 0) return title.length
  const tail = title.slice(border.index + border[0].length)
  if (/^(www\.)?[\w-]+(\.[a-z]{2,})+$/i.test(tail.trim())) return border.index
  if (outlet === undefined) return title.length
  const known = new Set(toWords(outlet).map((word) => word.norm))
  const joined = toWords(outlet)
    .map((word) => word.norm)
    .join('')
  const words = toWords(tail).map((word) => word.norm)
  const own =
    words.length > 0 &&
    (words.every((word) => known.has(word) || word === 'the') ||
      joined.includes(words.join('').replace(/^the/, '')))
  return own ? border.index : title.length
}
