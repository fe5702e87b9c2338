import { toShown } from '../../digest/shown.ts'
import type { Store } from '../../ports.ts'
import type {
  Delivery,
  Instant,
  MessageBody,
  Mode,
  PostedStory,
  ShownStory,
  Story,
} from '../../types.ts'

/** What a channel has seen once a delivery is there: each story as the message shows it. */
export async function toPostedStories(
  delivery: Delivery,
  store: Pick<Store, 'storiesByIds' | 'findSubscription'>,
  now: Instant,
): Promise<readonly PostedStory[]> {
  if (delivery.about === 'notice' || delivery.about === 'coverage') return []
  const shows = delivery.shows ?? (await shownNow(delivery, store))
  if (shows.length === 0) return []
  const mode = await modeOf(delivery, store)
  return shows.map((shown) => toPosted(shown, delivery, mode, now))
}

function toPosted(shown: ShownStory, delivery: Delivery, mode: Mode, now: Instant): PostedStory {
  const messageId = shown.messageId ?? delivery.targetId ?? delivery.messageId
  // A reply with a card of its own is the message that goes on living.
  const own = delivery.kind === 'reply' && shown.messageId === undefined
  const stands = own ? delivery.messageId : messageId
  return {
    ...shown,
    at: now,
    mode,
    subscriptionId: delivery.subscriptionId,
    ...(stands !== undefined && { messageId: stands }),
  }
}

async function modeOf(delivery: Delivery, store: Pick<Store, 'findSubscription'>): Promise<Mode> {
  if (delivery.slot !== undefined) return 'digest'
  const subscription = await store.findSubscription(delivery.subscriptionId)
  return subscription?.mode === 'breaking' ? 'breaking' : 'instant'
}

/** A delivery from before messages kept what they show: its story, or those that its select opens. */
async function shownNow(
  delivery: Delivery,
  store: Pick<Store, 'storiesByIds'>,
): Promise<readonly ShownStory[]> {
  const ids = delivery.storyId === undefined ? selectIds(delivery.body) : [delivery.storyId]
  const stories: readonly Story[] = await store.storiesByIds(ids)
  return stories.map(toShown)
}

/** A digest's message opens its stories by a select: its values are the ids of what it shows. */
export function selectIds(body: MessageBody): readonly string[] {
  const ids = (body.components ?? [])
    .flatMap((row) => row.components)
    .flatMap((part) => (part.type === 3 ? part.options.map((option) => option.value) : []))
    .filter((value) => /^S-[A-Z2-7]{8}$/.test(value))
  return [...new Set(ids)]
}
