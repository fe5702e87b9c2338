// Year first: ISO 8601 and W3C dates with their common damage, ordinal and week dates.

import { type DateParts, toTime } from './parts.ts'
import { findZone } from './written-zone.ts'

type Context = { readonly zone?: string; readonly language?: string }

const DATE =
  /^(?:(?:mon|tue|wed|thu|fri|sat|sun)[a-z]*,? )?(?:(\d{4})([-/.])(\d{1,2})\2(\d{1,2})|(\d{4})(\d{2})(\d{2})|(\d{4})-(\d{2})|(\d{4}))(?=$|[^\d-]|-\d\d:)/i
const ORDINAL = /^(?:(\d{4})-?|(\d{2})-|(\d{2})(?=\d{3}$))(\d{3})(?=$|[^\d])/
const WEEK = /^(\d{4})-?W(\d{2})(?:-?([1-7]))?(?=$|[^\d])/i
const SHORT = /^(\d{2})-(\d{2})-(\d{2})(?=T)/i
/** ISO 8601:1988 leaves the century out; six digits, or a hyphen in the century's place. */
const NO_CENTURY = /^(?:(\d{2})(-?)(\d{2})\2(\d{2})|-(\d{2})(-?)(\d{2})(?:\6(\d{2}))?)$/
/** Two digits above it are no year that a feed may have, so that `03-12-31` cannot begin with its day. */
const LAST_SHORT_YEAR = 30
const PACKED = /^(\d{8})(\d{6})(?=$|[^\d])/
/** RFC 9557 names the zone, once more or alone, in brackets. */
const ZONE_NAMED = /\[!?([^[\]]*)\]$/
const EAST_ASIAN = /^(\d{4})\s?[年년]\s?(\d{1,2})\s?[月월]\s?(\d{1,2})\s?[日일]/
const ASIAN_WEEKDAY =
  /([日일])\s?[(（]?(?:(?:星期|周|週|禮拜)[一二三四五六日天]|[月火水木金土日](?:曜日?)?|[월화수목금토일](?:요일)?)[)）]?(?=\s|$)/
const ASIAN_TIME = /(\d{1,2})\s?[时時点點시](?:\s?(\d{1,2})\s?[分분](?:\s?(\d{1,2})\s?[秒초])?)?/
const TIME =
  /^(?:\s?[Tt_ ,@]\s?|-(?=\d\d:))(?:(上午|下午|오전|오후)\s?)?(\d{1,2})(?:[:.h](\d{1,2})(?:[:.](\d{1,2})(?:[.,:](\d*))?)?|(\d{2})(\d{2})?(?:[.,](\d+))?|-(\d{2})-(\d{2})(?![\d:]))?\s?(am|pm)?(?=$|[^\d])/i
const DAY_MS = 86_400_000

/** Reads a date that begins with its year. */
export function findIsoDate(written: string, context: Context): DateParts | undefined {
  const text = toColons(written.replace(PACKED, '$1T$2').replace(ZONE_NAMED, ''))
  const named = ZONE_NAMED.exec(written)?.[1]
  const day = findDay(text)
  if (day === undefined) return undefined
  const rest = text.slice(day.length)
  const date = { year: day.year, month: day.month, day: day.day }
  if (rest === '') return date
  const match = TIME.exec(rest)
  if (match === null) {
    const zone = findZone(rest, context)
    return zone === undefined ? undefined : { ...date, zone }
  }
  const half = toHalf(match[1] ?? match[11])
  const minute = match[3] ?? match[6] ?? match[9] ?? '0'
  const second = match[4] ?? match[7] ?? match[10]
  const time = toTime(match[2] ?? '0', minute, second, { fraction: match[5] ?? match[8], half })
  if (time === undefined) return undefined
  const zoneText = rest.slice(match[0].length).trim()
  if (zoneText === '') {
    const zone = named === undefined ? undefined : findZone(named, context)
    return { ...date, time, ...(zone !== undefined && { zone }) }
  }
  const zone = findZone(
    zoneText.replace(/Z([+-])/i, '$1').replace(/([+-]\d\d:?\d\d)Z$/i, '$1'),
    context,
  )
  return zone === undefined ? undefined : { ...date, time, zone }
}

/** East Asian dates may name the weekday, and their clock has words for its parts. */
const toColons = (text: string): string =>
  EAST_ASIAN.test(text)
    ? text
        .replace(ASIAN_WEEKDAY, '$1 ')
        .replace(ASIAN_TIME, (_all, hour, minute = '00', second = '') =>
          [hour, minute, second].filter((part) => part !== '').join(':'),
        )
    : text

type Day = {
  readonly year: number
  readonly month: number
  readonly day: number
  readonly length: number
}

function findDay(text: string): Day | undefined {
  const asian = EAST_ASIAN.exec(text)
  if (asian !== null) return toDay(asian[0], asian[1], asian[2], asian[3])
  const week = WEEK.exec(text)
  if (week !== null)
    return fromWeek(week[0], Number(week[1]), Number(week[2]), Number(week[3] ?? 1))
  const ordinal = ORDINAL.exec(text)
  if (ordinal !== null) {
    const year = Number(ordinal[1] ?? `20${ordinal[2] ?? ordinal[3]}`)
    return fromOrdinal(ordinal[0], year, Number(ordinal[4]))
  }
  const short = SHORT.exec(text)
  if (short !== null) return toDay(short[0], `20${short[1]}`, short[2], short[3])
  const brief = NO_CENTURY.exec(text)
  if (brief !== null) return fromBrief(brief)
  const match = DATE.exec(text)
  if (match === null) return undefined
  return toDay(
    match[0],
    match[1] ?? match[5] ?? match[8] ?? match[10],
    match[3] ?? match[6] ?? match[9] ?? '1',
    match[4] ?? match[7] ?? '1',
  )
}

const toDay = (whole: string, year = '', month = '', day = ''): Day => ({
  year: Number(year),
  month: Number(month),
  day: Number(day),
  length: whole.length,
})

function fromBrief(match: RegExpExecArray): Day | undefined {
  const [whole, year = '', , month = '', day = ''] = match
  if (match[5] !== undefined) return toDay(whole, `20${match[5]}`, match[7], match[8] ?? '1')
  return Number(day) > LAST_SHORT_YEAR ? toDay(whole, `20${year}`, month, day) : undefined
}

function fromOrdinal(whole: string, year: number, ordinal: number): Day | undefined {
  const date = new Date(Date.UTC(year, 0, ordinal))
  if (ordinal < 1 || date.getUTCFullYear() !== year) return undefined
  return {
    year,
    month: date.getUTCMonth() + 1,
    day: date.getUTCDate(),
    length: whole.length,
  }
}

/** ISO week 1 is the one with 4 January. */
function fromWeek(whole: string, year: number, week: number, weekday: number): Day | undefined {
  if (week < 1 || week > 53) return undefined
  const fourth = Date.UTC(year, 0, 4)
  const monday = fourth - ((new Date(fourth).getUTCDay() + 6) % 7) * DAY_MS
  const date = new Date(monday + ((week - 1) * 7 + weekday - 1) * DAY_MS)
  return {
    year: date.getUTCFullYear(),
    month: date.getUTCMonth() + 1,
    day: date.getUTCDate(),
    length: whole.length,
  }
}

function toHalf(text: string | undefined): 'am' | 'pm' | undefined {
  if (text === undefined) return undefined
  return /^(?:am|上午|오전)$/i.test(text) ? 'am' : 'pm'
}
