import type { Word } from '../lib/words.ts'

/** A skeleton of fewer consonants names too much. */
const CONSONANTS_MIN = 3

/**
 * The consonants of a word as a listener of any of the languages read would write them: a name has one
 * skeleton in Latin, Cyrillic, Arabic and Hebrew letters. Undefined where it is too short to tell
 * anything, or where the script has capitals and the word has none.
 */
export function toSkeleton(word: Word): string | undefined {
  if (word.cased === 'lower') return undefined
  let skeleton = ''
  const text = word.norm.replace(/^(?:ال|вы)/u, '')
  for (let at = 0; at < text.length; at += 1) {
    const pair = PAIRS.get(text.slice(at, at + 2))
    const sign = pair ?? SINGLES.get(text.charAt(at)) ?? ''
    if (pair !== undefined) at += 1
    if (sign !== '' && !skeleton.endsWith(sign)) skeleton += sign
  }
  return skeleton.length < CONSONANTS_MIN ? undefined : skeleton
}

// Letters that one language tells apart and another does not have one sign; vowels, `h`, `w` and `y` none.
const PAIRS: ReadonlyMap<string, string> = toMap({
  X: 'kh',
  S: 'sh ch',
  Z: 'zh dh',
  G: 'gh',
  J: 'дж dj',
  F: 'ph',
  T: 'th',
  K: 'ck',
})
const SINGLES: ReadonlyMap<string, string> = toMap({
  P: 'p b б п ب پ ב פ',
  F: 'f ф ف',
  T: 't т ت ط ט ת ث',
  D: 'd д د ض ד',
  S: 's x c с ш щ ц ч س ص ش چ ש ס צ',
  Z: 'z з ж ز ذ ظ ژ ז',
  K: 'k q к ك ک ق ק כ',
  G: 'g г ґ غ گ ג',
  X: 'х خ ח',
  J: 'j ج',
  M: 'm м م מ',
  N: 'n н ن נ',
  L: 'l л ل ל',
  R: 'r р ر ר',
})

function toMap(rows: Readonly<Record<string, string>>): ReadonlyMap<string, string> {
  return new Map(
    Object.entries(rows).flatMap(([sign, letters]) =>
      letters.split(' ').map((letter) => [letter, sign] as const),
    ),
  )
}
