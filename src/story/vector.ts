import type { Document } from './document.ts'
import type { Tongues } from './tongues.ts'
import type { Weights } from './weights.ts'

/**
 * An article as numbers, in few blocks because a hundred thousand articles are held at once: `ids` holds
 * sorted terms, then sorted senses; `values` their weights in the same order.
 */
export type Vector = {
  readonly ids: Uint32Array
  readonly values: Float32Array
  /** 1 where a term is in the title. */
  readonly inTitle: Uint8Array
  readonly terms: number
  readonly senses: number
  /** Length of the senses: they are not of length 1. */
  readonly sensesLength: number
  /** The same with names muted that only one language writes. */
  readonly sharedLength: number
}

/** Rare words count for more than the logarithm says: (1 + log tf) · idf^2.6, of length 1. */
const SHARPNESS = 2.6
/** Not nothing: where an outlet tells one event alone, all its words are damped alike. */
const BOILERPLATE_FACTOR = 0.3
const SENSE_SHARPNESS = 1.3
/** What a sense of the lead counts against one of the title. */
const LEAD_SENSE = 0.5
/** What a capitalised name counts that no other language has written; in scripts without capitals, nothing. */
const LONE_NAME = 0.3

export function toVector(document: Document, weights: Weights, tongues: Tongues): Vector {
  const terms = Uint32Array.from(document.terms.keys()).sort()
  const senses = document.senses.ids
  const ids = new Uint32Array(terms.length + senses.length)
  ids.set(terms)
  ids.set(senses, terms.length)
  const values = new Float32Array(ids.length)
  writeTerms(document, terms, weights, values)
  const lengths = writeSenses(document, weights, tongues, values, terms.length)
  return {
    ids,
    values,
    inTitle: Uint8Array.from(terms, (term) => (document.titleTerms.has(term) ? 1 : 0)),
    terms: terms.length,
    senses: senses.length,
    ...lengths,
  }
}

/** Of length 1. */
function writeTerms(
  { terms, facts }: Document,
  ids: Uint32Array,
  weights: Weights,
  values: Float32Array,
): void {
  let square = 0
  for (let at = 0; at < ids.length; at += 1) {
    const id = ids[at] ?? 0
    const idf = weights.idf(id) * (weights.isBoilerplate(facts.outlet, id) ? BOILERPLATE_FACTOR : 1)
    const weight = (1 + Math.log(terms.get(id) ?? 1)) * idf ** SHARPNESS
    values[at] = weight
    square += weight * weight
  }
  const length = Math.sqrt(square) || 1
  for (let at = 0; at < ids.length; at += 1) values[at] = (values[at] ?? 0) / length
}

/** What two languages share is measured against what both can write. */
function writeSenses(
  { senses, hasCase, facts }: Document,
  weights: Weights,
  tongues: Tongues,
  values: Float32Array,
  from: number,
): Pick<Vector, 'sensesLength' | 'sharedLength'> {
  let all = 0
  let square = 0
  for (let at = 0; at < senses.ids.length; at += 1) {
    const id = senses.ids[at] ?? 0
    const weight = weights.idf(id) ** SENSE_SHARPNESS * (senses.title.has(id) ? 1 : LEAD_SENSE)
    const isHeard = senses.sure.has(id) || tongues.isShared(id, facts.lang)
    const heard = isHeard ? weight : hasCase ? weight * LONE_NAME : 0
    values[from + at] = weight
    all += weight * weight
    square += heard * heard
  }
  return { sensesLength: Math.sqrt(all), sharedLength: Math.sqrt(square) }
}

/** Terms of an article. */
export const termsOf = ({ ids, terms }: Vector): Uint32Array => ids.subarray(0, terms)
/** Concepts, names and numbers of an article. */
export const sensesOf = ({ ids, terms }: Vector): Uint32Array => ids.subarray(terms)
/** Terms of its title. */
export const titleTermsOf = (vector: Vector): readonly number[] =>
  [...termsOf(vector)].filter((_, at) => vector.inTitle[at] === 1)
