import { DAY_MS, HOUR_MS } from '../lib/clock.ts'
import type { CountKind, DayCount } from '../ports.ts'
import type { Instant, Story } from '../types.ts'

export type Counted = Pick<
  Story,
  'openedAt' | 'actors' | 'themes' | 'families' | 'relevance' | 'backlog' | 'mergedInto'
>

/** What a pack knows that counting needs. */
export type CountOrder = {
  /** Ids in the pack's order: a story's first theme is the one that a digest shows it under. */
  readonly themes: readonly string[]
  /** An actor and the one that it rolls up to: they are no pair. */
  readonly parentOf: ReadonlyMap<string, string>
}

/** Stories that began in each hour, oldest first, hours without any included. */
export type HourSeries = {
  /** First hour, a multiple of one hour (UTC). */
  readonly from: Instant
  readonly stories: readonly number[]
  /** Independent publisher families of those stories. */
  readonly publishers: readonly number[]
  /** Hours in which a feed was read; what no feed told says nothing about what is usual. */
  readonly watched: readonly boolean[]
}

type Cell = { stories: number; readonly families: Set<string> }

/**
 * Counts of the distinct stories that began on a UTC day, by hour and key. A story without relevance does
 * not count (law 8), nor one that another took over, nor one of a first poll, which began at any time (law 13).
 */
export function countDay(
  stories: Iterable<Counted>,
  day: string,
  order: CountOrder,
): readonly DayCount[] {
  const start = toDayStart(day)
  const cells = new Map<string, Map<number, Cell>>()
  for (const story of stories) {
    const hour = Math.floor((story.openedAt - start) / HOUR_MS)
    if (hour < 0 || hour > 23 || !isCounted(story)) continue
    for (const key of keysOf(story, order)) {
      const hours = cells.get(key) ?? new Map<number, Cell>()
      cells.set(key, hours)
      const cell = hours.get(hour) ?? { stories: 0, families: new Set() }
      hours.set(hour, cell)
      cell.stories += 1
      for (const family of story.families) cell.families.add(family)
    }
  }
  return [...cells].map(([key, hours]) => toDayCount(day, key, hours))
}

const isCounted = (story: Counted): boolean =>
  story.relevance !== 'no' && !story.backlog && story.mergedInto === undefined

/** Where a UTC day begins. */
const toDayStart = (day: string): Instant => Date.parse(`${day}T00:00:00Z`)

/** The UTC day of an instant. */
export const toUtcDay = (at: Instant): string => new Date(at).toISOString().slice(0, 10)

/** Every UTC day that [since, until) touches, oldest first. */
export function toDays(since: Instant, until: Instant): readonly string[] {
  const days: string[] = []
  for (let day = Math.floor(since / DAY_MS); day * DAY_MS < until; day += 1) {
    days.push(toUtcDay(day * DAY_MS))
  }
  return days
}

/** The id of a pair, the same in either order. */
const toPairId = (a: string, b: string): string => (a < b ? `${a}|${b}` : `${b}|${a}`)

function keysOf(story: Counted, order: CountOrder): readonly string[] {
  const keys: string[] = []
  const first = order.themes.find((theme) => story.themes.includes(theme)) ?? ''
  for (const theme of story.themes) keys.push(`theme:${theme}`)
  for (const [at, actor] of story.actors.entries()) {
    keys.push(`actor:${actor}`, `first:${actor}|${first}`)
    for (const theme of story.themes) keys.push(`cell:${actor}|${theme}`)
    for (const other of story.actors.slice(at + 1)) {
      if (isPart(actor, other, order) || isPart(other, actor, order)) continue
      keys.push(`pair:${toPairId(actor, other)}`)
    }
  }
  return keys
}

function isPart(actor: string, of: string, { parentOf }: CountOrder): boolean {
  const seen = new Set<string>()
  for (let at = parentOf.get(actor); at !== undefined && !seen.has(at); at = parentOf.get(at)) {
    if (at === of) return true
    seen.add(at)
  }
  return false
}

function toDayCount(day: string, key: string, hours: ReadonlyMap<number, Cell>): DayCount {
  const border = key.indexOf(':')
  return {
    day,
    // The keys are made above, each from a kind.
    kind: key.slice(0, border) as CountKind,
    id: key.slice(border + 1),
    hours: [...hours]
      .sort(([a], [b]) => a - b)
      .map(([hour, cell]) => [hour, cell.stories, cell.families.size] as const),
  }
}

/** Hours of a stretch of time in which a feed was read; the same for every key, so it is made once. */
export type Watched = { readonly from: Instant; readonly hours: readonly boolean[] }

/** From the hour of `since` up to but without the hour of `until`. */
export function toWatched(watched: readonly DayCount[], since: Instant, until: Instant): Watched {
  const from = Math.floor(since / HOUR_MS) * HOUR_MS
  const length = Math.max(0, Math.floor(until / HOUR_MS) - from / HOUR_MS)
  const seen = new Array<boolean>(length).fill(false)
  for (const { day, hours } of watched) {
    const first = (toDayStart(day) - from) / HOUR_MS
    for (const [hour] of hours) {
      const at = first + hour
      if (at >= 0 && at < length) seen[at] = true
    }
  }
  return { from, hours: seen }
}

/**
 * The counts of one key as a series over watched hours; a sample's counts are added to the others.
 * Publishers of both are added too: they share none.
 */
export function toSeries(counts: readonly DayCount[], watched: Watched): HourSeries {
  const { from, hours: seen } = watched
  const stories = new Array<number>(seen.length).fill(0)
  const publishers = new Array<number>(seen.length).fill(0)
  for (const { day, hours } of counts) {
    const first = (toDayStart(day) - from) / HOUR_MS
    for (const [hour, told, by] of hours) {
      const at = first + hour
      if (at < 0 || at >= seen.length) continue
      stories[at] = (stories[at] ?? 0) + told
      publishers[at] = (publishers[at] ?? 0) + by
    }
  }
  return { from, stories, publishers, watched: seen }
}

/** The first hour that was watched, not before `since`. */
export function findStart(watched: readonly DayCount[], since: Instant): Instant | undefined {
  let first: Instant | undefined
  for (const { day, hours } of watched) {
    for (const [hour] of hours) {
      const at = toDayStart(day) + hour * HOUR_MS
      if (at >= since && (first === undefined || at < first)) first = at
    }
  }
  return first
}
