// Learns the second vote: logistic regression with a strong pull to zero, one weight after the other by
// Newton's step. Few thousand examples, a few hundred features: exact in seconds, and the same every time.

import type { Matcher } from './compile.ts'
import { MARGIN_SCALE, POINT_LOGIT } from './vote.ts'

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
  /** Most sweeps over all weights; fewer where nothing moves any more. */
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
  return Object.fromEntries(
    models.map((model) => {
      const wanted = examples.map(({ labels }) => (labels.has(model) ? 1 : 0))
      const offsets = examples.map(({ margins }) => POINT_LOGIT * (margins[model] ?? 0))
      const { bias, weights } = descend(features, wanted, offsets, options)
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

/** A feature with the examples that have it, and how much of it each has. */
type Feature = {
  readonly name: string
  readonly rows: readonly number[]
  readonly values: readonly number[]
}

function listFeatures(
  matcher: Matcher,
  examples: readonly Example[],
  least: number,
): readonly Feature[] {
  const features: Feature[] = []
  const add = (name: string, amountOf: (example: Example) => number): void => {
    const all = examples.map(amountOf)
    const rows = [...all.keys()].filter((row) => all[row] !== 0)
    const same = rows.length === examples.length && new Set(all).size === 1
    if (rows.length >= least && !same) {
      features.push({ name, rows, values: rows.map((row) => all[row] ?? 0) })
    }
  }
  for (const [atom, name] of matcher.atomNames.entries()) {
    if (/^(?:%|>=|asset:)/.test(name)) continue
    add(`t:${name}`, ({ bits }) => ((bits[atom] ?? 0) & TITLE ? 1 : 0))
    add(`a:${name}`, ({ bits }) => ((bits[atom] ?? 0) & TITLE_OR_SUMMARY ? 1 : 0))
  }
  for (const { id } of matcher.themes) {
    add(`points:${id}`, ({ margins }) => (margins[id] ?? 0) * MARGIN_SCALE)
    add(`passed:${id}`, ({ margins }) => ((margins[id] ?? -1) >= 0 ? 1 : 0))
  }
  return features
}

function descend(
  features: readonly Feature[],
  wanted: readonly number[],
  offsets: readonly number[],
  { l2, rounds }: LearnOptions,
): { readonly bias: number; readonly weights: Float64Array } {
  const weights = new Float64Array(features.length)
  const sums = Float64Array.from(offsets)
  /** Moves one weight to where its slope is zero, were the curve a parabola; returns how far. */
  const step = (rows: readonly number[], values: readonly number[] | undefined, pulled: number) => {
    let slope = l2 * pulled
    let curve = l2
    for (let at = 0; at < rows.length; at += 1) {
      const row = rows[at] ?? 0
      const value = values?.[at] ?? 1
      const chance = 1 / (1 + Math.exp(-(sums[row] ?? 0)))
      slope += value * (chance - (wanted[row] ?? 0))
      curve += value * value * chance * (1 - chance)
    }
    const move = Math.max(-STEP_MAX, Math.min(STEP_MAX, -slope / curve))
    for (let at = 0; at < rows.length; at += 1) {
      const row = rows[at] ?? 0
      sums[row] = (sums[row] ?? 0) + move * (values?.[at] ?? 1)
    }
    return move
  }
  const everyRow = [...wanted.keys()]
  let bias = 0
  for (let sweep = 0; sweep < rounds; sweep += 1) {
    const moved = step(everyRow, undefined, bias)
    bias += moved
    let farthest = Math.abs(moved)
    for (const [at, { rows, values }] of features.entries()) {
      const own = step(rows, values, weights[at] ?? 0)
      weights[at] = (weights[at] ?? 0) + own
      farthest = Math.max(farthest, Math.abs(own))
    }
    if (farthest < STILL) break
  }
  return { bias, weights }
}

const STEP_MAX = 1
const STILL = 1e-4
const round = (value: number): number => Math.round(value * 1000) / 1000
