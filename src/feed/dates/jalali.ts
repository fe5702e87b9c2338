// The Iranian calendar by the 33-year arithmetic of Birashk's cycle breaks (valid 1178–1633).

const BREAKS: readonly number[] = [
  -61, 9, 38, 199, 426, 686, 756, 818, 1111, 1181, 1210, 1635, 2060, 2097, 2192, 2262, 2324, 2394,
  2456, 3178,
]
const DAY_MS = 86_400_000

type Day = { readonly year: number; readonly month: number; readonly day: number }

/** The Gregorian day of a Jalali one, or `undefined` where the calendar has no such day. */
export function toGregorian({ year, month, day }: Day): Day | undefined {
  if (month < 1 || month > 12 || day < 1) return undefined
  if (day > (month <= 6 ? 31 : month <= 11 ? 30 : isLeap(year) ? 30 : 29)) return undefined
  const passed = (month - 1) * 30 + Math.min(month - 1, 6) + day - 1
  const date = new Date(Date.UTC(year + 621, 2, newYear(year)) + passed * DAY_MS)
  return { year: date.getUTCFullYear(), month: date.getUTCMonth() + 1, day: date.getUTCDate() }
}

const isLeap = (year: number): boolean =>
  (Date.UTC(year + 622, 2, newYear(year + 1)) - Date.UTC(year + 621, 2, newYear(year))) / DAY_MS ===
  366

/** The day of March on which a Jalali year begins. */
function newYear(year: number): number {
  let leaps = -14
  let start = BREAKS[0] ?? 0
  let jump = 0
  for (const next of BREAKS.slice(1)) {
    jump = next - start
    if (year < next) break
    leaps += Math.floor(jump / 33) * 8 + Math.floor((jump % 33) / 4)
    start = next
  }
  const n = year - start
  leaps += Math.floor(n / 33) * 8 + Math.floor(((n % 33) + 3) / 4)
  if (jump % 33 === 4 && jump - n === 4) leaps += 1
  const gregorian = year + 621
  const gregorianLeaps =
    Math.floor(gregorian / 4) - Math.floor(((Math.floor(gregorian / 100) + 1) * 3) / 4) - 150
  return 20 + leaps - gregorianLeaps
}
