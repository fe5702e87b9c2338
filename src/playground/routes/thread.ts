import { type Core, param, type Reply, type Request, type Route } from '../core.ts'
import { findNumber, findText, type JsonObject, lengthOf, toList, toObject } from '../json.ts'
import { LIMITS } from '../limits.ts'
import { isEmpty, type Place, refuseBadMessage, storeMessage } from '../post.ts'
import { type Complaint, Refusal } from '../refusal.ts'
import { toChannel, toMessage } from '../wire.ts'
import { CHANNEL, type Channel, REQUIRE_TAG } from '../world.ts'
import { needs, placeOf } from './channel.ts'

const ARCHIVE_MINUTES: readonly number[] = [60, 1440, 4320, 10080]

function checkThread(body: JsonObject, parent: Channel): Complaint[] {
  const complaints: Complaint[] = []
  const name = findText(body.name)
  if (name === undefined) {
    const message = 'This field is required'
    complaints.push({ path: ['name'], code: 'BASE_TYPE_REQUIRED', message })
  } else if (name === '' || lengthOf(name) > LIMITS.threadName) {
    const message = `Must be between 1 and ${LIMITS.threadName} in length.`
    complaints.push({ path: ['name'], code: 'BASE_TYPE_BAD_LENGTH', message })
  }
  const minutes = findNumber(body.auto_archive_duration)
  if (minutes !== undefined && !ARCHIVE_MINUTES.includes(minutes)) {
    const message = 'Value must be one of (60, 1440, 4320, 10080).'
    complaints.push({ path: ['auto_archive_duration'], code: 'BASE_TYPE_CHOICES', message })
  }
  const tags = toList(body.applied_tags)
  if (tags.length > LIMITS.appliedTags) {
    const message = `Must be ${LIMITS.appliedTags} or fewer in length.`
    complaints.push({ path: ['applied_tags'], code: 'BASE_TYPE_MAX_LENGTH', message })
  }
  tags.forEach((tag, index) => {
    if (parent.tags.some(({ id }) => id === tag)) return
    const path = ['applied_tags', index]
    complaints.push({ path, code: 'INVALID_FORUM_TAG', message: 'Invalid forum tag' })
  })
  return complaints
}

function makeThread(core: Core, place: Place, body: JsonObject): Channel {
  const { guild, channel: parent } = place
  const now = core.world.now()
  const thread: Channel = {
    id: core.world.newId(),
    guildId: guild.id,
    type: parent.type === CHANNEL.announcement ? CHANNEL.newsThread : CHANNEL.thread,
    name: findText(body.name) ?? '',
    parentId: parent.id,
    position: 0,
    flags: 0,
    overwrites: new Map(),
    tags: [],
    messages: [],
    thread: {
      ownerId: core.world.bot.id,
      archived: false,
      locked: false,
      autoArchiveMinutes: findNumber(body.auto_archive_duration) ?? 4320,
      appliedTags: toList(body.applied_tags).flatMap((tag) => findText(tag) ?? []),
      createdAt: now,
      archivedAt: now,
    },
  }
  guild.channels.set(thread.id, thread)
  core.gateway.dispatch(guild.id, 'THREAD_CREATE', { ...toChannel(thread), newly_created: true })
  core.emit({ kind: 'world' })
  return thread
}

/** A post in a forum, with its first message; or a thread without one elsewhere. */
function createThread(core: Core, request: Request): Reply {
  const place = placeOf(core, param(request, 'channel_id'))
  const body = toObject(request.body)
  const parent = place.channel
  if (parent.thread) throw new Refusal(50024)
  const complaints = checkThread(body, parent)
  if (complaints.length > 0) throw new Refusal(50035, complaints)
  if (parent.type !== CHANNEL.forum) {
    needs(core, place, 'CreatePublicThreads')
    return { status: 201, body: toChannel(makeThread(core, place, body)) }
  }
  const first = toObject(body.message)
  refuseBadMessage(first, request.files, ['message'])
  needs(core, place, 'SendMessages')
  if (toList(first.embeds).length > 0) needs(core, place, 'EmbedLinks')
  if (request.files.length > 0) needs(core, place, 'AttachFiles')
  if ((parent.flags & REQUIRE_TAG) !== 0 && toList(body.applied_tags).length === 0) {
    throw new Refusal(40067)
  }
  if (isEmpty(first, request.files)) throw new Refusal(50006)
  const thread = makeThread(core, place, body)
  const message = storeMessage(core, {
    id: thread.id,
    place: { guild: place.guild, channel: thread },
    body: first,
    files: request.files,
    authorId: core.world.bot.id,
  })
  return {
    status: 201,
    body: { ...toChannel(thread), message: toMessage(core.world, message, place.guild) },
  }
}

function createThreadFromMessage(core: Core, request: Request): Reply {
  const place = placeOf(core, param(request, 'channel_id'))
  const body = toObject(request.body)
  const id = param(request, 'message_id')
  if (!place.channel.messages.some((message) => message.id === id)) throw new Refusal(10008)
  const complaints = checkThread(body, place.channel)
  if (complaints.length > 0) throw new Refusal(50035, complaints)
  needs(core, place, 'CreatePublicThreads')
  return { status: 201, body: toChannel(makeThread(core, place, body)) }
}

function listThreads(threads: readonly Channel[]): Reply {
  const body = { threads: threads.map(toChannel), members: [], has_more: false }
  return { status: 200, body }
}

/** Threads and forum posts. */
export const threadRoutes: readonly Route[] = [
  { method: 'POST', template: '/channels/{channel_id}/threads', handle: createThread },
  {
    method: 'POST',
    template: '/channels/{channel_id}/messages/{message_id}/threads',
    handle: createThreadFromMessage,
  },
  {
    method: 'GET',
    template: '/guilds/{guild_id}/threads/active',
    handle: (core, request) => {
      const guild = core.world.guilds.get(param(request, 'guild_id'))
      if (!guild) throw new Refusal(10004)
      return listThreads([...guild.channels.values()].filter((c) => c.thread?.archived === false))
    },
  },
  {
    method: 'GET',
    template: '/channels/{channel_id}/threads/archived/public',
    handle: (core, request) => {
      const place = placeOf(core, param(request, 'channel_id'))
      needs(core, place, 'ReadMessageHistory')
      return listThreads(
        [...place.guild.channels.values()].filter(
          (channel) => channel.parentId === place.channel.id && channel.thread?.archived === true,
        ),
      )
    },
  },
  ...(['PUT', 'DELETE'] as const).map((method) => ({
    method,
    template: '/channels/{channel_id}/thread-members/@me',
    handle: (core: Core, request: Request): Reply => {
      placeOf(core, param(request, 'channel_id'))
      return { status: 204 }
    },
  })),
]
