// Counts of stories by hour, and the alarms that they raise. All of it is computed from what is stored, so a
// missed run is harmless: the next one counts the same days again.

import { DAY_MS, HOUR_MS } from '../../lib/clock.ts'
import type { Clock, DayCount, Log, Store } from '../../ports.ts'
import { findAlarms } from '../../trend/burst.ts'
import {
  type Counted,
  type CountOrder,
  countDay,
  findStart,
  toDays,
  toSeries,
  toUtcDay,
  toWatched,
} from '../../trend/count.ts'
import type { Alarm, Instant } from '../../types.ts'

/** Alarms as JSON, newest first. */
const ALARMS_KEY = 'trends.alarms'
/** What was there at the last count. */
const MARK_KEY = 'trends.mark'
/** The last UTC day on which older days were counted again. */
const COUNTED_KEY = 'trends.counted'

/** What came before is no longer felt: a baseline forgets half in seven days. */
export const SERIES_MS = 60 * DAY_MS
/** A story takes articles for 72 h, and what it is about may change as long. */
const OPEN_DAYS = 3
const ALARMS_KEPT_MS = 31 * DAY_MS
const PAGE = 500
/**
 * How long after its hour an alarm may still be found: counts of that hour grow as articles join. An older one
 * was told then, or nobody was there to tell it.
 */
const JUDGED_MS = 3 * HOUR_MS
const ALARM_KINDS = ['actor', 'theme', 'pair'] as const

export type TrendDeps = {
  readonly store: Store
  readonly clock: Clock
  readonly log: Log
  readonly pack: {
    readonly actors: readonly { readonly id: string; readonly parent?: string }[]
    readonly themes: readonly { readonly id: string }[]
  }
}

/** Counts the days on which stories may still change, then judges the last hours; all alarms that are kept. */
export async function watchTrends(deps: TrendDeps): Promise<readonly Alarm[]> {
  const { store, clock } = deps
  const now = clock.now()
  const before = await readAlarms(store)
  const mark = await toMark(store, now)
  if (mark === (await store.meta(MARK_KEY))) return before
  await recount(deps, now)
  const found = await judge(deps, now)
  const alarms = merge(before, found).filter(({ at }) => at > now - ALARMS_KEPT_MS)
  const fresh = alarms.filter((alarm) => !before.some((old) => isSame(old, alarm)))
  const json = JSON.stringify(alarms)
  if (json !== JSON.stringify(before)) await store.setMeta(ALARMS_KEY, json)
  for (const { kind, id, level, stories, expected } of fresh) {
    deps.log('info', 'trend.alarm', { kind, id, level, stories, expected })
  }
  await store.setMeta(MARK_KEY, mark)
  return alarms
}

/** What counts and alarms depend on: while it stays the same, nothing is counted. */
async function toMark(store: Store, now: Instant): Promise<string> {
  const [{ items }, states] = await Promise.all([
    store.latestStories({ relevance: 'related' }, { limit: 1, offset: 0 }),
    store.feedStates(),
  ])
  const readAt = Math.max(0, ...states.map((state) => state.succeededAt ?? 0))
  const hours = [readAt, now].map((at) => Math.floor(at / HOUR_MS))
  return [items[0]?.id, items[0]?.updatedAt, items[0]?.articleCount, ...hours].join(' ')
}

/** Stored stories have other tags than before: the next look counts all days anew that baselines rest on. */
export async function askRecount(store: Store): Promise<void> {
  await store.setMeta(COUNTED_KEY, '')
  await store.setMeta(MARK_KEY, '')
}

/** Alarms of the last month, newest first. */
export async function readAlarms(store: Store): Promise<readonly Alarm[]> {
  const json = await store.meta(ALARMS_KEY)
  // Written by watchTrends alone.
  return json === undefined ? [] : (JSON.parse(json) as readonly Alarm[])
}

/** What counting needs to know of the pack. */
export const toCountOrder = (pack: TrendDeps['pack']): CountOrder => ({
  themes: pack.themes.map(({ id }) => id),
  parentOf: new Map(
    pack.actors.flatMap(({ id, parent }) => (parent === undefined ? [] : [[id, parent]])),
  ),
})

async function recount(deps: TrendDeps, now: Instant): Promise<void> {
  const { store } = deps
  const today = toUtcDay(now)
  const counted = await store.meta(COUNTED_KEY)
  const states = await store.feedStates()
  const firsts = states.flatMap((state) => state.firstSuccessAt ?? [])
  if (firsts.length === 0) return
  const since = Math.max(now - backOf(counted, today, now), Math.min(...firsts))
  const days = toDays(since, now + 1)
  const [first = today] = days
  const start = Date.parse(`${first}T00:00:00Z`)
  const stories = await readCounted(store, start - 1)
  const seen = await store.dayCounts({ kind: 'watched', id: '', since: first, until: today })
  const readAt = states.flatMap((state) => state.succeededAt ?? [])
  const order = toCountOrder(deps.pack)
  // Counts outlive their stories: days of which nothing is stored any more stay as they were counted.
  let oldest = now - OPEN_DAYS * DAY_MS
  for (const { openedAt } of stories) oldest = Math.min(oldest, openedAt)
  for (const day of days.filter((one) => one >= toUtcDay(oldest))) {
    const counts = countDay(stories, day, order)
    const before = seen.find((one) => one.day === day && one.sample !== true)
    await store.saveDayCounts(day, false, [...counts, toWatchedDay(day, before, counts, readAt)])
  }
  if (counted !== today) await store.setMeta(COUNTED_KEY, today)
}

