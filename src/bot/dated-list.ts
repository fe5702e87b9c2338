// The stories of an actor, a theme or a pair in order of time, as the store has them: pure data.

import { TIMELINE_PAGE } from '../card/timeline.ts'
import { DAY_MS } from '../lib/clock.ts'
import type { Store, StoryFilter } from '../ports.ts'
import type { Instant, Story } from '../types.ts'
import type { State } from './state.ts'

export type DatedList = {
  readonly actors: readonly string[]
  readonly theme?: string
  /** From when stories were asked for … */
  readonly since: Instant
  /** … and since when anything was read at all. */
  readonly coveredSince: Instant
  /** One page, oldest first. */
  readonly items: readonly Story[]
  readonly offset: number
  readonly total: number
  /** There are more than the newest `total`, of which this is the list. */
  readonly capped?: boolean
}

/** One page of the list behind a state, page 0 the oldest. */
export async function readDated(
  store: Store,
  state: State,
  page: number,
  now: Instant,
): Promise<DatedList> {
  const { since, actors, filter } = toDatedFilter(state, now)
  const { total, capped } = await store.latestStories(filter, { limit: 1, offset: 0 })
  // The store counts from the newest.
  const end = Math.max(0, total - page * TIMELINE_PAGE)
  const start = Math.max(0, end - TIMELINE_PAGE)
  const [found, coveredSince] = await Promise.all([
    store.latestStories(filter, { limit: end - start, offset: start }),
    findCoveredSince(store, now),
  ])
  const items = end === start ? [] : [...found.items].sort((a, b) => a.openedAt - b.openedAt)
  return {
    actors,
    ...(state.t === undefined ? {} : { theme: state.t }),
    since,
    coveredSince,
    items,
    offset: page * TIMELINE_PAGE,
    total,
    ...(capped === true ? { capped } : {}),
  }
}

/** What a state asks the store for. */
export function toDatedFilter(state: State, now: Instant) {
  const since = state.f === undefined ? now - Number(state.d) * DAY_MS : Number(state.f)
  const actors = [state.a, state.b].filter((id) => id !== undefined)
  const filter: StoryFilter = {
    since,
    ...(actors.length > 0 ? { actors } : {}),
    ...(state.t === undefined ? {} : { themes: [state.t] }),
  }
  return { since, actors, filter }
}

/** Since when any feed was read: what was before cannot be shown. */
async function findCoveredSince(store: Store, now: Instant): Promise<Instant> {
  const states = await store.feedStates()
  const firsts = states.flatMap((state) => state.firstSuccessAt ?? [])
  return firsts.length === 0 ? now : Math.min(...firsts)
}
