import type { Json, JsonObject } from './json.ts'
import { has, permissionsIn } from './permissions.ts'
import type { Attachment, Channel, Guild, Member, Message, Role, User, World } from './world.ts'

// How the world looks on the wire, in Discord's field names.

const iso = (at: number): string => new Date(at).toISOString().replace('Z', '000+00:00')

export const toUser = (user: User): JsonObject => ({
  id: user.id,
  username: user.username,
  global_name: user.bot ? null : user.globalName,
  discriminator: user.bot ? '0001' : '0',
  avatar: null,
  bot: user.bot,
  public_flags: 0,
  flags: 0,
})

export const toMember = (world: World, member: Member): JsonObject => ({
  user: toUser(world.users.get(member.userId) ?? world.bot),
  roles: [...member.roles],
  nick: null,
  avatar: null,
  joined_at: iso(member.joinedAt),
  premium_since: null,
  deaf: false,
  mute: false,
  flags: 0,
  pending: false,
  communication_disabled_until: null,
})

export const toRole = (role: Role): JsonObject => ({
  id: role.id,
  name: role.name,
  permissions: role.permissions.toString(),
  color: role.color,
  colors: { primary_color: role.color, secondary_color: null, tertiary_color: null },
  position: role.position,
  mentionable: role.mentionable,
  hoist: false,
  managed: role.botId !== undefined,
  icon: null,
  unicode_emoji: null,
  flags: 0,
  ...(role.botId ? { tags: { bot_id: role.botId } } : {}),
})

export function toChannel(channel: Channel): JsonObject {
  const last = channel.messages.at(-1)?.id ?? null
  const base = {
    id: channel.id,
    guild_id: channel.guildId,
    type: channel.type,
    name: channel.name,
    parent_id: channel.parentId ?? null,
    last_message_id: last,
    rate_limit_per_user: 0,
    flags: channel.flags,
  }
  if (channel.thread) {
    const { thread } = channel
    return {
      ...base,
      owner_id: thread.ownerId,
      message_count: channel.messages.length,
      total_message_sent: channel.messages.length,
      member_count: 1,
      applied_tags: [...thread.appliedTags],
      thread_metadata: {
        archived: thread.archived,
        locked: thread.locked,
        auto_archive_duration: thread.autoArchiveMinutes,
        archive_timestamp: iso(thread.archivedAt),
        create_timestamp: iso(thread.createdAt),
      },
    }
  }
  return {
    ...base,
    topic: channel.topic ?? null,
    position: channel.position,
    nsfw: false,
    permission_overwrites: [...channel.overwrites.values()].map((overwrite) => ({
      id: overwrite.id,
      type: overwrite.type,
      allow: overwrite.allow.toString(),
      deny: overwrite.deny.toString(),
    })),
    ...(channel.type === 15
      ? {
          available_tags: channel.tags.map((tag) => ({ ...tag, emoji_id: null, emoji_name: null })),
          default_reaction_emoji: null,
          default_sort_order: null,
          default_forum_layout: 0,
        }
      : {}),
  }
}

const isThread = (channel: Channel): boolean => channel.thread !== undefined

/** A guild as REST gives it. */
export const toGuild = (guild: Guild): JsonObject => ({
  id: guild.id,
  name: guild.name,
  owner_id: guild.ownerId,
  icon: null,
  splash: null,
  discovery_splash: null,
  banner: null,
  description: null,
  features: ['COMMUNITY', 'NEWS'],
  verification_level: 1,
  default_message_notifications: 1,
  explicit_content_filter: 2,
  mfa_level: 0,
  nsfw_level: 0,
  afk_channel_id: null,
  afk_timeout: 300,
  application_id: null,
  system_channel_id: null,
  system_channel_flags: 0,
  rules_channel_id: null,
  public_updates_channel_id: null,
  vanity_url_code: null,
  premium_tier: 0,
  premium_subscription_count: 0,
  premium_progress_bar_enabled: false,
  preferred_locale: guild.locale,
  roles: [...guild.roles.values()].map(toRole),
  emojis: [],
  stickers: [],
})

