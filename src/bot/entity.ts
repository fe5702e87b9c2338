// What `/axis actor` and `/axis theme` have in common.

import { entityCard } from '../card/entity.ts'
import { DAY_MS } from '../lib/clock.ts'
import { toDay } from '../lib/zone.ts'
import type { ActivityDay, Store, StoryFilter } from '../ports.ts'
import type { Instant, Story } from '../types.ts'
import type { Ask, Given, Reply } from './command.ts'
import { withPictures } from './picture.ts'
import { toNamed } from './resolve.ts'

const DAYS = 7
/** The best are picked among so many of the newest. */
const RANKED = 200
const SEVERITY_RANK = { low: 0, medium: 1, high: 2, critical: 3 } as const

export async function answerEntity(
  ask: Ask,
  given: Given,
  kind: 'actor' | 'theme',
): Promise<Reply> {
  const { store, clock } = ask.deps
  const { entry } = toNamed(ask, [kind], given.text('name') ?? '')
  const days = given.number('days') ?? DAYS
  const now = clock.now()
  const since = now - days * DAY_MS
  const filter: StoryFilter =
    kind === 'actor' ? { actors: [entry.id], since } : { themes: [entry.id], since }
  const [context, activity, topThemes, topActors, stories, picture] = await Promise.all([
    ask.context(),
    readActivity(store, { kind, id: entry.id }, days, now),
    kind === 'actor' ? store.counts('theme', filter) : [],
    store.counts('actor', filter),
    store.latestStories(filter, { limit: RANKED, offset: 0 }),
    ask.deps.answers.pictures?.activity({ kind, id: entry.id }, days),
  ])
  const input = {
    entry,
    kind,
    days,
    activity,
    topThemes,
    topActors,
    stories: [...stories.items].sort(byWeight),
  }
  return withPictures({ body: entityCard(input, context), shareable: true }, [picture])
}

/**
 * Stories that began on each of the last UTC days, from the counts that the chart is drawn from: what a first
 * poll brings is no activity.
 */
export async function readActivity(
  store: Pick<Store, 'dayCounts'>,
  of: { readonly kind: 'actor' | 'theme'; readonly id: string },
  days: number,
  now: Instant,
): Promise<readonly ActivityDay[]> {
  const names = Array.from({ length: days }, (_, at) =>
    toDay(now - (days - 1 - at) * DAY_MS, 'UTC'),
  )
  const [since = '', until = since] = [names[0], names.at(-1)]
  const told = new Map<string, number>()
  for (const { day, hours } of await store.dayCounts({ ...of, since, until })) {
    const stories = hours.reduce((sum, [, inHour]) => sum + inHour, 0)
    told.set(day, (told.get(day) ?? 0) + stories)
  }
  return names.map((day) => ({ day, stories: told.get(day) ?? 0 }))
}

/** Core first, then severity, then independent publishers, then the newest. */
export const byWeight = (a: Story, b: Story): number =>
  Number(b.relevance === 'core') - Number(a.relevance === 'core') ||
  SEVERITY_RANK[b.severity] - SEVERITY_RANK[a.severity] ||
  b.families.length - a.families.length ||
  b.updatedAt - a.updatedAt
