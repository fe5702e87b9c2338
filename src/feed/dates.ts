// Our own date reader: what it cannot read is absent, never a guess.

import type { Instant } from '../types.ts'
import { findCalendarDate } from './dates/calendar.ts'
import { toAsciiDigits } from './dates/digits.ts'
import { findEpoch } from './dates/epoch.ts'
import { findIsoDate } from './dates/iso.ts'
import type { DayOrder } from './dates/order.ts'
import { type DateParts, toTime } from './dates/parts.ts'
import { findWordedDate } from './dates/worded.ts'

export type DateContext = {
  /** IANA zone of a date without one; UTC where absent. */
  readonly zone?: string
  /** Decides between meanings of one abbreviation or of `05/06/2024`. */
  readonly language?: string
  /** What the document's other dates show of `05/06/2024`. */
  readonly order?: DayOrder
}

const MAX_LENGTH = 120

/** The instant that a date of a feed names, or `undefined` where it cannot be read with certainty. */
export function findDate(text: string, context: DateContext = {}): Instant | undefined {
  if (text.length > MAX_LENGTH * 4) return undefined
  const usual = findUsualDate(text)
  if (usual !== undefined) return usual
  const plain = toPlain(text)
  if (plain === '' || plain.length > MAX_LENGTH) return undefined
  const epoch = findEpoch(plain)
  if (epoch !== undefined) return epoch
  const parts: DateParts | undefined = findIsoDate(plain, context) ?? findWordedDate(plain, context)
  return parts === undefined ? undefined : findCalendarDate(parts, context)
}

const USUAL =
  /^(?:[A-Za-z]{3}, )?(\d{1,2}) ([A-Z][a-z]{2}) (\d{4}) (\d\d):(\d\d):(\d\d) (?:GMT|UTC|Z|([+-])(\d\d)(\d\d))$/

/** The form that nearly every RSS feed uses, read at once. */
function findUsualDate(text: string): Instant | undefined {
  const match = USUAL.exec(text)
  if (match === null) return undefined
  const [, day, name = '', year, hour = '', minute = '', second, sign, hours, minutes] = match
  const month = MONTHS.indexOf(name) / 3 + 1
  const time = toTime(hour, minute, second)
  if (!Number.isInteger(month) || month < 1 || time === undefined) return undefined
  const east = (Number(hours ?? 0) * 60 + Number(minutes ?? 0)) * (sign === '-' ? -1 : 1)
  if (Math.abs(east) > MAX_OFFSET_MIN) return undefined
  const zone = { kind: 'offset', minutes: east } as const
  return findCalendarDate({ year: Number(year), month, day: Number(day), time, zone }, {})
}

const MONTHS = 'JanFebMarAprMayJunJulAugSepOctNovDec'
const MAX_OFFSET_MIN = 14 * 60

function toPlain(text: string): string {
  const ascii = /^[\x20-\x7e]*$/.test(text)
    ? text
    : toAsciiDigits(text).replace(/[\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]/g, '')
  return ascii.replace(/[\s"]+/g, ' ').replace(/^[\s']+|[\s']+$/g, '')
}
