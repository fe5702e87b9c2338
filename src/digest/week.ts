// The weekly preset: a week against the four before it, and its best corroborated stories. Pure.

import { DAY_MS } from '../lib/clock.ts'
import type { Camp, Digest, DigestStory, Instant, Story, WeekCount, WeekFacts } from '../types.ts'
import { contrastCamps, independentPublishers } from './passes.ts'
import { compareStories } from './select.ts'

export const WEEK_MS = 7 * DAY_MS
export const WEEKS_BEFORE = 4
/** The best corroborated stories that a weekly digest shows. */
export const WEEKLY_STORIES = 5
const CHANGES_SHOWN = 4
/** Counts that stray by two standard deviations of chance (their root), and by two at least, changed. */
const SIGMAS = 2
const CHANGE_MIN = 2

/** `stories` are those that the subscription lets through, of the week and the four weeks before it. */
export function compareWeeks(
  stories: readonly Story[],
  week: { readonly from: Instant; readonly to: Instant },
): WeekFacts {
  const now = stories.filter((one) => one.openedAt > week.from && one.openedAt <= week.to)
  const start = week.from - WEEKS_BEFORE * WEEK_MS
  const before = stories.filter((one) => one.openedAt > start && one.openedAt <= week.from)
  const weeks = weeksSeen(before, week.from)
  const compare = (idsOf: (story: Story) => readonly string[]): readonly WeekCount[] =>
    weeks === 0 ? [] : changes(countBy(now, idsOf), countBy(before, idsOf), weeks)
  return {
    stories: now.length,
    usual: weeks === 0 ? 0 : before.length / weeks,
    weeks,
    themes: compare((story) => story.themes),
    actors: compare((story) => story.actors),
  }
}

/** A bot that was started two weeks ago is compared with two weeks, not with four of which two are empty. */
function weeksSeen(before: readonly Story[], from: Instant): number {
  const oldest = Math.min(...before.map((story) => story.openedAt))
  if (!Number.isFinite(oldest)) return 0
  return Math.min(WEEKS_BEFORE, Math.ceil((from - oldest) / WEEK_MS))
}

function changes(
  now: ReadonlyMap<string, number>,
  before: ReadonlyMap<string, number>,
  weeks: number,
): readonly WeekCount[] {
  const ids = [...new Set([...now.keys(), ...before.keys()])].sort()
  return ids
    .map((id) => ({ id, stories: now.get(id) ?? 0, usual: (before.get(id) ?? 0) / weeks }))
    .filter(
      (one) =>
        Math.abs(one.stories - one.usual) >= Math.max(CHANGE_MIN, SIGMAS * Math.sqrt(one.usual)),
    )
    .sort((a, b) => strayOf(b) - strayOf(a) || (a.id < b.id ? -1 : 1))
    .slice(0, CHANGES_SHOWN)
}

const strayOf = ({ stories, usual }: WeekCount): number =>
  Math.abs(stories - usual) / Math.sqrt(usual + 1)

function countBy(
  stories: readonly Story[],
  idsOf: (story: Story) => readonly string[],
): ReadonlyMap<string, number> {
  const counts = new Map<string, number>()
  for (const story of stories) {
    for (const id of new Set(idsOf(story))) counts.set(id, (counts.get(id) ?? 0) + 1)
  }
  return counts
}

/** The digest with the five stories that most publishers and camps tell; all others are behind its button. */
export function toWeekly(
  digest: Digest,
  all: readonly DigestStory[],
  week: WeekFacts,
  camps: readonly Camp[],
): Digest {
  const core = all.filter((one) => one.story.relevance === 'core')
  const ranked = core.toSorted(
    ({ story: a }, { story: b }) =>
      independentPublishers(b, camps) - independentPublishers(a, camps) ||
      contrastCamps(b, camps) - contrastCamps(a, camps) ||
      compareStories(a, b, camps),
  )
  const cut = ranked.slice(WEEKLY_STORIES).map((one) => one.story.id)
  return {
    ...digest,
    core: ranked.slice(0, WEEKLY_STORIES),
    related: [],
    cut,
    continuing: [],
    week,
  }
}
