import { describe, expect, test } from 'vitest'
import type { DayCount } from '../../src/ports.ts'
import { type OpenEmpty, withStore } from './with-store.ts'

const count = (kind: DayCount['kind'], id: string, day: string, stories = 3): DayCount => ({
  day,
  kind,
  id,
  hours: [
    [0, stories, 2],
    [23, 1, 1],
  ],
})

export function countsContract(name: string, open: OpenEmpty): void {
  const withEmpty = (body: Parameters<typeof withStore>[1]) => withStore(open, body)

  describe(`${name}: counts by hour`, () => {
    test(
      'what is saved of a day is read again, by kind, id and day',
      withEmpty(async (store) => {
        const first = [
          count('actor', 'iran', '2026-11-01'),
          count('theme', 'nuclear', '2026-11-01'),
        ]
        const second = [
          count('actor', 'russia', '2026-11-02'),
          count('actor', 'iran', '2026-11-02', 5),
        ]
        await store.saveDayCounts('2026-11-01', false, first)
        await store.saveDayCounts('2026-11-02', false, second)
        const days = { since: '2026-11-01', until: '2026-11-02' }

        expect(await store.dayCounts({ kind: 'actor', ...days })).toEqual([
          first[0],
          second[1],
          second[0],
        ])
        expect(await store.dayCounts({ kind: 'actor', id: 'russia', ...days })).toEqual([second[0]])
        expect(
          await store.dayCounts({ kind: 'actor', since: '2026-11-02', until: '2026-11-30' }),
        ).toHaveLength(2)
        expect(await store.dayCounts({ kind: 'pair', ...days })).toEqual([])
      }),
    )

    test(
      'saving a day again replaces it whole, and leaves the sample of that day alone',
      withEmpty(async (store) => {
        const day = '2026-11-01'
        const sample = { ...count('actor', 'iran', day, 9), sample: true }
        await store.saveDayCounts(day, true, [sample])
        await store.saveDayCounts(day, false, [
          count('actor', 'iran', day),
          count('actor', 'un', day),
        ])
        await store.saveDayCounts(day, false, [count('actor', 'iran', day, 4)])

        expect(await store.dayCounts({ kind: 'actor', since: day, until: day })).toEqual([
          count('actor', 'iran', day, 4),
          sample,
        ])
      }),
    )

    test(
      'counts go by their own cutoff alone, a few at a time',
      withEmpty(async (store) => {
        for (const day of ['2026-11-01', '2026-11-02', '2026-11-03']) {
          await store.saveDayCounts(day, false, [
            count('actor', 'iran', day),
            count('actor', 'un', day),
          ])
        }
        const before = Date.UTC(2026, 10, 3)
        expect(await store.prune({ texts: before, articles: before, messages: before }, 10)).toBe(0)
        expect(await store.prune({ counts: before }, 3)).toBe(3)
        expect(await store.prune({ counts: before }, 3)).toBe(1)
        expect(await store.prune({ counts: before }, 3)).toBe(0)

        const left = await store.dayCounts({
          kind: 'actor',
          since: '2026-01-01',
          until: '2026-12-31',
        })
        expect(left.map(({ day }) => day)).toEqual(['2026-11-03', '2026-11-03'])
      }),
    )
  })
}
