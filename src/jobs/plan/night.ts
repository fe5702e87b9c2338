// The end of quiet hours: one message of what they held back, or nothing where a digest is due soon.

import { overnightMessage } from '../../card/situation.ts'
import { foldsIntoDigest } from '../../digest/breaking.ts'
import { nextSlotAt } from '../../digest/due.ts'
import { isOfNight, lastNight, type Night } from '../../digest/night.ts'
import { passes } from '../../digest/select.ts'
import { toShown } from '../../digest/shown.ts'
import { packResolve } from '../../lib/query-names.ts'
import type { Store } from '../../ports.ts'
import type { Delivery, Instant, ShownStory, Story, Subscription } from '../../types.ts'
import { breaks } from './breaks.ts'
import { type Desk, isTold, take, toDelivery } from './desk.ts'

/** What the last night left behind: the message it is owed, and stories that a digest tells instead. */
export type NightPlan = {
  readonly deliveries: readonly Delivery[]
  readonly folded: ReadonlySet<string>
}

type Kept = { readonly to: Instant; readonly folded: readonly string[] }

const keyOf = (subscriptionId: string): string => `night.${subscriptionId}`

/** Is done once a night; `digests` are the digest subscriptions of the same channel. */
export async function planNight(
  desk: Desk,
  reached: readonly Story[],
  digests: readonly Subscription[],
  store: Store,
): Promise<NightPlan> {
  const { subscription, now } = desk
  const night = lastNight(subscription.quiet, subscription.zone, now)
  if (night === undefined || night.to <= subscription.createdAt) return NOTHING
  const kept = await readKept(store, subscription.id)
  if (kept !== undefined && kept.to >= night.to) {
    return { deliveries: [], folded: new Set(kept.folded) }
  }
  const held: Story[] = []
  for (const story of reached) {
    if (!isOfNight(story, night) || isTold(desk, story)) continue
    if (subscription.mode === 'instant' || (await breaks(story, desk, store))) held.push(story)
  }
  const folded = held.filter((story) => isFolded(story, night, digests, desk))
  const told = held.filter((story) => !folded.includes(story))
  const deliveries = told.length === 0 ? [] : [take(desk, overnight(desk, told, night))]
  await store.addDeliveries(deliveries)
  const done: Kept = { to: night.to, folded: folded.map((story) => story.id) }
  await store.setMeta(keyOf(subscription.id), JSON.stringify(done))
  return { deliveries, folded: new Set(done.folded) }
}

const NOTHING: NightPlan = { deliveries: [], folded: new Set() }

async function readKept(store: Store, subscriptionId: string): Promise<Kept | undefined> {
  const json = await store.meta(keyOf(subscriptionId))
  // Written below alone.
  return json === undefined ? undefined : (JSON.parse(json) as Kept)
}

function isFolded(
  story: Story,
  night: Night,
  digests: readonly Subscription[],
  { context }: Desk,
): boolean {
  return digests.some(
    (digest) =>
      foldsIntoDigest(night.to, nextSlotAt(digest, night.to - 1)) &&
      passes(digest.filters, story, context.camps, packResolve(context.pack)).passed,
  )
}

function overnight(desk: Desk, stories: readonly Story[], night: Night): Delivery {
  const body = overnightMessage(
    {
      stories,
      articleCount: stories.reduce((sum, story) => sum + story.articleCount, 0),
      since: night.from,
    },
    desk.subscription,
    desk.context,
  )
  const shows = stories.map((story): ShownStory => ({ ...toShown(story), gathered: true }))
  const forum = desk.subscription.channelKind === 'forum' && { threadName: 'Overnight' }
  return toDelivery(desk, `overnight|${night.to}`, body, { about: 'overnight', shows, ...forum })
}
