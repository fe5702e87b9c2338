import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { storiesCsv } from '../../src/card/csv.ts'
import { checkBody } from '../../src/card/limits.ts'
import { trendsCard } from '../../src/card/trends.ts'
import type { Alarm, TrendRow, Trends } from '../../src/types.ts'
import { context, HOUR, NOW, story } from './world.ts'

const DAYS = 24 * HOUR

const trends = (changes: Partial<Trends> = {}): Trends => ({
  since: NOW - 7 * DAYS,
  until: NOW,
  historyMs: 28 * DAYS,
  historyNeededMs: 14 * DAYS,
  themes: [
    { id: 'arms-transfers', stories: 42, usual: { expected: 21, low: 12.4, high: 30.2 } },
    { id: 'sanctions', stories: 3, usual: { expected: 9.5, low: 4.1, high: 15 } },
    { id: 'diplomacy', stories: 20, usual: { expected: 19, low: 10, high: 28 } },
  ],
  actors: [{ id: 'iran', stories: 30 }],
  pairs: [{ id: 'iran|russia', stories: 9, usual: { expected: 9, low: 3, high: 15 } }],
  alarms: [],
  ...changes,
})

const alarm: Alarm = {
  kind: 'pair',
  id: 'iran|russia',
  level: 'breaking',
  at: NOW - HOUR,
  stories: 12,
  expected: 2.94,
  publishers: 5,
  p: 1e-6,
  windowMs: 28 * DAYS,
}

const textOf = (changes: Partial<Trends> = {}): string =>
  trendsCard(
    { window: '7d', what: '', trends: trends(changes) },
    context(),
  ).embeds?.[0]?.description?.replaceAll('\\', '') ?? ''

describe('the card of trends', () => {
  test('what is out of its range has a line with count, expectation and range; the rest is short', () => {
    const text = textOf()

    expect(text).toContain('▲ Arms transfers **42**, more than usual: 21.0 expected, 13 to 30')
    expect(text).toContain('▼ Sanctions **3**, less than usual: 9.5 expected, 5 to 15')
    expect(text).toContain('as usual (expected): Diplomacy 20 (19.0)')
    expect(text).toContain('Iran and Russia 9 (9.0)')
    expect(text).toContain('beside what 28 days of history make usual')
  })

  test('without enough history it says so, and calls nothing usual', () => {
    const rows = [{ id: 'sanctions', stories: 3 }]
    const text = textOf({ historyMs: 5 * HOUR, themes: rows, pairs: [] })

    expect(text).toContain('no baseline yet: 5 hours of history, 14 days needed for this window')
    expect(text).not.toContain('usual')
  })

  test('a burst stands with window, count and expectation; a sample is marked', () => {
    expect(textOf({ alarms: [alarm] })).toContain(
      '**Iran and Russia**: 4.1 × normal (12 stories in an hour, 2.9 expected, 28 days of history), 5 publishers',
    )
    expect(textOf({ alarms: [{ ...alarm, sample: true }], sample: true })).toContain('[sample]')
    expect(textOf()).toContain('**Bursts** none in this window')
  })

  test('keeps Discord’s limits whatever it is given', () => {
    const anyRow: fc.Arbitrary<TrendRow> = fc.record({
      id: fc.string({ maxLength: 200 }),
      stories: fc.nat(),
      usual: fc.record({ expected: fc.nat(), low: fc.nat(), high: fc.nat() }),
    })
    const rows = fc.array(anyRow, { maxLength: 40 })
    const alarms = fc
      .array(fc.string({ maxLength: 200 }), { maxLength: 20 })
      .map((ids) => ids.map((id): Alarm => ({ ...alarm, kind: 'theme', id })))
    fc.assert(
      fc.property(rows, rows, rows, alarms, (themes, actors, pairs, told) => {
        const given = trends({ themes, actors, pairs, alarms: told })
        const body = trendsCard({ window: '7d', what: '', trends: given }, context())
        expect(checkBody(body)).toEqual([])
      }),
      { numRuns: 60 },
    )
  })
})

describe('stories as a table', () => {
  test('no cell is a formula, quotes are doubled, lines are one', () => {
    const csv = storiesCsv(
      [
        story({ title: '=HYPERLINK("http://x")', outlet: '+1, "Daily"' }),
        story({ title: 'two\nlines' }),
      ],
      context(),
    )
    const [head, first, second] = csv.split('\r\n')

    expect(head).toMatch(/^\ufeffbegan,id,title/u)
    expect(first).toContain(`"'=HYPERLINK(""http://x"")"`)
    expect(first).toContain(`"'+1, ""Daily"""`)
    expect(second).toContain('two lines')
  })
})
