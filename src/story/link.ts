import { isVetoed, scoreLikeness, toLikeness } from './likeness.ts'
import type { StoryModel } from './model.ts'
import type { Member } from './open-story.ts'

/**
 * Log odds that two groups of articles tell one event: the mean of the better half of all pairs, so
 * that half of up to eight representatives must agree. Undefined where a group is empty.
 */
export function scoreLink(
  model: StoryModel,
  left: readonly Member[],
  right: readonly Member[],
): number | undefined {
  const scores: number[] = []
  for (const a of left) {
    for (const b of right) scores.push(scorePair(model, a, b))
  }
  return meanOfBetterHalf(scores)
}

/** So that no mean of log odds outweighs it. */
const VETO = -10

const scorePair = (model: StoryModel, a: Member, b: Member): number =>
  isVetoed(a, b) ? VETO : scoreLikeness(model, toLikeness(a, b))

/** Undefined where there is none. */
export function meanOfBetterHalf(scores: number[]): number | undefined {
  if (scores.length === 0) return undefined
  scores.sort((a, b) => b - a)
  const half = Math.ceil(scores.length / 2)
  let sum = 0
  for (let at = 0; at < half; at += 1) sum += scores[at] ?? 0
  return sum / half
}
