// Was a delivery posted although its answer was lost? Discord remembers a nonce for minutes only, so
// we look at what stands in the channel: our nonce or footer id where Discord shows it, else our own
// words. No two deliveries of one channel read the same: period, story id and change are in them.

import type { REST } from '@discordjs/rest'
import type { Delivery } from '../types.ts'

const LOOK_BACK_MESSAGES = 100
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

/** The id of the message in the channel that is this delivery, if it stands among the last hundred. */
export async function findMessage(rest: REST, delivery: Delivery): Promise<string | undefined> {
  const query = new URLSearchParams({ limit: String(LOOK_BACK_MESSAGES) })
  const path: `/${string}` = `/channels/${delivery.channelId}/messages`
  // Discord's answer: an array of message objects.
  const messages = (await rest.get(path, { query })) as readonly SeenMessage[]
  const me = await findOwnId(rest)
  return messages.find((message) => message.author?.id === me && isSame(message, delivery))?.id
}

/** The id of the forum post that is this delivery, among the active posts of the forum. */
export async function findForumPost(rest: REST, delivery: Delivery): Promise<string | undefined> {
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
    const first = (await rest.get(path, { query }).catch(() => [])) as readonly SeenMessage[]
    if (first.some((message) => isSame(message, delivery))) return thread.id
  }
  return undefined
}

async function findOwnId(rest: REST): Promise<string | undefined> {
  // Discord's answer: a user object.
  const me = (await rest.get('/users/@me')) as { readonly id?: string }
  return me.id
}

function isSame(message: SeenMessage, delivery: Delivery): boolean {
  if (message.nonce !== undefined && String(message.nonce) === delivery.id) return true
  const footers = (message.embeds ?? []).map((embed) => embed.footer?.text ?? '')
  if (footers.some((footer) => footer.includes(delivery.id))) return true
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
