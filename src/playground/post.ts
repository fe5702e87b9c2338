import { checkMessage } from './check-message.ts'
import type { Core, Request, UploadedFile } from './core.ts'
import { findNumber, findText, type JsonObject, toList, toObject } from './json.ts'
import { FLAGS, LIMITS } from './limits.ts'
import { findMentions } from './mentions.ts'
import { permissionsIn } from './permissions.ts'
import { Refusal } from './refusal.ts'
import { toMessage } from './wire.ts'
import type { Attachment, Channel, Guild, Message } from './world.ts'

const GUILD_MESSAGES = 1 << 9
const EPHEMERALS_KEPT = 2000

export type Place = { readonly guild: Guild; readonly channel: Channel }

export type Draft = {
  readonly place: Place
  readonly body: JsonObject
  readonly files: readonly UploadedFile[]
  readonly authorId: string
  readonly interaction?: NonNullable<Message['interaction']>
  /** Of a forum post's first message, which shares it with its thread. */
  readonly id?: string
  /** Who alone sees it. */
  readonly viewerId?: string
  readonly flags?: number
  /** Discord's message type; 0 is a plain one. */
  readonly type?: number
}

/** Throws 50035 with everything that a message body breaks, 50006 where nothing is in it. */
export function refuseBadMessage(
  body: JsonObject,
  files: readonly UploadedFile[],
  at: readonly string[] = [],
): void {
  const complaints = checkMessage(body, at)
  if (files.length > LIMITS.files) {
    const message = `Must be ${LIMITS.files} or fewer in length.`
    complaints.push({ path: [...at, 'attachments'], code: 'BASE_TYPE_MAX_LENGTH', message })
  }
  if (complaints.length > 0) throw new Refusal(50035, complaints)
  if (files.some(({ bytes }) => bytes.byteLength > LIMITS.fileBytes)) throw new Refusal(40005)
}

/** Whether a body would make an empty message. */
export const isEmpty = (body: JsonObject, files: readonly UploadedFile[]): boolean =>
  !findText(body.content)?.trim() &&
  toList(body.embeds).length === 0 &&
  toList(body.components).length === 0 &&
  toList(body.sticker_ids).length === 0 &&
  !body.poll &&
  files.length === 0

/** Stores a message that was checked, and tells whoever watches. */
export function storeMessage(core: Core, draft: Draft): Message {
  const { world } = core
  const { guild, channel } = draft.place
  const sentFlags = findNumber(draft.body.flags) ?? 0
  const nonce = draft.body.nonce
  const id = draft.id ?? world.newId()
  const message: Message = {
    id,
    channelId: channel.id,
    authorId: draft.authorId,
    type: draft.type ?? (draft.body.message_reference ? 19 : draft.interaction ? 20 : 0),
    content: findText(draft.body.content) ?? '',
    embeds: toList(draft.body.embeds),
    components: withIds(toList(draft.body.components)),
    attachments: toAttachments(core, channel.id, draft.body, draft.files),
    flags:
      (sentFlags & (FLAGS.suppressEmbeds | FLAGS.suppressNotifications | FLAGS.componentsV2)) |
      (draft.viewerId ? FLAGS.ephemeral : 0) |
      (draft.flags ?? 0),
    createdAt: world.now(),
    edits: [],
    mentions: findMentions(guild, draft.body, permissionsIn(guild, channel, draft.authorId)),
    ...(typeof nonce === 'string' || typeof nonce === 'number' ? { nonce } : {}),
    ...(draft.body.message_reference
      ? { reference: { channel_id: channel.id, ...toObject(draft.body.message_reference) } }
      : {}),
    ...(draft.interaction ? { interaction: draft.interaction } : {}),
    ...(draft.viewerId ? { viewerId: draft.viewerId } : {}),
  }
  if (draft.viewerId) {
    world.ephemerals.push(message)
    if (world.ephemerals.length > EPHEMERALS_KEPT) world.ephemerals.shift()
  } else {
    channel.messages.push(message)
    if (channel.thread?.archived) channel.thread.archived = false
    core.gateway.dispatch(
      guild.id,
      'MESSAGE_CREATE',
      { ...toMessage(world, message, guild), guild_id: guild.id },
      GUILD_MESSAGES,
    )
  }
  reportFiles(core, message)
  core.emit({ kind: 'message', message })
  return message
}

