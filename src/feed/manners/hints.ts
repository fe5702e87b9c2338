import { DAY_MS, HOUR_MS, MINUTE_MS } from '../../lib/clock.ts'
import type { ParsedFeed } from '../../types.ts'
import type { Fields } from '../fields.ts'

export type Hints = Pick<ParsedFeed, 'ttlMs' | 'skipHours' | 'skipDays'>

const PERIODS: Readonly<Record<string, number>> = {
  hourly: HOUR_MS,
  daily: DAY_MS,
  weekly: 7 * DAY_MS,
  monthly: 30 * DAY_MS,
  yearly: 365 * DAY_MS,
}
const DAYS: ReadonlySet<string> = new Set(
  'monday tuesday wednesday thursday friday saturday sunday'.split(' '),
)

/** What a publisher says about polling: `ttl` (minutes), `sy:update*`, `skipHours` (UTC), `skipDays`. */
export function readHints(channel: Fields): Hints {
  const ttlMs = Math.max(readTtl(channel), readSyndication(channel))
  const skipHours = readInside(channel, 'skiphours', 'hour')
    .map(Number)
    .filter((hour) => Number.isInteger(hour) && hour >= 0 && hour <= 24)
    .map((hour) => hour % 24)
  const skipDays = readInside(channel, 'skipdays', 'day')
    .map((day) => day.toLowerCase())
    .filter((day) => DAYS.has(day))
  return {
    ...(ttlMs > 0 ? { ttlMs } : {}),
    ...(skipHours.length > 0 ? { skipHours } : {}),
    ...(skipDays.length > 0 ? { skipDays } : {}),
  }
}

function readTtl(channel: Fields): number {
  const minutes = Number(channel.text('ttl') ?? Number.NaN)
  return minutes > 0 && Number.isFinite(minutes) ? minutes * MINUTE_MS : 0
}

function readSyndication(channel: Fields): number {
  const period = PERIODS[channel.text('sy:updateperiod')?.toLowerCase() ?? '']
  const frequency = Number(channel.text('sy:updatefrequency') ?? 1)
  return period !== undefined && frequency > 0 ? period / frequency : 0
}

const readInside = (channel: Fields, list: string, name: string): readonly string[] =>
  channel.all(list).flatMap((node) => {
    const inside = channel.inside(node)
    return inside.all(name).map((leaf) => inside.textOf(leaf))
  })
