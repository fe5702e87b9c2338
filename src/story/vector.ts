import type { Document } from './document.ts'
import type { Weights } from './weights.ts'

/** An article as numbers: sorted term ids with weights aligned to them, each weighting of length 1. */
export type Vector = {
  readonly ids: Uint32Array
  /** (1 + log tf) · idf^1.4 */
  readonly sharp: Float32Array
  /** (1 + log tf) · idf */
  readonly flat: Float32Array
  /** Share of the title's weight (idf^1.4), 0 for terms that are not in it. */
  readonly title: Float32Array
  readonly pairIds: Uint32Array
  readonly pairs: Float32Array
}

/** Not nothing: where an outlet tells one event alone, all its words are damped alike. */
const BOILERPLATE_FACTOR = 0.3

/** Rare words count for more than the logarithm says. */
const SHARPNESS = 1.4

export function toVector(document: Document, weights: Weights): Vector {
  const { outlet } = document.facts
  const ids = Uint32Array.from(document.terms.keys()).sort()
  const sharp = new Float32Array(ids.length)
  const flat = new Float32Array(ids.length)
  const title = new Float32Array(ids.length)
  let titleMass = 0
  for (let at = 0; at < ids.length; at += 1) {
    const id = ids[at] ?? 0
    const tf = 1 + Math.log(document.terms.get(id) ?? 1)
    const idf = weights.idf(id) * (weights.isBoilerplate(outlet, id) ? BOILERPLATE_FACTOR : 1)
    flat[at] = tf * idf
    const sharpened = idf ** SHARPNESS
    sharp[at] = tf * sharpened
    if (document.titleTerms.has(id)) {
      title[at] = sharpened
      titleMass += sharpened
    }
  }
  const pairIds = Uint32Array.from(document.bigrams.keys()).sort()
  const pairs = new Float32Array(pairIds.length)
  for (let at = 0; at < pairIds.length; at += 1) {
    pairs[at] = 1 + Math.log(document.bigrams.get(pairIds[at] ?? 0) ?? 1)
  }
  return {
    ids,
    sharp: toUnit(sharp),
    flat: toUnit(flat),
    title: title.map((weight) => weight / (titleMass || 1)),
    pairIds,
    pairs: toUnit(pairs),
  }
}

function toUnit(values: Float32Array): Float32Array {
  let sum = 0
  for (const value of values) sum += value * value
  if (sum > 0) {
    const length = Math.sqrt(sum)
    for (let at = 0; at < values.length; at += 1) values[at] = (values[at] ?? 0) / length
  }
  return values
}

/** Dot product of two sparse vectors with sorted ids. */
export function dot(
  aIds: Uint32Array,
  aValues: Float32Array,
  bIds: Uint32Array,
  bValues: Float32Array,
): number {
  let sum = 0
  let i = 0
  let j = 0
  while (i < aIds.length && j < bIds.length) {
    const a = aIds[i] ?? 0
    const b = bIds[j] ?? 0
    if (a === b) {
      sum += (aValues[i] ?? 0) * (bValues[j] ?? 0)
      i += 1
      j += 1
    } else if (a < b) i += 1
    else j += 1
  }
  return sum
}
