// What a subscription would have posted, from what is stored: the honest answer to "how much is it?".

import type { Forecast } from '../../card/subs.ts'
import { filtersFor } from '../../digest/breaking.ts'
import { seenBy } from '../../digest/guild-view.ts'
import { passes } from '../../digest/passes.ts'
import { DAY_MS } from '../../lib/clock.ts'
import { packResolve } from '../../lib/query-names.ts'
import { toDay } from '../../lib/zone.ts'
import type { Instant, Story, Subscription } from '../../types.ts'
import type { Ask } from '../command.ts'
import { readView } from '../report/corrections.ts'

const DAYS = 7
const STORIES_READ = 2000
/** A breaking story has at least so many independent publishers (commands.md). */
const BREAKING_PUBLISHERS = 3

export async function readForecast(ask: Ask, drafts: readonly Subscription[]): Promise<Forecast> {
  const { store, clock, answers } = ask.deps
  const now = clock.now()
  const { items } = await store.latestStories(
    { since: now - (DAYS + 1) * DAY_MS },
    { limit: STORIES_READ, offset: 0 },
  )
  const seen = seenBy(await readView(ask), items, answers.pack(), now)
  const states = await store.feedStates()
  const firsts = states.flatMap((state) => state.firstSuccessAt ?? [])
  const knownMs = firsts.length === 0 ? 0 : now - Math.min(...firsts)
  const resolve = packResolve(answers.pack())
  let yesterday = 0
  let lastSevenDays = 0
  for (const draft of drafts) {
    const fitting = seen.filter(
      (story) => passes(filtersFor(draft, story), story, answers.camps(), resolve).passed,
    )
    for (let day = 1; day <= DAYS; day += 1) {
      const sent = messagesOf(draft, fitting, now - day * DAY_MS, now - (day - 1) * DAY_MS)
      if (day === 1) yesterday += sent
      lastSevenDays += sent
    }
  }
  const daysKnown = Math.min(DAYS, Math.ceil(knownMs / DAY_MS))
  return { yesterday, lastSevenDays, ...(daysKnown < DAYS ? { daysKnown } : {}) }
}

/** Messages of the 24 hours in (from, to]. */
function messagesOf(
  draft: Subscription,
  stories: readonly Story[],
  from: Instant,
  to: Instant,
): number {
  if (draft.mode === 'digest') {
    const weekday = new Date(`${toDay(to, draft.zone)}T00:00:00Z`).getUTCDay() || 7
    const isOn = draft.days.length === 0 || draft.days.includes(weekday)
    const has = stories.some((story) => story.updatedAt > from && story.openedAt <= to)
    return isOn && (has || draft.empty === 'post') ? draft.times.length : 0
  }
  const opened = stories.filter((story) => story.openedAt > from && story.openedAt <= to)
  const sent = draft.mode === 'instant' ? opened : opened.filter(isBreaking)
  return Math.min(sent.length, draft.maxPerHour * 24)
}

const isBreaking = (story: Story): boolean =>
  story.families.length >= BREAKING_PUBLISHERS &&
  (story.severity === 'critical' || (story.relevance === 'core' && story.severity === 'high'))
