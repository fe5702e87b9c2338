import type { CardContext } from '../card/context.ts'
import { instantMessage } from '../card/instant.ts'
import {
  breaksAgain,
  holdFor,
  isBreaking,
  mayPing,
  type OriginArticle,
  placeOf,
  reachesMode,
} from '../digest/breaking.ts'
import { type GuildView, seenBy } from '../digest/guild-view.ts'
import { compareStories, passes } from '../digest/select.ts'
import { HOUR_MS } from '../lib/clock.ts'
import { base32 } from '../lib/hash.ts'
import { packResolve } from '../lib/query.ts'
import { findOrigins } from '../story/origin.ts'
import type { Delivery, PostedStory, Story, Subscription } from '../types.ts'
import type { DigestDeps } from './digests.ts'
import { readGuildView } from './guild-view.ts'
import { allStories } from './stories.ts'

/** What could not be told for so long (quiet hours, a full hour) is no longer news: digests have it. */
const STILL_NEWS_MS = 12 * HOUR_MS
/** Enough of a subscription's deliveries to count an hour's messages and a day's pings. */
const RECENT_DELIVERIES = 200

type InstantSubscription = Subscription & { readonly mode: 'instant' | 'breaking' }

/**
 * Writes a pending delivery for each story that an instant or breaking subscription is owed now. A story
 * that must wait (quiet hours, a full hour) is found again by the next tick: nothing is dropped.
 * @returns how many were written, those already there included.
 */
export async function planInstant(deps: DigestDeps): Promise<number> {
  const now = deps.clock.now()
  const wanted = (await deps.store.subscriptions()).filter(
    (one): one is InstantSubscription => one.mode !== 'digest' && !isPaused(one, now),
  )
  if (wanted.length === 0) return 0
  const stories = await allStories(deps.store, { relevance: 'related', since: now - STILL_NEWS_MS })
  if (stories.length === 0) return 0
  // Read once a language and tick: each reads the states of all feeds.
  const contexts = new Map<string, CardContext>()
  const views = new Map<string, GuildView>()
  let written = 0
  for (const subscription of wanted) {
    const context = contexts.get(subscription.lang) ?? (await deps.context(subscription.lang))
    contexts.set(subscription.lang, context)
    const { guildId } = subscription
    const view = views.get(guildId) ?? (await readGuildView(deps.store, guildId))
    views.set(guildId, view)
    const seen = seenBy(view, stories, context.pack, now)
    const deliveries = await planOne(subscription, seen, deps, context)
    if (deliveries.length > 0) await deps.store.addDeliveries(deliveries)
    written += deliveries.length
  }
  return written
}

const isPaused = (subscription: Subscription, now: number): boolean =>
  subscription.pausedReason !== undefined ||
  (subscription.pausedUntil !== undefined && subscription.pausedUntil > now)

async function planOne(
  subscription: InstantSubscription,
  stories: readonly Story[],
  deps: DigestDeps,
  context: CardContext,
): Promise<readonly Delivery[]> {
  const now = deps.clock.now()
  const resolve = packResolve(context.pack)
  const reached = stories
    .filter((story) => isNews(story, subscription))
    .filter((story) => passes(subscription.filters, story, context.camps, resolve).passed)
    .filter((story) => holdFor(story, subscription, now).kind === 'now')
    .sort((a, b) => compareStories(a, b, context.camps))
  if (reached.length === 0) return []
  const ids = reached.map((story) => story.id)
  const posted = await deps.store.postedStories(subscription.channelId, ids)
  const before = new Map(
    posted.filter((one) => one.mode !== 'digest').map((one) => [one.storyId, one]),
  )
  const recent = await deps.store.deliveries(subscription.id, RECENT_DELIVERIES)
  const taken = new Set(recent.map((delivery) => delivery.id))
  const sentAt = recent.map((delivery) => delivery.createdAt)
  const pingedAt = recent.filter(isPing).map((delivery) => delivery.createdAt)
  const deliveries: Delivery[] = []
  for (const story of reached) {
    const last = before.get(story.id)
    const id = deliveryId(subscription, story, last)
    if (id === undefined || taken.has(id)) continue
    if (subscription.mode === 'breaking' && !(await breaks(story, context, deps))) continue
    if (placeOf(story, sentAt, subscription.maxPerHour, now) === 'situation') continue
    const ping = mayPing(pingedAt, now, last === undefined)
    const delivery = toDelivery(id, story, subscription, context, ping)
    sentAt.push(now)
    if (isPing(delivery)) pingedAt.push(now)
    deliveries.push(delivery)
  }
  return deliveries
}

/** What opened before somebody subscribed is no news to them; a followed story is wanted as it is. */
function isNews(story: Story, { filters, mode, createdAt }: InstantSubscription): boolean {
  if (filters.story !== undefined) return true
  return story.openedAt > createdAt && reachesMode(story, filters.relevance, mode)
}

/** One message per story; in breaking mode again when its severity rises. */
function deliveryId(
  subscription: InstantSubscription,
  story: Story,
  last: PostedStory | undefined,
): string | undefined {
  const mayAgain =
    last !== undefined &&
    subscription.mode === 'breaking' &&
    breaksAgain(last.severity, story.severity)
  if (last !== undefined && !mayAgain) return undefined
  const revision = last === undefined ? 'first' : story.severity
  return base32(`story|${subscription.id}|${story.id}|${revision}`, 25)
}

async function breaks(story: Story, context: CardContext, deps: DigestDeps): Promise<boolean> {
  const detail = await deps.store.findStory(story.id)
  const articles = (detail?.articles ?? []).map(
    (article): OriginArticle => ({
      family: article.family,
      camp: article.camp,
      seenAt: article.seenAt,
      backlog: article.backlog,
      origins: findOrigins(article.title, article.summary),
    }),
  )
  return isBreaking(story, articles, context.camps)
}

function toDelivery(
  id: string,
  story: Story,
  subscription: InstantSubscription,
  context: CardContext,
  ping: boolean,
): Delivery {
  return {
    id,
    subscriptionId: subscription.id,
    channelId: subscription.channelId,
    channelKind: subscription.channelKind,
    storyId: story.id,
    part: 0,
    body: instantMessage(story, subscription, context, undefined, {
      ping,
      buttons: ['articles', 'lens', 'why', 'follow'],
    }),
    status: 'pending',
    createdAt: context.now,
    nextTryAt: context.now,
    tries: 0,
    ...(subscription.channelKind === 'forum' && { threadName: story.title.slice(0, 90) }),
  }
}

const isPing = (delivery: Delivery): boolean =>
  (delivery.body.allowed_mentions.roles ?? []).length > 0
