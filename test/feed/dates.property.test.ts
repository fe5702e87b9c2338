// Every layout of the documents, for any instant and offset.

import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { findDate } from '../../src/feed/dates.ts'

type Parts = {
  readonly y: string
  readonly yy: string
  readonly mo: string
  readonly d: string
  readonly h: string
  readonly mi: string
  readonly s: string
  readonly ms: string
  readonly month: string
  readonly mon: string
  readonly day: string
  readonly weekday: string
  readonly hour12: string
  readonly half: string
  /** `+hh:mm` and `+hhmm`. */
  readonly colon: string
  readonly plain: string
}

const MONTHS =
  'January February March April May June July August September October November December'.split(' ')
const DAYS = 'Sunday Monday Tuesday Wednesday Thursday Friday Saturday'.split(' ')
const two = (n: number): string => String(n).padStart(2, '0')

/** A wall clock as far east of Greenwich as `offset` says, in minutes. */
function toParts(at: number, offset: number): Parts {
  const local = new Date(at + offset * 60_000)
  const hours = two(Math.floor(Math.abs(offset) / 60))
  const minutes = two(Math.abs(offset) % 60)
  const sign = offset < 0 ? '-' : '+'
  const month = MONTHS[local.getUTCMonth()] ?? ''
  const day = DAYS[local.getUTCDay()] ?? ''
  const hour = local.getUTCHours()
  return {
    y: String(local.getUTCFullYear()),
    yy: two(local.getUTCFullYear() % 100),
    mo: two(local.getUTCMonth() + 1),
    d: two(local.getUTCDate()),
    h: two(hour),
    mi: two(local.getUTCMinutes()),
    s: two(local.getUTCSeconds()),
    ms: String(local.getUTCMilliseconds()).padStart(3, '0'),
    month,
    mon: month.slice(0, 3),
    day: day.slice(0, 3),
    weekday: day,
    hour12: String(hour % 12 === 0 ? 12 : hour % 12),
    half: hour < 12 ? 'AM' : 'PM',
    colon: `${sign}${hours}:${minutes}`,
    plain: `${sign}${hours}${minutes}`,
  }
}

const SECOND = 1000
const MINUTE = 60 * SECOND

type Layout = readonly [name: string, unit: number, write: (parts: Parts) => string]

const LAYOUTS: readonly Layout[] = [
  ['RFC 3339', SECOND, (p) => `${p.y}-${p.mo}-${p.d}T${p.h}:${p.mi}:${p.s}${p.colon}`],
  [
    'RFC 3339 with milliseconds',
    1,
    (p) => `${p.y}-${p.mo}-${p.d}T${p.h}:${p.mi}:${p.s}.${p.ms}${p.colon}`,
  ],
  ['W3C without seconds', MINUTE, (p) => `${p.y}-${p.mo}-${p.d}T${p.h}:${p.mi}${p.colon}`],
  [
    'W3C without seconds and colon',
    MINUTE,
    (p) => `${p.y}-${p.mo}-${p.d}T${p.h}:${p.mi}${p.plain}`,
  ],
  ['ISO 8601, basic', SECOND, (p) => `${p.y}${p.mo}${p.d}T${p.h}${p.mi}${p.s}${p.plain}`],
  ['ISO 8601, basic without seconds', MINUTE, (p) => `${p.y}${p.mo}${p.d}T${p.h}${p.mi}${p.plain}`],
  ['a space for the T', SECOND, (p) => `${p.y}-${p.mo}-${p.d} ${p.h}:${p.mi}:${p.s} ${p.plain}`],
  [
    'a space for the T, glued',
    SECOND,
    (p) => `${p.y}-${p.mo}-${p.d} ${p.h}:${p.mi}:${p.s}${p.colon}`,
  ],
  ['slashes', SECOND, (p) => `${p.y}/${p.mo}/${p.d} ${p.h}:${p.mi}:${p.s} ${p.plain}`],
  ['RFC 2822', SECOND, (p) => `${p.day}, ${p.d} ${p.mon} ${p.y} ${p.h}:${p.mi}:${p.s} ${p.plain}`],
  [
    'RFC 2822 without seconds',
    MINUTE,
    (p) => `${p.day}, ${p.d} ${p.mon} ${p.y} ${p.h}:${p.mi} ${p.plain}`,
  ],
  [
    'RFC 2822 without a weekday',
    SECOND,
    (p) => `${p.d} ${p.mon} ${p.y} ${p.h}:${p.mi}:${p.s} ${p.plain}`,
  ],
  ['RFC 822', SECOND, (p) => `${p.day}, ${p.d} ${p.mon} ${p.yy} ${p.h}:${p.mi}:${p.s} ${p.plain}`],
  [
    'RFC 850',
    SECOND,
    (p) => `${p.weekday}, ${p.d}-${p.mon}-${p.yy} ${p.h}:${p.mi}:${p.s} ${p.plain}`,
  ],
  [
    'RFC 2822 with colons',
    SECOND,
    (p) => `${p.day}, ${p.d} ${p.mon} ${p.y} ${p.h}:${p.mi}:${p.s} ${p.colon}`,
  ],
  [
    'RFC 2822, glued',
    SECOND,
    (p) => `${p.day}, ${p.d} ${p.mon} ${p.y} ${p.h}:${p.mi}:${p.s}${p.plain}`,
  ],
  [
    'long names',
    SECOND,
    (p) => `${p.weekday}, ${p.d} ${p.month} ${p.y} ${p.h}:${p.mi}:${p.s} ${p.plain}`,
  ],
  [
    'GMT before the offset',
    SECOND,
    (p) => `${p.day} ${p.mon} ${p.d} ${p.y} ${p.h}:${p.mi}:${p.s} GMT${p.plain}`,
  ],
  ['asctime', SECOND, (p) => `${p.day} ${p.mon} ${p.d} ${p.h}:${p.mi}:${p.s} ${p.plain} ${p.y}`],
  [
    'an American clock',
    SECOND,
    (p) => `${p.month} ${p.d}, ${p.y} ${p.hour12}:${p.mi}:${p.s} ${p.half} ${p.plain}`,
  ],
  ['a log’s', SECOND, (p) => `${p.d}/${p.mon}/${p.y}:${p.h}:${p.mi}:${p.s} ${p.plain}`],
  ['points', SECOND, (p) => `${p.d}.${p.mo}.${p.y} ${p.h}:${p.mi}:${p.s} ${p.plain}`],
]

const instant = fc.integer({ min: Date.UTC(1970, 0, 2), max: Date.UTC(2049, 11, 30) })
const offset = fc.integer({ min: -48, max: 56 }).map((quarters) => quarters * 15)

describe('any instant at any offset', () => {
  test.each(LAYOUTS)('%s', (_name, unit, write) => {
    fc.assert(
      fc.property(instant, offset, (at, minutes) => {
        const whole = at - (at % unit)
        const written = write(toParts(whole, minutes))
        expect(findDate(written), written).toBe(whole)
      }),
      { numRuns: 150 },
    )
  })
})
