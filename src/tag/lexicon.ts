// From a word of a text to the words of terms that it may be: looked up once per distinct surface form,
// then remembered. What makes inflection cost nothing is this cache.

import { isAffix, openWordCache, toWordForm } from '../lib/words.ts'
import { lookups, type Mode, toWordRule, type WordRule } from './inflect.ts'

/** What a surface form is: the symbols of term words that it fits, and its value where it is a number. */
export type Entry<T> = {
  readonly symbols: readonly number[]
  /** Where in the trie the terms go on that begin with it. */
  readonly starts: readonly T[]
  /** One of them is a whole term of this word alone; else the next word must fit as well. */
  readonly whole: boolean
  /** A Persian affix written apart: matching skips it. */
  readonly skip: boolean
  readonly number: number
}

type Known = { readonly symbol: number; readonly rule: WordRule }

export type Lexicon<T> = {
  /** The symbol of a written word of a term; the same word always has the same one. */
  readonly add: (written: string) => number
  /** What the units from `start` to `end` of a text are. */
  readonly find: (units: Uint16Array, start: number, end: number) => Entry<T>
  readonly size: () => number
}

const CACHE_MAX = 60_000
/** No word of a pack is longer, in any form. */
const LONGEST_WORD = 100

/**
 * An empty lexicon; `startOf` tells where terms go on that begin with a symbol, `isWhole` whether a term ends there.
 */
export function toLexicon<T>(
  startOf: (symbol: number) => T | undefined,
  isWhole: (start: T) => boolean,
): Lexicon<T> {
  const symbols = new Map<string, number>()
  let changed = false
  const byMode = new Map<Mode, Map<string, Known[]>>()
  const cache = openWordCache(CACHE_MAX, lookUp)

  function add(written: string): number {
    const known = symbols.get(written)
    if (known !== undefined) return known
    const symbol = symbols.size
    const rule = toWordRule(written)
    symbols.set(written, symbol)
    const byKey = byMode.get(rule.mode) ?? new Map<string, Known[]>()
    if (byKey.size === 0) byMode.set(rule.mode, byKey)
    const list = byKey.get(rule.key)
    if (list) list.push({ symbol, rule })
    else byKey.set(rule.key, [{ symbol, rule }])
    changed = true
    return symbol
  }

  function lookUp(surface: string): Entry<T> {
    // Every ending and clitic of a word is tried, which a hostile one of a million letters must not cost.
    if (surface.length > LONGEST_WORD) return UNKNOWN
    const { norm, cased } = toWordForm(surface)
    const found = new Set<number>()
    for (const { mode, key, ending } of lookups(norm)) {
      for (const { symbol, rule } of byMode.get(mode)?.get(key) ?? []) {
        if (rule.endings && !rule.endings.has(ending)) continue
        if (rule.cased === 'upper' && cased !== 'upper') continue
        if (rule.cased === 'capital' && cased !== 'upper' && cased !== 'title') continue
        found.add(symbol)
      }
    }
    const skip = norm === '' || isAffix(norm)
    const number = /^\d+$/.test(norm) ? Number(norm) : -1
    // Most words of a text are no words of the pack: one entry for all of them.
    if (found.size === 0 && !skip && number < 0) return UNKNOWN
    const symbols = [...found]
    const starts = symbols.flatMap((symbol) => startOf(symbol) ?? [])
    return { symbols, starts, whole: starts.some(isWhole), skip, number }
  }

  function find(units: Uint16Array, start: number, end: number): Entry<T> {
    if (changed) {
      cache.clear()
      changed = false
    }
    return cache.find(units, start, end)
  }

  return { add, find, size: () => symbols.size }
}

const UNKNOWN: Entry<never> = {
  symbols: [],
  starts: [],
  whole: false,
  skip: false,
  number: -1,
}
