import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { DAY_MS, HOUR_MS } from '../../src/lib/clock.ts'
import { findAlarms, tailOf } from '../../src/trend/burst.ts'
import { compareWindow, usualDays } from '../../src/trend/compare.ts'
import {
  type Counted,
  countDay,
  type HourSeries,
  toSeries,
  toWatched,
} from '../../src/trend/count.ts'

const START = Date.UTC(2026, 1, 1)
const DAY = '2026-02-01'

const ORDER = {
  themes: ['strikes', 'trade'],
  parentOf: new Map([
    ['norrland-guard', 'norrland'],
    ['norrland-guard-east', 'norrland-guard'],
  ]),
}

const tell = (hour: number, told: Partial<Counted> = {}): Counted => ({
  openedAt: START + hour * HOUR_MS + 60_000,
  actors: ['norrland'],
  themes: ['strikes'],
  families: ['Morning Ledger'],
  relevance: 'related',
  backlog: false,
  ...told,
})

const hoursOf = (stories: readonly Counted[], key: string) =>
  countDay(stories, DAY, ORDER).find(({ kind, id }) => `${kind}:${id}` === key)?.hours

/** Four weeks of a quiet key: two stories at noon hours, else one in three hours; then some loud hours. */
function quietSeries(days: number, loud: readonly number[], publishers = 5): HourSeries {
  const quiet = Array.from({ length: days * 24 }, (_, hour) => {
    const hourOfDay = hour % 24
    return hourOfDay >= 10 && hourOfDay <= 14 ? 2 : hour % 3 === 0 ? 1 : 0
  })
  const stories = [...quiet, ...loud]
  return {
    from: START,
    stories,
    publishers: stories.map(() => publishers),
    watched: stories.map(() => true),
  }
}

describe('countDay', () => {
  test('counts stories of a day by the hour of their first article', () => {
    const stories = [tell(0), tell(2), tell(2, { families: ['Harbour Times'] }), tell(24), tell(-1)]

    expect(hoursOf(stories, 'actor:norrland')).toEqual([
      [0, 1, 1],
      [2, 2, 2],
    ])
  })

  test('a publisher of several stories of an hour counts once', () => {
    expect(hoursOf([tell(3), tell(3), tell(3)], 'theme:strikes')).toEqual([[3, 3, 1]])
  })

  test('no story counts that is not relevant, was taken over, or came with a first poll', () => {
    const stories = [
      tell(0, { relevance: 'no' }),
      tell(0, { mergedInto: 'S-AAAAAAAA' }),
      tell(0, { backlog: true }),
    ]

    expect(countDay(stories, DAY, ORDER)).toEqual([])
  })

  test('a pair is counted under one name in either order', () => {
    const stories = [
      tell(0, { actors: ['norrland', 'sudmark'] }),
      tell(1, { actors: ['sudmark', 'norrland'] }),
    ]

    expect(hoursOf(stories, 'pair:norrland|sudmark')).toEqual([
      [0, 1, 1],
      [1, 1, 1],
    ])
  })

  test('an actor and one that rolls up to it are no pair', () => {
    const stories = [tell(0, { actors: ['norrland', 'norrland-guard-east', 'sudmark'] })]
    const pairs = countDay(stories, DAY, ORDER).filter(({ kind }) => kind === 'pair')

    expect(pairs.map(({ id }) => id)).toEqual(['norrland|sudmark', 'norrland-guard-east|sudmark'])
  })

  test('of an actor every story stands under one first theme, in the order of the pack', () => {
    const stories = [
      tell(0, { themes: ['trade', 'strikes'] }),
      tell(0, { themes: ['trade'] }),
      tell(0, { themes: [] }),
    ]

    expect(hoursOf(stories, 'first:norrland|strikes')).toEqual([[0, 1, 1]])
    expect(hoursOf(stories, 'first:norrland|trade')).toEqual([[0, 1, 1]])
    expect(hoursOf(stories, 'first:norrland|')).toEqual([[0, 1, 1]])
    expect(hoursOf(stories, 'cell:norrland|trade')).toEqual([[0, 2, 1]])
  })
})

