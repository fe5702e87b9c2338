// Terms in a field: every hit of the trie with its place, then what a longer name takes away.

import { cutWords } from '../lib/words.ts'
import type { Matcher } from './compile.ts'
import { type Hit, NOWHERE, type NumberHit, type Scratch } from './scratch.ts'
import { isSame, type Meaning, type Node } from './trie.ts'

/**
 * Adds the hits of a text to `hits` and its numbers to `numbers`, in order of their first word. `from` and
 * `to` bound the part that counts (a dateline before, the outlet's own name after it); offsets stay those of
 * the whole text.
 */
export function findHits(
  matcher: Matcher,
  field: {
    readonly text: string
    readonly zone: number
    readonly from: number
    readonly to: number
  },
  into: { readonly hits: Hit[]; readonly numbers: NumberHit[] },
): void {
  const { lexicon, scratch } = matcher
  readWords(lexicon, scratch, field, into.numbers)
  scratch.blockReach = NOWHERE
  scratch.nameReach = NOWHERE
  for (let first = 0; first < scratch.words; first += 1) {
    const entry = scratch.entries[first]
    if (entry === undefined || entry.starts.length === 0) continue
    if (!entry.whole && !goesOn(scratch, first)) continue
    scratch.terms = 0
    for (const node of entry.starts) walk(scratch, node, first)
    if (scratch.terms > 0) keepLongest(scratch, first, into.hits)
  }
}

/** Whether the word after a word is one of the pack's: without it no longer term can go on. */
const goesOn = ({ entries, words }: Scratch, at: number): boolean =>
  at + 1 < words && (entries[at + 1]?.symbols.length ?? 0) > 0

/** Looks up the words of a text. */
function readWords(
  lexicon: Matcher['lexicon'],
  scratch: Scratch,
  {
    text,
    zone,
    from,
    to,
  }: {
    readonly text: string
    readonly zone: number
    readonly from: number
    readonly to: number
  },
  numbers: NumberHit[],
): void {
  const { cuts, entries, places } = scratch
  cutWords(text, cuts)
  let count = 0
  for (let at = 0; at < cuts.count; at += 1) {
    const start = cuts.starts[at] ?? 0
    const end = cuts.ends[at] ?? 0
    if (start < from || end > to) continue
    const entry = lexicon.find(cuts.units, start, end)
    if (entry.skip) continue
    if (entry.number >= 0) numbers.push({ zone, at: count, value: entry.number })
    entries[count] = entry
    places[count] = at
    count += 1
  }
  scratch.words = count
  scratch.zone = zone
}

/** Every term that goes on from a node whose word is the one at `last`. */
function walk(scratch: Scratch, node: Node, last: number): void {
  const { meanings, terms, next } = node
  for (let at = 0; at < meanings.length; at += 1) {
    const meaning = meanings[at]
    if (!meaning) continue
    scratch.meanings[scratch.terms] = meaning
    scratch.written[scratch.terms] = terms[at] ?? ''
    scratch.lasts[scratch.terms] = last
    scratch.terms += 1
  }
  if (next === undefined || last + 1 >= scratch.words) return
  const symbols = scratch.entries[last + 1]?.symbols ?? NO_SYMBOLS
  for (let at = 0; at < symbols.length; at += 1) {
    const after = next.get(symbols[at] ?? 0)
    if (after) walk(scratch, after, last + 1)
  }
}

const NO_SYMBOLS: readonly number[] = []

/**
 * A name inside a longer name or inside a block does not count; a concept only falls to a block. What covers
 * a hit begins with it or before it.
 */
function keepLongest(scratch: Scratch, first: number, hits: Hit[]): void {
  const { meanings, written, lasts, terms, cuts, places, zone, nameReach } = scratch
  let { blockReach } = scratch
  let longest = NOWHERE
  for (let at = 0; at < terms; at += 1) {
    const last = lasts[at] ?? 0
    const kind = meanings[at]?.kind
    if (kind === 'block') blockReach = Math.max(blockReach, last)
    else if (kind !== 'concept') longest = Math.max(longest, last)
  }
  const before = hits.length
  const start = cuts.starts[places[first] ?? 0] ?? 0
  for (let at = 0; at < terms; at += 1) {
    const meaning = meanings[at]
    const last = lasts[at] ?? 0
    if (!meaning || meaning.kind === 'block' || last <= blockReach) continue
    if (meaning.kind !== 'concept' && (last <= nameReach || last < longest)) continue
    if (isThere(hits, before, meaning, last)) continue
    const end = cuts.ends[places[last] ?? 0] ?? 0
    hits.push({ meaning, term: written[at] ?? '', zone, first, last, start, end })
  }
  scratch.blockReach = blockReach
  scratch.nameReach = Math.max(nameReach, longest)
}

/** Two terms of one meaning can match the same words. */
function isThere(hits: readonly Hit[], from: number, meaning: Meaning, last: number): boolean {
  for (let at = from; at < hits.length; at += 1) {
    const other = hits[at]
    if (other && other.last === last && isSame(other.meaning, meaning)) return true
  }
  return false
}
