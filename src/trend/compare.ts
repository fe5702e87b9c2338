// A window or a day against what is usual for it: expected count and the range in which it usually lies.

import { DAY_MS, HOUR_MS } from '../lib/clock.ts'
import type { Instant } from '../types.ts'
import { openBaseline } from './baseline.ts'
import { HISTORY_MS, hourOf, isJudged, judgeHours } from './burst.ts'
import { type HourSeries, toUtcDay } from './count.ts'

/** Usually so many stories: two standard deviations around the expected count. */
export type Usual = { readonly expected: number; readonly low: number; readonly high: number }

export type Comparison = {
  readonly stories: number
  /** Absent where the history before the window is too short to say. */
  readonly usual?: Usual
}

const BAND_SIGMAS = 2
/** Days of a young baseline say little about how far counts stray from it. */
const SETTLING_MS = 3 * DAY_MS
const DISPERSION_MIN = 0.02
const DISPERSION_START = 0.3

/** How much history a window of this length needs before it: its own length, and never less than alarms need. */
export const historyFor = (windowMs: number): number => Math.max(HISTORY_MS, windowMs)

/** Stories from the hour of `since` to the end of the series, beside what the hours before `since` led to expect. */
export function compareWindow(series: HourSeries, since: Instant): Comparison {
  const baseline = openBaseline()
  const border = Math.max(0, Math.floor((since - series.from) / HOUR_MS))
  const days = openDays()
  let historyMs = 0
  for (let index = 0; index < Math.min(border, series.stories.length); index += 1) {
    if (!isJudged(series, index)) continue
    const at = series.from + index * HOUR_MS
    const told = series.stories[index] ?? 0
    const { mean } = baseline.expect(hourOf(at))
    if (historyMs >= SETTLING_MS) days.add(at, told, mean)
    baseline.learn(hourOf(at), told)
    historyMs += HOUR_MS
  }
  let stories = 0
  let expected = 0
  for (let index = border; index < series.stories.length; index += 1) {
    stories += series.stories[index] ?? 0
    const at = series.from + index * HOUR_MS
    if (series.watched[index]) expected += baseline.expect(hourOf(at)).mean
  }
  const windowMs = (series.stories.length - border) * HOUR_MS
  if (historyMs < historyFor(windowMs)) return { stories }
  const dispersion = days.dispersion() / Math.max(1, windowMs / DAY_MS)
  return { stories, usual: toUsual(expected, dispersion) }
}

/** The usual range of each UTC day of the series, each hour by the hours before it; undefined while history is short. */
export function usualDays(series: HourSeries): ReadonlyMap<string, Usual> {
  const days = openDays()
  const expected = new Map<number, number>()
  const young = new Set<number>()
  for (const { at, stories, expectation, windowMs } of judgeHours(series)) {
    if (windowMs >= SETTLING_MS) days.add(at, stories, expectation.mean)
    const day = Math.floor(at / DAY_MS)
    expected.set(day, (expected.get(day) ?? 0) + expectation.mean)
    // A day of which only a part can be judged would be compared with less than it had.
    if (windowMs < HISTORY_MS) young.add(day)
  }
  for (const day of young) expected.delete(day)
  const dispersion = days.dispersion()
  return new Map(
    [...expected].map(([day, mean]) => [toUtcDay(day * DAY_MS), toUsual(mean, dispersion)]),
  )
}

function toUsual(expected: number, dispersion: number): Usual {
  const sigma = Math.sqrt(expected + dispersion * expected * expected)
  return {
    expected,
    low: Math.max(0, expected - BAND_SIGMAS * sigma),
    high: expected + BAND_SIGMAS * sigma,
  }
}

type Days = {
  readonly add: (at: Instant, told: number, mean: number) => void
  /** By moments over whole days: hours of one day rise and fall together, so a day strays further than its hours say. */
  readonly dispersion: () => number
}

function openDays(): Days {
  const sums = new Map<number, { told: number; mean: number }>()
  return {
    add: (at, told, mean) => {
      const day = Math.floor(at / DAY_MS)
      const sum = sums.get(day) ?? { told: 0, mean: 0 }
      sums.set(day, sum)
      sum.told += told
      sum.mean += mean
    },
    dispersion: () => {
      let excess = 0
      let squares = 0
      for (const { told, mean } of sums.values()) {
        excess += (told - mean) ** 2 - mean
        squares += mean * mean
      }
      if (squares === 0) return DISPERSION_START
      return Math.max(DISPERSION_MIN, excess / squares)
    },
  }
}
