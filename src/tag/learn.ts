// Learns the second vote: logistic regression with a strong pull to zero, by plain gradient descent. Few
// hundred examples, a few hundred features: exact enough in a second, and the same every time.

import type { Matcher } from './compile.ts'
import { POINT_LOGIT } from './vote.ts'

/** What one example says: its atoms' zones, and the tags that it should have. */
export type Example = {
  readonly bits: Uint8Array
  readonly labels: ReadonlySet<string>
  /** Points of the rules over (or under) the threshold, by model. */
  readonly margins: Readonly<Record<string, number>>
}

export type LearnOptions = {
  /** Pull of every weight to zero. */
  readonly l2: number
  /** Features that fire in fewer examples are left out. */
  readonly least: number
  readonly rounds: number
}

/** Weights by model and feature name, rounded to three places; zeros are left out. */
export function learnVote(
  matcher: Matcher,
  examples: readonly Example[],
  models: readonly string[],
  options: LearnOptions,
): Readonly<Record<string, Readonly<Record<string, number>>>> {
  const features = listFeatures(matcher, examples, options.least)
  const rows = examples.map(({ bits }) => {
    const row: number[] = []
    for (const [at, { atom, zones }] of features.entries()) {
      if ((bits[atom] ?? 0) & zones) row.push(at)
    }
    return row
  })
  return Object.fromEntries(
    models.map((model) => {
      const wanted = examples.map(({ labels }) => (labels.has(model) ? 1 : 0))
      const offsets = examples.map(({ margins }) => POINT_LOGIT * (margins[model] ?? 0))
      const { bias, weights } = descend(rows, wanted, offsets, features.length, options)
      const named: Record<string, number> = { bias: round(bias) }
      for (const [at, { name }] of features.entries()) {
        const weight = round(weights[at] ?? 0)
        if (Math.abs(weight) >= LEAST_WEIGHT) named[name] = weight
      }
      return [model, named]
    }),
  )
}

const LEAST_WEIGHT = 0.02
const TITLE = 1
const TITLE_OR_SUMMARY = 3

type Feature = { readonly name: string; readonly atom: number; readonly zones: number }

function listFeatures(matcher: Matcher, examples: readonly Example[], least: number): Feature[] {
  const features: Feature[] = []
  for (const [atom, name] of matcher.atomNames.entries()) {
    if (/^(?:%|>=|asset:)/.test(name)) continue
    for (const [mark, zones] of [
      ['t', TITLE],
      ['a', TITLE_OR_SUMMARY],
    ] as const) {
      const count = examples.filter(({ bits }) => (bits[atom] ?? 0) & zones).length
      if (count >= least && count < examples.length)
        features.push({ name: `${mark}:${name}`, atom, zones })
    }
  }
  return features
}

function descend(
  rows: readonly (readonly number[])[],
  wanted: readonly number[],
  offsets: readonly number[],
  count: number,
  { l2, rounds }: LearnOptions,
): { readonly bias: number; readonly weights: Float64Array } {
  const weights = new Float64Array(count)
  let bias = 0
  const gradient = new Float64Array(count)
  for (let step = 0; step < rounds; step += 1) {
    gradient.fill(0)
    let biasGradient = 0
    for (const [at, row] of rows.entries()) {
      let sum = bias + (offsets[at] ?? 0)
      for (const feature of row) sum += weights[feature] ?? 0
      const error = 1 / (1 + Math.exp(-sum)) - (wanted[at] ?? 0)
      biasGradient += error
      for (const feature of row) gradient[feature] = (gradient[feature] ?? 0) + error
    }
    const rate = RATE / (1 + step / rounds)
    bias -= rate * ((biasGradient + l2 * bias) / rows.length)
    for (let at = 0; at < count; at += 1) {
      const weight = weights[at] ?? 0
      weights[at] =
        weight - rate * ((gradient[at] ?? 0) / rows.length + (l2 / rows.length) * weight)
    }
  }
  return { bias, weights }
}

const RATE = 1.5
const round = (value: number): number => Math.round(value * 1000) / 1000
