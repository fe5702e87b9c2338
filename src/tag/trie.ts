// The terms of a pack as a trie over the words of their lexicon.

import type { Instant } from '../types.ts'
import type { Lexicon } from './lexicon.ts'
import { parseTerm } from './term.ts'

/** What a term stands for; a block has no atoms. All have the same properties: the fastest shape to read. */
export type Meaning = {
  readonly kind: 'actor' | 'asset' | 'concept' | 'block'
  readonly ref: string
  readonly atoms: readonly number[]
  /** Counts only beside another actor. */
  readonly hint: boolean
  readonly from: Instant | undefined
  readonly to: Instant | undefined
}

/** `next` is absent where no term goes on. */
export type Node = {
  next: Map<number, Node> | undefined
  meanings: readonly Meaning[]
  /** The term of each meaning, as the pack writes it. */
  terms: readonly string[]
}

export const toNode = (): Node => ({ next: undefined, meanings: NONE, terms: NO_TERMS })

// Most nodes only lead on.
const NONE: readonly Meaning[] = []
const NO_TERMS: readonly string[] = []

/** Adds a term in all its alternatives. Throws on a term that holds no word. */
export function addTerm(root: Node, lexicon: Lexicon<Node>, term: string, meaning: Meaning): void {
  for (const words of parseTerm(term)) {
    let node = root
    for (const written of words) {
      const symbol = lexicon.add(written)
      node.next ??= new Map()
      let next = node.next.get(symbol)
      if (!next) {
        next = toNode()
        node.next.set(symbol, next)
      }
      node = next
    }
    if (node.meanings.some((known) => isSame(known, meaning))) continue
    node.meanings = [...node.meanings, meaning]
    node.terms = [...node.terms, term]
  }
}

/** The same name is often listed for several languages, or for two holders of one office. */
export const isSame = (one: Meaning, other: Meaning): boolean =>
  one.kind === other.kind &&
  one.ref === other.ref &&
  one.hint === other.hint &&
  one.from === other.from &&
  one.to === other.to
