import { DAY_MS } from '../lib/clock.ts'
import type { ActivityDay } from '../ports.ts'
import type { Instant } from '../types.ts'

/** Every UTC day that [since, until) touches, oldest first. */
export function toDays(
  stories: ReadonlyMap<number, number>,
  since: Instant,
  until: Instant,
): readonly ActivityDay[] {
  const days: { day: string; stories: number }[] = []
  for (let day = Math.floor(since / DAY_MS); day * DAY_MS < until; day += 1) {
    const date = new Date(day * DAY_MS).toISOString().slice(0, 10)
    days.push({ day: date, stories: stories.get(day) ?? 0 })
  }
  return days
}

/** The UTC day of an instant: days before it ended before it. */
export const toDay = (at: Instant): string => new Date(at).toISOString().slice(0, 10)
