import type { Instant } from '../../types.ts'

const MIN_SECONDS = 100_000_000
const MAX_SECONDS = 9_999_999_999

/** Seconds (nine or ten digits) or milliseconds (twelve or thirteen) since 1970. */
export function findEpoch(text: string): Instant | undefined {
  const match = /^@?(\d{9,13})(?:\.(\d{1,9}))?$/.exec(text)
  if (match === null) return undefined
  const whole = Number(match[1])
  if (whole >= MIN_SECONDS && whole <= MAX_SECONDS) {
    return whole * 1000 + Math.floor(Number(`0.${match[2] ?? 0}`) * 1000)
  }
  return whole >= MIN_SECONDS * 1000 && whole <= MAX_SECONDS * 1000 ? whole : undefined
}
