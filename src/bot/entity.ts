// What `/axis actor` and `/axis theme` have in common.

import { entityCard } from '../card/entity.ts'
import { DAY_MS } from '../lib/clock.ts'
import type { StoryFilter } from '../ports.ts'
import type { Story } from '../types.ts'
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
  const of = kind === 'actor' ? { actor: entry.id } : { theme: entry.id }
  const [context, activity, topThemes, topActors, stories, picture] = await Promise.all([
    ask.context(),
    store.activity(of, since, now),
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

/** Core first, then severity, then independent publishers, then the newest. */
export const byWeight = (a: Story, b: Story): number =>
  Number(b.relevance === 'core') - Number(a.relevance === 'core') ||
  SEVERITY_RANK[b.severity] - SEVERITY_RANK[a.severity] ||
  b.families.length - a.families.length ||
  b.updatedAt - a.updatedAt
