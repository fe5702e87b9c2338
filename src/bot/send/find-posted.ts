// Was a delivery posted although its answer was lost? Discord remembers a nonce for minutes only, so
// we look at what stands in the channel: our nonce or footer id where Discord shows it, else our own
// words. No two deliveries of one channel read the same: period, story id and change are in them.

import { DiscordAPIError, type REST } from '@discordjs/rest'
import { MINUTE_MS } from '../../lib/clock.ts'
import { deliveryMark } from '../../lib/delivery-mark.ts'
import type { Found } from '../../ports.ts'
import type { Delivery } from '../../types.ts'

const LOOK_BACK_MESSAGES = 100
/** A channel with more messages than these since the first try cannot be looked through: `hidden`. */
const LOOK_BACK_PAGES = 10
/** Our clock and Discord's may differ by so much. */
const CLOCK_SPREAD_MS = 10 * MINUTE_MS
/** Of those ten minutes, what is too long ago for words alone to tell. */
const NEAR_MS = 8 * MINUTE_MS
const DISCORD_EPOCH_MS = 1_420_070_400_000
const LOOK_BACK_POSTS = 25
/** The delivery is the first message of its post; people may have answered since. */
const FIRST_MESSAGES = 3

// What is read of Discord's message object.
type SeenMessage = {
  readonly id: string
  readonly author?: { readonly id?: string }
  readonly nonce?: string | number
  readonly content?: string
  readonly embeds?: readonly SeenEmbed[]
}
type SeenEmbed = {
  readonly title?: string
  readonly description?: string
  readonly footer?: { readonly text?: string }
  readonly fields?: readonly { readonly name: string; readonly value: string }[]
}
type SeenThread = {
  readonly id: string
  readonly parent_id?: string
  readonly owner_id?: string
  readonly name?: string
}

/** Looks for a delivery among the channel's messages since a little before its first try, newest first. */
export async function findMessage(rest: REST, delivery: Delivery): Promise<Found> {
  const channel =
    delivery.channelKind === 'forum'
      ? (delivery.targetId ?? delivery.channelId)
      : delivery.channelId
  const since = (delivery.firstTriedAt ?? delivery.createdAt) - CLOCK_SPREAD_MS
  const me = await findOwnId(rest)
  let before: string | undefined
  for (let page = 0; page < LOOK_BACK_PAGES; page += 1) {
    const messages = await readMessages(rest, channel, before)
    const ours = messages.filter((message) => message.author?.id === me)
    const found =
      ours.find((message) => isMarked(message, delivery)) ??
      // A plain line ("I can post again") may be said twice with the same words, but not so soon.
      ours.find((message) => timeOf(message.id) >= since + NEAR_MS && hasWords(message, delivery))
    if (found !== undefined) return { kind: 'found', messageId: found.id }
    const oldest = messages.at(-1)
    if (oldest === undefined) return page === 0 ? emptyMeans(rest, channel) : { kind: 'absent' }
    if (messages.length < LOOK_BACK_MESSAGES || timeOf(oldest.id) < since) return { kind: 'absent' }
    before = oldest.id
  }
  return { kind: 'hidden' }
}

async function readMessages(
  rest: REST,
  channel: string,
  before: string | undefined,
): Promise<readonly SeenMessage[]> {
  const query = new URLSearchParams({ limit: String(LOOK_BACK_MESSAGES) })
  if (before !== undefined) query.set('before', before)
  // Discord's answer: an array of message objects, newest first.
  return (await rest.get(`/channels/${channel}/messages`, { query })) as readonly SeenMessage[]
}

/** Without the right to read the history Discord shows an empty one, so an empty list alone says nothing. */
async function emptyMeans(rest: REST, channel: string): Promise<Found> {
  // Discord's answer: a channel object.
  const { last_message_id } = (await rest.get(`/channels/${channel}`)) as {
    readonly last_message_id?: string | null
  }
  return { kind: last_message_id ? 'hidden' : 'absent' }
}

/** Looks for a delivery among the newest active posts of the forum that are ours. */
export async function findForumPost(rest: REST, delivery: Delivery): Promise<Found> {
  // Discord's answers: a channel object, then the active threads of its guild.
  const forum = (await rest.get(`/channels/${delivery.channelId}`)) as { readonly guild_id: string }
  const active = (await rest.get(`/guilds/${forum.guild_id}/threads/active`)) as {
    readonly threads: readonly SeenThread[]
  }
  const me = await findOwnId(rest)
  const ours = active.threads
    .filter((thread) => thread.parent_id === delivery.channelId && thread.owner_id === me)
    .sort((a, b) => b.id.length - a.id.length || (b.id > a.id ? 1 : -1))
    .slice(0, LOOK_BACK_POSTS)
  for (const thread of ours) {
    const path: `/${string}` = `/channels/${thread.id}/messages`
    const query = new URLSearchParams({ after: '0', limit: String(FIRST_MESSAGES) })
    // A post that was deleted between the two answers is none of ours any more.
    const first = (await rest.get(path, { query }).catch(ignoreGone)) as readonly SeenMessage[]
    if (first.some((message) => isSame(message, delivery))) {
      return { kind: 'found', messageId: thread.id }
    }
  }
  return { kind: 'absent' }
}

/** Any other failure must not pass for "not there": the post would be made twice. */
function ignoreGone(error: unknown): readonly SeenMessage[] {
  if (error instanceof DiscordAPIError && error.status === 404) return []
  throw error
}

/** When Discord made an id, by Discord's clock. */
const timeOf = (id: string): number => Number(BigInt(id) >> 22n) + DISCORD_EPOCH_MS

async function findOwnId(rest: REST): Promise<string | undefined> {
  // Discord's answer: a user object.
  const me = (await rest.get('/users/@me')) as { readonly id?: string }
  return me.id
}

const isSame = (message: SeenMessage, delivery: Delivery): boolean =>
  isMarked(message, delivery) || hasWords(message, delivery)

function isMarked(message: SeenMessage, delivery: Delivery): boolean {
  if (message.nonce !== undefined && String(message.nonce) === delivery.id) return true
  const mark = deliveryMark(delivery.id)
  return (message.embeds ?? []).some((embed) => embed.footer?.text?.endsWith(mark) === true)
}

function hasWords(message: SeenMessage, delivery: Delivery): boolean {
  const posted = wordsOf(message)
  return posted !== '' && posted === wordsOf(delivery.body)
}

/** Everything that is to read in a message, without the white space that Discord trims. */
function wordsOf(message: {
  readonly content?: string
  readonly embeds?: readonly SeenEmbed[]
}): string {
  const parts: (string | undefined)[] = [message.content]
  for (const embed of message.embeds ?? []) {
    parts.push(embed.title, embed.description, embed.footer?.text)
    for (const field of embed.fields ?? []) parts.push(field.name, field.value)
  }
  return parts.join('').replace(/\s+/gu, '')
}
