// The second vote: a logistic regression over language-independent features, learnt elsewhere and read
// from the pack, that corrects the points of the rules. A feature is an atom in the title (`t:`), anywhere (`a:`), or always there (`bias`).

import type { PackVote } from '../pack.ts'

/** Weights by atom: what it adds where it stands in the title or summary, and what more in the title. */
type Model = {
  readonly bias: number
  readonly anywhere: Float64Array
  readonly title: Float64Array
}

export type Vote = {
  readonly weight: number
  readonly floor: number
  readonly models: ReadonlyMap<string, Model>
}

/** The atoms of an article, and the zones of each. */
type Standing = { readonly there: readonly number[]; readonly bits: Uint8Array }

const TITLE = 1
const TITLE_OR_SUMMARY = 3

/** Weights by feature name become arrays over atoms; a feature of something that the pack lost is dropped. */
export function compileVote(vote: PackVote, atomIds: ReadonlyMap<string, number>): Vote {
  const models = new Map<string, Model>()
  for (const [id, weights] of Object.entries(vote.models)) {
    const anywhere = new Float64Array(atomIds.size)
    const title = new Float64Array(atomIds.size)
    for (const [feature, weight] of Object.entries(weights)) {
      const atom = atomIds.get(feature.slice(2))
      if (atom === undefined || feature === 'bias') continue
      const list = feature.startsWith('t:') ? title : anywhere
      list[atom] = (list[atom] ?? 0) + weight
    }
    models.set(id, { bias: weights.bias ?? 0, anywhere, title })
  }
  return { weight: vote.weight, floor: vote.floor, models }
}

/** Points that the vote adds, at most `weight`, or takes, at most half of it; 0 where it has no opinion. */
export function pointsOfVote(vote: Vote, id: string, standing: Standing): number {
  // Weights are summed as the words stand: the last digits of a sum must not depend on that.
  const points = Math.round((leaning(vote, id, standing) / POINT_LOGIT) * EXACT) / EXACT
  return Math.max(-vote.weight * TAKES_MOST, Math.min(vote.weight, points))
}

const EXACT = 1e9

/** What the rules gave is harder to lose than to win: measured, docs/quality.md. */
const TAKES_MOST = 0.5

/** How much surer one point of the rules makes a tag, as a logit: the vote is learnt on top of the rules. */
export const POINT_LOGIT = 0.8

function leaning(vote: Vote, id: string, { there, bits }: Standing): number {
  const model = vote.models.get(id)
  if (!model) return 0
  let sum = model.bias
  for (let at = 0; at < there.length; at += 1) {
    const atom = there[at] ?? 0
    const set = bits[atom] ?? 0
    if (set & TITLE_OR_SUMMARY) sum += model.anywhere[atom] ?? 0
    if (set & TITLE) sum += model.title[atom] ?? 0
  }
  return sum
}