/** A guild as GUILD_CREATE gives it: with its channels, active threads and the bot as member. */
export const toGuildCreate = (world: World, guild: Guild): JsonObject => ({
  ...toGuild(guild),
  joined_at: iso(guild.members.get(world.bot.id)?.joinedAt ?? world.now()),
  large: false,
  unavailable: false,
  member_count: guild.members.size,
  members: [...guild.members.values()]
    .filter((member) => member.userId === world.bot.id)
    .map((member) => toMember(world, member)),
  channels: [...guild.channels.values()].filter((c) => !isThread(c)).map(toChannel),
  threads: [...guild.channels.values()]
    .filter(
      (channel) =>
        isThread(channel) &&
        channel.thread?.archived === false &&
        has(permissionsIn(guild, channel, world.bot.id), 'ViewChannel'),
    )
    .map(toChannel),
  voice_states: [],
  presences: [],
  stage_instances: [],
  guild_scheduled_events: [],
  soundboard_sounds: [],
})

export const toAttachment = (attachment: Attachment): JsonObject => ({
  id: attachment.id,
  filename: attachment.filename,
  size: attachment.bytes.byteLength,
  url: attachment.url,
  proxy_url: attachment.url,
  content_type: attachment.contentType,
  ...(attachment.description ? { description: attachment.description } : {}),
  ...toImageSize(attachment.bytes),
})

/** Width and height of a PNG, from its header. */
function toImageSize(bytes: Uint8Array): JsonObject {
  const isPng = bytes.byteLength > 24 && bytes[0] === 0x89 && bytes[1] === 0x50
  if (!isPng) return {}
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  return { width: view.getUint32(16), height: view.getUint32(20) }
}

/** An embed as Discord gives it back: typed, `attachment://` resolved. */
function toEmbed(embed: Json, attachments: readonly Attachment[]): Json {
  if (typeof embed !== 'object' || embed === null || Array.isArray(embed)) return embed
  // Lists are excluded above.
  const source = embed as JsonObject
  const out: Record<string, Json | undefined> = { ...source, type: 'rich' }
  for (const key of ['image', 'thumbnail'] as const) {
    const picture = source[key] as JsonObject | undefined | null
    const name = String(picture?.url ?? '').match(/^attachment:\/\/(.+)$/)?.[1]
    const file = attachments.find((attachment) => attachment.filename === name)
    if (file)
      out[key] = { ...picture, url: file.url, proxy_url: file.url, ...toImageSize(file.bytes) }
  }
  return out
}

/** A message as REST and gateway give it. */
export function toMessage(world: World, message: Message, guild: Guild | undefined): JsonObject {
  const author = world.users.get(message.authorId) ?? world.bot
  const interaction = message.interaction
  const asker = interaction ? world.users.get(interaction.userId) : undefined
  return {
    id: message.id,
    channel_id: message.channelId,
    type: message.type,
    author: toUser(author),
    content: message.content,
    timestamp: iso(message.createdAt),
    edited_timestamp: message.editedAt === undefined ? null : iso(message.editedAt),
    tts: false,
    pinned: false,
    mention_everyone: message.mentions.everyone,
    mentions: message.mentions.users.flatMap((id) => {
      const user = world.users.get(id)
      return user ? [toUser(user)] : []
    }),
    mention_roles: [...message.mentions.roles],
    attachments: message.attachments.map(toAttachment),
    embeds: message.embeds.map((embed) => toEmbed(embed, message.attachments)),
    components: [...message.components],
    flags: message.flags,
    ...(message.nonce === undefined ? {} : { nonce: message.nonce }),
    ...(message.reference ? { message_reference: message.reference } : {}),
    ...(author.bot ? { application_id: world.applicationId } : {}),
    ...(interaction && asker
      ? {
          webhook_id: world.applicationId,
          interaction_metadata: {
            id: interaction.id,
            type: interaction.type,
            user: toUser(asker),
            authorizing_integration_owners: guild ? { '0': guild.id } : {},
          },
          interaction: {
            id: interaction.id,
            type: interaction.type,
            name: interaction.name,
            user: toUser(asker),
          },
        }
      : {}),
  }
}

export const toApplication = (world: World): JsonObject => ({
  id: world.applicationId,
  name: world.bot.globalName,
  icon: null,
  description: '',
  summary: '',
  type: null,
  bot: toUser(world.bot),
  bot_public: true,
  bot_require_code_grant: false,
  verify_key: '0'.repeat(64),
  flags: 0,
  hook: true,
  approximate_guild_count: world.guilds.size,
  owner: toUser([...world.users.values()].find((user) => !user.bot) ?? world.bot),
  team: null,
})
