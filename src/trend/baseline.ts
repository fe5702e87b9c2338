/** What an hour should bring, given the hours before it. */
export type Expectation = {
  readonly mean: number
  /** Variance is mean + dispersion · mean²: news comes in bursts, Poisson would cry wolf. */
  readonly dispersion: number
}

const HOURS = 24
/** A level forgets half of what it knew in seven days. */
const LEVEL_DECAY = 1 - 0.5 ** (1 / (7 * HOURS))
/** Each hour of the day learns once a day: half in seven days as well. */
const HOUR_DECAY = 1 - 0.5 ** (1 / 7)
/** An hour of the day is believed as much as the level once it was seen on so many days. */
const HOUR_DAYS = 4
/** A count is taken for no more than this many standard deviations above what was expected. */
const WINSOR_SIGMAS = 3
/** For the spread it may be further off: cut as close as the mean, the spread of a restless key looks small. */
const SPREAD_SIGMAS = 6
const MEAN_MIN = 0.02
const DISPERSION_MIN = 0.05
const DISPERSION_START = 0.5
/** The first days are averaged plainly: a young level must not hang on its first hour. */
const WARM_UP_HOURS = 3 * HOURS

/** Expectation of the next hour, then what it brought; `hourOfDay` is 0–23 (UTC). */
export type Baseline = {
  readonly expect: (hourOfDay: number) => Expectation
  readonly learn: (hourOfDay: number, count: number) => void
}

/**
 * A winsorised, exponentially weighted level, and one for each hour of the day, drawn towards the former
 * while it is young. Over a day the expected counts add up to the level, so that days can be told too.
 */
export function openBaseline(): Baseline {
  const ofHour = new Array<number>(HOURS).fill(0)
  const days = new Array<number>(HOURS).fill(0)
  let level = 0
  let hours = 0
  let residual = 0
  let squares = 0
  const expect = (hourOfDay: number): Expectation => {
    const seen = days[hourOfDay] ?? 0
    const mean = ((ofHour[hourOfDay] ?? 0) * seen + level * HOUR_DAYS) / (seen + HOUR_DAYS)
    return {
      mean: Math.max(MEAN_MIN, mean),
      dispersion: squares === 0 ? DISPERSION_START : Math.max(DISPERSION_MIN, residual / squares),
    }
  }
  return {
    expect,
    learn: (hourOfDay, count) => {
      const { mean, dispersion } = expect(hourOfDay)
      const sigma = Math.sqrt(mean + dispersion * mean * mean)
      const cap = Math.max(1, mean + WINSOR_SIGMAS * sigma)
      const taken = hours < WARM_UP_HOURS ? count : Math.min(count, cap)
      hours += 1
      const seen = (days[hourOfDay] ?? 0) + 1
      days[hourOfDay] = seen
      if (hours > WARM_UP_HOURS) {
        // The excess of the square over Poisson's, which may be negative in a calm hour.
        const off = Math.min(count, mean + SPREAD_SIGMAS * sigma + 1) - mean
        residual += LEVEL_DECAY * (off ** 2 - mean - residual)
        squares += LEVEL_DECAY * (mean * mean - squares)
      }
      level += Math.max(LEVEL_DECAY, 1 / hours) * (taken - level)
      const before = ofHour[hourOfDay] ?? 0
      ofHour[hourOfDay] = before + Math.max(HOUR_DECAY, 1 / seen) * (taken - before)
    },
  }
}
