// What finding terms writes into: kept from text to text, since making it anew would cost as much.

import { type Cuts, toCuts } from '../lib/words.ts'
import type { Entry } from './lexicon.ts'
import type { Meaning, Node } from './trie.ts'

/** One term found; `first` and `last` count words, `start` and `end` UTF-16 units of the field. */
export type Hit = {
  readonly meaning: Meaning
  /** As the pack writes it. */
  readonly term: string
  readonly zone: number
  readonly first: number
  readonly last: number
  readonly start: number
  readonly end: number
}

export type NumberHit = { readonly zone: number; readonly at: number; readonly value: number }

/** Words of one text and the terms that begin at one of them; lists are kept from text to text, never cut short. */
export type Scratch = {
  readonly cuts: Cuts
  readonly entries: Entry<Node>[]
  /** Which of the cuts each entry is. */
  readonly places: number[]
  /** How many words count. */
  words: number
  zone: number
  readonly meanings: Meaning[]
  /** The term of each of `meanings`, and its last word. */
  readonly written: string[]
  readonly lasts: number[]
  /** How many terms begin at the word. */
  terms: number
  /** Last word of any block that begins at an earlier word, and of any name. */
  blockReach: number
  nameReach: number
}

export const toScratch = (): Scratch => ({
  cuts: toCuts(),
  entries: [],
  places: [],
  words: 0,
  zone: 0,
  meanings: [],
  written: [],
  lasts: [],
  terms: 0,
  blockReach: NOWHERE,
  nameReach: NOWHERE,
})

/** No word of the text. */
export const NOWHERE = -1
