import { isVetoed, scoreLikeness, toLikeness } from './likeness.ts'
import type { StoryModel } from './model.ts'
import type { Member } from './open-story.ts'

/**
 * Log odds that two groups of articles of one language tell one event: the mean over all pairs of up to eight
 * representatives each, so that no few of them can draw in what the rest contradict. Undefined where a group is empty.
 */
export function scoreLink(
  model: StoryModel,
  left: readonly Member[],
  right: readonly Member[],
): number | undefined {
  let sum = 0
  for (const a of left) {
    for (const b of right) sum += scorePair(model, a, b)
  }
  const pairs = left.length * right.length
  return pairs === 0 ? undefined : sum / pairs
}

/** Alone it keeps two articles apart; a vague report that is like both may still join them, until more is known. */
const VETO = -3

const scorePair = (model: StoryModel, a: Member, b: Member): number =>
  isVetoed(a, b) ? VETO : scoreLikeness(model, toLikeness(a, b))
