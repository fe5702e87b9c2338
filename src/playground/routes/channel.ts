import { type Core, param, type Reply, type Request, type Route } from '../core.ts'
import { compareIds } from '../ids.ts'
import { findText, type JsonObject, lengthOf, toList, toObject } from '../json.ts'
import { CROSSPOSTS_PER_HOUR, FLAGS, LIMITS, NONCE_LIFE_MS } from '../limits.ts'
import { has, type PermissionName, permissionsIn } from '../permissions.ts'
import {
  dropMessage,
  editMessage,
  isEmpty,
  type Place,
  refuseBadMessage,
  storeMessage,
} from '../post.ts'
import { type Complaint, Refusal } from '../refusal.ts'
import { toChannel, toMessage } from '../wire.ts'
import { CHANNEL, findChannel, type Message } from '../world.ts'

/** A channel that the bot can see: 10003 where there is none, 50001 where it is hidden. */
export function placeOf(core: Core, channelId: string): Place {
  const place = findChannel(core.world, channelId)
  if (!place) throw new Refusal(10003)
  needs(core, place, 'ViewChannel')
  return place
}

/** Throws 50001 for a hidden channel, 50013 for any other right that the bot lacks there. */
export function needs(core: Core, place: Place, ...names: PermissionName[]): void {
  const bits = permissionsIn(place.guild, place.channel, core.world.bot.id)
  if (!has(bits, 'ViewChannel')) throw new Refusal(50001)
  if (names.some((name) => !has(bits, name))) throw new Refusal(50013)
}

function messageOf(place: Place, id: string): Message {
  const message = place.channel.messages.find((item) => item.id === id)
  if (!message) throw new Refusal(10008)
  return message
}

function needsToPost(core: Core, place: Place, request: Request, body: JsonObject): void {
  needs(core, place, place.channel.thread ? 'SendMessagesInThreads' : 'SendMessages')
  if (toList(body.embeds).length > 0) needs(core, place, 'EmbedLinks')
  if (request.files.length > 0) needs(core, place, 'AttachFiles')
  if (body.message_reference) needs(core, place, 'ReadMessageHistory')
}

function createMessage(core: Core, request: Request): Reply {
  const place = placeOf(core, param(request, 'channel_id'))
  const { channel, guild } = place
  if (channel.type === CHANNEL.forum || channel.type === CHANNEL.category) throw new Refusal(50008)
  const body = toObject(request.body)
  refuseBadMessage(body, request.files)
  if (channel.thread?.locked) throw new Refusal(50083)
  needsToPost(core, place, request, body)
  if (isEmpty(body, request.files)) throw new Refusal(50006)
  const reference = toObject(body.message_reference)
  if (findText(reference.message_id) && reference.fail_if_not_exists !== false) {
    const id = findText(reference.message_id)
    if (!channel.messages.some((message) => message.id === id)) {
      throw new Refusal(50035, [
        {
          path: ['message_reference'],
          code: 'MESSAGE_REFERENCE_UNKNOWN_MESSAGE',
          message: 'Unknown message',
        },
      ])
    }
  }
  const twin = body.enforce_nonce === true ? findTwin(core, place, body.nonce) : undefined
  const message =
    twin ?? storeMessage(core, { place, body, files: request.files, authorId: core.world.bot.id })
  if (!twin) remember(core, place, message)
  return { status: 200, body: toMessage(core.world, message, guild) }
}

// By core, so that two playgrounds share no nonces.
const nonces = new WeakMap<Core, Map<string, { readonly ms: number; readonly message: Message }>>()

function noncesOf(core: Core) {
  const known = nonces.get(core) ?? new Map()
  nonces.set(core, known)
  return known
}

function remember(core: Core, place: Place, message: Message): void {
  if (message.nonce === undefined) return
  noncesOf(core).set(`${place.channel.id}:${message.nonce}`, { ms: core.realMs(), message })
}

function findTwin(core: Core, place: Place, nonce: unknown): Message | undefined {
  const known = noncesOf(core).get(`${place.channel.id}:${nonce}`)
  const isFresh = known !== undefined && core.realMs() - known.ms < NONCE_LIFE_MS
  return isFresh ? known.message : undefined
}

/** Forgets all nonces, as Discord does after some minutes. */
export const forgetNonces = (core: Core): void => noncesOf(core).clear()

function listMessages(core: Core, request: Request): Reply {
  const place = placeOf(core, param(request, 'channel_id'))
  const bits = permissionsIn(place.guild, place.channel, core.world.bot.id)
  // Without the right to read history Discord answers with an empty list.
  if (!has(bits, 'ReadMessageHistory')) return { status: 200, body: [] }
  const limit = Number(request.query.get('limit') ?? 50)
  if (!(limit >= 1 && limit <= 100)) {
    const message = 'int value should be between 1 and 100.'
    throw new Refusal(50035, [{ path: ['limit'], code: 'NUMBER_TYPE_RANGE', message }])
  }
  const before = request.query.get('before')
  const after = request.query.get('after')
  const around = request.query.get('around')
  const all = place.channel.messages
  let page: readonly Message[]
  if (after) page = all.filter((m) => compareIds(m.id, after) > 0).slice(0, limit)
  else if (around) {
    const index = all.findIndex((m) => compareIds(m.id, around) >= 0)
    page = all.slice(Math.max(0, index - Math.floor(limit / 2))).slice(0, limit)
  } else page = all.filter((m) => !before || compareIds(m.id, before) < 0).slice(-limit)
  return {
    status: 200,
    body: page.toReversed().map((message) => toMessage(core.world, message, place.guild)),
  }
}

