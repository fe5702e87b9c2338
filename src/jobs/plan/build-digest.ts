import type { CardContext } from '../../card/context.ts'
import { promotes } from '../../digest/guild-view.ts'
import { passes, selectDigest } from '../../digest/select.ts'
import { compareWeeks, toWeekly, WEEK_MS, WEEKS_BEFORE } from '../../digest/week.ts'
import { MINUTE_MS } from '../../lib/clock.ts'
import { packResolve } from '../../lib/query-names.ts'
import type { Store, StoryFilter } from '../../ports.ts'
import type { Digest, DigestStory, Instant, Story, Subscription } from '../../types.ts'
import { readGuildView } from './guild-view.ts'
import { allStories } from './stories.ts'

export type Span = {
  readonly slot: string
  readonly from: Instant
  readonly to: Instant
  readonly late: boolean
}

export type ReadStories = (filter: StoryFilter) => Promise<readonly Story[]>

/** Selects what the subscription is owed for the time (from, to]. */
export async function buildDigest(
  subscription: Subscription,
  owed: Span,
  store: Store,
  context: CardContext,
  readStories: ReadStories = (filter) => allStories(store, filter),
  before?: Digest,
): Promise<Digest> {
  const { relevance, severity } = subscription.filters
  const isWeekly = subscription.preset === 'weekly'
  // A week is compared with weeks: it is one whatever was told before, the first time too.
  const span = isWeekly ? { ...owed, from: owed.to - WEEK_MS } : owed
  const view = await readGuildView(store, subscription.guildId)
  const stories = await readStories({
    relevance: promotes(view) && relevance === 'core' ? 'related' : relevance,
    since: before === undefined || isWeekly ? span.from : span.from - READING_MS,
    until: span.to,
    ...(severity !== undefined && { severity }),
  })
  const ids = stories.map((story) => story.id)
  const seen = await store.postedStories(subscription.channelId, ids)
  const digest = selectDigest({
    subscription,
    ...span,
    stories,
    // The week's best stories are shown whether an earlier digest had them or not.
    posted: isWeekly ? seen.filter((one) => one.mode !== 'digest') : seen,
    themeOrder: context.pack.themes.map((theme) => theme.id),
    camps: context.camps,
    pack: context.pack,
    view,
    ...(before && !isWeekly && { missed: missedBy(before, stories) }),
  })
  return isWeekly ? buildWeekly(digest, stories, { subscription, store, context }) : digest
}

/** An article is seen when it is fetched, and stored when it is read and clustered: at most so much later. */
const READING_MS = 10 * MINUTE_MS

/** What was seen before the last digest's end, but was not stored yet when that was planned. */
function missedBy(before: Digest, stories: readonly Story[]): ReadonlySet<string> {
  const told = new Set([
    ...[...before.core, ...before.related].map((one) => one.story.id),
    ...before.cut,
    ...before.continuing,
  ])
  const late = stories.filter(
    (story) =>
      story.openedAt > before.to - READING_MS &&
      story.updatedAt <= before.to &&
      !told.has(story.id) &&
      !story.backlog,
  )
  return new Set(late.map((story) => story.id))
}

async function buildWeekly(
  digest: Digest,
  stories: readonly Story[],
  of: {
    readonly subscription: Subscription
    readonly store: Store
    readonly context: CardContext
  },
): Promise<Digest> {
  const { subscription, store, context } = of
  const { from, to } = digest
  const before = await allStories(store, {
    relevance: subscription.filters.relevance,
    since: from - WEEKS_BEFORE * WEEK_MS,
    until: to,
  })
  const resolve = packResolve(context.pack)
  const isLet = (story: Story): boolean =>
    passes(subscription.filters, story, context.camps, resolve).passed
  const week = compareWeeks(before.filter(isLet), { from, to })
  const shown = new Map([...digest.core, ...digest.related].map((one) => [one.story.id, one]))
  const cut = new Set(digest.cut)
  const all = stories.flatMap((story): DigestStory[] => {
    const one = shown.get(story.id)
    if (one !== undefined) return [one]
    return cut.has(story.id) ? [{ story }] : []
  })
  return toWeekly(digest, all, week, context.camps)
}
