import { makeIds } from './ids.ts'
import { ALL_PERMISSIONS, type PermissionName, toBits } from './permissions.ts'
import {
  CHANNEL,
  type Channel,
  type Guild,
  REQUIRE_TAG,
  type Role,
  type User,
  type World,
} from './world.ts'

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

/** A world without guilds: the application, its bot, three people and `readers` more, `reader-1` and so on. */
export function makeWorld(now: () => number, readers = 0): World {
  const newId = makeIds(now)
  const applicationId = newId()
  const bot = { id: applicationId, username: 'axis-watch', globalName: 'Axis Watch', bot: true }
  const users = new Map<string, User>([[bot.id, bot]])
  for (const [username, globalName] of [
    ['admin', 'Admin'],
    ['reader', 'Reader'],
    ['analyst', 'Analyst'],
    ...Array.from({ length: readers }, (_, n) => [`reader-${n + 1}`, `Reader ${n + 1}`] as const),
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