function patchMessage(core: Core, request: Request): Reply {
  const place = placeOf(core, param(request, 'channel_id'))
  const message = messageOf(place, param(request, 'message_id'))
  const body = toObject(request.body)
  if (message.authorId !== core.world.bot.id) throw new Refusal(50005)
  refuseBadMessage({ flags: message.flags, ...body }, request.files)
  if (place.channel.thread?.archived) throw new Refusal(50083)
  if (toList(body.embeds).length > 0) needs(core, place, 'EmbedLinks')
  editMessage(core, place, message, { body, files: request.files })
  return { status: 200, body: toMessage(core.world, message, place.guild) }
}

function deleteMessage(core: Core, request: Request): Reply {
  const place = placeOf(core, param(request, 'channel_id'))
  const message = messageOf(place, param(request, 'message_id'))
  if (message.authorId !== core.world.bot.id) needs(core, place, 'ManageMessages')
  dropMessage(core, place, message)
  return { status: 204 }
}

const crossposts = new WeakMap<Place['channel'], number[]>()

function crosspost(core: Core, request: Request): Reply {
  const place = placeOf(core, param(request, 'channel_id'))
  const message = messageOf(place, param(request, 'message_id'))
  if (place.channel.type !== CHANNEL.announcement) throw new Refusal(50024)
  needs(core, place, message.authorId === core.world.bot.id ? 'SendMessages' : 'ManageMessages')
  if ((message.flags & FLAGS.crossposted) !== 0) throw new Refusal(40033)
  const hour = (crossposts.get(place.channel) ?? []).filter((ms) => core.realMs() - ms < 3_600_000)
  if (hour.length >= CROSSPOSTS_PER_HOUR) {
    const retryAfterS = (3_600_000 - (core.realMs() - (hour[0] ?? 0))) / 1000
    const where = `POST ${request.path}`
    core.report({
      kind: 'rate',
      where,
      text: `more than ${CROSSPOSTS_PER_HOUR} crossposts an hour`,
    })
    const text = 'You are being rate limited.'
    return { status: 429, body: { message: text, retry_after: retryAfterS, global: false } }
  }
  crossposts.set(place.channel, [...hour, core.realMs()])
  message.flags |= FLAGS.crossposted
  core.emit({ kind: 'edit', message })
  return { status: 200, body: toMessage(core.world, message, place.guild) }
}

function patchChannel(core: Core, request: Request): Reply {
  const place = placeOf(core, param(request, 'channel_id'))
  const { channel } = place
  const body = toObject(request.body)
  if (channel.thread) {
    const isOwn = channel.thread.ownerId === core.world.bot.id
    // Whoever may write there may open an archived thread that is not locked.
    const opens =
      body.archived === false && !channel.thread.locked && Object.keys(body).length === 1
    if (opens) needs(core, place, 'SendMessages')
    else if (!isOwn) needs(core, place, 'ManageThreads')
    if (typeof body.archived === 'boolean') channel.thread.archived = body.archived
    if (typeof body.locked === 'boolean') channel.thread.locked = body.locked
    const tags = toList(body.applied_tags).flatMap((tag) => findText(tag) ?? [])
    if (body.applied_tags !== undefined) channel.thread.appliedTags = tags
  } else needs(core, place, 'ManageChannels')
  const complaints: Complaint[] = []
  const name = findText(body.name)
  if (name !== undefined && (name === '' || lengthOf(name) > LIMITS.threadName)) {
    const message = `Must be between 1 and ${LIMITS.threadName} in length.`
    complaints.push({ path: ['name'], code: 'BASE_TYPE_BAD_LENGTH', message })
  }
  if (complaints.length > 0) throw new Refusal(50035, complaints)
  if (name !== undefined) channel.name = name
  if (findText(body.topic) !== undefined) channel.topic = findText(body.topic) ?? ''
  const event = channel.thread ? 'THREAD_UPDATE' : 'CHANNEL_UPDATE'
  core.gateway.dispatch(place.guild.id, event, toChannel(channel))
  core.emit({ kind: 'world' })
  return { status: 200, body: toChannel(channel) }
}

/** Channels and their messages. */
export const channelRoutes: readonly Route[] = [
  {
    method: 'GET',
    template: '/channels/{channel_id}',
    handle: (core, request) => ({
      status: 200,
      body: toChannel(placeOf(core, param(request, 'channel_id')).channel),
    }),
  },
  { method: 'PATCH', template: '/channels/{channel_id}', handle: patchChannel },
  { method: 'GET', template: '/channels/{channel_id}/messages', handle: listMessages },
  { method: 'POST', template: '/channels/{channel_id}/messages', handle: createMessage },
  {
    method: 'GET',
    template: '/channels/{channel_id}/messages/{message_id}',
    handle: (core, request) => {
      const place = placeOf(core, param(request, 'channel_id'))
      needs(core, place, 'ReadMessageHistory')
      const message = messageOf(place, param(request, 'message_id'))
      return { status: 200, body: toMessage(core.world, message, place.guild) }
    },
  },
  {
    method: 'PATCH',
    template: '/channels/{channel_id}/messages/{message_id}',
    handle: patchMessage,
  },
  {
    method: 'DELETE',
    template: '/channels/{channel_id}/messages/{message_id}',
    handle: deleteMessage,
  },
  {
    method: 'POST',
    template: '/channels/{channel_id}/messages/{message_id}/crosspost',
    handle: crosspost,
  },
  {
    method: 'POST',
    template: '/channels/{channel_id}/typing',
    handle: (core, request) => {
      needs(core, placeOf(core, param(request, 'channel_id')), 'SendMessages')
      return { status: 204 }
    },
  },
]
