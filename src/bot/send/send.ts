// The requests that a delivery may make: a message, a post in a forum, an edit, a reply.

import { DiscordAPIError, type REST } from '@discordjs/rest'
import type { PublishOutcome } from '../../ports.ts'
import type { Delivery, MessageBody } from '../../types.ts'
import { type ForumTag, wantedTags } from './forum-tags.ts'

const THREAD_NAME_MAX = 100
const REQUIRE_TAG = 1 << 4
const TAG_REQUIRED = 40067
/** Discord's code for both an archived and a locked thread. */
const THREAD_ARCHIVED = 50083

/** Posts a message, or answers one; its id is the nonce that makes a second try harmless. */
export async function postMessage(rest: REST, delivery: Delivery): Promise<string> {
  const answer = delivery.kind === 'reply' && delivery.channelKind !== 'forum'
  const body = {
    ...withFiles(delivery),
    nonce: delivery.id,
    enforce_nonce: true,
    ...(answer && { message_reference: { message_id: delivery.targetId } }),
  }
  const path: `/${string}` = `/channels/${channelOf(delivery)}/messages`
  return idOf(await rest.post(path, { body, ...filesOf(delivery) }))
}

/** Changes a message in place: what the body does not have is taken away. An archived thread is opened for it. */
export async function editMessage(rest: REST, delivery: Delivery): Promise<string> {
  const { content = '', embeds = [], components = [], allowed_mentions } = delivery.body
  const { targetId = '' } = delivery
  const channel = channelOf(delivery)
  const edit = () =>
    rest.patch(`/channels/${channel}/messages/${targetId}`, {
      body: { content, embeds, components, allowed_mentions },
    })
  try {
    return idOf(await edit())
  } catch (error) {
    if (!(error instanceof DiscordAPIError) || error.code !== THREAD_ARCHIVED) throw error
    await rest.patch(`/channels/${channel}`, { body: { archived: false } })
    return idOf(await edit())
  }
}

/** Opens a post in a forum, with the tags that are named like the story's themes. */
export async function postInForum(rest: REST, delivery: Delivery): Promise<PublishOutcome> {
  const forum = await readForum(rest, delivery.channelId)
  const tags = wantedTags(forum.tags, delivery.tags ?? [])
  if (forum.needsTag && tags.length === 0) {
    const open = forum.tags.find((tag) => !tag.moderated)
    if (open === undefined) return noTag
    tags.push(open.id)
  }
  const name = (delivery.threadName ?? 'Digest').slice(0, THREAD_NAME_MAX)
  const body = {
    name,
    message: withFiles(delivery),
    ...(tags.length > 0 && { applied_tags: tags }),
  }
  const path: `/${string}` = `/channels/${delivery.channelId}/threads`
  try {
    return { kind: 'sent', messageId: idOf(await rest.post(path, { body, ...filesOf(delivery) })) }
  } catch (error) {
    // The forum began to ask for a tag just now; nothing was posted.
    if (error instanceof DiscordAPIError && error.code === TAG_REQUIRED) return noTag
    throw error
  }
}

const noTag: PublishOutcome = {
  kind: 'refused',
  reason: 'this forum requires a tag that the bot may not set',
  gone: false,
}

async function readForum(rest: REST, channelId: string) {
  // Discord's answer: a channel object, of which only flags and tags are read.
  const channel = (await rest.get(`/channels/${channelId}`)) as {
    readonly flags?: number
    readonly available_tags?: readonly ForumTag[]
  }
  return {
    needsTag: ((channel.flags ?? 0) & REQUIRE_TAG) !== 0,
    tags: channel.available_tags ?? [],
  }
}

/** A post of a forum is a channel of its own, and its first message has the same id. */
const channelOf = (delivery: Delivery): string =>
  delivery.channelKind === 'forum' ? (delivery.targetId ?? delivery.channelId) : delivery.channelId

function withFiles(delivery: Delivery): MessageBody & { readonly attachments?: unknown } {
  const { files = [], body } = delivery
  if (files.length === 0) return body
  const attachments = files.map(({ name, alt }, id) => ({
    id,
    filename: name,
    ...(alt === undefined ? {} : { description: alt }),
  }))
  return { ...body, attachments }
}

const filesOf = ({ files = [] }: Delivery) =>
  files.length === 0
    ? {}
    : { files: files.map(({ name, base64 }) => ({ name, data: Buffer.from(base64, 'base64') })) }

function idOf(answer: unknown): string {
  if (typeof answer === 'object' && answer !== null && 'id' in answer) {
    if (typeof answer.id === 'string') return answer.id
  }
  throw new Error('Discord answered without an id')
}
