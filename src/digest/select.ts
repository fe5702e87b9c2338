// Which stories a digest shows, and what is said of those that were shown before. Pure.

import { findBurst } from '../lib/burst.ts'
import { plainResolve } from '../lib/query.ts'
import { packResolve } from '../lib/query-names.ts'
import type { PackInfo } from '../pack.ts'
import type {
  Alarm,
  Camp,
  Digest,
  DigestStory,
  Instant,
  PostedStory,
  Story,
  Subscription,
} from '../types.ts'
import { type GuildView, seenBy } from './guild-view.ts'
import { materialChange, severityRank } from './material.ts'
import { contrastCamps, independentPublishers, passes, storyLangs } from './passes.ts'

export { type Passed, passes, type Stage } from './passes.ts'

/** Stories of one digest at most; the rest is "+n more" (commands.md). */
export const STORIES_MAX = 15
/** Related stories among them at most. */
export const RELATED_MAX = 5

export type SelectInput = {
  readonly subscription: Subscription
  readonly slot: string
  readonly from: Instant
  readonly to: Instant
  readonly late: boolean
  /** Stories with an article seen in (from, to], in any order. */
  readonly stories: readonly Story[]
  /** What the channel has seen of them. */
  readonly posted: readonly PostedStory[]
  /** Theme ids in the pack's order. */
  readonly themeOrder: readonly string[]
  readonly camps: readonly Camp[]
  /** Lets a query know the aliases of the pack. */
  readonly pack?: PackInfo
  /** What the server muted and corrected. */
  readonly view?: GuildView
  /** Stories from just before the period that the digest before could not see: their articles were still being read. */
  readonly missed?: ReadonlySet<string>
  /** Articles seen in the period; where absent those of the stories given. */
  readonly articleCount?: number
}

/** What one subscription is owed for one slot: filter, compare with what was said, rank, then cap (law 3). */
export function selectDigest(input: SelectInput): Digest {
  const { subscription, camps, from, to } = input
  const resolve = input.pack === undefined ? plainResolve : packResolve(input.pack)
  const seen = Map.groupBy(input.posted, (one) => one.storyId)
  const fresh: DigestStory[] = []
  const continuing: string[] = []
  for (const story of visible(input)) {
    const isOwed = input.missed?.has(story.id) || isOfPeriod(story, from, to)
    if (!isOwed || isHidden(story, subscription)) continue
    if (!passes(subscription.filters, story, camps, resolve).passed) continue
    const said = sayAgain(story, seen.get(story.id) ?? [], subscription, camps)
    if (said === undefined) continuing.push(story.id)
    else fresh.push(said)
  }
  const byRank = (a: DigestStory, b: DigestStory): number => compareStories(a.story, b.story, camps)
  const core = fresh.filter((one) => one.story.relevance === 'core').sort(byRank)
  const related = fresh.filter((one) => one.story.relevance !== 'core').sort(byRank)
  const coreShown = core.slice(0, STORIES_MAX)
  const relatedShown = related.slice(0, Math.min(RELATED_MAX, STORIES_MAX - coreShown.length))
  const cut = [...core.slice(coreShown.length), ...related.slice(relatedShown.length)]
  return {
    subscriptionId: subscription.id,
    slot: input.slot,
    from,
    to,
    core: byTheme(coreShown, input.themeOrder),
    related: byTheme(relatedShown, input.themeOrder),
    cut: cut.map((one) => one.story.id),
    continuing: continuing.sort(),
    articleCount:
      input.articleCount ?? input.stories.reduce((sum, story) => sum + story.articleCount, 0),
    late: input.late,
  }
}

/** Each story once, as the server of the subscription sees it. */
function visible(input: SelectInput): readonly Story[] {
  const stories = unique(input.stories)
  if (input.view === undefined || input.pack === undefined) return stories
  return seenBy(input.view, stories, input.pack, input.to)
}

/** 1 for a story that is part of a burst. */
const burstRank = (story: Story, alarms: readonly Alarm[]): number =>
  findBurst(story, alarms) === undefined ? 0 : 1

/** Rank inside a section: severity, part of a burst, independent publishers, camps, newest; the id decides ties. */
export function compareStories(
  a: Story,
  b: Story,
  camps: readonly Camp[],
  alarms: readonly Alarm[] = [],
): number {
  return (
    severityRank(b.severity) - severityRank(a.severity) ||
    burstRank(b, alarms) - burstRank(a, alarms) ||
    independentPublishers(b, camps) - independentPublishers(a, camps) ||
    contrastCamps(b, camps) - contrastCamps(a, camps) ||
    b.updatedAt - a.updatedAt ||
    (a.id < b.id ? -1 : a.id > b.id ? 1 : 0)
  )
}

/** The theme a story stands under: its first in the pack's order. */
export const firstTheme = (story: Story, themeOrder: readonly string[]): string | undefined =>
  themeOrder.find((theme) => story.themes.includes(theme))

/** Stays in rank within a theme; stories without one come last. */
function byTheme(
  stories: readonly DigestStory[],
  themeOrder: readonly string[],
): readonly DigestStory[] {
  const placeOf = ({ story }: DigestStory): number => {
    const theme = firstTheme(story, themeOrder)
    return theme === undefined ? themeOrder.length : themeOrder.indexOf(theme)
  }
  return [...stories].sort((a, b) => placeOf(a) - placeOf(b))
}

function unique(stories: readonly Story[]): readonly Story[] {
  const known = new Map<string, Story>()
  for (const story of stories) if (story.mergedInto === undefined) known.set(story.id, story)
  return [...known.values()]
}

/** Law 13: backlog counts only where a publication time of it, clamped, lies in the interval. */
function isOfPeriod(story: Story, from: Instant, to: Instant): boolean {
  if (story.openedAt > to || story.updatedAt <= from) return false
  return !story.backlog || ((story.newestAt ?? story.first.at) > from && story.first.at <= to)
}

const isHidden = (story: Story, subscription: Subscription): boolean =>
  subscription.foreign === 'hide' && !storyLangs(story).includes(subscription.lang)

/** How a story is told to a channel, or undefined where it was told before and nothing material changed. */
function sayAgain(
  story: Story,
  posted: readonly PostedStory[],
  subscription: Subscription,
  camps: readonly Camp[],
): DigestStory | undefined {
  const inDigest = newest(posted.filter((one) => one.mode === 'digest'))
  const alone = newest(posted.filter((one) => one.mode !== 'digest' && one.messageId !== undefined))
  const link =
    alone?.messageId === undefined ? {} : { postedUrl: urlOf(alone.messageId, subscription) }
  if (inDigest === undefined) return { story, ...link }
  const change = materialChange(inDigest, story, camps)
  return change === undefined ? undefined : { story, change, ...link }
}

/** Where a message stands; a post of a forum is a channel of its own, with the id of its first message. */
export function urlOf(
  messageId: string,
  { guildId, channelId, channelKind }: Subscription,
): string {
  const place = channelKind === 'forum' ? messageId : channelId
  return `https://discord.com/channels/${guildId}/${place}/${messageId}`
}

function newest(posted: readonly PostedStory[]): PostedStory | undefined {
  let last: PostedStory | undefined
  for (const one of posted) if (last === undefined || one.at >= last.at) last = one
  return last
}
