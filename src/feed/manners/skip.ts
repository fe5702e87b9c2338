import { DAY_MS, HOUR_MS } from '../../lib/clock.ts'
import type { FeedState, Instant } from '../../types.ts'

const DAYS = ['sunday', 'monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday']

/**
 * The first moment at or after `at` outside the hours and days (GMT) that a publisher asks readers to skip
 * (RSS 2.0 skipHours and skipDays; hour 24 is 0). Hints that would leave no hour of the week are ignored.
 */
export function afterSkipped(at: Instant, hints: NonNullable<FeedState['hints']>): Instant {
  const hours = new Set(hints.skipHours?.map((hour) => hour % 24))
  const days = new Set(hints.skipDays?.map((day) => DAYS.indexOf(day.trim().toLowerCase())))
  let open = at
  // One step an hour or a day over a week at most.
  for (let step = 0; step < 7 * 24; step += 1) {
    const date = new Date(open)
    const isDaySkipped = days.has(date.getUTCDay())
    if (!isDaySkipped && !hours.has(date.getUTCHours())) return open
    const unit = isDaySkipped ? DAY_MS : HOUR_MS
    open = Math.floor(open / unit) * unit + unit
  }
  return at
}
