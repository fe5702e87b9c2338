// Invented keys whose ordinary hours are known, to count what findAlarms makes of them.

import { DAY_MS, HOUR_MS } from '../../src/lib/clock.ts'
import type { AlarmLevel } from '../../src/trend/burst.ts'
import { findAlarms } from '../../src/trend/burst.ts'
import type { HourSeries } from '../../src/trend/count.ts'

const HISTORY_DAYS = 28
const JUDGED_DAYS = 30
/** Hour of the day at which a burst is put into the last day: the busy part of it. */
const BURST_HOUR = 13

export type Simulated = {
  /** Alarms per key and 30 days without any burst. */
  readonly falseAlarms: Readonly<Record<AlarmLevel, number>>
  /** Share of bursts of eight times the usual hour that raised an alarm in that hour. */
  readonly caught: number
}

/** Keys of a mean per hour (with a day's rhythm) and a dispersion, from a seed. */
export function simulate(of: {
  readonly mean: number
  readonly dispersion: number
  readonly keys: number
  readonly seed: number
}): Simulated {
  const chance = openChance(of.seed)
  const meanAt = (hour: number): number =>
    of.mean * (1 + 0.8 * Math.sin((((hour % 24) - 6) / 24) * 2 * Math.PI))
  const falseAlarms = { rising: 0, breaking: 0 }
  let caught = 0
  for (let key = 0; key < of.keys; key += 1) {
    const stories = Array.from({ length: (HISTORY_DAYS + JUDGED_DAYS) * 24 }, (_, hour) =>
      chance.negativeBinomial(meanAt(hour), of.dispersion),
    )
    for (const { level, at } of findAlarms(toSeries(stories))) {
      if (at >= HISTORY_DAYS * DAY_MS) falseAlarms[level] += 1
    }
    const burst = stories.length - 24 + BURST_HOUR
    const loud = stories.with(burst, Math.ceil(8 * meanAt(burst)))
    if (findAlarms(toSeries(loud)).some(({ at }) => at === burst * HOUR_MS)) caught += 1
  }
  return {
    falseAlarms: {
      rising: falseAlarms.rising / of.keys,
      breaking: falseAlarms.breaking / of.keys,
    },
    caught: caught / of.keys,
  }
}

/** Every story has a publisher of its own. */
const toSeries = (stories: readonly number[]): HourSeries => ({
  from: 0,
  stories,
  publishers: stories,
  watched: stories.map(() => true),
})

function openChance(seed: number) {
  let state = seed >>> 0
  const next = (): number => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return (state + 1) / (2 ** 32 + 1)
  }
  const normal = (): number => Math.sqrt(-2 * Math.log(next())) * Math.cos(2 * Math.PI * next())
  // Marsaglia and Tsang; a shape below one is lifted by one.
  const gamma = (shape: number): number => {
    if (shape < 1) return gamma(shape + 1) * next() ** (1 / shape)
    const d = shape - 1 / 3
    const c = 1 / Math.sqrt(9 * d)
    for (;;) {
      const x = normal()
      const v = (1 + c * x) ** 3
      if (v > 0 && Math.log(next()) < 0.5 * x * x + d - d * v + d * Math.log(v)) return d * v
    }
  }
  const poisson = (mean: number): number => {
    const limit = Math.exp(-mean)
    let count = -1
    for (let product = 1; product > limit; product *= next()) count += 1
    return count
  }
  return {
    negativeBinomial: (mean: number, dispersion: number): number =>
      poisson(gamma(1 / dispersion) * dispersion * mean),
  }
}
