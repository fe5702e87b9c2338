// The language of a title by its script, by letters that only one language has and by small words; the
// feed's language decides what those cannot (a package would cost 9 to 100 MB for the same).

import { type Cuts, cutWords, openWordCache, toCuts, type WordCache } from '../lib/words.ts'
import type { Lang } from '../types.ts'

/** BCP-47 language of a text; the hint where the text's script allows it, `und` where nothing is known. */
export const detectLanguage = (text: string, hint?: Lang): Lang =>
  languageOf(cutWords(text, shared), hint)

/** The same of a text that is cut already. */
export function languageOf(cuts: Cuts, hint: Lang | undefined): Lang {
  const prior = hint?.toLowerCase().split(/[-_]/)[0]
  const script = mainScript(cuts)
  switch (script) {
    case 'none':
    case 'other':
      return prior ?? 'und'
    case 'hebrew':
      return prior === 'yi' ? 'yi' : 'he'
    case 'cyrillic':
      return choose(cuts, CYRILLIC, prior, 'ru')
    case 'arabic':
      return choose(cuts, ARABIC, prior, 'ar')
    case 'latin':
      return latinLanguage(cuts, prior)
    default:
      throw new Error(`no such script: ${script satisfies never}`)
  }
}

const shared = toCuts()
const NONE: readonly number[] = []
/** After the last Arabic letter. */
const LETTERS_END = 0x700
/** Short words of titles repeat soon. */
const CLUES_KEPT = 8000

type Script = 'latin' | 'cyrillic' | 'arabic' | 'hebrew' | 'other' | 'none'

/** A headline in another script often carries Latin names: Latin must clearly prevail. */
const LATIN_SHARE = 0.6

function mainScript({ units, length }: Cuts): Script {
  let latin = 0
  let cyrillic = 0
  let hebrew = 0
  let arabic = 0
  let other = 0
  for (let at = 0; at < length; at += 1) {
    const unit = units[at] ?? 0
    if (unit < 0x41) continue
    if (unit < 0x250) latin += 1
    else if (unit >= 0x400 && unit < 0x530) cyrillic += 1
    else if (unit >= 0x590 && unit < 0x600) hebrew += 1
    else if (unit >= 0x600 && unit < 0x780) arabic += 1
    else if ((unit >= 0x900 && unit < 0x2000) || (unit >= 0x2e80 && unit < 0xd800)) other += 1
  }
  const scripts: readonly [Script, number][] = [
    ['latin', latin * LATIN_SHARE],
    ['cyrillic', cyrillic],
    ['hebrew', hebrew],
    ['arabic', arabic],
    ['other', other],
  ]
  let best: Script = 'none'
  let most = 0
  for (const [script, count] of scripts) {
    if (count > most) {
      best = script
      most = count
    }
  }
  return best
}

/** What speaks for the languages of one script: letters that only one has (twice a word's weight), small words. */
type Clues = {
  readonly langs: readonly Lang[]
  /** Per letter the place of its language, from 1. */
  readonly letters: Uint8Array
  readonly words: WordCache<readonly number[]>
}

function toClues(table: readonly (readonly [Lang, string, string])[]): Clues {
  const letters = new Uint8Array(LETTERS_END)
  const words = new Map<string, number[]>()
  for (const [at, [, signs, small]] of table.entries()) {
    for (const sign of signs) letters[sign.charCodeAt(0)] = at + 1
    for (const word of small.split(' ')) words.set(word, [...(words.get(word) ?? []), at])
  }
  return {
    langs: table.map(([lang]) => lang),
    letters,
    words: openWordCache(CLUES_KEPT, (surface) => words.get(surface.toLowerCase()) ?? NONE),
  }
}

const CYRILLIC = toClues([
  [
    'ru',
    'ыэъёЫЭЪЁ',
    'и что от после как его уже будет еще ещё под из с со это не о об при к через у до про',
  ],
  ['uk', 'їєґЇЄҐіІ', 'та що від після про як його вже буде ще під через зі це й у з не до'],
  ['be', 'ўЎ', 'што ад пасля пра яго'],
])

const ARABIC = toClues([
  ['ar', 'ةىأإؤيك', 'في من على إلى الى عن أن هذا التي الذي مع بعد بين قال هل لا ما'],
  ['fa', 'پچژگیک', 'است این که از را در با برای شد می به آن کرد خود شود یک تا'],
  ['ur', 'ٹڈڑےں', 'کے کی کا ہے میں نے سے'],
  ['ps', 'ټډړښځڅې', 'د په چې او'],
])

const LATIN = toClues([
  ['en', '', 'the of to in and for on with as is at by from after says over a an it that its'],
  ['de', 'äöüß', 'der die das und mit von für ist nach im den auf'],
  ['fr', 'çèêà', 'le la les des et du une dans pour sur après est'],
  ['es', 'ñ¿¡', 'el los las del y en una por con para que'],
  ['it', '', 'il gli della di che per con una dei nel'],
  ['tr', 'ğışİ', 've bir bu için ile da de olarak'],
  ['sv', 'åÅ', 'och att det som för på av är'],
  ['pl', 'łąęśż', 'w i na się z do nie jest'],
])

const LETTER_WEIGHT = 2
const FIRST_OWN_LETTER = 0xa1
/** No clue is a longer word. */
const LONGEST_CLUE = 6

/** Points of each language of the clues, in one pass over the text. */
function pointsOf(
  { units, length, starts, ends, count }: Cuts,
  { langs, letters, words }: Clues,
): readonly number[] {
  const points = langs.map(() => 0)
  for (let at = 0; at < length; at += 1) {
    const unit = units[at] ?? 0
    // No letter outside belongs to one language alone.
    if (unit < FIRST_OWN_LETTER || unit >= LETTERS_END) continue
    const lang = letters[unit] ?? 0
    if (lang > 0) points[lang - 1] = (points[lang - 1] ?? 0) + LETTER_WEIGHT
  }
  for (let at = 0; at < count; at += 1) {
    const start = starts[at] ?? 0
    const end = ends[at] ?? 0
    if (end - start > LONGEST_CLUE) continue
    for (const lang of words.find(units, start, end)) points[lang] = (points[lang] ?? 0) + 1
  }
  return points
}

function choose(cuts: Cuts, clues: Clues, prior: Lang | undefined, fallback: Lang): Lang {
  const points = pointsOf(cuts, clues)
  const most = Math.max(...points)
  const first = points.indexOf(most)
  if (most > 0 && points.indexOf(most, first + 1) < 0) return clues.langs[first] ?? fallback
  if (prior !== undefined && clues.langs.includes(prior)) return prior
  return most > 0 ? (clues.langs[first] ?? fallback) : fallback
}

/** English has so many small words that another language must show at least as much of itself. */
const FOREIGN_LEAST = 2

function latinLanguage(cuts: Cuts, prior: Lang | undefined): Lang {
  const points = pointsOf(cuts, LATIN)
  const english = points[0] ?? 0
  const others = points.slice(1)
  const most = Math.max(...others)
  if (most >= FOREIGN_LEAST && most > english) return LATIN.langs[others.indexOf(most) + 1] ?? 'en'
  if (english >= FOREIGN_LEAST || prior === undefined || NOT_LATIN.has(prior)) return 'en'
  return prior
}

/** Languages whose feeds carry Latin titles only in another language. */
const NOT_LATIN: ReadonlySet<string> = new Set([
  'ru',
  'uk',
  'be',
  'fa',
  'ar',
  'he',
  'ur',
  'ps',
  'und',
])
