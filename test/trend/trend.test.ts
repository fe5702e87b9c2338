import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { DAY_MS, HOUR_MS } from '../../src/lib/clock.ts'
import { findAlarms, tailOf } from '../../src/trend/burst.ts'
import { type Counted, countByHour, type HourSeries } from '../../src/trend/count.ts'

const START = Date.UTC(2026, 1, 1)

const tell = (hour: number, told: Partial<Counted> = {}): Counted => ({
  openedAt: START + hour * HOUR_MS + 60_000,
  actors: ['norrland'],
  themes: ['strikes'],
  families: ['Morning Ledger'],
  relevance: 'related',
  ...told,
})

/** Four weeks of a quiet key: two stories at noon hours, else one in three hours; then one loud hour. */
function quietSeries(days: number, loud: readonly number[], publishers = 5): HourSeries {
  const quiet = Array.from({ length: days * 24 }, (_, hour) => {
    const hourOfDay = hour % 24
    return hourOfDay >= 10 && hourOfDay <= 14 ? 2 : hour % 3 === 0 ? 1 : 0
  })
  const stories = [...quiet, ...loud]
  return { from: START, stories, publishers: stories.map(() => publishers) }
}

describe('countByHour', () => {
  test('counts stories by the hour of their first article, empty hours included', () => {
    const stories = [tell(0), tell(2), tell(2, { families: ['Harbour Times'] }), tell(9)]

    const series = countByHour(stories, { actors: ['norrland'] }, START, START + 4 * HOUR_MS)

    expect(series).toEqual({ from: START, stories: [1, 0, 2, 0], publishers: [1, 0, 2, 0] })
  })

  test('a pair needs both actors, a theme its theme, and no story without relevance counts', () => {
    const stories = [
      tell(0, { actors: ['norrland', 'sudmark'] }),
      tell(0),
      tell(0, { themes: [] }),
      tell(0, { relevance: 'no' }),
    ]
    const count = (key: Parameters<typeof countByHour>[1]): number | undefined =>
      countByHour(stories, key, START, START + HOUR_MS).stories[0]

    expect(count({ actors: ['norrland', 'sudmark'] })).toBe(1)
    expect(count({ theme: 'strikes' })).toBe(2)
  })
})

describe('findAlarms', () => {
  test('a loud hour after quiet weeks is breaking, with window, count and expectation', () => {
    const [alarm, ...others] = findAlarms(quietSeries(28, [14]))

    expect(others).toEqual([])
    expect(alarm).toMatchObject({
      level: 'breaking',
      at: START + 28 * DAY_MS,
      stories: 14,
      publishers: 5,
      windowMs: 28 * DAY_MS,
    })
    expect(alarm?.expected).toBeLessThan(2)
  })

  test('quiet weeks raise no alarm', () => {
    expect(findAlarms(quietSeries(60, []))).toEqual([])
  })

  test('no alarm while the history is shorter than the window claimed', () => {
    expect(findAlarms(quietSeries(13, [14]))).toEqual([])
  })

  test('fewer than three publishers raise no alarm', () => {
    expect(findAlarms(quietSeries(28, [14], 2))).toEqual([])
  })

  test('a key is silent for six hours after an alarm', () => {
    const alarms = findAlarms(quietSeries(28, [14, 14, 14, 14, 14, 14, 40]))

    expect(alarms.map(({ at }) => (at - START) / HOUR_MS - 28 * 24)).toEqual([0, 6])
  })

  test('what comes later never changes an alarm', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(20), { minLength: 1, maxLength: 30 }), (tail) => {
        const first = findAlarms(quietSeries(20, [12]))
        expect(findAlarms(quietSeries(20, [12, ...tail])).slice(0, first.length)).toEqual(first)
      }),
      { numRuns: 30 },
    )
  })
})

describe('tailOf', () => {
  test('is a chance, and falls as the count grows', () => {
    fc.assert(
      fc.property(
        fc.nat(60),
        fc.double({ min: 0.02, max: 20, noNaN: true }),
        fc.double({ min: 0.05, max: 3, noNaN: true }),
        (count, mean, dispersion) => {
          const p = tailOf(count, { mean, dispersion })
          expect(p).toBeGreaterThanOrEqual(0)
          expect(p).toBeLessThanOrEqual(1)
          expect(tailOf(count + 1, { mean, dispersion })).toBeLessThanOrEqual(p)
        },
      ),
    )
  })

  test('agrees with a geometric distribution, which is a negative binomial of dispersion 1', () => {
    expect(tailOf(3, { mean: 1, dispersion: 1 })).toBeCloseTo(0.5 ** 3, 10)
  })
})
