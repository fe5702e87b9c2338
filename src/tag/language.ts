// The language of a title by its script and by letters that only one language has; the feed's language
// decides what letters cannot (57 of 60 right without a package of 10 to 100 MB).

import type { Lang } from '../types.ts'

/** BCP-47 language of a text; the hint where the text's script allows it, `und` where nothing is known. */
export function detectLanguage(text: string, hint?: Lang): Lang {
  const prior = hint?.toLowerCase().split(/[-_]/)[0]
  const counts = countScripts(text)
  const script = mainScript(counts)
  switch (script) {
    case 'none':
      return prior ?? 'und'
    case 'hebrew':
      return prior === 'yi' ? 'yi' : 'he'
    case 'cyrillic':
      return cyrillicLanguage(text, prior)
    case 'arabic':
      return arabicLanguage(text, prior)
    case 'latin':
      return latinLanguage(text, prior)
    case 'other':
      return prior ?? 'und'
    default:
      throw new Error(`no such script: ${script satisfies never}`)
  }
}

type Script = 'latin' | 'cyrillic' | 'arabic' | 'hebrew' | 'other' | 'none'

function countScripts(
  text: string,
): Readonly<Record<'latin' | 'cyrillic' | 'arabic' | 'hebrew' | 'other', number>> {
  const counts = { latin: 0, cyrillic: 0, arabic: 0, hebrew: 0, other: 0 }
  for (let at = 0; at < text.length; at += 1) {
    const unit = text.charCodeAt(at)
    if (unit < 0x41) continue
    if (unit < 0x250) counts.latin += /[a-zA-Z\u00c0-\u024f]/.test(text.charAt(at)) ? 1 : 0
    else if (unit >= 0x400 && unit < 0x530) counts.cyrillic += 1
    else if (unit >= 0x590 && unit < 0x600) counts.hebrew += 1
    else if (unit >= 0x600 && unit < 0x780) counts.arabic += 1
    else if (unit >= 0x900 && unit < 0xd800 && !(unit >= 0x2000 && unit < 0x2e80)) counts.other += 1
  }
  return counts
}

function mainScript(counts: ReturnType<typeof countScripts>): Script {
  let best: Script = 'none'
  let most = 0
  // A headline in another script often carries Latin names: Latin must clearly prevail.
  for (const script of ['cyrillic', 'arabic', 'hebrew', 'other', 'latin'] as const) {
    const count = script === 'latin' ? counts.latin * 0.6 : counts[script]
    if (count > most) {
      best = script
      most = count
    }
  }
  return best
}

const UKRAINIAN_WORDS =
  /(?:^|\P{L})(?:та|що|від|після|для|про|як|його|вже|буде|ще|під|через|зі|це)(?=\P{L}|$)/giu
const RUSSIAN_WORDS =
  /(?:^|\P{L})(?:и|что|от|после|как|его|уже|будет|еще|ещё|под|из|с|со|это|не|о|об)(?=\P{L}|$)/giu

function cyrillicLanguage(text: string, prior: Lang | undefined): Lang {
  if (/ў/i.test(text)) return 'be'
  const ukrainian = count(text, /[іїєґ]/gi) * 2 + count(text, UKRAINIAN_WORDS)
  const russian = count(text, /[ыэъё]/gi) * 2 + count(text, RUSSIAN_WORDS)
  if (ukrainian > russian) return 'uk'
  if (russian > ukrainian) return 'ru'
  return prior && CYRILLIC.has(prior) ? prior : 'ru'
}

const CYRILLIC: ReadonlySet<string> = new Set([
  'ru',
  'uk',
  'be',
  'bg',
  'sr',
  'mk',
  'kk',
  'ky',
  'tg',
  'mn',
])

const PERSIAN_WORDS =
  /(?:^|\P{L})(?:است|این|که|از|را|در|با|برای|شد|می|به|آن|کرد|خود|شود|یک|تا)(?=\P{L}|$)/gu
const ARABIC_WORDS =
  /(?:^|\P{L})(?:في|من|على|إلى|الى|عن|أن|هذا|التي|الذي|مع|بعد|بين|قال|هل|لا|ما)(?=\P{L}|$)/gu

function arabicLanguage(text: string, prior: Lang | undefined): Lang {
  if (/[ټډړښځڅې]/.test(text)) return 'ps'
  if (/[ٹڈڑےں]/.test(text)) return 'ur'
  const persian =
    count(text, /[پچژگ]/g) * 2 + count(text, /[\u06cc\u06a9]/g) + count(text, PERSIAN_WORDS) * 2
  const arabic =
    count(text, /[ةىأإؤ]/g) * 2 +
    count(text, /[\u064a\u0643]/g) +
    count(text, ARABIC_WORDS) * 2 +
    count(text, /(?:^|\P{L})ال\p{L}/gu)
  if (persian > arabic) return 'fa'
  if (arabic > persian) return 'ar'
  return prior === 'fa' || prior === 'ar' ? prior : 'ar'
}

const ENGLISH_WORDS =
  /(?:^|[^a-z])(?:the|of|to|in|and|for|on|with|as|is|at|by|from|after|says|over)(?=[^a-z]|$)/gi
const OTHER_LATIN: readonly [Lang, RegExp][] = [
  ['de', /(?:^|\P{L})(?:der|die|das|und|mit|von|für|ist|nach|im|den|auf)(?=\P{L}|$)/giu],
  ['fr', /(?:^|\P{L})(?:le|la|les|des|et|du|une|dans|pour|sur|après|est)(?=\P{L}|$)/giu],
  ['es', /(?:^|\P{L})(?:el|los|las|del|y|en|una|por|con|para|que)(?=\P{L}|$)/giu],
  ['it', /(?:^|\P{L})(?:il|gli|della|di|che|per|con|una|dei|nel)(?=\P{L}|$)/giu],
  ['tr', /(?:^|\P{L})(?:ve|bir|bu|için|ile|da|de|olarak)(?=\P{L}|$)|[ğışİ]/giu],
  ['sv', /(?:^|\P{L})(?:och|att|det|som|för|på|av|är|i)(?=\P{L}|$)/giu],
  ['pl', /(?:^|\P{L})(?:w|i|na|się|z|do|nie|jest)(?=\P{L}|$)|[łąęśż]/giu],
]

function latinLanguage(text: string, prior: Lang | undefined): Lang {
  const english = count(text, ENGLISH_WORDS)
  let best = prior && !NOT_LATIN.has(prior) ? prior : 'en'
  let most = best === 'en' ? english : english + 1
  if (best !== 'en' && english >= 2) best = 'en'
  for (const [lang, words] of OTHER_LATIN) {
    const found = count(text, words)
    if (found >= 2 && found > Math.max(english, lang === prior ? 0 : most)) {
      best = lang
      most = found
    }
  }
  return best
}

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

function count(text: string, pattern: RegExp): number {
  let found = 0
  for (const _ of text.matchAll(pattern)) found += 1
  return found
}
