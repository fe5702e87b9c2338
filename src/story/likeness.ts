import type { Document } from './document.ts'
import { dot, type Vector } from './vector.ts'

/** One article in the window: its counts, its vectors, and its nearest neighbours when it came. */
export type Item = {
  readonly document: Document
  readonly vector: Vector
  /** Cosines to its nearest articles by id; itself with 1. Set when it is compared. */
  neighbours: ReadonlyMap<string, number>
}

export const FEATURES = [
  'sharp',
  'flat',
  'title',
  'pairs',
  'coverage',
  'neighbours',
  'names',
  'actors',
  'titleNamesApart',
  'numbersShared',
  'numbersApart',
  'sameOutlet',
  'hours',
  'sharpTitle',
  'sharpNear',
] as const

/** Evidence that two articles tell one event, in the order of FEATURES. */
export function toFeatures(a: Item, b: Item): number[] {
  const sharp = dot(a.vector.ids, a.vector.sharp, b.vector.ids, b.vector.sharp)
  const flat = dot(a.vector.ids, a.vector.flat, b.vector.ids, b.vector.flat)
  const title = dot(a.vector.ids, a.vector.title, b.vector.ids, b.vector.title)
  const pairs = dot(a.vector.pairIds, a.vector.pairs, b.vector.pairIds, b.vector.pairs)
  const coverage = Math.min(coverageOf(a.vector, b.vector), coverageOf(b.vector, a.vector))
  const near = nearCosine(a.neighbours, b.neighbours)
  const names = nameOverlap(a.vector, b.vector)
  const actors = jaccard(a.document.actors, b.document.actors)
  const titleNamesApart = isApart(a.document.titleNames, b.document.titleNames) ? 1 : 0
  const numbersShared = shared(a.document.numbers, b.document.numbers) > 0 ? 1 : 0
  const numbersApart = isApart(a.document.numbers, b.document.numbers) ? 1 : 0
  const sameOutlet = a.document.outlet === b.document.outlet ? 1 : 0
  const hours = Math.log1p(Math.abs(a.document.at - b.document.at) / 3_600_000)
  return [
    sharp,
    flat,
    title,
    pairs,
    coverage,
    near,
    names,
    actors,
    titleNamesApart,
    numbersShared,
    numbersApart,
    sameOutlet,
    hours,
    Math.sqrt(Math.max(0, sharp * title)),
    sharp * near,
  ]
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

function shared<T>(a: ReadonlySet<T>, b: ReadonlySet<T>): number {
  let count = 0
  for (const value of a) if (b.has(value)) count += 1
  return count
}

const jaccard = <T>(a: ReadonlySet<T>, b: ReadonlySet<T>): number => {
  const both = shared(a, b)
  return both === 0 ? 0 : both / (a.size + b.size - both)
}

const isApart = <T>(a: ReadonlySet<T>, b: ReadonlySet<T>): boolean =>
  a.size > 0 && b.size > 0 && shared(a, b) === 0
