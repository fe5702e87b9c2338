import { HOUR_MS } from '../lib/clock.ts'
import type { Facts } from './document.ts'
import type { StoryModel } from './model.ts'
import type { Setting } from './setting.ts'
import { sensesOf, type Vector } from './vector.ts'

/** One article in the window: its facts, its vector, and what was around it when it came. */
export type Item = {
  readonly document: Facts
  readonly vector: Vector
  /** Cosines to its nearest articles by id; itself with 1. Set when it is compared. */
  neighbours: ReadonlyMap<string, number>
  setting: Setting
}

export const LIKENESS_FEATURES = [
  'sharp',
  'sharpSquare',
  'sharpLength',
  'length',
  'senses',
  'hours',
  'sameOutlet',
  'placesDiffer',
  'actsApart',
  'density',
  'repeats',
] as const

/** Log of the terms of a title with a short lead: there likeness means what its weight alone says. */
const USUAL_LENGTH = 3

/** Evidence that two articles of one language tell one event; by feature name. */
export type Likeness = Readonly<Record<(typeof LIKENESS_FEATURES)[number], number>>

/** Compares two articles; the setting is that of the one that came later. */
export function toLikeness(a: Item, b: Item): Likeness {
  const sharp = toCosine(a.vector, b.vector)
  const gap = Math.abs(a.document.saidAt - b.document.saidAt)
  const { setting } = a.document.at >= b.document.at ? a : b
  const length = Math.log(Math.min(a.vector.terms, b.vector.terms) + 3) - USUAL_LENGTH
  return {
    sharp,
    sharpSquare: sharp * sharp,
    // Two short texts are alike by chance; two long ones hardly.
    sharpLength: sharp * length,
    length,
    senses: toSenseCosine(a.vector, b.vector),
    hours: Math.log1p(gap / HOUR_MS),
    sameOutlet: a.document.outlet === b.document.outlet ? 1 : 0,
    placesDiffer: placesDiffer(a, b) ? 1 : 0,
    actsApart: isApart(a.document.acts, b.document.acts) ? 1 : 0,
    ...setting,
  }
}

/** Log odds that two articles tell one event; a feature that the model does not name counts nothing. */
export function scoreLikeness(model: StoryModel, likeness: Likeness): number {
  let sum = model.bias
  for (const name of LIKENESS_FEATURES) sum += (model.weights[name] ?? 0) * likeness[name]
  return sum
}

/** Cosine of terms. */
export function toCosine(a: Vector, b: Vector): number {
  return dot(a, a.from, a.from + a.terms, b, b.from, b.from + b.terms)
}

function toSenseCosine(a: Vector, b: Vector): number {
  const from = a.from + a.terms
  const fromB = b.from + b.terms
  const sum = dot(a, from, from + a.senses, b, fromB, fromB + b.senses)
  return sum === 0 ? 0 : sum / (a.sensesLength * b.sensesLength)
}

function dot(a: Vector, from: number, to: number, b: Vector, fromB: number, toB: number): number {
  const { ids, values } = a.slab
  const { ids: idsB, values: valuesB } = b.slab
  let sum = 0
  let i = from
  let j = fromB
  while (i < to && j < toB) {
    const x = ids[i] ?? 0
    const y = idsB[j] ?? 0
    if (x === y) {
      sum += (values[i] ?? 0) * (valuesB[j] ?? 0)
      i += 1
      j += 1
    } else if (x < y) i += 1
    else j += 1
  }
  return sum
}

/** Both name some, and none is the same. */
const isApart = (a: readonly number[], b: readonly number[]): boolean =>
  a.length > 0 && b.length > 0 && !a.some((value) => b.includes(value))

/** Each title names a town (or each a country) that the other's text does not. */
export const placesDiffer = (a: Item, b: Item): boolean =>
  townsDiffer(a, b) ||
  (lacks(b.vector, a.document.countries) && lacks(a.vector, b.document.countries))

/**
 * Whether two articles are of two events however alike their words are: each title names a town that the
 * other's text does not ("kills 3 in Kharkiv", "kills 3 in Odesa"), or, in one outlet, a country: what it
 * tells in the same words of two countries are two statements, two calls.
 */
export const isVetoed = (a: Item, b: Item): boolean =>
  a.document.outlet === b.document.outlet ? placesDiffer(a, b) : townsDiffer(a, b)

const townsDiffer = (a: Item, b: Item): boolean =>
  lacks(b.vector, a.document.places) && lacks(a.vector, b.document.places)

function lacks(vector: Vector, senses: readonly number[]): boolean {
  if (senses.length === 0) return false
  const told = sensesOf(vector)
  return senses.some((sense) => !told.includes(sense))
}
