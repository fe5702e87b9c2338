// The second vote: a logistic regression over language-independent features, learnt elsewhere and read
// from the pack, that corrects the points of the rules. A feature is an atom in the title (`t:`), anywhere (`a:`), or always there (`bias`).

import type { PackVote } from '../pack.ts'

type Model = {
  readonly bias: number
  readonly atoms: Int32Array
  /** Bits of zones in which the atom must stand. */
  readonly zones: Uint8Array
  readonly weights: Float64Array
}

export type Vote = {
  readonly weight: number
  readonly floor: number
  readonly models: ReadonlyMap<string, Model>
}

const TITLE = 1
const TITLE_OR_SUMMARY = 3

/** Weights by feature name become arrays over atoms; a feature of something that the pack lost is dropped. */
export function compileVote(vote: PackVote, atomIds: ReadonlyMap<string, number>): Vote {
  const models = new Map<string, Model>()
  for (const [id, weights] of Object.entries(vote.models)) {
    const known = Object.entries(weights).flatMap(([feature, weight]) => {
      const atom = atomIds.get(feature.slice(2))
      return atom === undefined || feature === 'bias' ? [] : [{ feature, atom, weight }]
    })
    models.set(id, {
      bias: weights.bias ?? 0,
      atoms: Int32Array.from(known, ({ atom }) => atom),
      zones: Uint8Array.from(known, ({ feature }) =>
        feature.startsWith('t:') ? TITLE : TITLE_OR_SUMMARY,
      ),
      weights: Float64Array.from(known, ({ weight }) => weight),
    })
  }
  return { weight: vote.weight, floor: vote.floor, models }
}

/** Points that the vote adds, at most `weight`, or takes, at most half of it; 0 where it has no opinion. */
export function pointsOfVote(vote: Vote, id: string, bits: Uint8Array): number {
  const points = leaning(vote, id, bits) / POINT_LOGIT
  return Math.max(-vote.weight * TAKES_MOST, Math.min(vote.weight, points))
}

/** What the rules gave is harder to lose than to win: measured, docs/quality.md. */
const TAKES_MOST = 0.5

/** How much surer one point of the rules makes a tag, as a logit: the vote is learnt on top of the rules. */
export const POINT_LOGIT = 0.8

function leaning(vote: Vote, id: string, bits: Uint8Array): number {
  const model = vote.models.get(id)
  if (!model) return 0
  let sum = model.bias
  for (let at = 0; at < model.atoms.length; at += 1) {
    const set = bits[model.atoms[at] ?? 0] ?? 0
    if (set & (model.zones[at] ?? 0)) sum += model.weights[at] ?? 0
  }
  return sum
}
