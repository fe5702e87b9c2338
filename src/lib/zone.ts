// Time zones by Intl alone: what the clock on the wall says at an instant, and the instant it says so.

import type { Instant } from '../types.ts'
import { DAY_MS, MINUTE_MS } from './clock.ts'

/** What the clock on the wall shows. */
export type Local = {
  readonly year: number
  readonly month: number
  readonly day: number
  readonly hour: number
  readonly minute: number
  readonly second: number
}

const formats = new Map<string, Intl.DateTimeFormat>()

function formatOf(zone: string): Intl.DateTimeFormat {
  const known = formats.get(zone)
  if (known) return known
  const made = new Intl.DateTimeFormat('en-US', {
    timeZone: zone,
    calendar: 'gregory',
    numberingSystem: 'latn',
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
  })
  formats.set(zone, made)
  return made
}

/** Whether Intl knows the zone; `Europe/Kyiv` and `UTC` yes, `Mars/Base` no. Offsets like `+03:00` are no zones. */
export function isZone(name: string): boolean {
  if (!/^[A-Za-z][\w+/-]*$/u.test(name)) return false
  try {
    // Kept: a planner asks this of every subscription in every round.
    formatOf(name)
    return true
  } catch {
    return false
  }
}

/** The clock on the wall of a zone at an instant. Throws RangeError for a zone that does not exist. */
export function toLocal(at: Instant, zone: string): Local {
  // One text is three times faster than formatToParts: `11/25/2026, 08:30:00`.
  const [month = 0, day = 0, year = 0, hour = 0, minute = 0, second = 0] = formatOf(zone)
    .format(at)
    .split(/\D+/u, 6)
    .map(Number)
  return { year, month, day, hour, minute, second }
}

/** How far the wall clock is ahead of UTC at an instant, in ms. */
export function offsetAt(at: Instant, zone: string): number {
  return wallMs(toLocal(at, zone)) - Math.floor(at / 1000) * 1000
}

/**
 * The first instant at which the zone's clock shows `day` `HH:MM`; where the clock jumps over that
 * time, the first instant after the gap (law 11). An overlap gives the earlier of the two.
 */
export function instantOf(day: string, time: string, zone: string): Instant {
  const wall = Date.parse(`${day}T${time}:00Z`)
  if (Number.isNaN(wall)) throw new RangeError(`not a local time: ${day} ${time}`)
  // The offsets in force a day before and a day after: no zone changes twice in between.
  const offsets = new Set([offsetAt(wall - DAY_MS, zone), offsetAt(wall + DAY_MS, zone)])
  const candidates = [...offsets]
    .map((offset) => wall - offset)
    .filter((at) => wallMs(toLocal(at, zone)) === wall)
    .sort((a, b) => a - b)
  return candidates[0] ?? endOfGap(wall, offsets, zone)
}

/** The first instant whose wall clock is past a time that was jumped over. */
function endOfGap(wall: number, offsets: ReadonlySet<number>, zone: string): Instant {
  const around = [...offsets].map((offset) => wall - offset)
  let before = Math.min(...around) - MINUTE_MS
  let after = Math.max(...around) + MINUTE_MS
  // Before the jump the wall shows less, after it more: a border to be found by halving.
  while (after - before > 1) {
    const middle = Math.floor((before + after) / 2)
    if (wallMs(toLocal(middle, zone)) >= wall) after = middle
    else before = middle
  }
  return after
}

/** Local date `2026-11-25`. */
export function toDay(at: Instant, zone: string): string {
  const { year, month, day } = toLocal(at, zone)
  return `${String(year).padStart(4, '0')}-${two(month)}-${two(day)}`
}

/** Local time `07:00`. */
export function toTime(at: Instant, zone: string): string {
  const { hour, minute } = toLocal(at, zone)
  return `${two(hour)}:${two(minute)}`
}

/** The date `n` days after a date; both `2026-11-25`. */
export function addDays(day: string, n: number): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + n * DAY_MS).toISOString().slice(0, 10)
}

/** ISO weekday of a date: 1 Monday to 7 Sunday. */
export const weekdayOf = (day: string): number =>
  new Date(Date.parse(`${day}T00:00:00Z`)).getUTCDay() || 7

/** `25 Nov 07:00` on the zone's clock. */
export function shortDateTime(at: Instant, zone: string): string {
  const { day, month } = toLocal(at, zone)
  return `${day} ${MONTHS[month - 1] ?? month} ${toTime(at, zone)}`
}

const MONTHS = 'Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec'.split(' ')

const two = (n: number): string => String(n).padStart(2, '0')

const wallMs = (local: Local): number =>
  Date.UTC(local.year, local.month - 1, local.day, local.hour, local.minute, local.second)
