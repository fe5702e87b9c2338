// Which number is the day, which the month, which the year.

export type WrittenDay = { readonly year: number; readonly month: number; readonly day: number }

type Context = {
  readonly zone?: string
  readonly language?: string
  /** What the document's other dates show. */
  readonly order?: DayOrder
}

export type DayOrder = 'day-first' | 'month-first'

const NUMERIC = /^(\d{1,4})([./-])(\d{1,2})\2(\d{1,4})(?:г|р)?$/
const MONTH_FIRST_ZONE = /^(?:America\/|US\/|Pacific\/Honolulu)/

/** Day and year around a month's name: `1 Jan 2004`, `Jan 1 04`, `2004 Jan 1`. */
export function findNamedDay(
  numbers: readonly string[],
  month: number | undefined,
): WrittenDay | undefined {
  const [first = '', second = ''] = numbers
  if (month === undefined || numbers.length !== 2) return undefined
  const yearFirst = isYear(first) && !isYear(second)
  const [day, year] = yearFirst ? [second, first] : [first, second]
  if (isYear(day)) return undefined
  return { year: toYear(year), month, day: Number(day) }
}

/**
 * `31.12.2003`, `31-12-2003`, `2003/12/31`, `12/31/2003`. Slashes that fit both orders are read month first in
 * American zones, day first where another language or zone is known, and not at all otherwise.
 */
export function findNumericDay(word: string, context: Context): WrittenDay | undefined {
  const match = NUMERIC.exec(word)
  if (match === null) return undefined
  const [, a = '', separator, b = '', c = ''] = match
  if (a.length === 4) return { year: Number(a), month: Number(b), day: Number(c) }
  if (a.length > 2 || c.length === 1 || c.length === 3) return undefined
  // `03-12-31` may begin with its day or its year.
  if (separator === '-' && c.length === 2 && Number(c) <= 31) return undefined
  const dayFirst = { year: toYear(c), month: Number(b), day: Number(a) }
  const monthFirst = { year: toYear(c), month: Number(a), day: Number(b) }
  if (separator !== '/' || a === b) return dayFirst
  if (Number(a) > 12) return dayFirst
  if (Number(b) > 12) return monthFirst
  if (context.order !== undefined) return context.order === 'day-first' ? dayFirst : monthFirst
  if (context.zone !== undefined && MONTH_FIRST_ZONE.test(context.zone)) return monthFirst
  const [language, region] = (context.language ?? 'und').toLowerCase().split(/[-_]/)
  if (language === 'en' && region === 'us') return monthFirst
  if (language !== 'en' && language !== 'und') return dayFirst
  if (language === 'en' && region !== undefined) return dayFirst
  return context.zone !== undefined && context.zone !== 'UTC' ? dayFirst : undefined
}

const SLASHES = /^\s*(?:<!\[CDATA\[)?\s*(?:[a-z]{3,9},?\s+)?(\d{1,2})\/(\d{1,2})\/\d{2,4}\b/i

/** The order of day and month that a document's dates with slashes have in common, where one of them shows it. */
export function findDayOrder(texts: Iterable<string>): DayOrder | undefined {
  const orders = new Set<DayOrder>()
  for (const text of texts) {
    const match = SLASHES.exec(text)
    if (match === null) continue
    if (Number(match[1]) > 12) orders.add('day-first')
    if (Number(match[2]) > 12) orders.add('month-first')
  }
  const [order] = orders
  return orders.size === 1 ? order : undefined
}

const isYear = (digits: string): boolean => digits.length >= 3 || Number(digits) > 31

/** RFC 2822 §4.3: two digits below 50 are 2000 and later; three digits are 1900 and later. */
function toYear(digits: string): number {
  const year = Number(digits)
  if (digits.length === 2) return year < 50 ? 2000 + year : 1900 + year
  return digits.length === 3 ? 1900 + year : year
}