/** Discord takes these, and shows something else than was meant. */
function reportFiles(core: Core, message: Message): void {
  const names = message.attachments.map(({ filename }) => filename)
  const where = `message in ${message.channelId}`
  if (new Set(names).size < names.length) {
    core.report({ kind: 'limit', where, text: `attachment names are not unique: ${names.join()}` })
  }
  const named = JSON.stringify(message.embeds).matchAll(/"attachment:\/\/([^"]+)"/g)
  for (const [, name = ''] of named) {
    if (!names.includes(name)) {
      core.report({ kind: 'limit', where, text: `embed shows ${name}, which is not attached` })
    }
  }
}

/** Changes what a body names of a message; a deferred answer stops loading. */
export function editMessage(
  core: Core,
  place: Place,
  message: Message,
  { body, files }: Pick<Request, 'files'> & { readonly body: JsonObject },
): void {
  const { world } = core
  if (body.content !== undefined) message.content = findText(body.content) ?? ''
  if (body.embeds !== undefined) message.embeds = toList(body.embeds)
  if (body.components !== undefined) {
    message.components = withIds(toList(body.components))
  }
  if (body.attachments !== undefined || files.length > 0) {
    const kept = toList(body.attachments).map((item) => toObject(item).id)
    const old = message.attachments.filter(
      ({ id }) => body.attachments === undefined || kept.includes(id),
    )
    message.attachments = [...old, ...toAttachments(core, place.channel.id, body, files)]
  }
  const flags = findNumber(body.flags)
  if (flags !== undefined) {
    const settable = FLAGS.suppressEmbeds | FLAGS.componentsV2
    message.flags = (message.flags & ~FLAGS.suppressEmbeds) | (flags & settable)
  }
  const wasLoading = (message.flags & FLAGS.loading) !== 0
  message.flags &= ~FLAGS.loading
  const bits = permissionsIn(place.guild, place.channel, message.authorId)
  message.mentions = findMentions(
    place.guild,
    { content: message.content, allowed_mentions: body.allowed_mentions },
    bits,
  )
  if (!wasLoading) {
    message.editedAt = world.now()
    message.edits.push(world.now())
  }
  if (!message.viewerId) {
    const data = { ...toMessage(world, message, place.guild), guild_id: place.guild.id }
    core.gateway.dispatch(place.guild.id, 'MESSAGE_UPDATE', data, GUILD_MESSAGES)
  }
  core.emit({ kind: 'edit', message })
}

/** Takes a message away. */
export function dropMessage(core: Core, place: Place, message: Message): void {
  const list = message.viewerId ? core.world.ephemerals : place.channel.messages
  const index = list.indexOf(message)
  if (index >= 0) list.splice(index, 1)
  const data = { id: message.id, channel_id: place.channel.id, guild_id: place.guild.id }
  if (!message.viewerId) {
    core.gateway.dispatch(place.guild.id, 'MESSAGE_DELETE', data, GUILD_MESSAGES)
  }
  core.emit({ kind: 'delete', message })
}

/** Discord numbers every component from 1 up where the sender did not. */
function withIds(components: ReturnType<typeof toList>): ReturnType<typeof toList> {
  let next = 1
  const number = (item: JsonObject): JsonObject => ({
    ...item,
    id: item.id ?? next++,
    ...(Array.isArray(item.components)
      ? { components: toList(item.components).map((inner) => number(toObject(inner))) }
      : {}),
  })
  return components.map((item) => number(toObject(item)))
}

function toAttachments(
  core: Core,
  channelId: string,
  body: JsonObject,
  files: readonly UploadedFile[],
): Attachment[] {
  const described = toList(body.attachments).map(toObject)
  return files.map((file) => {
    const index = file.field.match(/^files\[(\d+)\]$/)?.[1]
    const entry = described.find((item) => String(item.id) === index)
    const filename = findText(entry?.filename) ?? file.filename
    const id = core.world.newId()
    return {
      id,
      filename,
      contentType: file.contentType,
      bytes: file.bytes,
      url: `${core.origin()}/attachments/${channelId}/${id}/${encodeURIComponent(filename)}`,
      ...(entry?.description ? { description: String(entry.description) } : {}),
    }
  })
}
