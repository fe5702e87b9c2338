import { DAY_MS, HOUR_MS } from '../lib/clock.ts'
import type { Instant } from '../types.ts'
import { type Expectation, openBaseline } from './baseline.ts'
import type { HourSeries } from './count.ts'

export type AlarmLevel = 'rising' | 'breaking'

/** An hour that brought more than its baseline can explain, with everything that a reader needs to doubt it. */
export type Burst = {
  readonly level: AlarmLevel
  /** Start of the hour. */
  readonly at: Instant
  readonly stories: number
  readonly expected: number
  readonly publishers: number
  /** Chance of so many stories or more in an ordinary hour. */
  readonly p: number
  /** History that the baseline rests on: the hours before in which feeds were read. */
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
 * an alarm a key is silent for six hours, unless rising becomes breaking. An hour that nobody watched is no
 * history, and the first hour after it catches up on what was missed: neither is judged nor learnt.
 */
export function findAlarms(series: HourSeries, historyMs: number = HISTORY_MS): readonly Burst[] {
  const alarms: Burst[] = []
  for (const hour of judgeHours(series)) {
    const { at, stories, publishers, expectation, windowMs } = hour
    if (publishers < PUBLISHERS_MIN || windowMs < historyMs) continue
    const p = tailOf(stories, expectation)
    const level = levelOf(p)
    if (level === undefined || isSilenced(alarms.at(-1), level, at)) continue
    alarms.push({ level, at, stories, expected: expectation.mean, publishers, p, windowMs })
  }
  return alarms
}

/** One hour beside what the hours before it made of it. */
export type JudgedHour = {
  readonly at: Instant
  readonly stories: number
  readonly publishers: number
  readonly expectation: Expectation
  /** Hours watched before, as a time. */
  readonly windowMs: number
}

/** Every hour that can be judged, each by the hours before it alone. */
export function* judgeHours(series: HourSeries): Generator<JudgedHour> {
  const baseline = openBaseline()
  let windowMs = 0
  for (const [index, stories] of series.stories.entries()) {
    if (!isJudged(series, index)) continue
    const at = series.from + index * HOUR_MS
    const hourOfDay = hourOf(at)
    const expectation = baseline.expect(hourOfDay)
    yield { at, stories, publishers: series.publishers[index] ?? 0, expectation, windowMs }
    baseline.learn(hourOfDay, stories)
    windowMs += HOUR_MS
  }
}

export const hourOf = (at: Instant): number => Math.floor(at / HOUR_MS) % 24

/** Watched, and the hour before it as well (the first hour of all has none before it). */
export const isJudged = ({ watched }: HourSeries, index: number): boolean =>
  watched[index] === true && watched[index - 1] !== false

function isSilenced(last: Burst | undefined, level: AlarmLevel, at: Instant): boolean {
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
