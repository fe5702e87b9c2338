// Everything that one instant or breaking subscription is planned from, read once a tick.

import type { CardContext } from '../../card/context.ts'
import type { StoryButton } from '../../card/story.ts'
import { placeOf } from '../../digest/breaking.ts'
import { DAY_MS } from '../../lib/clock.ts'
import { withMark } from '../../lib/delivery-mark.ts'
import { base32 } from '../../lib/hash.ts'
import type { Store } from '../../ports.ts'
import type {
  Delivery,
  DeliveryNote,
  Instant,
  MessageBody,
  PostedStory,
  ShownStory,
  Story,
  Subscription,
} from '../../types.ts'
import { REFUSED } from '../deliver/after-try.ts'

export type InstantSubscription = Subscription & { readonly mode: 'instant' | 'breaking' }

export type Desk = {
  readonly subscription: InstantSubscription
  readonly now: Instant
  readonly context: CardContext
  /** The stories of the last hours as the subscription's server sees them, in any order. */
  readonly stories: readonly Story[]
  /** What the channel has seen of them, by story. */
  readonly posted: ReadonlyMap<string, readonly PostedStory[]>
  /** The subscription's deliveries of a day, newest first; those planned in this tick stand in front. */
  readonly notes: DeliveryNote[]
  /** Those of other instant and breaking subscriptions of the channel: a story has one message there. */
  readonly others: readonly DeliveryNote[]
}

/** Under every message of a story; each is answered by the bot. */
export const STORY_BUTTONS: readonly StoryButton[] = ['articles', 'lens', 'why', 'follow']

/** Long enough for an hour's messages and a day's pings. */
const NOTES_MS = DAY_MS

export async function openDesk(
  of: {
    readonly subscription: InstantSubscription
    readonly stories: readonly Story[]
    readonly context: CardContext
    /** Other instant and breaking subscriptions of the same channel. */
    readonly mates: readonly Subscription[]
  },
  store: Store,
): Promise<Desk> {
  const { subscription, stories, context, mates } = of
  const since = context.now - NOTES_MS
  const ids = stories.map((story) => story.id)
  const rows = await store.postedStories(subscription.channelId, ids)
  const notes = await store.deliveryNotes(subscription.id, since)
  const others: DeliveryNote[] = []
  for (const mate of mates) others.push(...(await store.deliveryNotes(mate.id, since)))
  return {
    subscription,
    now: context.now,
    context,
    stories,
    posted: Map.groupBy(rows, (row) => row.storyId),
    notes: [...notes],
    others,
  }
}

const OPEN = new Set<Delivery['status']>(['pending', 'sending', 'retry'])

export const isOpen = (note: DeliveryNote): boolean => OPEN.has(note.status)

const inChannel = (desk: Desk): readonly DeliveryNote[] =>
  desk.others.length === 0 ? desk.notes : [...desk.notes, ...desk.others]

const isOf = (note: DeliveryNote, storyId: string): boolean =>
  note.storyId === storyId || note.shows?.some((shown) => shown.storyId === storyId) === true

/** Whether an instant or breaking message told the channel of a story, or is on its way. */
export function isTold(desk: Desk, story: Story): boolean {
  const rows = desk.posted.get(story.id) ?? []
  if (rows.some((row) => row.mode !== 'digest')) return true
  return inChannel(desk).some((note) => note.status !== 'dropped' && isOf(note, story.id))
}

/** Whether a message or an edit about a story has still to leave: the next edit waits for it. */
export const isUnderway = (desk: Desk, storyId: string): boolean =>
  inChannel(desk).some((note) => isOpen(note) && isOf(note, storyId))

/** Whether a new message about a story has still to leave. */
export const isMessageUnderway = (desk: Desk, storyId: string): boolean =>
  inChannel(desk).some((note) => note.kind !== 'edit' && isOpen(note) && isOf(note, storyId))

/** Somebody deleted it, or it stands in a channel that the subscription has left. */
export const isGone = (desk: Desk, messageId: string): boolean =>
  desk.notes.some(
    (note) => note.kind === 'edit' && note.targetId === messageId && note.status === 'dropped',
  )

/** Messages of the last hours that made a sound, edits left out. */
export const spokenAt = (desk: Desk): readonly Instant[] =>
  desk.notes.filter((note) => note.kind !== 'edit').map((note) => note.createdAt)

/** Whether a story may have a message of its own now, or has to stand in the situation message. */
export const hasRoom = (desk: Desk, story: Story): boolean =>
  placeOf(story, spokenAt(desk), desk.subscription.maxPerHour, desk.now) === 'alone'

/** A delivery of the desk's subscription; the key is its identity. */
export function toDelivery(
  desk: Desk,
  key: string,
  body: MessageBody,
  rest: Partial<Delivery> & { readonly shows: readonly ShownStory[] },
): Delivery {
  const { subscription, now } = desk
  const id = base32(`${subscription.id}|${key}`, 25)
  const { id: subscriptionId, channelId, channelKind } = subscription
  const pings = (body.allowed_mentions.roles ?? []).length > 0
  return {
    id,
    subscriptionId,
    channelId,
    channelKind,
    part: 0,
    body: withMark(body, id),
    status: 'pending',
    createdAt: now,
    nextTryAt: now,
    tries: 0,
    ...(pings && { pings }),
    ...rest,
  }
}

/** Whether a delivery with this key was made before, by what is known of the last day. */
export function isMade(desk: Desk, key: string): boolean {
  const id = base32(`${desk.subscription.id}|${key}`, 25)
  return desk.notes.some((note) => note.id === id)
}

/**
 * The key under which a message may be made now: undefined where it was made before, another one where its channel
 * refused it until it was given up.
 */
export function findKey(desk: Desk, key: string): string | undefined {
  const id = base32(`${desk.subscription.id}|${key}`, 25)
  const made = desk.notes.find((note) => note.id === id)
  if (made === undefined) return key
  const wasRefused = made.status === 'dropped' && made.reason?.startsWith(REFUSED) === true
  return wasRefused ? findKey(desk, `${key}|after ${made.createdAt}`) : undefined
}

/** Keeps a delivery for the rest of the tick: the next decision counts it, and it leaves after those before it. */
export function take(desk: Desk, delivery: Delivery): Delivery {
  const part = desk.notes.filter((note) => note.createdAt === desk.now).length
  const { body: _, files: __, ...note } = delivery
  desk.notes.unshift({ ...note, part })
  return { ...delivery, part }
}
