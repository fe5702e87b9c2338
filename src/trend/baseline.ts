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
/** A count is taken for no more than this many standard deviations above what was expected. */
const WINSOR_SIGMAS = 3
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

/** A winsorised, exponentially weighted level times a factor for each hour of the day. */
export function openBaseline(): Baseline {
  const factors = new Array<number>(HOURS).fill(1)
  let level = 0
  let hours = 0
  let residual = 0
  let squares = 0
  const expect = (hourOfDay: number): Expectation => ({
    mean: Math.max(MEAN_MIN, level * (factors[hourOfDay] ?? 1)),
    dispersion: squares === 0 ? DISPERSION_START : Math.max(DISPERSION_MIN, residual / squares),
  })
  return {
    expect,
    learn: (hourOfDay, count) => {
      const { mean, dispersion } = expect(hourOfDay)
      const cap = mean + WINSOR_SIGMAS * Math.sqrt(mean + dispersion * mean * mean)
      const taken = hours < WARM_UP_HOURS ? count : Math.min(count, Math.max(1, cap))
      hours += 1
      const decay = Math.max(LEVEL_DECAY, 1 / hours)
      const factor = factors[hourOfDay] ?? 1
      if (hours > WARM_UP_HOURS) {
        // The excess of the square over Poisson's, which may be negative in a calm hour.
        residual += LEVEL_DECAY * ((taken - mean) ** 2 - mean - residual)
        squares += LEVEL_DECAY * (mean * mean - squares)
      }
      level += decay * (taken / Math.max(0.2, factor) - level)
      if (level > 0) {
        factors[hourOfDay] = factor + HOUR_DECAY * (Math.min(5, taken / level) - factor)
      }
    },
  }
}
