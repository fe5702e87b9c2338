import { describe, expect, test } from 'vitest'
import {
  addDays,
  instantOf,
  isZone,
  offsetAt,
  shortDateTime,
  toDay,
  toLocal,
  toTime,
  weekdayOf,
} from '../../src/lib/zone.ts'

const utc = (text: string): number => Date.parse(`${text}Z`)

describe('a time zone', () => {
  test.each(['UTC', 'Europe/Kyiv', 'Asia/Tehran', 'America/Argentina/Buenos_Aires', 'Etc/GMT+5'])(
    '%s exists',
    (zone) => expect(isZone(zone)).toBe(true),
  )

  test.each(['', 'Mars/Base', '+03:00', 'Europe/Kyiv\n', '../etc', 'now'])('%j does not', (zone) =>
    expect(isZone(zone)).toBe(false),
  )
})

describe('the clock on the wall', () => {
  test('is read in whatever calendar the machine prefers as the Gregorian one', () => {
    expect(toLocal(utc('2026-11-25T05:00:30'), 'Asia/Tehran')).toEqual({
      year: 2026,
      month: 11,
      day: 25,
      hour: 8,
      minute: 30,
      second: 30,
    })
  })

  test('shows midnight as hour 0 of the new day', () => {
    expect(toTime(utc('2026-11-24T22:00'), 'Europe/Kyiv')).toBe('00:00')
    expect(toDay(utc('2026-11-24T22:00'), 'Europe/Kyiv')).toBe('2026-11-25')
  })

  test('is ahead of UTC by the offset', () => {
    expect(offsetAt(utc('2026-07-01T00:00'), 'Europe/Kyiv')).toBe(3 * 3_600_000)
    expect(offsetAt(utc('2026-12-01T00:00'), 'America/St_Johns')).toBe(-3.5 * 3_600_000)
  })
})

describe('the instant of a local time', () => {
  test('is the same whichever zone the server runs in', () => {
    expect(instantOf('2026-11-25', '07:00', 'Europe/Kyiv')).toBe(utc('2026-11-25T05:00'))
    expect(instantOf('2026-11-25', '07:00', 'Asia/Tehran')).toBe(utc('2026-11-25T03:30'))
  })

  test('in a gap is the first valid instant after it', () => {
    // Berlin jumps from 02:00 to 03:00 at 01:00 UTC.
    const end = utc('2026-03-29T01:00')
    expect(instantOf('2026-03-29', '02:00', 'Europe/Berlin')).toBe(end)
    expect(instantOf('2026-03-29', '02:30', 'Europe/Berlin')).toBe(end)
    expect(instantOf('2026-03-29', '03:00', 'Europe/Berlin')).toBe(end)
    expect(instantOf('2026-03-29', '01:59', 'Europe/Berlin')).toBe(end - 60_000)
  })

  test('in an overlap is the earlier one', () => {
    expect(instantOf('2026-10-25', '02:30', 'Europe/Berlin')).toBe(utc('2026-10-25T00:30'))
  })

  test('on a date that a zone left out is the beginning of the next', () => {
    // Samoa had no 30 December 2011.
    expect(instantOf('2011-12-30', '12:00', 'Pacific/Apia')).toBe(utc('2011-12-30T10:00'))
  })

  test('of a text that is no time is refused', () => {
    expect(() => instantOf('2026-13-01', '07:00', 'UTC')).toThrow(RangeError)
  })
})

test('dates are counted without a zone', () => {
  expect(addDays('2026-12-31', 1)).toBe('2027-01-01')
  expect(addDays('2026-03-01', -1)).toBe('2026-02-28')
  expect(weekdayOf('2026-11-25')).toBe(3)
  expect(weekdayOf('2026-11-29')).toBe(7)
})

test('a short date names the month', () => {
  expect(shortDateTime(utc('2026-11-25T05:00'), 'Europe/Kyiv')).toBe('25 Nov 07:00')
})
