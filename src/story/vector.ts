import type { Document } from './document.ts'
import { IN_TITLE, IS_CONCEPT, IS_MUTED } from './senses.ts'
import type { Slab, Slabs } from './slab.ts'
import type { Weights } from './weights.ts'

/**
 * An article as numbers of a slab: from `from` on its sorted terms, then its sorted senses, each with its
 * weight and its marks (IN_TITLE, IS_CONCEPT, IS_MUTED).
 */
export type Vector = {
  readonly slab: Slab
  readonly from: number
  readonly terms: number
  readonly senses: number
  /** Length of the senses: they are not of length 1, as terms are. */
  readonly sensesLength: number
  /** The same with names muted that only one language writes. */
  readonly sharedLength: number
}

/** Where what the vectors of a clusterer are made of is known. */
export type VectorContext = {
  readonly weights: Weights
  readonly slabs: Slabs
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

export function toVector(document: Document, context: VectorContext): Vector {
  const terms = document.terms.size
  const senses = document.senses.ids.length
  const { slab, from } = context.slabs.take(terms + senses)
  writeTerms(document, context.weights, slab, from)
  const lengths = writeSenses(document, context, slab, from + terms)
  return { slab, from, terms, senses, ...lengths }
}

function writeTerms(
  { terms, termIds, titleTerms, facts }: Document,
  weights: Weights,
  slab: Slab,
  from: number,
) {
  const { ids, values, marks } = slab
  const to = from + terms.size
  ids.set(termIds, from)
  const isBoilerplate = weights.boilerplateOf(facts.outlet)
  let square = 0
  for (let at = from; at < to; at += 1) {
    const id = ids[at] ?? 0
    const factor = isBoilerplate(id) ? BOILERPLATE_FACTOR : 1
    const weight = (1 + Math.log(terms.get(id) ?? 1)) * (weights.idf(id) * factor) ** SHARPNESS
    values[at] = weight
    square += weight * weight
    if (titleTerms.has(id)) marks[at] = IN_TITLE
  }
  const length = Math.sqrt(square) || 1
  for (let at = from; at < to; at += 1) values[at] = (values[at] ?? 0) / length
}

/** What two languages share is measured against what both can write. */
function writeSenses(
  { senses, hasCase, facts }: Document,
  { weights }: VectorContext,
  slab: Slab,
  from: number,
): Pick<Vector, 'sensesLength' | 'sharedLength'> {
  slab.ids.set(senses.ids, from)
  slab.marks.set(senses.marks, from)
  let square = 0
  let shared = 0
  for (let at = 0; at < senses.ids.length; at += 1) {
    const id = senses.ids[at] ?? 0
    const marks = senses.marks[at] ?? 0
    const weight = weights.idf(id) ** SENSE_SHARPNESS * (marks & IN_TITLE ? 1 : LEAD_SENSE)
    const isHeard = (marks & IS_CONCEPT) > 0 || weights.isShared(id, facts.lang)
    const heard = isHeard ? weight : hasCase ? weight * LONE_NAME : 0
    slab.values[from + at] = weight
    if (!isHeard) slab.marks[from + at] = marks | IS_MUTED
    square += weight * weight
    shared += heard * heard
  }
  return { sensesLength: Math.sqrt(square), sharedLength: Math.sqrt(shared) }
}

/** Terms of an article. */
export const termsOf = ({ slab, from, terms }: Vector): Uint32Array =>
  slab.ids.subarray(from, from + terms)

/** Concepts, names and numbers of an article. */
export const sensesOf = ({ slab, from, terms, senses }: Vector): Uint32Array =>
  slab.ids.subarray(from + terms, from + terms + senses)

/** What each term, and each sense, of an article weighs. */
export const termWeightsOf = ({ slab, from, terms }: Vector): Float32Array =>
  slab.values.subarray(from, from + terms)
export const senseWeightsOf = ({ slab, from, terms, senses }: Vector): Float32Array =>
  slab.values.subarray(from + terms, from + terms + senses)

/** Terms of its title. */
export function titleTermsOf({ slab, from, terms }: Vector): readonly number[] {
  const found: number[] = []
  for (let at = from; at < from + terms; at += 1) {
    if ((slab.marks[at] ?? 0) & IN_TITLE) found.push(slab.ids[at] ?? 0)
  }
  return found
}
