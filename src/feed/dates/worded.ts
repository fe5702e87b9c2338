// Day, month and year in any of the orders in use, with names in many languages: RFC 822 and its damage,
// asctime, `31.12.2003`, `۱۵ آبان ۱۴۰۲`, `8 de novembro de 2023 às 10h30`.

import { foldWord } from './fold.ts'
import { findMonth, isFiller, isWeekday } from './names.ts'
import { type DayOrder, findNamedDay, findNumericDay, type WrittenDay } from './order.ts'
import { type ClockTime, type DateParts, toTime, type Zone } from './parts.ts'
import { findZone } from './written-zone.ts'

type Context = {
  readonly zone?: string
  readonly language?: string
  readonly order?: DayOrder
}

const TIME =
  /(^|[^\d:.])(\d{1,2}):(\d{1,2})(?::(\d{1,2})(?:[.,:](\d{1,9}))?)?(?:\s?([ap])\.?\s?m\b\.?)?(?=$|[^\d:])/i
/** Arabic outlets write a month by both of its names. */
const TWO_NAMES = /(\p{Script=Arabic}{2,})\s?\/\s?(?:(?:كانون|تشرين) )?\p{Script=Arabic}{2,}/gu
/** Web servers' logs: `26/Jan/2004:16:31:00`. */
const YEAR_GLUED = /(\/\d{4}):(?=\d\d:\d\d)/
/** The sign of an offset was lost, as a plus is in an address. */
const UNSIGNED = /^0\d[0-5]\d$/
const SHORT_TIME = /^(\d{1,2})(?:[hч.](\d{2})(?:\.(\d{2}))?(?:([ap])\.?m)?|h|([ap])\.?m)$/i
const HALVES: ReadonlyMap<string, 'am' | 'pm'> = new Map([
  ['am', 'am'],
  ['a.m', 'am'],
  ['ق.ظ', 'am'],
  ['ص', 'am'],
  ['صباحا', 'am'],
  ['pm', 'pm'],
  ['p.m', 'pm'],
  ['ب.ظ', 'pm'],
  ['م', 'pm'],
  ['مساء', 'pm'],
])
const OFFSET = /^(?:GMT|UTC|UT)?[+-]\d{1,2}:?(?:\d{2})?$/i
const ZONE_NAME = /^[A-Z]{2,10}$/
/** Clocks of the United States and Canada, where the month comes first. */
const AMERICAN = /(?:\d|[apAP]\.?[mM]\.?)\s(?:[ECMP][SD]?T|AK[SD]T|HST)\b/
/** Unknown words are let through before the first number only: a weekday in a language not known here. */
const MAX_UNKNOWN = 1

type Reading = {
  numbers: string[]
  month?: number
  jalali?: boolean
  /** The month's name so far may be a weekday's in another language. */
  weekday?: boolean
  day?: WrittenDay
  time?: ClockTime
  zone?: Zone
  half?: 'am' | 'pm'
  unknown: number
}

/** Reads a date whose month is a name or whose day comes first. */
export function findWordedDate(text: string, outer: Context): DateParts | undefined {
  const context = AMERICAN.test(text) ? { ...outer, order: 'month-first' as const } : outer
  const reading: Reading = { numbers: [], unknown: 0 }
  const comments = [...text.matchAll(/\(([^()]*)\)/g)].map((match) => match[1] ?? '')
  const plain = text
    .replace(/\([^()]*\)/g, ' ')
    .replace(TWO_NAMES, '$1')
    .replace(YEAR_GLUED, '$1 ')
  const match = TIME.exec(plain)
  let before = plain
  if (match !== null) {
    before = plain.slice(0, match.index + (match[1] ?? '').length).replace(/(\d)T$/i, '$1')
    const after = plain.slice(match.index + match[0].length)
    const half =
      match[6] === undefined ? findHalf(after) : match[6].toLowerCase() === 'a' ? 'am' : 'pm'
    const time = toTime(match[2] ?? '', match[3] ?? '', match[4], { fraction: match[5], half })
    if (time === undefined) return undefined
    reading.time = time
    if (!readWords(after, reading, context, true)) return undefined
  }
  if (!readWords(before, reading, context, match === null)) return undefined
  if (reading.zone === undefined) {
    const zone = comments.map((comment) => findZone(comment, context)).find((z) => z !== undefined)
    if (zone !== undefined) reading.zone = zone
  }
  return toParts(reading)
}

