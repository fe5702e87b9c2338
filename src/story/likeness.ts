import type { Facts } from './document.ts'
import { dot, type Vector } from './vector.ts'

/** One article in the window: its facts, its vectors, and its nearest neighbours when it came. */
export type Item = {
  readonly document: Facts
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
  /** Both titles name actors, and none is the same. */
  readonly actorsApart: number
  /** Each title names an actor that the other does not. */
  readonly actorsDiffer: number
  /** Both titles tell numbers, and none is the same. */
  readonly numbersApart: number
}

export function toLikeness(a: Item, b: Item): Likeness {
  const overlap = toOverlap(a.vector, b.vector)
  return {
    ...overlap,
    pairs: dot(a.vector.pairIds, a.vector.pairs, b.vector.pairIds, b.vector.pairs),
    neighbours: nearCosine(a.neighbours, b.neighbours),
    actorsApart: isApart(a.document.titleActors, b.document.titleActors) ? 1 : 0,
    actorsDiffer: differ(a.document.titleActors, b.document.titleActors) ? 1 : 0,
    numbersApart: isApart(a.document.titleNumbers, b.document.titleNumbers) ? 1 : 0,
  }
}

/** One walk over both lists of terms. */
function toOverlap(a: Vector, b: Vector): Pick<Likeness, 'sharp' | 'flat' | 'coverage'> {
  let sharp = 0
  let flat = 0
  let saidOfA = 0
  let saidOfB = 0
  let i = 0
  let j = 0
  while (i < a.ids.length && j < b.ids.length) {
    const x = a.ids[i] ?? 0
    const y = b.ids[j] ?? 0
    if (x === y) {
      sharp += (a.sharp[i] ?? 0) * (b.sharp[j] ?? 0)
      flat += (a.flat[i] ?? 0) * (b.flat[j] ?? 0)
      saidOfA += a.title[i] ?? 0
      saidOfB += b.title[j] ?? 0
      i += 1
      j += 1
    } else if (x < y) i += 1
    else j += 1
  }
  return { sharp, flat, coverage: Math.min(saidOfA, saidOfB) }
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

const isApart = <T>(a: ReadonlySet<T>, b: ReadonlySet<T>): boolean =>
  a.size > 0 && b.size > 0 && a.isDisjointFrom(b)

const differ = <T>(a: ReadonlySet<T>, b: ReadonlySet<T>): boolean =>
  !a.isSubsetOf(b) && !b.isSubsetOf(a)
