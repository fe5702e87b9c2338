// Inflection by rule, per script: a word of the pack becomes a key and the endings that it may carry; a
// word of a text finds the keys whose endings fit. Clitics go only where the rest is a known word.

import { stemEnglish, toWordForm } from '../lib/words.ts'
import { arabicBases, arabicKey, hebrewBases, hebrewKey } from './clitics.ts'
import { cyrillicPattern } from './cyrillic.ts'

export type CaseRule = 'any' | 'capital' | 'upper'
export type Mode =
  | 'exact'
  | 'name'
  | 'stem'
  | 'endings'
  | 'arabic'
  | 'hebrew'
  | 'prefix'
  | 'clitics'

/** How one word of a term is looked for. */
export type WordRule = {
  readonly mode: Mode
  readonly key: string
  readonly cased: CaseRule
  /** In mode `endings`. */
  readonly endings?: ReadonlySet<string>
}

const ACRONYM_MAX = 4

/**
 * A word of a term as a rule. `=word` has no inflections, `^Word` must be written with a capital,
 * `word*` has any ending. Acronyms of up to four letters are case-sensitive; capitalised Latin words are
 * names (plural `s` only), other Latin words match by stem.
 */
export function toWordRule(written: string): WordRule {
  const { exact, capital, prefix, word } = readMarks(written)
  const { norm, cased } = toWordForm(word)
  const first = norm.charCodeAt(0)
  const acronym = cased === 'upper' && norm.length <= ACRONYM_MAX && !/\d/.test(norm)
  const rule: CaseRule = capital ? 'capital' : 'any'
  if (prefix) return { mode: 'prefix', key: norm, cased: rule }
  if (isCyrillic(first)) {
    if (exact) return { mode: 'exact', key: norm, cased: acronym ? 'capital' : rule }
    const { stem, endings } = cyrillicPattern(norm, cased)
    return { mode: 'endings', key: stem, cased: acronym ? 'capital' : rule, endings }
  }
  if (isArabic(first)) {
    return exact
      ? { mode: 'clitics', key: norm, cased: 'any' }
      : { mode: 'arabic', key: arabicKey(norm), cased: 'any' }
  }
  if (isHebrew(first)) {
    return exact
      ? { mode: 'clitics', key: norm, cased: 'any' }
      : { mode: 'hebrew', key: hebrewKey(norm), cased: 'any' }
  }
  if (acronym) return { mode: 'exact', key: norm, cased: 'upper' }
  if (exact || /^\d+$/.test(norm)) return { mode: 'exact', key: norm, cased: rule }
  if (cased === 'lower') return { mode: 'stem', key: stemEnglish(norm), cased: 'any' }
  return { mode: 'name', key: norm, cased: rule }
}

/** The keys under which a word of a text may be known, with what is left over as its ending. */
export function* lookups(norm: string): Generator<{ mode: Mode; key: string; ending: string }> {
  yield { mode: 'exact', key: norm, ending: '' }
  for (let end = 2; end <= norm.length; end += 1) {
    yield { mode: 'prefix', key: norm.slice(0, end), ending: '' }
  }
  const first = norm.charCodeAt(0)
  if (isCyrillic(first)) {
    for (let cut = 0; cut <= LONGEST_ENDING && cut < Math.max(1, norm.length - 1); cut += 1) {
      const end = norm.length - cut
      yield { mode: 'endings', key: norm.slice(0, end), ending: norm.slice(end) }
    }
  } else if (isArabic(first)) {
    for (const { base, whole } of arabicBases(norm)) {
      yield { mode: whole ? 'clitics' : 'arabic', key: base, ending: '' }
    }
  } else if (isHebrew(first)) {
    for (const { base, whole } of hebrewBases(norm)) {
      yield { mode: whole ? 'clitics' : 'hebrew', key: base, ending: '' }
    }
  } else {
    yield { mode: 'stem', key: stemEnglish(norm), ending: '' }
    yield { mode: 'name', key: norm, ending: '' }
    if (norm.endsWith('s')) yield { mode: 'name', key: norm.slice(0, -1), ending: '' }
  }
}

const LONGEST_ENDING = 4

function readMarks(written: string) {
  let word = written
  let exact = false
  let capital = false
  while (word.startsWith('=') || word.startsWith('^')) {
    if (word.startsWith('=')) exact = true
    else capital = true
    word = word.slice(1)
  }
  const prefix = word.endsWith('*')
  return { exact, capital, prefix, word: prefix ? word.slice(0, -1) : word }
}

const isCyrillic = (unit: number): boolean => unit >= 0x0400 && unit < 0x0530
const isHebrew = (unit: number): boolean => unit >= 0x0590 && unit < 0x0600
const isArabic = (unit: number): boolean => unit >= 0x0600 && unit < 0x0780