function toParts(reading: Reading): DateParts | undefined {
  const day = reading.day ?? findNamedDay(reading.numbers, reading.month)
  if (day === undefined) return undefined
  const calendar =
    reading.jalali === undefined ? undefined : reading.jalali ? 'jalali' : 'gregorian'
  return {
    year: day.year,
    month: day.month,
    day: day.day,
    ...(calendar === undefined ? {} : { calendar }),
    ...(reading.time === undefined ? {} : { time: reading.time }),
    ...(reading.zone === undefined ? {} : { zone: reading.zone }),
  }
}

const findHalf = (after: string): 'am' | 'pm' | undefined =>
  HALVES.get(foldWord(after.trim().split(/[\s,]/)[0] ?? ''))

function readWords(text: string, reading: Reading, context: Context, afterTime: boolean): boolean {
  const words = text
    .replace(/(\d)(?:st|nd|rd|th|er|ste|-?го|-?е|-?ого|º|ª|°)(?=$|[\s,.])/giu, '$1')
    .split(/[\s,;|]+/)
    .filter((word) => word !== '')
  for (let i = 0; i < words.length; i += 1) {
    const word = words[i] ?? ''
    const next = words[i + 1]
    const pair =
      next === undefined ? undefined : findMonth(foldWord(`${word} ${next}`), context.language)
    if (pair !== undefined) {
      setMonth(reading, pair)
      i += 1
      continue
    }
    if (afterTime && /^[+-]$/.test(word) && /^\d\d:?\d\d$/.test(words[i + 1] ?? '')) {
      words[i + 1] = word + words[i + 1]
      continue
    }
    if (!readWord(word, reading, context, afterTime)) return false
  }
  return true
}

function readWord(word: string, reading: Reading, context: Context, afterTime: boolean): boolean {
  if (afterTime && (OFFSET.test(word) || UNSIGNED.test(word))) {
    const zone = findZone(UNSIGNED.test(word) ? `+${word}` : word, context)
    if (zone !== undefined) reading.zone = zone
    return zone !== undefined
  }
  const plain = foldWord(word)
  if (afterTime && word === 'AT') {
    reading.zone ??= { kind: 'named', name: 'America/Halifax' }
    return true
  }
  // After a time of day capitals are a zone, whatever day `PT` is in Polish.
  if (afterTime && reading.zone === undefined && ZONE_NAME.test(word)) {
    const zone = findZone(word, context)
    if (zone !== undefined) return setZone(reading, zone)
  }
  if (plain === '' || isFiller(plain)) return true
  const month = findMonth(plain, context.language)
  if (month !== undefined && (reading.month === undefined || reading.weekday === true)) {
    // `mar` before a number may be Tuesday: a second month's name then is the month.
    reading.weekday = reading.numbers.length === 0 && isWeekday(plain)
    return setMonth(reading, month)
  }
  if (isWeekday(plain) || HALVES.has(plain)) return true
  if (/^'?\d{1,5}$/.test(plain)) {
    reading.numbers.push(plain.replace("'", ''))
    return true
  }
  // Beside a month's name `15.52.01` is no other date.
  const isDated = reading.day !== undefined || reading.month !== undefined
  const numeric = isDated ? undefined : findNumericDay(plain, context)
  if (numeric !== undefined) {
    reading.day = numeric
    return true
  }
  if (reading.time === undefined && SHORT_TIME.test(plain)) return setShortTime(reading, plain)
  const joined = plain.split(/[-/.]/)
  if (joined.length > 1 && joined.some((part) => findMonth(part, context.language) !== undefined)) {
    return joined.every((part) => readWord(part, reading, context, false))
  }
  const zone = findZone(word, context)
  if (zone !== undefined) {
    reading.zone ??= zone
    return true
  }
  // RFC 2822 §4.3: a zone that nobody knows is UTC.
  if (afterTime && reading.zone === undefined && ZONE_NAME.test(word)) {
    return setZone(reading, { kind: 'offset', minutes: 0 })
  }
  reading.unknown += 1
  const early = reading.numbers.length === 0 && reading.day === undefined && !afterTime
  return early && reading.unknown <= MAX_UNKNOWN
}

function setMonth(
  reading: Reading,
  month: { readonly month: number; readonly jalali: boolean },
): boolean {
  reading.month = month.month
  reading.jalali = month.jalali
  return true
}

function setZone(reading: Reading, zone: Zone): boolean {
  reading.zone = zone
  return true
}

function setShortTime(reading: Reading, word: string): boolean {
  const match = SHORT_TIME.exec(word)
  const letter = (match?.[4] ?? match?.[5])?.toLowerCase()
  const half = letter === undefined ? undefined : letter === 'a' ? 'am' : 'pm'
  const time = toTime(match?.[1] ?? '', match?.[2] ?? '0', match?.[3], { half })
  if (time === undefined) return false
  reading.time = time
  return true
}
