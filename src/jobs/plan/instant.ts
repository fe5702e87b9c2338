import type { CardContext } from '../../card/context.ts'
import { filtersFor, holdFor, quietUntil, reachesMode } from '../../digest/breaking.ts'
import { compareStories, passes } from '../../digest/select.ts'
import { breathe, HOUR_MS } from '../../lib/clock.ts'
import { packResolve } from '../../lib/query-names.ts'
import type { Delivery, Story, Subscription } from '../../types.ts'
import { planDark } from './coverage.ts'
import { type Desk, type InstantSubscription, openDesk } from './desk.ts'
import type { DigestDeps } from './digests.ts'
import { planLiving } from './living.ts'
import { planNew } from './new.ts'
import { planNight } from './night.ts'
import { storiesSeen } from './seen.ts'
import { allStories } from './stories.ts'

/** What could not be told for so long (quiet hours, a full hour) is no longer news: digests have it. */
export const STILL_NEWS_MS = 12 * HOUR_MS

/**
 * Writes, pending, every message and edit that instant and breaking subscriptions are owed now:
 * what the night held back, new stories, stories that went on, and camps that went dark. What must
 * wait is found again by the next tick: nothing is dropped.
 * @returns how many were written, those already there included.
 */
export async function planInstant(deps: DigestDeps): Promise<number> {
  const { store } = deps
  const now = deps.clock.now()
  const subscriptions = await store.subscriptions()
  // Breaking first: where a channel has both, it is the one that may ping.
  const wanted = subscriptions
    .filter((one): one is InstantSubscription => one.mode !== 'digest' && !isPaused(one, now))
    .toSorted((a, b) => (a.mode < b.mode ? -1 : a.mode > b.mode ? 1 : 0))
  if (wanted.length === 0) return 0
  const since = now - STILL_NEWS_MS
  const stories = await allStories(store, { relevance: 'related', since })
  // Read once a language and a server in each tick: all of them read whole tables.
  const contexts = new Map<string, CardContext>()
  const seen = new Map<string, readonly Story[]>()
  let written = 0
  for (const subscription of wanted) {
    if (deps.signal?.aborted) break
    const context = contexts.get(subscription.lang) ?? (await deps.context(subscription.lang))
    contexts.set(subscription.lang, context)
    const { guildId } = subscription
    const here =
      seen.get(guildId) ??
      (await storiesSeen(stories, { guildId, since, now, pack: context.pack }, store))
    seen.set(guildId, here)
    const mates = wanted.filter(
      (one) => one.channelId === subscription.channelId && one.id !== subscription.id,
    )
    const desk = await openDesk({ subscription, stories: here, context, mates }, store)
    const deliveries = await planOne(desk, digestsOf(subscription, subscriptions, now), deps)
    written += deliveries.length
    await breathe()
  }
  return written
}

const isPaused = (subscription: Subscription, now: number): boolean =>
  subscription.pausedReason !== undefined ||
  (subscription.pausedUntil !== undefined && subscription.pausedUntil > now)

const digestsOf = (
  { channelId }: Subscription,
  all: readonly Subscription[],
  now: number,
): readonly Subscription[] =>
  all.filter((one) => one.mode === 'digest' && one.channelId === channelId && !isPaused(one, now))

async function planOne(
  desk: Desk,
  digests: readonly Subscription[],
  { store }: DigestDeps,
): Promise<readonly Delivery[]> {
  const { subscription, now } = desk
  const reached = findReached(desk)
  const isNight = quietUntil(subscription.quiet, subscription.zone, now) !== undefined
  const night = isNight ? undefined : await planNight(desk, reached, digests, store)
  const free = reached
    .filter((story) => night?.folded.has(story.id) !== true)
    .filter((story) => holdFor(story, subscription, now).kind === 'now')
  // What stands is made true before anything is added to it.
  const deliveries = [...planLiving(desk), ...(await planNew(desk, free, store))]
  if (deliveries.length > 0) await store.addDeliveries(deliveries)
  const dark = await planDark(desk, store)
  return [...(night?.deliveries ?? []), ...deliveries, ...dark]
}

/** Stories that may interrupt this subscription, the gravest first; held ones among them. */
function findReached({ subscription, context, stories }: Desk): readonly Story[] {
  const resolve = packResolve(context.pack)
  return stories
    .filter((story) => isNews(story, subscription))
    .filter(
      (story) => passes(filtersFor(subscription, story), story, context.camps, resolve).passed,
    )
    .toSorted((a, b) => compareStories(a, b, context.camps))
}

/** What opened before somebody subscribed is no news to them; a followed story is wanted as it is. */
function isNews(story: Story, { filters, mode, createdAt }: InstantSubscription): boolean {
  if (filters.story !== undefined) return true
  return story.openedAt > createdAt && reachesMode(story, filters.relevance, mode)
}
