import { HOUR_MS } from '../lib/clock.ts'
import type { Instant, Story } from '../types.ts'

/** Distinct stories that began in each hour, oldest first, hours without any included. */
export type HourSeries = {
  /** First hour, a multiple of one hour (UTC). */
  readonly from: Instant
  readonly stories: readonly number[]
  /** Independent publisher families of those stories. */
  readonly publishers: readonly number[]
}

export type Counted = Pick<Story, 'openedAt' | 'actors' | 'themes' | 'families' | 'relevance'>

/** What is counted: stories with all that is named. */
export type TrendKey = { readonly actors?: readonly string[]; readonly theme?: string }

/**
 * Counts the stories of a key by the hour of their first article, from the hour of `since` up to but
 * without the hour of `until`. Stories of no relevance do not count (law 8).
 */
export function countByHour(
  stories: Iterable<Counted>,
  key: TrendKey,
  since: Instant,
  until: Instant,
): HourSeries {
  const from = Math.floor(since / HOUR_MS)
  const hours = Math.max(0, Math.floor(until / HOUR_MS) - from)
  const counts = new Array<number>(hours).fill(0)
  const families = Array.from({ length: hours }, () => new Set<string>())
  for (const story of stories) {
    const at = Math.floor(story.openedAt / HOUR_MS) - from
    if (at < 0 || at >= hours || story.relevance === 'no' || !isOf(story, key)) continue
    counts[at] = (counts[at] ?? 0) + 1
    for (const family of story.families) families[at]?.add(family)
  }
  return { from: from * HOUR_MS, stories: counts, publishers: families.map(({ size }) => size) }
}

const isOf = (story: Counted, { actors = [], theme }: TrendKey): boolean =>
  actors.every((actor) => story.actors.includes(actor)) &&
  (theme === undefined || story.themes.includes(theme))
