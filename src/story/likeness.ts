import type { Document } from './document.ts'
import { dot, type Vector } from './vector.ts'

/** One article in the window: its counts, its vectors, and its nearest neighbours when it came. */
export type Item = {
  readonly document: Document
  readonly vector: Vector
  /** Cosines to its nearest articles by id; itself with 1. Set when it is compared. */
  neighbours: ReadonlyMap<string, number>
}

/** What two articles share, each value 0 to 1. */
export type Likeness = {
  /** Cosine of (1 + log tf) · idf^1.5. */
  readonly sharp: number
  /** Cosine of (1 + log tf) · idf. */
  readonly flat: number
  /** Cosine of word pairs. */
  readonly pairs: number
  /** Share of its title, by weight, that the other tells: of the one that is covered least. */
  readonly coverage: number
  /** Cosine of their neighbourhoods. */
  readonly neighbours: number
  readonly names: number
}

export function toLikeness(a: Item, b: Item): Likeness {
  return {
    sharp: dot(a.vector.ids, a.vector.sharp, b.vector.ids, b.vector.sharp),
    flat: dot(a.vector.ids, a.vector.flat, b.vector.ids, b.vector.flat),
    pairs: dot(a.vector.pairIds, a.vector.pairs, b.vector.pairIds, b.vector.pairs),
    coverage: Math.min(coverageOf(a.vector, b.vector), coverageOf(b.vector, a.vector)),
    neighbours: nearCosine(a.neighbours, b.neighbours),
    names: nameOverlap(a.vector, b.vector),
  }
}

/** Share of a's title, by weight, that b says anywhere. */
function coverageOf(a: Vector, b: Vector): number {
  let said = 0
  let all = 0
  let j = 0
  for (let i = 0; i < a.ids.length; i += 1) {
    const weight = a.title[i] ?? 0
    if (weight === 0) continue
    const id = a.ids[i] ?? 0
    while (j < b.ids.length && (b.ids[j] ?? 0) < id) j += 1
    all += weight
    if (b.ids[j] === id) said += weight
  }
  return all === 0 ? 0 : said / all
}

function nameOverlap(a: Vector, b: Vector): number {
  let both = 0
  let either = 0
  let i = 0
  let j = 0
  while (i < a.names.length || j < b.names.length) {
    const x = a.names[i] ?? Number.POSITIVE_INFINITY
    const y = b.names[j] ?? Number.POSITIVE_INFINITY
    if (x === y) {
      both += a.nameIdf[i] ?? 0
      either += a.nameIdf[i] ?? 0
      i += 1
      j += 1
    } else if (x < y) {
      either += a.nameIdf[i] ?? 0
      i += 1
    } else {
      either += b.nameIdf[j] ?? 0
      j += 1
    }
  }
  return either === 0 ? 0 : both / either
}

function nearCosine(a: ReadonlyMap<string, number>, b: ReadonlyMap<string, number>): number {
  let sum = 0
  for (const [id, value] of a) sum += value * (b.get(id) ?? 0)
  return sum === 0 ? 0 : sum / Math.sqrt(square(a) * square(b))
}

function square(values: ReadonlyMap<string, number>): number {
  let sum = 0
  for (const value of values.values()) sum += value * value
  return sum
}
