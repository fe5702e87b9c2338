// The second vote: a logistic regression over language-independent features, learnt elsewhere and read
// from the pack, that corrects the points of the rules. A feature is an atom in the title (`t:`), anywhere (`a:`), the
// points of a theme's rules (`points:`), whether they sufficed (`passed:`), or always there (`bias`).

import type { PackVote } from '../pack.ts'

/** Weights by atom: what it adds in the summary, and in the title. */
type Model = {
  readonly bias: number
  readonly anywhere: Float64Array
  readonly title: Float64Array
  /** By place of the theme in the pack: for its points, and for having passed. */
  readonly points: Float64Array
  readonly passed: Float64Array
}

export type Vote = {
  readonly weight: number
  readonly floor: number
  readonly models: ReadonlyMap<string, Model>
}

/** The atoms of an article, and the zones of each. */
type Standing = { readonly there: readonly number[]; readonly bits: Uint8Array }

const TITLE = 1
const SUMMARY = 2

/** Weights by feature name become arrays; a feature of something that the pack lost is dropped. */
export function compileVote(
  vote: PackVote,
  atomIds: ReadonlyMap<string, number>,
  themes: readonly string[],
): Vote {
  const models = new Map<string, Model>()
  for (const [id, weights] of Object.entries(vote.models)) {
    const model = {
      bias: weights.bias ?? 0,
      anywhere: new Float64Array(atomIds.size),
      title: new Float64Array(atomIds.size),
      points: new Float64Array(themes.length),
      passed: new Float64Array(themes.length),
    }
    for (const [feature, weight] of Object.entries(weights)) {
      const border = feature.indexOf(':')
      const list = LISTS[feature.slice(0, border)]
      if (list === undefined) continue
      const name = feature.slice(border + 1)
      const at = list === 'title' || list === 'anywhere' ? atomIds.get(name) : themes.indexOf(name)
      if (at !== undefined && at >= 0) model[list][at] = weight
    }
    // Who stands in the title stands there for both.
    for (const [at, weight] of model.anywhere.entries()) {
      model.title[at] = (model.title[at] ?? 0) + weight
    }
    models.set(id, model)
  }
  return { weight: vote.weight, floor: vote.floor, models }
}

const LISTS: Readonly<Record<string, 'title' | 'anywhere' | 'points' | 'passed'>> = {
  t: 'title',
  a: 'anywhere',
  points: 'points',
  passed: 'passed',
}

/**
 * Points that the vote adds, at most `weight`, or takes, at most half of it; 0 where it has no opinion. `margins`:
 * see toMargin, by theme.
 */
export function pointsOfVote(
  vote: Vote,
  id: string,
  standing: Standing,
  margins: readonly number[],
): number {
  // Weights are summed as the words stand: the last digits of a sum must not depend on that.
  const points = Math.round((leaning(vote, id, standing, margins) / POINT_LOGIT) * EXACT) / EXACT
  return Math.max(-vote.weight * TAKES_MOST, Math.min(vote.weight, points))
}

const EXACT = 1e9

/** What the rules gave is harder to lose than to win: measured, docs/quality.md. */
const TAKES_MOST = 0.5

/** How much surer one point of the rules makes a tag, as a logit: the vote is learnt on top of the rules. */
export const POINT_LOGIT = 0.8

/** Points of the rules over (or under) the threshold; far over or far under is no surer than four points. */
export const toMargin = (points: number, threshold: number): number =>
  Math.max(-MARGIN_MAX, Math.min(MARGIN_MAX, points - threshold))

const MARGIN_MAX = 4

/** As a feature a margin counts half: one pull to zero holds for all features. */
export const MARGIN_SCALE = 0.5

function leaning(
  vote: Vote,
  id: string,
  { there, bits }: Standing,
  margins: readonly number[],
): number {
  const model = vote.models.get(id)
  if (!model) return 0
  let sum = model.bias
  for (let at = 0; at < there.length; at += 1) {
    const atom = there[at] ?? 0
    const set = bits[atom] ?? 0
    if (set & TITLE) sum += model.title[atom] ?? 0
    else if (set & SUMMARY) sum += model.anywhere[atom] ?? 0
  }
  for (let at = 0; at < margins.length; at += 1) {
    const margin = margins[at] ?? 0
    sum += margin * MARGIN_SCALE * (model.points[at] ?? 0)
    if (margin >= 0) sum += model.passed[at] ?? 0
  }
  return sum
}
