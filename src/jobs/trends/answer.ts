// What `/axis trends` and the charts are made of: counts from the store against their own past.

import { DAY_MS, HOUR_MS } from '../../lib/clock.ts'
import type { PackInfo } from '../../pack.ts'
import type { CountKind, DayCount, Store, TrendQuery } from '../../ports.ts'
import { historyFor, usualDays } from '../../trend/compare.ts'
import {
  findStart,
  type HourSeries,
  toDays,
  toSeries,
  toUtcDay,
  toWatched,
} from '../../trend/count.ts'
import { type RankWindow, rankKeys } from '../../trend/rank.ts'
import type { Alarm, Instant, TrendRow, Trends } from '../../types.ts'
import { readAlarms, SERIES_MS } from './trends.ts'

/** Themes, actors and pairs of the last window against what is usual for them, with the alarms in it. */
export async function readTrends(
  store: Store,
  query: TrendQuery,
  pack: PackInfo,
  now: Instant,
): Promise<Trends> {
  const { windowMs, actor, theme } = query
  // Whole hours, the one that runs as the last of them.
  const until = Math.floor(now / HOUR_MS) * HOUR_MS + HOUR_MS
  const since = until - windowMs
  const read = openRead(store, since - SERIES_MS, until)
  const watched = await read('watched', '')
  const start = findStart(watched, since - SERIES_MS) ?? since
  const from = Math.min(start, since)
  const rows = await readRows(read, query, pack, {
    watched: toWatched(watched, from, until),
    since,
  })
  const { hours: seen } = toWatched(watched, from, since)
  const alarms = (await readAlarms(store)).filter(
    (alarm) => alarm.at >= since && alarm.at < until && isOf(alarm, actor, theme),
  )
  const sample = watched.some((count) => count.sample === true)
  return {
    since,
    until,
    historyMs: seen.filter((was) => was).length * HOUR_MS,
    historyNeededMs: historyFor(windowMs),
    ...rows,
    alarms,
    ...(sample ? { sample } : {}),
  }
}

type Read = (kind: CountKind, id?: string) => Promise<readonly DayCount[]>

const openRead =
  (store: Store, since: Instant, until: Instant): Read =>
  (kind, id) =>
    store.dayCounts({
      kind,
      ...(id === undefined ? {} : { id }),
      since: toUtcDay(since),
      until: toUtcDay(until),
    })

async function readRows(
  read: Read,
  { actor, theme }: TrendQuery,
  pack: PackInfo,
  window: RankWindow,
): Promise<Pick<Trends, 'themes' | 'actors' | 'pairs'>> {
  const rank = (counts: readonly DayCount[], nameOf: (id: string) => string | undefined) =>
    rankKeys(counts, nameOf, window)
  const same = (id: string): string => id
  const partner = (id: string): string | undefined => findOther(id, actor ?? '')
  if (actor !== undefined && theme !== undefined) {
    const themes = rank(await read('cell', `${actor}|${theme}`), () => theme)
    return { themes, actors: [], pairs: [] }
  }
  if (actor !== undefined) {
    const cells = (await read('cell')).filter(({ id }) => id.startsWith(`${actor}|`))
    const pairs = (await read('pair')).filter(({ id }) => partner(id) !== undefined)
    return {
      themes: rank(cells, (id) => id.slice(actor.length + 1)),
      actors: rank(pairs, partner),
      pairs: [],
    }
  }
  if (theme !== undefined) {
    const cells = (await read('cell')).filter(({ id }) => id.endsWith(`|${theme}`))
    return {
      themes: rank(await read('theme', theme), same),
      actors: rank(cells, (id) => id.slice(0, -theme.length - 1)),
      pairs: [],
    }
  }
  const finer = new Set(pack.actors.flatMap((one) => (one.parent === undefined ? [] : [one.id])))
  return {
    themes: rank(await read('theme'), same),
    actors: rank(await read('actor'), same),
    pairs: rank(await read('pair'), (id) =>
      id.split('|').some((one) => finer.has(one)) ? undefined : id,
    ),
  }
}

/** The other actor of a pair's id; undefined where `actor` is not in it. */
function findOther(id: string, actor: string): string | undefined {
  const [a = '', b = ''] = id.split('|')
  if (a === actor) return b
  return b === actor ? a : undefined
}

const isOf = (alarm: Alarm, actor: string | undefined, theme: string | undefined): boolean => {
  const actors = alarm.kind === 'theme' ? [] : alarm.id.split('|')
  if (actor !== undefined && actors.includes(actor)) return true
  if (theme !== undefined && alarm.kind === 'theme' && alarm.id === theme) return true
  return actor === undefined && theme === undefined
}

/** Stories a day of one key, by first theme where it is an actor, with the usual range of each day. */
export type Activity = {
  readonly days: readonly string[]
  /** First theme (`''` where a story has none), or the key itself; without days that are all zero. */
  readonly series: readonly { readonly id: string; readonly values: readonly number[] }[]
  readonly usual: readonly (TrendRow['usual'] | undefined)[]
  readonly sample: boolean
}

export type ActivityOf =
  | { readonly kind: 'actor' | 'theme'; readonly id: string }
  /** Two actors in either order. */
  | { readonly kind: 'pair'; readonly id: string }

export async function readActivity(
  store: Store,
  of: ActivityOf,
  days: number,
  now: Instant,
): Promise<Activity> {
  const until = Math.floor(now / HOUR_MS) * HOUR_MS + HOUR_MS
  const since = Math.floor(now / DAY_MS) * DAY_MS - (days - 1) * DAY_MS
  const from = since - SERIES_MS
  const read = openRead(store, from, until)
  const watched = await read('watched', '')
  const counts = await read(of.kind, of.id)
  const start = Math.min(findStart(watched, from) ?? since, since)
  const whole = toSeries(counts, toWatched(watched, start, until))
  const usual = usualDays(whole)
  const names = toDays(since, until)
  const parts = of.kind === 'actor' ? await readParts(read, of.id) : new Map([[of.id, counts]])
  const shown = toWatched(watched, since, until)
  const series = [...parts].map(([id, own]) => ({
    id,
    values: sumDays(toSeries(own, shown), names.length),
  }))
  return {
    days: names,
    series: series.filter(({ values }) => values.some((value) => value > 0)),
    usual: names.map((day) => usual.get(day)),
    sample: counts.some((count) => count.sample === true),
  }
}

async function readParts(
  read: Read,
  actor: string,
): Promise<ReadonlyMap<string, readonly DayCount[]>> {
  const own = (await read('first')).filter(({ id }) => id.startsWith(`${actor}|`))
  return Map.groupBy(own, ({ id }) => id.slice(actor.length + 1))
}

function sumDays({ stories }: HourSeries, days: number): readonly number[] {
  const sums = new Array<number>(days).fill(0)
  for (const [hour, told] of stories.entries()) {
    const day = Math.floor(hour / 24)
    sums[day] = (sums[day] ?? 0) + told
  }
  return sums
}