describe('toSeries', () => {
  test('hours without stories are zero, hours without a reading are not watched', () => {
    const counts = countDay([tell(1), tell(1), tell(3)], DAY, ORDER).filter(
      ({ kind }) => kind === 'actor',
    )
    const watched = [{ day: DAY, kind: 'watched' as const, id: '', hours: [0, 1, 3].map(toHour) }]

    expect(toSeries(counts, toWatched(watched, START, START + 5 * HOUR_MS))).toEqual({
      from: START,
      stories: [0, 2, 0, 1, 0],
      publishers: [0, 1, 0, 1, 0],
      watched: [true, true, false, true, false],
    })
  })

  test('the counts of a sample are added', () => {
    const counts = countDay([tell(1)], DAY, ORDER).filter(({ kind }) => kind === 'actor')
    const both = [...counts, ...counts.map((count) => ({ ...count, sample: true }))]

    expect(toSeries(both, toWatched([], START, START + 2 * HOUR_MS)).stories).toEqual([0, 2])
  })
})

const toHour = (hour: number) => [hour, 0, 0] as const

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

  test('an outage is neither history nor judged, and the hour after it only catches up', () => {
    const series = quietSeries(28, [0, 0, 0, 14, 14])
    const outage = 28 * 24
    const watched = series.watched.map((was, hour) => was && (hour < outage || hour > outage + 2))

    const alarms = findAlarms({ ...series, watched })

    expect(alarms.map(({ at }) => (at - START) / HOUR_MS)).toEqual([outage + 4])
    expect(alarms[0]?.windowMs).toBe(28 * DAY_MS)
  })

  test('a fortnight with a week of outage in it is a week of history', () => {
    const series = quietSeries(20, [14])
    const watched = series.watched.map((_, hour) => hour < 100 || hour > 100 + 7 * 24)

    expect(findAlarms({ ...series, watched })).toEqual([])
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

describe('compareWindow', () => {
  test('a day as any other lies in its usual range', () => {
    const series = quietSeries(28, [])
    const { stories, usual } = compareWindow(series, START + 27 * DAY_MS)

    expect(stories).toBe(17)
    expect(usual?.expected).toBeCloseTo(17, 0)
    expect(usual?.low).toBeLessThan(16)
    expect(usual?.high).toBeGreaterThan(16)
  })

  test('the window does not teach what is usual for itself', () => {
    const loud = new Array<number>(24).fill(9)
    const { stories, usual } = compareWindow(quietSeries(27, loud), START + 27 * DAY_MS)

    expect(stories).toBe(216)
    expect(usual?.expected).toBeCloseTo(17, 0)
    expect(usual?.high).toBeLessThan(40)
  })

  test('nothing is called usual on less history than two weeks or the window itself', () => {
    expect(compareWindow(quietSeries(14, []), START + 13 * DAY_MS).usual).toBeUndefined()
    expect(compareWindow(quietSeries(40, []), START + 10 * DAY_MS).usual).toBeUndefined()
    expect(compareWindow(quietSeries(60, []), START + 29 * DAY_MS).usual).toBeUndefined()
    expect(compareWindow(quietSeries(60, []), START + 30 * DAY_MS).usual).toBeDefined()
  })
})

describe('usualDays', () => {
  test('gives a range for every day after the first fortnight', () => {
    const usual = usualDays(quietSeries(20, []))

    expect([...usual.keys()]).toEqual([
      '2026-02-15',
      '2026-02-16',
      '2026-02-17',
      '2026-02-18',
      '2026-02-19',
      '2026-02-20',
    ])
    for (const { expected } of usual.values()) expect(expected).toBeCloseTo(17, 0)
  })
})

describe('usualDays of a history that begins at noon', () => {
  test('leaves out the day of which only a part can be judged', () => {
    const series = quietSeries(20, [])
    const noon = { ...series, from: START + 12 * HOUR_MS }

    expect([...usualDays(noon).keys()][0]).toBe('2026-02-16')
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
