// How often a feed brings something, told from the publication dates of its own document.

import { DAY_MS, HOUR_MS, MINUTE_MS } from '../../lib/clock.ts'
import type { Instant } from '../../types.ts'

export const MIN_INTERVAL_MS = 2 * MINUTE_MS
export const MAX_INTERVAL_MS = 30 * MINUTE_MS
/** For a feed whose dates tell nothing. */
export const DEFAULT_INTERVAL_MS = 10 * MINUTE_MS
const WINDOW_MS = 7 * DAY_MS
/** Polled twice in the usual time between two items, so that an item waits a quarter of it on average. */
const POLLS_PER_GAP = 2
/** News comes in bursts: silence is measured against the long gaps, not the short ones. */
const LONG_GAP_QUANTILE = 0.9
/** A feed of minutes is not stale after minutes. */
export const MIN_SILENCE_GAP_MS = HOUR_MS

export type Frequency = {
  /** Adaptive interval, 2 to 30 min. */
  readonly intervalMs: number
  /** Usual time between two items; undefined with fewer than two dates. */
  readonly usualGapMs?: number
  /** Newest publication, never after `now`. */
  readonly newestAt?: Instant
}

/** Reads a document's dates in any order; future ones count as `now`. */
export function toFrequency(publishedAt: readonly Instant[], now: Instant): Frequency {
  const dates = publishedAt.map((at) => Math.min(at, now)).sort((a, b) => b - a)
  const newestAt = dates[0]
  if (newestAt === undefined) return { intervalMs: DEFAULT_INTERVAL_MS }
  const week = dates.filter((at) => at > now - WINDOW_MS)
  const oldest = week.at(-1)
  // A document whose items all carry the moment of its making tells nothing of its pace.
  const isTelling = new Set(dates).size > 1
  const intervalMs =
    oldest === undefined
      ? MAX_INTERVAL_MS
      : isTelling || week.length === 1
        ? (now - oldest) / week.length / POLLS_PER_GAP
        : DEFAULT_INTERVAL_MS
  const usualGapMs = findUsualGap(dates)
  return {
    intervalMs: Math.min(MAX_INTERVAL_MS, Math.max(MIN_INTERVAL_MS, Math.round(intervalMs))),
    newestAt,
    ...(usualGapMs !== undefined && { usualGapMs }),
  }
}

/** The 90 % quantile of the gaps between neighbours, at least the mean; same-moment items count as one. */
function findUsualGap(dates: readonly Instant[]): number | undefined {
  const moments = [...new Set(dates)]
  const gaps = moments.slice(1).map((at, index) => (moments[index] ?? at) - at)
  if (gaps.length === 0) return undefined
  const sorted = [...gaps].sort((a, b) => a - b)
  const long = sorted[Math.floor((sorted.length - 1) * LONG_GAP_QUANTILE)] ?? 0
  const mean = gaps.reduce((sum, gap) => sum + gap, 0) / gaps.length
  return Math.round(Math.max(long, mean))
}
