import { DAY_MS, HOUR_MS } from '../lib/clock.ts'
import type { Instant } from '../types.ts'
import { type Expectation, openBaseline } from './baseline.ts'
import type { HourSeries } from './count.ts'

export type AlarmLevel = 'rising' | 'breaking'

/** An hour that brought more than its baseline can explain, with everything that a reader needs to doubt it. */
export type Alarm = {
  readonly level: AlarmLevel
  /** Start of the hour. */
  readonly at: Instant
  readonly stories: number
  readonly expected: number
  readonly publishers: number
  /** Chance of so many stories or more in an ordinary hour. */
  readonly p: number
  /** History that the baseline rests on. */
  readonly windowMs: number
}

const RISING_P = 1e-3
const BREAKING_P = 1e-4
const PUBLISHERS_MIN = 3
const REFRACTORY_MS = 6 * HOUR_MS
/** No alarm on less history than this: the baseline would claim what it has not seen. */
export const HISTORY_MS = 14 * DAY_MS

/**
 * Alarms of a series, oldest first. One hour after another is judged by the hours before it alone. After
 * an alarm a key is silent for six hours, unless rising becomes breaking.
 */
export function findAlarms(series: HourSeries, historyMs: number = HISTORY_MS): readonly Alarm[] {
  const baseline = openBaseline()
  const alarms: Alarm[] = []
  for (const [at, stories] of series.stories.entries()) {
    const hour = series.from + at * HOUR_MS
    const hourOfDay = Math.floor(hour / HOUR_MS) % 24
    const windowMs = at * HOUR_MS
    const expectation = baseline.expect(hourOfDay)
    const publishers = series.publishers[at] ?? 0
    const p = tailOf(stories, expectation)
    const level = levelOf(p)
    baseline.learn(hourOfDay, stories)
    if (level === undefined || publishers < PUBLISHERS_MIN || windowMs < historyMs) continue
    if (isSilenced(alarms.at(-1), level, hour)) continue
    alarms.push({ level, at: hour, stories, expected: expectation.mean, publishers, p, windowMs })
  }
  return alarms
}

function isSilenced(last: Alarm | undefined, level: AlarmLevel, at: Instant): boolean {
  if (last === undefined || at - last.at >= REFRACTORY_MS) return false
  return !(last.level === 'rising' && level === 'breaking')
}

function levelOf(p: number): AlarmLevel | undefined {
  if (p < BREAKING_P) return 'breaking'
  return p < RISING_P ? 'rising' : undefined
}

/** Chance that a negative binomial of this mean and dispersion gives `count` or more. */
export function tailOf(count: number, { mean, dispersion }: Expectation): number {
  const size = 1 / dispersion
  const success = size / (size + mean)
  let term = success ** size
  let below = 0
  for (let k = 0; k < count; k += 1) {
    below += term
    term *= ((k + size) / (k + 1)) * (1 - success)
  }
  return Math.min(1, Math.max(0, 1 - below))
}
