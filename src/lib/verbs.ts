// What a headline says was done, whatever its language: senses of the verbs (and of the nouns made of them)
// that outlets choose between. The list is config/story/verbs.json, written by hand.

import verbs from '../../config/story/verbs.json' with { type: 'json' }
import type { Lang } from '../types.ts'
import { toWords, type Word } from './words.ts'

/** A verb of a text: its sense, and where it stands. */
export type Verb = { readonly sense: string; readonly start: number; readonly end: number }

/** One word of a form; `open` where any ending may follow. */
type Part = { readonly norm: string; readonly open: boolean }
type Form = { readonly sense: string; readonly parts: readonly Part[] }

type Forms = ReadonlyMap<string, readonly Form[]>

/** Forms are found by the first letters of their first word, which every form has. */
const LEAD = 2
const LANGS = ['en', 'ru', 'uk', 'fa', 'ar', 'he'] as const
const ALL = 'und'
/** Made when first asked for: a start without a lens need not wait for it. */
const known = new Map<Lang, Forms>()

/** Those of a language: one word may mean two things in one script (Persian «oil» is Arabic «denied»); else all. */
function formsOf(lang: Lang): Forms {
  const own = LANGS.find((one) => one === lang)
  const key = own ?? ALL
  const made = known.get(key)
  if (made !== undefined) return made
  const forms = toForms(
    Object.entries(verbs).map(([sense, languages]) => [
      sense,
      own === undefined ? Object.values(languages).flat() : languages[own],
    ]),
  )
  known.set(key, forms)
  return forms
}

/** The verbs of a text in order; of two that begin at the same word the longer form counts. */
export function findVerbs(text: string, lang: Lang = ALL): readonly Verb[] {
  const forms = formsOf(lang)
  const words = toWords(text)
  const found: Verb[] = []
  let at = 0
  while (at < words.length) {
    const form = longestAt(words, at, forms)
    const first = words[at]
    const last = words[at + (form?.parts.length ?? 1) - 1]
    if (form !== undefined && first !== undefined && last !== undefined) {
      found.push({ sense: form.sense, start: first.start, end: last.end })
    }
    at += form?.parts.length ?? 1
  }
  return found
}

function toForms(senses: readonly (readonly [string, readonly string[]])[]): Forms {
  const forms = senses.flatMap(([sense, of]) =>
    of.map((form): Form => ({ sense, parts: toParts(form) })),
  )
  return Map.groupBy(forms, ({ parts }) => (parts[0]?.norm ?? '').slice(0, LEAD))
}

function longestAt(words: readonly Word[], at: number, forms: Forms): Form | undefined {
  const word = words[at]
  if (word === undefined) return undefined
  let best: { readonly form: Form; readonly weight: number } | undefined
  for (const norm of readings(word)) {
    for (const form of forms.get(norm.slice(0, LEAD)) ?? []) {
      if (!form.parts.every((part, step) => fits(words[at + step], part))) continue
      const weight = form.parts.reduce((sum, { norm }) => sum + norm.length + 1, 0)
      if (best === undefined || weight > best.weight) best = { form, weight }
    }
  }
  return best?.form
}

const fits = (word: Word | undefined, { norm, open }: Part): boolean =>
  word !== undefined &&
  readings(word).some((reading) => (open ? reading.startsWith(norm) : reading === norm))

/** Arabic and Hebrew write small words before a word as its first letters: with and without them. */
function readings({ norm, cased }: Word): readonly string[] {
  if (cased !== 'none') return [norm]
  const bare = norm.replace(CLITICS, '')
  return bare === norm || bare.length < BARE_MIN ? [norm] : [norm, bare]
}

const CLITICS = /^(?:[وفبلک]?ال|[وفبل]|[והבלמשכ])/u
const BARE_MIN = 3

function toParts(form: string): readonly Part[] {
  return form.split(' ').map((part) => {
    const open = part.endsWith('*')
    const [word] = toWords(open ? part.slice(0, -1) : part)
    return { norm: word?.norm ?? '', open }
  })
}
