// One spelling of each word: NFKC, lower case, and the letters that one language writes in several ways.

/** How a word is written; `none` where its script has no case. */
export type Cased = 'upper' | 'title' | 'lower' | 'none'
export type WordForm = { readonly norm: string; readonly cased: Cased }

/** A word's normal form; the empty string where nothing but marks and signs was in it. */
export function toWordForm(surface: string): WordForm {
  if (PLAIN.test(surface)) {
    const norm = surface.toLowerCase()
    return { norm, cased: casedOf(surface, norm) }
  }
  // Plain letters of one script need no Unicode normalisation: the usual case, ten times as fast.
  if (CYRILLIC.test(surface)) {
    const lower = surface.toLowerCase()
    return { norm: fold(lower), cased: casedOf(surface, lower) }
  }
  if (UNCASED.test(surface)) return { norm: fold(surface), cased: 'none' }
  let text = surface.normalize('NFKC').replace(APOSTROPHES, "'").replace(DROPPED, '')
  if (LATIN.test(text)) {
    text = text.replace(/'s$/i, '').normalize('NFD')
  }
  text = text.replace(MARKS, '').replaceAll("'", '')
  const lower = text.toLowerCase().replace(/\u0307/g, '')
  return { norm: fold(lower), cased: casedOf(text, lower) }
}

/** Most words have no letter to fold. */
const fold = (text: string): string =>
  FOLDABLE.test(text) ? text.replace(EVERY_FOLDABLE, (sign) => FOLDED.get(sign) ?? sign) : text

const CYRILLIC = /^[\u0400-\u045f\u0490\u0491]+$/
const UNCASED = /^(?:[\u05d0-\u05ea]+|[\u0621-\u063a\u0641-\u064a\u0671-\u06d3]+)$/
const PLAIN = /^[A-Za-z0-9]+$/
const LATIN = /\p{Script=Latin}/u
const APOSTROPHES = /[\u2018\u2019\u02bc\u02bb\u02be\u02bf`\u05f3\uff07]/g
/** Dots of acronyms, gershayim, tatweel, soft hyphen, zero-width joiner. */
const DROPPED = /[.".\u05f4\u201d\u0640\u00ad\u200d]/g
// Marks that are no part of a letter: harakat, niqqud, stress; й and ї are letters of their own.
const MARKS = /\p{M}/gu

function casedOf(text: string, lower: string): Cased {
  const first = text.charAt(0)
  const upper = text.toUpperCase()
  if (upper === lower) return 'none'
  if (text === lower) return 'lower'
  if (text === upper) return 'upper'
  return first === first.toLowerCase() ? 'lower' : 'title'
}

const FOLDED: ReadonlyMap<string, string> = new Map([
  ['ё', 'е'],
  ['ґ', 'г'],
  ['ı', 'i'],
  ['ł', 'l'],
  ['ø', 'o'],
  ['đ', 'd'],
  ['ß', 'ss'],
  ['æ', 'ae'],
  // Arabic and Persian: hamza carriers, both kafs and yehs, teh marbuta.
  ['أ', 'ا'],
  ['إ', 'ا'],
  ['آ', 'ا'],
  ['ٱ', 'ا'],
  ['ى', 'ی'],
  ['ي', 'ی'],
  ['ئ', 'ی'],
  ['ك', 'ک'],
  ['ؤ', 'و'],
  ['ة', 'ه'],
  ['ۀ', 'ه'],
  ['ە', 'ه'],
  ['ھ', 'ه'],
  ['ہ', 'ه'],
  ['ء', ''],
  // Hebrew final letters: an ending may follow the same word without them.
  ['ך', 'כ'],
  ['ם', 'מ'],
  ['ן', 'נ'],
  ['ף', 'פ'],
  ['ץ', 'צ'],
  ...digits(0x0660),
  ...digits(0x06f0),
])

const FOLDABLE = new RegExp(`[${[...FOLDED.keys()].join('')}]`)
const EVERY_FOLDABLE = new RegExp(FOLDABLE, 'g')

function digits(zero: number): [string, string][] {
  return Array.from({ length: 10 }, (_, digit) => [
    String.fromCharCode(zero + digit),
    String(digit),
  ])
}
