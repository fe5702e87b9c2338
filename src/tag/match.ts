// Terms in a field: every hit of the trie with its place, then what a longer name takes away.

import { type Cuts, cutWords } from '../lib/words.ts'
import { isSame, type Matcher, type Meaning, type Node } from './compile.ts'
import type { Entry } from './lexicon.ts'

/** One term found; `first` and `last` count words, `start` and `end` UTF-16 units of the field. */
export type Hit = {
  readonly meaning: Meaning
  readonly zone: number
  readonly first: number
  readonly last: number
  readonly start: number
  readonly end: number
}

export type NumberHit = { readonly zone: number; readonly at: number; readonly value: number }

/** Words of one text, kept from text to text. */
export type Scratch = {
  readonly cuts: Cuts
  readonly entries: Entry<Node>[]
  readonly places: number[]
}

/**
 * Adds the hits of a text to `hits` and its numbers to `numbers`. `from` and `to` bound the part that counts
 * (a dateline before, the outlet's own name after it); offsets stay those of the whole text.
 */
export function findHits(
  matcher: Matcher,
  scratch: Scratch,
  field: {
    readonly text: string
    readonly zone: number
    readonly from: number
    readonly to: number
  },
  into: { readonly hits: Hit[]; readonly numbers: NumberHit[] },
): void {
  const { text, zone } = field
  const cuts = cutWords(text, scratch.cuts)
  const { entries, places } = scratch
  let count = 0
  for (let at = 0; at < cuts.count; at += 1) {
    const start = cuts.starts[at] ?? 0
    const end = cuts.ends[at] ?? 0
    if (start < field.from || end > field.to) continue
    const entry = matcher.lexicon.find(text.slice(start, end))
    if (entry.skip) continue
    if (entry.number >= 0) into.numbers.push({ zone, at: count, value: entry.number })
    entries[count] = entry
    places[count] = at
    count += 1
  }
  const found: Hit[] = []
  for (let first = 0; first < count; first += 1) {
    for (const start of entries[first]?.starts ?? NONE) take(start, first, first)
  }
  keepLongest(found, into.hits)

  function take(node: Node, first: number, last: number): void {
    for (const meaning of node.meanings) {
      const start = cuts.starts[places[first] ?? 0] ?? 0
      found.push({ meaning, zone, first, last, start, end: cuts.ends[places[last] ?? 0] ?? 0 })
    }
    if (node.next.size === 0 || last + 1 >= count) return
    for (const symbol of entries[last + 1]?.symbols ?? NO_SYMBOLS) {
      const next = node.next.get(symbol)
      if (next) take(next, first, last + 1)
    }
  }
}

const NONE: readonly Node[] = []
const NO_SYMBOLS: readonly number[] = []

/** A name inside a longer name or inside a block does not count; a concept only falls to a block. */
function keepLongest(found: readonly Hit[], hits: Hit[]): void {
  const wide = found.filter(({ meaning, first, last }) => meaning.kind === 'block' || last > first)
  const before = hits.length
  for (const hit of found) {
    if (hit.meaning.kind === 'block' || isThere(hits, before, hit)) continue
    if (!wide.some((other) => covers(other, hit))) hits.push(hit)
  }
}

/** Two terms of one meaning can match the same words; hits come in the order of their first word. */
function isThere(hits: readonly Hit[], from: number, hit: Hit): boolean {
  for (let at = hits.length - 1; at >= from; at -= 1) {
    const other = hits[at]
    if (!other || other.first !== hit.first) return false
    if (other.last === hit.last && isSame(other.meaning, hit.meaning)) return true
  }
  return false
}

function covers(other: Hit, hit: Hit): boolean {
  if (other.first > hit.first || other.last < hit.last) return false
  const kind = other.meaning.kind
  if (kind === 'block') return true
  if (kind === 'concept' || hit.meaning.kind === 'concept') return false
  return other.last - other.first > hit.last - hit.first
}
