// The words of a text, in every script: the one normaliser that tagging, stories, search and the
// full-text index share. The parts are in words/: cut (borders), normal (folding), stem (endings).

import porter from 'natural/lib/natural/stemmers/porter_stemmer.js'
import type { Lang } from '../types.ts'
import { openWordCache, type WordCache } from './words/cache.ts'
import { type Cuts, cutWords, toCuts } from './words/cut.ts'
import { type Cased, toWordForm, type WordForm } from './words/normal.ts'
import { stemWord } from './words/stem.ts'

export type { Cased, Cuts, WordCache, WordForm }
export { cutWords, openWordCache, toCuts, toWordForm }

/** One word of a text. `start` and `end` are UTF-16 offsets in the text given. */
export type Word = {
  /** As written. */
  readonly text: string
  /** Folded: NFKC, lower case, one spelling of each letter, no possessive `'s`. */
  readonly norm: string
  /** Without its endings (and, in Arabic and Hebrew, its clitics). */
  readonly stem: string
  readonly start: number
  readonly end: number
  readonly cased: Cased
}

/**
 * The words of a text in order. Words end at anything that is no letter, digit or mark, at hyphens and
 * zero-width non-joiners, and between letters and digits (`Su-35` and `Su35` are both `su`, `35`).
 * Dotted acronyms are one word (`U.S.` is `us`).
 */
export function toWords(text: string, _lang?: Lang): readonly Word[] {
  const cuts = cutWords(text, shared)
  const words: Word[] = []
  for (let at = 0; at < cuts.count; at += 1) {
    const start = cuts.starts[at] ?? 0
    const end = cuts.ends[at] ?? 0
    const { norm, stem, cased } = known.find(cuts.units, start, end)
    if (norm === '') continue
    words.push({ text: text.slice(start, end), norm, stem, start, end, cased })
  }
  return words
}

const shared = toCuts()

/** Stems of a text, space-separated, for the full-text index; bare suffixes (Persian `ها`) are left out. */
export const indexWords = (text: string, _lang?: Lang): string => queryWords(text).join(' ')

/**
 * Stems of a query: the very words that `indexWords` writes for the same text. Stemming depends on a
 * word's script alone, so a query needs no language.
 */
export function queryWords(text: string): readonly string[] {
  const { units, starts, ends, count } = cutWords(text, shared)
  const stems: string[] = []
  for (let at = 0; at < count; at += 1) {
    const { stem, isAffix } = known.find(units, starts[at] ?? 0, ends[at] ?? 0)
    if (stem !== '' && !isAffix) stems.push(stem)
  }
  return stems
}

// Persian suffixes and verb prefixes that are written apart or after a zero-width non-joiner.
const AFFIXES: ReadonlySet<string> = new Set([
  'ها',
  'های',
  'هایی',
  'هایش',
  'هایشان',
  'ای',
  'ام',
  'اند',
  'تر',
  'ترین',
  'می',
  'نمی',
])

/** A Persian affix that stands as a word of its own; matching and the index skip it. */
export const isAffix = (norm: string): boolean => AFFIXES.has(norm)

/** The stem of an English word in ASCII letters (Porter). */
export const stemEnglish = (norm: string): string => porter.stem(norm)

/** The same words come again and again. */
const KNOWN_MAX = 100_000
const known = openWordCache(KNOWN_MAX, (surface) => {
  const form = toWordForm(surface)
  return { ...form, stem: stemWord(form.norm, porter.stem), isAffix: isAffix(form.norm) }
})
