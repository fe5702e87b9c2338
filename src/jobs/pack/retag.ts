// Applies a changed pack to what is stored: newest stories first, in short slices under the lease of the
// polls, so that a running bot goes on. A place is kept after each part: stopped anywhere, it goes on there.

import { HOUR_MS, SECOND_MS, sleep } from '../../lib/clock.ts'
import type { Clock, Log, Store, StoryPlace } from '../../ports.ts'
import type { Instant, Story } from '../../types.ts'
import { withLease } from '../lease.ts'
import { HOLDER_KEY, LEASE, WANTED_KEY } from '../poll/ingest.ts'
import { askRecount } from '../trends/trends.ts'
import { type AnewDeps, decideAnew, isShown, type Outcome } from './decide-anew.ts'

/** Stories of one transaction; most have few articles. */
const STORIES_AT_ONCE = 50
/** How long polls wait for a slice at most, and how long a slice leaves the lease to them. */
const SLICE_MS = 1 * SECOND_MS
const REST_MS = 200
/** How long those who keep the lease stand back when it is asked for. */
const ASKED_MS = 3 * SECOND_MS
const PLACE_KEY = 'retag'

export type RetagDeps = AnewDeps & {
  readonly store: Store
  readonly clock: Clock
  readonly log: Log
  /** Names this process among all that may write stories. */
  readonly holder: string
  /** As in the settings: stories that can still change are held in the memory of who polls. */
  readonly windowHours: number
  readonly signal: AbortSignal
}

export type RetagOptions = {
  /** Stories opened before this stay as they are; summaries and contents must still be there. */
  readonly since: Instant
  readonly onPart?: (report: RetagReport) => void
}

export type RetagReport = {
  readonly stories: number
  readonly articles: number
  /** Articles whose decision is another than before, and stories that show something else. */
  readonly changedArticles: number
  readonly changedStories: number
  /** Stories that became relevant, and that no longer are. */
  readonly gained: number
  readonly lost: number
  /** It began where an earlier run was stopped. */
  readonly resumed: boolean
  readonly done: boolean
}

/** Tags all stored articles since an instant with the pack and derives their stories anew. */
export async function retag(deps: RetagDeps, options: RetagOptions): Promise<RetagReport> {
  const { store, signal, pack } = deps
  const lease = { name: LEASE, holder: deps.holder }
  let place = await readPlace(store, pack.hash)
  let report: RetagReport = { ...EMPTY, resumed: place !== undefined }

  /** One part; false when nothing is left. */
  async function part(): Promise<boolean> {
    const decisions = await store.storiesAfter(place, STORIES_AT_ONCE)
    const fresh = decisions.filter(({ story }) => story.updatedAt >= options.since)
    const last = fresh.at(-1)?.story
    if (last === undefined) return false
    const outcomes = fresh
      .filter(({ story }) => story.openedAt >= options.since)
      .map((decision) => decideAnew(deps, decision))
    const articles = outcomes.flatMap((outcome) => outcome.articles)
    const stories = outcomes.flatMap((outcome) => outcome.changed ?? [])
    if (articles.length > 0) {
      await forgetWindow(deps, stories)
      await store.saveTags({ at: deps.clock.now(), articles, stories, lease })
    }
    place = { updatedAt: last.updatedAt, storyId: last.id }
    await store.setMeta(PLACE_KEY, JSON.stringify({ hash: pack.hash, place }))
    report = add(report, outcomes)
    options.onPart?.(report)
    return fresh.length === decisions.length
  }

  let more = true
  while (more && !signal.aborted) {
    const ran = await withLease({ ...deps, ...lease }, async (lost) => {
      const end = deps.clock.now() + SLICE_MS
      do more = await part()
      while (more && !signal.aborted && !lost.aborted && deps.clock.now() < end)
      return true
    })
    if (ran === undefined) await store.setMeta(WANTED_KEY, String(deps.clock.now() + ASKED_MS))
    if (more) await sleep(ran === undefined ? SLICE_MS : REST_MS, signal).catch(() => undefined)
  }
  if (more) return report
  await store.setMeta(PLACE_KEY, '')
  await askRecount(store)
  report = { ...report, done: true }
  deps.log('info', 'retag.done', { ...report })
  return report
}

const EMPTY: RetagReport = {
  stories: 0,
  articles: 0,
  changedArticles: 0,
  changedStories: 0,
  gained: 0,
  lost: 0,
  resumed: false,
  done: false,
}

/** Whoever polls holds open stories as they were: the next round reads them anew. */
async function forgetWindow(
  { store, clock, windowHours, holder }: RetagDeps,
  stories: readonly Story[],
): Promise<void> {
  const open = clock.now() - windowHours * HOUR_MS
  if (stories.some(({ openedAt }) => openedAt >= open)) await store.setMeta(HOLDER_KEY, holder)
}

function add(report: RetagReport, outcomes: readonly Outcome[]): RetagReport {
  const sum = (count: (outcome: Outcome) => number): number =>
    outcomes.reduce((total, outcome) => total + count(outcome), 0)
  return {
    ...report,
    stories: report.stories + outcomes.length,
    articles: report.articles + sum(({ count }) => count),
    changedArticles: report.changedArticles + sum(({ otherwise }) => otherwise),
    changedStories: report.changedStories + sum(({ changed }) => (changed ? 1 : 0)),
    gained:
      report.gained + sum(({ before, after }) => (!isShown(before) && isShown(after) ? 1 : 0)),
    lost: report.lost + sum(({ before, after }) => (isShown(before) && !isShown(after) ? 1 : 0)),
  }
}

/** Where an earlier run with the same pack was stopped. */
async function readPlace(store: Store, hash: string): Promise<StoryPlace | undefined> {
  const text = await store.meta(PLACE_KEY)
  if (text === undefined || text === '') return undefined
  // Border: only this job writes the key.
  const kept = JSON.parse(text) as { readonly hash: string; readonly place: StoryPlace }
  return kept.hash === hash ? kept.place : undefined
}
