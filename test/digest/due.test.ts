import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { dueSlot, nextSlotAt } from '../../src/digest/due.ts'
import { instantOf, toDay, toTime } from '../../src/lib/zone.ts'
import { HOUR, subscription } from '../card/world.ts'

const MINUTE = 60_000
const DAY = 24 * HOUR
const at = (text: string): number => Date.parse(`${text}Z`)
const kyiv = (changes = {}) =>
  subscription({ createdAt: at('2026-11-01T00:00'), times: ['07:00', '19:00'], ...changes })
/** 07:00 in Kyiv on 25 November. */
const SEVEN = at('2026-11-25T05:00')
const evening = { slot: '2026-11-24T19:00', to: at('2026-11-24T17:00') }

describe('a slot', () => {
  test('is due from its minute on and covers the time since the slot before', () => {
    expect(dueSlot(kyiv(), evening, SEVEN - 1)).toBeUndefined()
    expect(dueSlot(kyiv(), evening, SEVEN)).toEqual({
      slot: '2026-11-25T07:00',
      from: evening.to,
      to: SEVEN,
      late: false,
      folded: [],
    })
  })

  test('is due no more once it has a digest', () => {
    const done = { slot: '2026-11-25T07:00', to: SEVEN }
    expect(dueSlot(kyiv(), done, SEVEN + HOUR)).toBeUndefined()
  })

  test('is late within six hours, and later folds into the next', () => {
    expect(dueSlot(kyiv(), evening, SEVEN + 5 * MINUTE)?.late).toBe(false)
    expect(dueSlot(kyiv(), evening, SEVEN + 6 * HOUR)?.late).toBe(true)
    expect(dueSlot(kyiv(), evening, SEVEN + 6 * HOUR + 1)).toBeUndefined()
    expect(dueSlot(kyiv(), evening, at('2026-11-25T17:00'))).toEqual({
      slot: '2026-11-25T19:00',
      from: evening.to,
      to: at('2026-11-25T17:00'),
      late: false,
      folded: ['2026-11-25T07:00'],
    })
  })

  test('after days of silence is one catch-up, not many digests', () => {
    const due = dueSlot(kyiv(), evening, SEVEN + 3 * DAY)
    expect(due?.slot).toBe('2026-11-28T07:00')
    expect(due?.from).toBe(evening.to)
    expect(due?.folded).toHaveLength(6)
  })

  test('of a new subscription covers 24 hours, and none is due from before it was made', () => {
    const fresh = kyiv({ createdAt: SEVEN - MINUTE })
    expect(dueSlot(fresh, undefined, SEVEN)).toMatchObject({ from: SEVEN - DAY, to: SEVEN })
    const later = kyiv({ createdAt: SEVEN + MINUTE })
    expect(dueSlot(later, undefined, SEVEN + HOUR)).toBeUndefined()
  })

  test('exists on the chosen weekdays only', () => {
    // 25 November 2026 is a Wednesday.
    expect(dueSlot(kyiv({ days: [3] }), evening, SEVEN)?.slot).toBe('2026-11-25T07:00')
    expect(dueSlot(kyiv({ days: [1, 5] }), evening, SEVEN)).toBeUndefined()
  })

  test('is not due while paused; what was missed folds in after', () => {
    const paused = kyiv({ pausedUntil: SEVEN + 2 * HOUR })
    expect(dueSlot(paused, evening, SEVEN)).toBeUndefined()
    expect(dueSlot(paused, evening, SEVEN + 2 * HOUR)?.slot).toBe('2026-11-25T07:00')
  })

  test('is never due in another mode, without times, deleted, or in a zone that does not exist', () => {
    expect(dueSlot(kyiv({ mode: 'instant' }), evening, SEVEN)).toBeUndefined()
    expect(dueSlot(kyiv({ times: [] }), evening, SEVEN)).toBeUndefined()
    expect(dueSlot(kyiv({ deletedAt: 1 }), evening, SEVEN)).toBeUndefined()
    expect(dueSlot(kyiv({ zone: 'Mars/Base' }), evening, SEVEN)).toBeUndefined()
  })

  test('is not due again when the clock is set back', () => {
    const done = { slot: '2026-11-25T07:00', to: SEVEN }
    expect(dueSlot(kyiv(), done, SEVEN - 3 * HOUR)).toBeUndefined()
  })

  test('keeps its name through a change of zone: one morning is told once', () => {
    const done = { slot: '2026-11-25T07:00', to: SEVEN }
    const moved = kyiv({ zone: 'America/New_York' })
    expect(dueSlot(moved, done, at('2026-11-25T12:00'))).toBeUndefined()
    expect(dueSlot(moved, done, at('2026-11-26T00:00'))?.slot).toBe('2026-11-25T19:00')
  })
})

describe('the next slot', () => {
  test('is the first after an instant', () => {
    expect(nextSlotAt(kyiv(), SEVEN - 1)).toBe(SEVEN)
    expect(nextSlotAt(kyiv(), SEVEN)).toBe(at('2026-11-25T17:00'))
    expect(nextSlotAt(kyiv({ days: [1] }), SEVEN)).toBe(at('2026-11-30T05:00'))
  })

  test('is after the pause', () => {
    expect(nextSlotAt(kyiv({ pausedUntil: SEVEN + DAY }), SEVEN)).toBe(at('2026-11-26T17:00'))
  })

  test('is none where nothing is planned', () => {
    expect(nextSlotAt(kyiv({ mode: 'breaking' }), SEVEN)).toBeUndefined()
    expect(nextSlotAt(kyiv({ pausedUntil: Number.MAX_SAFE_INTEGER }), SEVEN)).toBeUndefined()
  })
})

