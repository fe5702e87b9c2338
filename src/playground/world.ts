import type { Json, JsonObject } from './json.ts'

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

/** Flag of a forum that refuses posts without a tag. */
export const REQUIRE_TAG = 1 << 4

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
