import { FEATURES, type Item, toFeatures } from './likeness.ts'
import type { StoryModel } from './model.ts'

/** Log-odds that two articles of one language tell one event. */
export type Score = (a: Item, b: Item) => number

/** The scorer of a model; a feature that the model does not name counts nothing. */
export function toScore(model: StoryModel): Score {
  const weights = FEATURES.map((name) => model.weights[name] ?? 0)
  return (a, b) => {
    const features = toFeatures(a, b)
    let sum = model.bias
    for (let at = 0; at < weights.length; at += 1) sum += (weights[at] ?? 0) * (features[at] ?? 0)
    return sum
  }
}

/** Probability of log-odds. */
export const toProbability = (logOdds: number): number => 1 / (1 + Math.exp(-logOdds))
