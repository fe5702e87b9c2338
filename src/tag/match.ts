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
export type Scratch = { readonly cuts: Cuts; readonly entries: Entry[]; readonly places: number[] }

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
    const firsts = entries[first]?.firsts ?? NONE
    if (firsts.length > 0) walk(matcher.root, first, first, firsts)
  }
  keepLongest(found, into.hits)

  function walk(node: Node, first: number, at: number, symbols: readonly number[]): void {
    for (const symbol of symbols) {
      const next = node.next.get(symbol)
      if (!next) continue
      for (const meaning of next.meanings) {
        found.push({
          meaning,
          zone,
          first,
          last: at,
          start: cuts.starts[places[first] ?? 0] ?? 0,
          end: cuts.ends[places[at] ?? 0] ?? 0,
        })
      }
      if (next.next.size > 0 && at + 1 < count) {
        walk(next, first, at + 1, entries[at + 1]?.symbols ?? NONE)
      }
    }
  }
}

const NONE: readonly number[] = []

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