describe('changes of the clock', () => {
  test('a slot in the gap is due at the first valid instant, once', () => {
    const berlin = kyiv({ zone: 'Europe/Berlin', times: ['02:30'] })
    const end = at('2026-03-29T01:00')
    const before = { slot: '2026-03-28T02:30', to: at('2026-03-28T01:30') }
    const early = kyiv({ ...berlin, createdAt: at('2026-03-01T00:00') })
    expect(dueSlot(early, before, end - 1)).toBeUndefined()
    expect(dueSlot(early, before, end)?.slot).toBe('2026-03-29T02:30')
    const done = { slot: '2026-03-29T02:30', to: end }
    expect(dueSlot(early, done, end + 5 * HOUR)).toBeUndefined()
  })

  test('two slots in one gap are one digest that names both', () => {
    const berlin = kyiv({
      zone: 'Europe/Berlin',
      times: ['02:15', '02:45'],
      createdAt: at('2026-03-01T00:00'),
    })
    const before = { slot: '2026-03-28T02:45', to: at('2026-03-28T01:45') }
    expect(dueSlot(berlin, before, at('2026-03-29T01:00'))).toMatchObject({
      slot: '2026-03-29T02:45',
      folded: ['2026-03-29T02:15'],
    })
  })

  test('a slot in an overlap is sent once', () => {
    const berlin = kyiv({
      zone: 'Europe/Berlin',
      times: ['02:30'],
      createdAt: at('2026-10-01T00:00'),
    })
    const first = at('2026-10-25T00:30')
    const before = { slot: '2026-10-24T02:30', to: at('2026-10-24T00:30') }
    expect(dueSlot(berlin, before, first)?.to).toBe(first)
    const done = { slot: '2026-10-25T02:30', to: first }
    expect(dueSlot(berlin, done, first + HOUR)).toBeUndefined()
  })

  const zones = Intl.supportedValuesOf('timeZone')

  /** Offset changes of a zone in a span, each as the first instant after it. */
  function transitions(zone: string, from: number, to: number): readonly number[] {
    const found: number[] = []
    const wallOffset = (ms: number): number =>
      at(`${toDay(ms, zone)}T${toTime(ms, zone)}`) - Math.floor(ms / MINUTE) * MINUTE
    for (let day = from; day < to; day += 7 * DAY) {
      if (wallOffset(day) === wallOffset(day + 7 * DAY)) continue
      let low = day
      let high = day + 7 * DAY
      while (high - low > MINUTE) {
        const middle = Math.floor((low + high) / 2 / MINUTE) * MINUTE
        if (wallOffset(middle) === wallOffset(day)) low = middle
        else high = middle
      }
      found.push(high)
    }
    return found
  }

  test('in every zone of the world each slot comes exactly once, in order, around every change', () => {
    let changes = 0
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 1439 }), fc.integer({ min: 0, max: 1439 }), (a, b) => {
        const name = (n: number): string =>
          `${String(Math.floor(n / 60)).padStart(2, '0')}:${String(n % 60).padStart(2, '0')}`
        const times = [...new Set([name(a), name(b), '02:30'])].sort()
        for (const zone of zones) {
          for (const change of transitionsOf(zone)) {
            changes += 1
            checkSlots(zone, times, change)
          }
        }
      }),
      { numRuns: 1 },
    )
    expect(changes).toBeGreaterThan(200)
  })

  const known = new Map<string, readonly number[]>()
  function transitionsOf(zone: string): readonly number[] {
    const cached = known.get(zone)
    if (cached) return cached
    const found = transitions(zone, at('2026-01-01T00:00'), at('2026-12-24T00:00'))
    known.set(zone, found)
    return found
  }

  /** Walks from slot to slot over a change: every local date and time is told once, none early. */
  function checkSlots(zone: string, times: readonly string[], change: number): void {
    const start = change - 30 * HOUR
    const of = subscription({ zone, times, createdAt: start })
    const told: string[] = []
    let last: { readonly slot: string; readonly to: number } | undefined
    for (let now = nextSlotAt(of, start); now !== undefined && now < change + 30 * HOUR; ) {
      const due = dueSlot(of, last, now)
      if (due === undefined) throw new Error(`${zone}: nothing due at ${now}`)
      told.push(...due.folded, due.slot)
      if (last && due.from !== last.to) throw new Error(`${zone}: a hole before ${due.slot}`)
      const [day = '', time = ''] = due.slot.split('T')
      if (instantOf(day, time, zone) !== due.to) throw new Error(`${zone}: ${due.slot} moved`)
      if (dueSlot(of, { slot: due.slot, to: due.to }, now) !== undefined) {
        throw new Error(`${zone}: ${due.slot} due twice`)
      }
      last = { slot: due.slot, to: due.to }
      now = nextSlotAt(of, now)
    }
    const sorted = [...told].sort()
    if (new Set(told).size !== told.length || sorted.join() !== told.join()) {
      throw new Error(`${zone}: ${told.join(' ')}`)
    }
  }
})
