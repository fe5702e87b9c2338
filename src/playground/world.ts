import { makeIds } from './ids.ts'
import type { Json, JsonObject } from './json.ts'
import { ALL_PERMISSIONS, type PermissionName, toBits } from './permissions.ts'

// What the playground remembers. It is a server's state, hence mutable; only routes, gateway and
// the acting user change it.

export type User = {
  readonly id: string
  readonly username: string
  readonly globalName: string
  readonly bot: boolean
}

export type Member = { readonly userId: string; roles: string[]; readonly joinedAt: number }

export type Role = {
  readonly id: string
  name: string
  permissions: bigint
  color: number
  position: number
  mentionable: boolean
  /** Set on the bot's own managed role. */
  readonly botId?: string
}

export type Overwrite = {
  readonly id: string
  readonly type: 0 | 1
  readonly allow: bigint
  readonly deny: bigint
}

/** Discord's numbers of channel types that the playground knows. */
export const CHANNEL = {
  text: 0,
  category: 4,
  announcement: 5,
  newsThread: 10,
  thread: 11,
  forum: 15,
} as const
export type ChannelType = (typeof CHANNEL)[keyof typeof CHANNEL]

export type ForumTag = { readonly id: string; readonly name: string; readonly moderated: boolean }

export type Channel = {
  readonly id: string
  readonly guildId: string
  readonly type: ChannelType
  name: string
  topic?: string
  parentId?: string
  position: number
  flags: number
  overwrites: Map<string, Overwrite>
  tags: ForumTag[]
  thread?: {
    readonly ownerId: string
    archived: boolean
    locked: boolean
    autoArchiveMinutes: number
    appliedTags: string[]
    readonly createdAt: number
    archivedAt: number
  }
  readonly messages: Message[]
}

export type Attachment = {
  readonly id: string
  readonly filename: string
  readonly description?: string
  readonly contentType: string
  readonly bytes: Uint8Array
  readonly url: string
}

/** A message as the wire has it, without what is derived (author, mentions) when it is sent. */
export type Message = {
  readonly id: string
  readonly channelId: string
  readonly authorId: string
  readonly type: number
  content: string
  embeds: readonly Json[]
  components: readonly Json[]
  attachments: readonly Attachment[]
  flags: number
  readonly createdAt: number
  editedAt?: number
  /** Times at which it was edited, for those who count edits. */
  readonly edits: number[]
  readonly nonce?: string | number
  readonly reference?: JsonObject
  readonly interaction?: {
    readonly id: string
    readonly name: string
    readonly userId: string
    readonly type: number
  }
  /** Who alone sees an ephemeral answer. */
  readonly viewerId?: string
  mentions: {
    readonly everyone: boolean
    readonly users: readonly string[]
    readonly roles: readonly string[]
  }
}

/** A registered command: its wire shape with id, version and application_id. */
export type Command = JsonObject & { readonly id: string; readonly name: string }

export type Guild = {
  readonly id: string
  name: string
  readonly ownerId: string
  readonly locale: string
  readonly roles: Map<string, Role>
  readonly channels: Map<string, Channel>
  readonly members: Map<string, Member>
  commands: Command[]
}

export type World = {
  readonly newId: (of?: 'guild') => string
  readonly now: () => number
  readonly applicationId: string
  readonly bot: User
  readonly users: Map<string, User>
  readonly guilds: Map<string, Guild>
  commands: Command[]
  /** Ephemeral answers, newest last. */
  readonly ephemerals: Message[]
}

export type ChannelSpec = {
  readonly name: string
  readonly kind: 'text' | 'announcement' | 'forum' | 'thread'
  readonly topic?: string
  /** Name of the parent, for a thread. */
  readonly parent?: string
  /** Names of the tags of a forum. */
  readonly tags?: readonly string[]
  /** A forum that refuses posts without a tag (code 40067). */
  readonly requireTag?: boolean
}

export type GuildSpec = {
  readonly name: string
  readonly locale?: string
  readonly channels?: readonly ChannelSpec[]
  /** What the bot's role may do, instead of the usual invite. */
  readonly botPermissions?: readonly PermissionName[]
}

const DEFAULT_CHANNELS: readonly ChannelSpec[] = [
  { name: 'intel', kind: 'text', topic: 'What the bot found' },
  { name: 'news', kind: 'announcement', topic: 'Followed by other servers' },
  { name: 'forum', kind: 'forum', tags: ['arms', 'nuclear', 'diplomacy'] },
  { name: 'thread', kind: 'thread', parent: 'intel' },
]

