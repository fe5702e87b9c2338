import { DAY_MS, HOUR_MS, MINUTE_MS } from '../lib/clock.ts'
import type { Instant } from '../types.ts'
import { toLikeness } from './likeness.ts'
import type { StoryModel } from './model.ts'
import type { Member } from './open-story.ts'

export const LINK_FEATURES = [
  'sharp',
  'sharpMax',
  'flat',
  'pairs',
  'coverage',
  'coverageMax',
  'neighbours',
  'hours',
  'sameOutlet',
  'sameOutletUncovered',
  'sameOutletAtOnce',
  'actorsApart',
  'actorsDiffer',
  'numbersApart',
  'foreign',
  'explainer',
] as const

/** Evidence that two groups of articles tell one event; by feature name. */
export type Link = Readonly<Record<(typeof LINK_FEATURES)[number], number>>

/**
 * Compares each article of one group with each of the other (mean link). Undefined where a group is
 * empty, or where fewer than half of the pairs share anything to speak of.
 */
export function toLink(left: readonly Member[], right: readonly Member[]): Link | undefined {
  const count = left.length * right.length
  if (count === 0) return undefined
  let sharp = 0
  let sharpMax = 0
  let flat = 0
  let pairs = 0
  let coverage = 0
  let coverageMax = 0
  let neighbours = 0
  let gap = Number.POSITIVE_INFINITY
  let sameOutlet = 0
  let sameOutletUncovered = 0
  let sameOutletAtOnce = 0
  let actorsApart = 0
  let actorsDiffer = 0
  let numbersApart = 0
  let foreign = 0
  let explainer = 0
  let agree = 0
  for (const a of left) {
    for (const b of right) {
      const like = toLikeness(a, b)
      sharp += like.sharp
      sharpMax = Math.max(sharpMax, like.sharp)
      flat += like.flat
      pairs += like.pairs
      coverage += like.coverage
      coverageMax = Math.max(coverageMax, like.coverage)
      neighbours += like.neighbours
      gap = Math.min(gap, Math.abs(a.document.saidAt - b.document.saidAt))
      actorsApart += like.actorsApart
      actorsDiffer += like.actorsDiffer
      numbersApart += like.numbersApart
      if (a.document.lang !== 'en') foreign += 1
      if (a.document.explainer || b.document.explainer) explainer += 1
      if (a.document.outlet === b.document.outlet) {
        sameOutlet += 1
        sameOutletUncovered += 1 - like.coverage
        if (isAtOnce(a.document.saidAt, b.document.saidAt)) sameOutletAtOnce += 1
      }
      if (like.sharp >= AGREE_MIN) agree += 1
    }
  }
  if (agree * 2 < count) return undefined
  return {
    sharp: sharp / count,
    sharpMax,
    flat: flat / count,
    pairs: pairs / count,
    coverage: coverage / count,
    coverageMax,
    neighbours: neighbours / count,
    hours: Math.log1p(gap / HOUR_MS),
    sameOutlet: sameOutlet / count,
    sameOutletUncovered: sameOutletUncovered / count,
    sameOutletAtOnce: sameOutletAtOnce / count,
    actorsApart: actorsApart / count,
    actorsDiffer: actorsDiffer / count,
    numbersApart: numbersApart / count,
    foreign: foreign / count,
    explainer: explainer / count,
  }
}

/** A pair of articles below this cosine does not agree that they tell one event. */
const AGREE_MIN = 0.077

/** How well two groups fit together; a feature that the model does not name counts nothing. */
export function scoreLink(model: StoryModel, link: Link): number {
  let sum = 0
  for (const name of LINK_FEATURES) sum += (model.weights[name] ?? 0) * link[name]
  return sum
}

/** What an outlet puts out at once is two events; a bare date says no hour. */
const isAtOnce = (a: Instant, b: Instant): boolean =>
  Math.abs(a - b) <= AT_ONCE_MS && (a % DAY_MS !== 0 || b % DAY_MS !== 0)
const AT_ONCE_MS = 10 * MINUTE_MS
