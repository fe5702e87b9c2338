// Terms in a field: every hit of the trie with its place, then what a longer name takes away.

import { type Cuts, cutWords } from '../lib/words.ts'
import type { Matcher, Meaning, Node } from './compile.ts'
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
    if ((entries[first]?.symbols.length ?? 0) > 0) walk(matcher.root, first, first)
  }
  keepLongest(found, into.hits)

  function walk(node: Node, first: number, at: number): void {
    if (at >= count) return
    for (const symbol of entries[at]?.symbols ?? []) {
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
      if (next.next.size > 0) walk(next, first, at + 1)
    }
  }
}

/** A name inside a longer name or inside a block does not count; a concept only falls to a block. */
function keepLongest(found: readonly Hit[], hits: Hit[]): void {
  for (const hit of found) {
    if (hit.meaning.kind === 'block') continue
    if (hits.some((other) => isSame(other, hit))) continue
    if (!found.some((other) => covers(other, hit))) hits.push(hit)
  }
}

/** Two terms of one meaning can match the same words. */
const isSame = (one: Hit, other: Hit): boolean =>
  one.zone === other.zone &&
  one.first === other.first &&
  one.last === other.last &&
  one.meaning.ref === other.meaning.ref &&
  one.meaning.kind === other.meaning.kind

function covers(other: Hit, hit: Hit): boolean {
  if (other.first > hit.first || other.last < hit.last) return false
  const kind = other.meaning.kind
  if (kind === 'block') return true
  if (kind === 'concept' || hit.meaning.kind === 'concept') return false
  return other.last - other.first > hit.last - hit.first
}