const EVERYONE: readonly PermissionName[] = [
  'ViewChannel',
  'SendMessages',
  'SendMessagesInThreads',
  'EmbedLinks',
  'AttachFiles',
  'ReadMessageHistory',
  'UseApplicationCommands',
  'AddReactions',
  'CreatePublicThreads',
]

const BOT: readonly PermissionName[] = [
  'ViewChannel',
  'SendMessages',
  'SendMessagesInThreads',
  'EmbedLinks',
  'AttachFiles',
  'ReadMessageHistory',
]

export const REQUIRE_TAG = 1 << 4

/** A world without guilds: the application, its bot and three people. */
export function makeWorld(now: () => number): World {
  const newId = makeIds(now)
  const applicationId = newId()
  const bot = { id: applicationId, username: 'axis-watch', globalName: 'Axis Watch', bot: true }
  const users = new Map<string, User>([[bot.id, bot]])
  for (const [username, globalName] of [
    ['admin', 'Admin'],
    ['reader', 'Reader'],
    ['analyst', 'Analyst'],
  ] as const) {
    const id = newId()
    users.set(id, { id, username, globalName, bot: false })
  }
  return { newId, now, applicationId, bot, users, guilds: new Map(), commands: [], ephemerals: [] }
}

/** Adds a guild with the bot, an admin (owner), a reader and an analyst in it; tells nobody. */
export function addGuild(world: World, spec: GuildSpec): Guild {
  const id = world.newId('guild')
  const people = [...world.users.values()]
  const owner = people.find((user) => user.username === 'admin') ?? world.bot
  const guild: Guild = {
    id,
    name: spec.name,
    ownerId: owner.id,
    locale: spec.locale ?? 'en-US',
    roles: new Map(),
    channels: new Map(),
    members: new Map(),
    commands: [],
  }
  const addRole = (name: string, permissions: bigint, more: Partial<Role> = {}): Role => {
    const role: Role = {
      id: guild.roles.size === 0 ? id : world.newId(),
      name,
      permissions,
      color: 0,
      position: guild.roles.size,
      mentionable: false,
      ...more,
    }
    guild.roles.set(role.id, role)
    return role
  }
  addRole('@everyone', toBits(EVERYONE))
  const analyst = addRole('analyst', 0n, { color: 0x3498db, mentionable: true })
  addRole('desk', 0n, { color: 0xe67e22 })
  const admin = addRole('admin', ALL_PERMISSIONS, { color: 0xe74c3c })
  const own = addRole(world.bot.globalName, toBits(spec.botPermissions ?? BOT), {
    botId: world.bot.id,
  })
  const rolesOf: Record<string, readonly string[]> = {
    admin: [admin.id],
    analyst: [analyst.id],
    [world.bot.username]: [own.id],
  }
  for (const user of people) {
    guild.members.set(user.id, {
      userId: user.id,
      roles: [...(rolesOf[user.username] ?? [])],
      joinedAt: world.now(),
    })
  }
  for (const channel of spec.channels ?? DEFAULT_CHANNELS) addChannel(world, guild, channel)
  world.guilds.set(id, guild)
  return guild
}

/** Adds a channel, or a thread below the channel named as its parent; tells nobody. */
export function addChannel(world: World, guild: Guild, spec: ChannelSpec): Channel {
  const parent = [...guild.channels.values()].find((channel) => channel.name === spec.parent)
  const channel: Channel = {
    id: world.newId(),
    guildId: guild.id,
    type: CHANNEL[spec.kind],
    name: spec.name,
    position: guild.channels.size,
    flags: spec.requireTag ? REQUIRE_TAG : 0,
    overwrites: new Map(),
    tags: (spec.tags ?? []).map((name) => ({ id: world.newId(), name, moderated: false })),
    messages: [],
    ...(spec.topic ? { topic: spec.topic } : {}),
    ...(parent ? { parentId: parent.id } : {}),
  }
  if (spec.kind === 'thread') {
    channel.thread = {
      ownerId: guild.ownerId,
      archived: false,
      locked: false,
      autoArchiveMinutes: 4320,
      appliedTags: [],
      createdAt: world.now(),
      archivedAt: world.now(),
    }
  }
  guild.channels.set(channel.id, channel)
  return channel
}

/** The channel with the guild that has it. */
export function findChannel(
  world: World,
  channelId: string,
): { readonly guild: Guild; readonly channel: Channel } | undefined {
  for (const guild of world.guilds.values()) {
    const channel = guild.channels.get(channelId)
    if (channel) return { guild, channel }
  }
  return undefined
}
