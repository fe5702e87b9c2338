import { toWords } from '../lib/words.ts'

const BAR_TAIL = /^(.*\S)\s*[|｜]\s*([^|｜]{2,60})$/u
const DASH_TAIL = /^(.*\S)\s(?:[-–—:]|::)\s([^–—|]{2,50})$/u
const MIN_KEPT_WORDS = 3
const MAX_TAIL_WORDS = 6
/** Words that name a newsroom's product rather than news. */
const MASTHEAD = /\b(?:news|times|post|herald|tribune|journal|magazine|tv|radio|today|press)$/iu

/**
 * A title without the outlet and section that publishers hang on it: everything after a bar, and what
 * follows a spaced dash where it looks like the outlet's own name. At least three words stay.
 */
export function stripSuffixes(title: string, outlet: string): string {
  let text = title
  for (let round = 0; round < 4; round += 1) {
    const shorter = stripOne(text, outlet)
    if (shorter === undefined) return text
    text = shorter
  }
  return text
}

function stripOne(text: string, outlet: string): string | undefined {
  const bar = BAR_TAIL.exec(text)
  if (bar?.[1] && bar[2] && isLongEnough(bar[1]) && toWords(bar[2]).length <= MAX_TAIL_WORDS + 2) {
    return bar[1]
  }
  const dash = DASH_TAIL.exec(text)
  if (dash?.[1] && dash[2] && isLongEnough(dash[1]) && isOutletName(dash[2], outlet)) return dash[1]
  return undefined
}

const isLongEnough = (text: string): boolean => toWords(text).length >= MIN_KEPT_WORDS

function isOutletName(tail: string, outlet: string): boolean {
  if (toWords(tail).length > MAX_TAIL_WORDS) return false
  const squeezed = squeeze(tail)
  const name = squeeze(outletLabel(outlet))
  if (name.length >= 3 && (squeezed.includes(name) || name.includes(squeezed))) return true
  if (name.length >= 3 && isSubsequence(name, squeezed)) return true
  return /^\p{Lu}/u.test(tail) && MASTHEAD.test(tail)
}

/** `www.nytimes.com` → `nytimes`; a name that is no address stays as it is. */
function outletLabel(outlet: string): string {
  const host = /^(?:[\w-]+\.)*?([\w-]+)\.(?:com?|org|net|gov|edu|info)?\.?[a-z]{2,4}$/iu.exec(
    outlet,
  )
  return host?.[1] ?? outlet
}

const squeeze = (text: string): string =>
  text
    .toLowerCase()
    .replace(/^the\s/u, '')
    .replace(/[^\p{L}\p{N}]/gu, '')

function isSubsequence(short: string, long: string): boolean {
  let at = 0
  for (const letter of long) if (letter === short[at]) at += 1
  return at === short.length
}
