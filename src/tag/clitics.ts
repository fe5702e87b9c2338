// Arabic, Persian and Hebrew: what may stand before a word without a space (و ف ب ل ك ال, ה ו ב ל מ ש כ)
// and which endings it may carry. A form counts only where the rest is a word that the pack knows.

/** `whole`: nothing but prepositions and conjunctions were taken off, article and endings are there. */
export type Base = { readonly base: string; readonly whole: boolean }

const REST_MIN = 3
/** Shorter words take few endings, or everything would be one of them. */
const FREE_MIN = 4

const ARABIC_ENDINGS =
  'ی یه یین یون ین ون ان ات ها های هایی هم ه ا یان ای ش شان نا ت تی تین ته تها یات یتین هام'.split(
    ' ',
  )
const SHORT_ARABIC_ENDINGS = ['ی', 'یه', 'ها', 'یان', 'یون', 'یین', 'ا']
const HEBREW_ENDINGS = 'י ית ימ יות ות ה ו יו נו מ ת יה תו תמ ותיו ותיה יהמ ינ'.split(' ')
const SHORT_HEBREW_ENDINGS = ['י', 'ית', 'ימ', 'יות', 'ה', 'ת', 'ות']

/** The key of an Arabic or Persian word: without the article, and without teh marbuta where enough is left. */
export function arabicKey(norm: string): string {
  const bare = norm.startsWith('ال') && norm.length - 2 >= REST_MIN ? norm.slice(2) : norm
  return bare.endsWith('ه') && bare.length > FREE_MIN ? bare.slice(0, -1) : bare
}

/** The key of a Hebrew word: without a final ה where enough is left (רוסיה is רוסי + ה). */
export const hebrewKey = (norm: string): string =>
  norm.endsWith('ה') && norm.length > FREE_MIN ? norm.slice(0, -1) : norm

/** Every base of an Arabic-script word. */
export function arabicBases(norm: string): readonly Base[] {
  const whole = new Set([norm])
  for (const lead of ['و', 'ف']) {
    if (norm.startsWith(lead) && norm.length - 1 >= REST_MIN) whole.add(norm.slice(1))
  }
  for (const word of [...whole]) {
    if (word.startsWith('لل') && word.length - 1 >= REST_MIN) whole.add(`ال${word.slice(2)}`)
    if (/^[بلک]/.test(word) && word.length - 1 >= REST_MIN) whole.add(word.slice(1))
  }
  const bare = new Set(whole)
  for (const word of whole) {
    if (word.startsWith('ال') && word.length - 2 >= REST_MIN) bare.add(word.slice(2))
  }
  return [...toBases(whole, true), ...withoutEndings(bare, ARABIC_ENDINGS, SHORT_ARABIC_ENDINGS)]
}

/** Every base of a Hebrew word. */
export function hebrewBases(norm: string): readonly Base[] {
  const whole = new Set([norm])
  let rest = norm
  for (
    let taken = 0;
    taken < 3 && /^[והבלמשכ]/.test(rest) && rest.length - 1 >= REST_MIN;
    taken += 1
  ) {
    rest = rest.slice(1)
    whole.add(rest)
  }
  return [...toBases(whole, true), ...withoutEndings(whole, HEBREW_ENDINGS, SHORT_HEBREW_ENDINGS)]
}

const toBases = (words: Iterable<string>, whole: boolean): Base[] =>
  [...words].map((base) => ({ base, whole }))

function withoutEndings(
  words: ReadonlySet<string>,
  endings: readonly string[],
  short: readonly string[],
): Base[] {
  const bases = new Set(words)
  for (const word of words) {
    for (const ending of endings) {
      if (!word.endsWith(ending)) continue
      const base = word.slice(0, word.length - ending.length)
      if (base.length >= FREE_MIN || (base.length >= REST_MIN && short.includes(ending))) {
        bases.add(base)
      }
    }
  }
  return toBases(bases, false)
}
