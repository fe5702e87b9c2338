import { HOUR_MS } from '../lib/clock.ts'
import type { ArticleClass } from '../types.ts'
import type { CrossModel } from './model.ts'
import { few, type Member } from './open-story.ts'
import { IS_MUTED } from './senses.ts'

export const CROSS_FEATURES = ['cosine', 'mass'] as const

/** Evidence that articles of two languages tell one event; by feature name. */
export type Cross = Readonly<Record<(typeof CROSS_FEATURES)[number], number>>

/** Two languages tell one event only within so many hours. */
export const CROSS_WITHIN_MS = 12 * HOUR_MS

const COMMENTARY: ReadonlySet<ArticleClass> = new Set<ArticleClass>([
  'opinion',
  'analysis',
  'roundup',
  'anniversary',
  'explainer',
])

/** Whether two articles may be compared across languages: both report, at about one time. */
export const mayCross = (a: Member, b: Member): boolean =>
  a.document.lang !== b.document.lang &&
  Math.abs(a.document.saidAt - b.document.saidAt) <= CROSS_WITHIN_MS &&
  !COMMENTARY.has(a.article.tags.class) &&
  !COMMENTARY.has(b.article.tags.class)

/** Compares two articles by concepts, names in transliteration and numbers. */
export function toCross(a: Member, b: Member): Cross {
  const x = a.vector
  const y = b.vector
  const endOfX = x.from + x.terms + x.senses
  const endOfY = y.from + y.terms + y.senses
  let dot = 0
  let mass = 0
  let squareOfX = x.sharedLength ** 2
  let squareOfY = y.sharedLength ** 2
  let i = x.from + x.terms
  let j = y.from + y.terms
  while (i < endOfX && j < endOfY) {
    const s = x.slab.ids[i] ?? 0
    const t = y.slab.ids[j] ?? 0
    if (s === t) {
      const v = x.slab.values[i] ?? 0
      const w = y.slab.values[j] ?? 0
      const both = v * w
      dot += both
      // What was muted is shared by now: it belongs to the length as well.
      if ((x.slab.marks[i] ?? 0) & IS_MUTED) squareOfX += v * v
      if ((y.slab.marks[j] ?? 0) & IS_MUTED) squareOfY += w * w
      mass += Math.sqrt(both)
      i += 1
      j += 1
    } else if (s < t) i += 1
    else j += 1
  }
  return {
    cosine: dot === 0 ? 0 : Math.min(1, dot / Math.sqrt(squareOfX * squareOfY)),
    mass,
  }
}

export function scoreCross(model: CrossModel, cross: Cross): number {
  let sum = model.bias
  for (const name of CROSS_FEATURES) sum += (model.weights[name] ?? 0) * cross[name]
  return sum
}

/**
 * Log odds that two groups of articles tell one event, by their pairs of different languages: the mean
 * of the better half. Undefined where no pair may be compared.
 */
export function scoreSides(
  model: CrossModel,
  left: readonly Member[],
  right: readonly Member[],
): number | undefined {
  const scores: number[] = []
  for (const a of few(left)) {
    for (const b of few(right)) {
      if (mayCross(a, b)) scores.push(scoreCross(model, toCross(a, b)))
    }
  }
  return meanOfBetterHalf(scores)
}

/** Undefined where there is none. */
function meanOfBetterHalf(scores: number[]): number | undefined {
  if (scores.length === 0) return undefined
  scores.sort((a, b) => b - a)
  const half = Math.ceil(scores.length / 2)
  let sum = 0
  for (let at = 0; at < half; at += 1) sum += scores[at] ?? 0
  return sum / half
}
