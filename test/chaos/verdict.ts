// What must hold whenever and however often the bot was killed: nothing lost, nothing twice.

import { passes } from '../../src/digest/select.ts'
import { deliveryMark } from '../../src/lib/delivery-mark.ts'
import type { Playground } from '../../src/playground/open.ts'
import type { Message } from '../../src/playground/world.ts'
import type { Store } from '../../src/ports.ts'
import type { Camp, Delivery, Digest, Story, Subscription } from '../../src/types.ts'

export type Verdict = {
  readonly messages: number
  readonly digests: number
  readonly stories: number
  /** Messages whose fate cannot be known: forum posts, and where the channel's history was hidden. */
  readonly unknown: readonly string[]
  readonly lost: readonly string[]
  readonly twice: readonly string[]
}

const ALL = 10_000

export async function judge(of: {
  readonly playground: Playground
  readonly store: Store
  readonly subscriptions: readonly Subscription[]
  readonly camps: readonly Camp[]
  /** How many items the feeds have served. */
  readonly items: number
}): Promise<Verdict> {
  const { playground, store, subscriptions } = of
  const { guild } = playground.world
  const deliveries: Delivery[] = []
  for (const queue of [...subscriptions.map((one) => one.id), `log-${guild.id}`]) {
    deliveries.push(...(await store.deliveries(queue, ALL)))
  }
  const messages = [...guild.channels.values()].flatMap((channel) => channel.messages)
  const lost = [...lostMessages(deliveries, messages)]
  const health = await store.health()
  if (health.articles !== of.items) lost.push(`${health.articles} of ${of.items} articles stored`)
  const stories = (await store.latestStories({ relevance: 'related' }, { limit: ALL, offset: 0 }))
    .items
  const digests: Digest[] = []
  for (const one of subscriptions) {
    if (one.mode === 'digest') {
      const told = await readDigests(one, deliveries, store)
      digests.push(...told)
      lost.push(...lostFromDigests(one, told, stories, of.camps))
    } else if (one.mode === 'instant') {
      lost.push(...(await lostInstant(one, stories, of.camps, store)))
    }
  }
  return {
    messages: messages.length,
    digests: digests.length,
    stories: stories.length,
    unknown: deliveries
      .filter((one) => one.status === 'unknown')
      .map((one) => `${nameOf(one)} (${one.channelKind}: ${one.reason})`),
    lost,
    twice: twiceOf(deliveries, messages),
  }
}

const nameOf = (one: Delivery): string =>
  `${one.subscriptionId} ${one.slot ?? one.storyId ?? one.about} ${one.id}`

function lostMessages(
  deliveries: readonly Delivery[],
  messages: readonly Message[],
): readonly string[] {
  const ids = new Set(messages.map((message) => message.id))
  return deliveries.flatMap((one) => {
    if (one.status === 'sent') {
      const at = one.kind === 'edit' ? one.targetId : one.messageId
      return at !== undefined && ids.has(at) ? [] : [`sent, but not there: ${nameOf(one)}`]
    }
    // What was given up is told elsewhere, which the digests and stories are asked for.
    return one.status === 'dropped' || one.status === 'unknown'
      ? []
      : [`still ${one.status}: ${nameOf(one)}`]
  })
}

/** A message that no delivery knows of was posted twice, but for one whose fate is not known. */
function twiceOf(deliveries: readonly Delivery[], messages: readonly Message[]): readonly string[] {
  const posted = deliveries.filter((one) => one.kind !== 'edit' && one.status === 'sent')
  const known = new Set(posted.map((one) => one.messageId))
  const unknown = deliveries.filter((one) => one.status === 'unknown')
  const orphans = messages.filter((message) => {
    if (known.has(message.id)) return false
    const text = JSON.stringify(message.embeds)
    return !unknown.some((one) => text.includes(deliveryMark(one.id)))
  })
  const found = orphans.map((message) => {
    const text = JSON.stringify(message.embeds)
    const own = deliveries.find((one) => text.includes(deliveryMark(one.id)))
    return `message ${message.id} of ${own === undefined ? `${text.slice(-60)} ${message.content}` : `${nameOf(own)} (${own.status}: ${own.reason ?? own.messageId})`}`
  })
  for (const [id, several] of Map.groupBy(posted, (one) => one.messageId)) {
    if (several.length > 1)
      found.push(`message ${id} stands for ${several.map(nameOf).join(' and ')}`)
  }
  return found
}

/** Digests of which at least one message was not given up, oldest first. */
async function readDigests(
  subscription: Subscription,
  deliveries: readonly Delivery[],
  store: Store,
): Promise<readonly Digest[]> {
  const own = deliveries.filter((one) => one.subscriptionId === subscription.id)
  const last = await store.lastSlot(subscription.id)
  const slots = new Set([...own.map((one) => one.slot ?? ''), last?.slot ?? ''])
  const found: Digest[] = []
  for (const slot of [...slots].filter((one) => one !== '').sort()) {
    const parts = own.filter((one) => one.slot === slot)
    if (parts.length > 0 && parts.every((one) => one.status === 'dropped')) continue
    const digest = await store.findDigest(subscription.id, slot)
    if (digest !== undefined) found.push(digest)
  }
  return found
}

/** Each story of the time that the digests cover is in one of them: shown, counted as continuing, or behind the button. */
function lostFromDigests(
  subscription: Subscription,
  digests: readonly Digest[],
  stories: readonly Story[],
  camps: readonly Camp[],
): readonly string[] {
  const lost: string[] = []
  const told = new Set(
    digests.flatMap((digest) => [
      ...digest.core.map((one) => one.story.id),
      ...digest.related.map((one) => one.story.id),
      ...digest.cut,
      ...digest.continuing,
    ]),
  )
  const first = digests[0]
  const end = digests.at(-1)?.to ?? 0
  if (first === undefined) return [`${subscription.id} had no digest`]
  for (const story of stories) {
    if (story.backlog || story.openedAt <= first.from || story.openedAt > end) continue
    if (!passes(subscription.filters, story, camps).passed || told.has(story.id)) continue
    lost.push(
      `${subscription.id} story ${story.id} ${new Date(story.openedAt).toISOString()} ${story.title}`,
    )
  }
  return lost
}

async function lostInstant(
  subscription: Subscription,
  stories: readonly Story[],
  camps: readonly Camp[],
  store: Store,
): Promise<readonly string[]> {
  const owed = stories.filter(
    (story) =>
      !story.backlog &&
      story.relevance === 'core' &&
      story.openedAt > subscription.createdAt &&
      passes(subscription.filters, story, camps).passed,
  )
  const rows = await store.postedStories(
    subscription.channelId,
    owed.map((story) => story.id),
  )
  const told = new Set(rows.filter((row) => row.mode !== 'digest').map((row) => row.storyId))
  const unknown = (await store.deliveries(subscription.id, ALL))
    .filter((one) => one.status === 'unknown')
    .map((one) => one.storyId)
  return owed
    .filter((story) => !told.has(story.id) && !unknown.includes(story.id))
    .map((story) => `${subscription.id} ${story.id} ${story.title}`)
}