/**
 * How far back to count: at the very first time, and when asked, all that is stored, once a day the days on which stories may still
 * change, and yesterday too while its last hours are judged.
 */
function backOf(counted: string | undefined, today: string, now: Instant): number {
  if (counted === undefined || counted === '') return SERIES_MS
  if (counted !== today) return OPEN_DAYS * DAY_MS
  return now % DAY_MS < JUDGED_MS + HOUR_MS ? DAY_MS : 0
}

/** What counting needs of the stories with an article since then; whole stories of two busy days are too many to hold. */
async function readCounted(store: Store, since: Instant): Promise<readonly Counted[]> {
  const counted: Counted[] = []
  for (;;) {
    const page = await store.latestStories(
      { relevance: 'related', since },
      { limit: PAGE, offset: counted.length },
    )
    for (const { openedAt, actors, themes, families, relevance, backlog } of page.items) {
      counted.push({ openedAt, actors, themes, families, relevance, backlog })
    }
    if (page.items.length < PAGE) return counted
  }
}

/** Hours in which a feed was read: known before, told by a feed's last reading, or by a story that began in it. */
function toWatchedDay(
  day: string,
  before: DayCount | undefined,
  counts: readonly DayCount[],
  readAt: readonly Instant[],
): DayCount {
  const hours = new Set((before?.hours ?? []).map(([hour]) => hour))
  for (const at of readAt) {
    if (toUtcDay(at) === day) hours.add(Math.floor(at / HOUR_MS) % 24)
  }
  for (const count of counts) for (const [hour] of count.hours) hours.add(hour)
  return {
    day,
    kind: 'watched',
    id: '',
    hours: [...hours].sort((a, b) => a - b).map((hour) => [hour, 0, 0] as const),
  }
}

async function judge(deps: TrendDeps, now: Instant): Promise<readonly Alarm[]> {
  const { store } = deps
  const since = now - SERIES_MS
  // The hour that runs is judged too: what it brought so far is at most what it will bring.
  const until = now + HOUR_MS
  const days = { since: toUtcDay(since), until: toUtcDay(until) }
  const watched = await store.dayCounts({ kind: 'watched', id: '', ...days })
  const start = findStart(watched, since)
  if (start === undefined) return []
  const seen = toWatched(watched, start, until)
  const finer = new Set(deps.pack.actors.flatMap(({ id, parent }) => (parent ? [id] : [])))
  const alarms: Alarm[] = []
  for (const kind of ALARM_KINDS) {
    const keys = Map.groupBy(await store.dayCounts({ kind, ...days }), ({ id }) => id)
    for (const [id, counts] of keys) {
      // Of a pair each finer one says the same again.
      if (kind === 'pair' && id.split('|').some((actor) => finer.has(actor))) continue
      if (!isLoud(counts, now - JUDGED_MS)) continue
      const last = findAlarms(toSeries(counts, seen)).at(-1)
      if (last === undefined || last.at <= now - JUDGED_MS) continue
      const sample = counts.some((count) => count.sample === true)
      alarms.push({ kind, id, ...last, ...(sample ? { sample: true } : {}) })
    }
  }
  return alarms
}

/** Whether an hour since then has stories enough for an alarm: most keys are quiet and need no series. */
const isLoud = (counts: readonly DayCount[], since: Instant): boolean =>
  counts.some(({ day, hours }) =>
    hours.some(
      ([hour, stories]) =>
        stories >= 2 && Date.parse(`${day}T00:00:00Z`) + (hour + 1) * HOUR_MS > since,
    ),
  )

const isSame = (a: Alarm, b: Alarm): boolean =>
  a.kind === b.kind && a.id === b.id && a.at === b.at && a.level === b.level

/** Newest first; of one hour the later judgement stands, since it counted more. */
function merge(before: readonly Alarm[], found: readonly Alarm[]): readonly Alarm[] {
  const keyOf = ({ kind, id, at }: Alarm): string => `${kind}:${id}:${at}`
  const alarms = new Map([...before, ...found].map((alarm) => [keyOf(alarm), alarm]))
  return [...alarms.values()].sort((a, b) => b.at - a.at || a.p - b.p || (a.id < b.id ? -1 : 1))
}
