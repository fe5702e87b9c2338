import type { Instant } from '../../types.ts'
import { toGregorian } from './jalali.ts'
import type { DateParts, Zone } from './parts.ts'
import { isZone, offsetAt } from './zone.ts'

const MINUTE_MS = 60_000
const DAYS: readonly number[] = [31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
const MIN_YEAR = 1900
const MAX_YEAR = 2200
const BUDDHIST_YEAR = 2400

/** The instant of a written date, or `undefined` where the calendar has no such day. */
export function findCalendarDate(
  parts: DateParts,
  context: { readonly zone?: string },
): Instant | undefined {
  const day = findGregorian(parts)
  if (day === undefined) return undefined
  const time = parts.time ?? { hour: 0, minute: 0, second: 0, ms: 0 }
  const local = Date.UTC(
    day.year,
    day.month - 1,
    day.day,
    time.hour,
    time.minute,
    time.second,
    time.ms,
  )
  const zone: Zone =
    parts.zone ??
    (context.zone === undefined || !isZone(context.zone)
      ? { kind: 'offset', minutes: 0 }
      : { kind: 'named', name: context.zone })
  if (zone.kind === 'offset') return local - zone.minutes * MINUTE_MS
  return fromLocal(local, zone.name)
}

type Day = { readonly year: number; readonly month: number; readonly day: number }

function findGregorian(parts: DateParts): Day | undefined {
  const jalali =
    parts.calendar === 'jalali' ||
    (parts.calendar === undefined && parts.year >= 1300 && parts.year < 1500)
  const day = jalali ? toGregorian(parts) : fromBuddhist(parts)
  if (day === undefined || day.year < MIN_YEAR || day.year > MAX_YEAR) return undefined
  if (day.month < 1 || day.month > 12 || day.day < 1) return undefined
  if (day.day > (DAYS[day.month - 1] ?? 0)) return undefined
  const leap = day.year % 4 === 0 && (day.year % 100 !== 0 || day.year % 400 === 0)
  if (day.month === 2 && day.day === 29 && !leap) return undefined
  return day
}

/** Thai dates count from 543 years earlier; no feed is from the years that they would be otherwise. */
const fromBuddhist = (day: Day): Day =>
  day.year >= BUDDHIST_YEAR ? { ...day, year: day.year - 543 } : day

/** A local time that a change of clocks skips or repeats is read with the offset before the change. */
function fromLocal(local: number, zone: string): Instant | undefined {
  const first = offsetAt(zone, local)
  if (first === undefined) return undefined
  const guess = local - first
  const second = offsetAt(zone, guess) ?? first
  if (second === first) return guess
  const again = local - second
  return offsetAt(zone, again) === second ? again : local - Math.min(first, second)
}
