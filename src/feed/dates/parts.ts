/** A date as written: local calendar and time of day, with its zone where it carries one. */
export type DateParts = {
  readonly year: number
  readonly month: number
  readonly day: number
  /** Years 1300–1499 are read as Jalali where absent. */
  readonly calendar?: 'jalali' | 'gregorian'
  readonly time?: ClockTime
  readonly zone?: Zone
}

export type ClockTime = {
  readonly hour: number
  readonly minute: number
  readonly second: number
  readonly ms: number
}

/** Minutes east of Greenwich, or an IANA zone. */
export type Zone =
  | { readonly kind: 'offset'; readonly minutes: number }
  | { readonly kind: 'named'; readonly name: string }

/** A time of day from its written parts, 12-hour where `half` says so; `undefined` where it is none. */
export function toTime(
  hour: string,
  minute: string,
  second: string | undefined,
  rest: { readonly fraction?: string | undefined; readonly half?: 'am' | 'pm' | undefined } = {},
): ClockTime | undefined {
  let h = Number(hour)
  const m = Number(minute)
  const s = Number(second ?? 0)
  if (rest.half !== undefined && h <= 12) {
    h = (h % 12) + (rest.half === 'pm' ? 12 : 0)
  }
  if (h > 24 || m > 59 || s > 60) return undefined
  if (h === 24 && (m > 0 || s > 0)) return undefined
  const ms = rest.fraction === undefined ? 0 : Math.floor(Number(`0.${rest.fraction}`) * 1000)
  return { hour: h, minute: m, second: s, ms }
}
