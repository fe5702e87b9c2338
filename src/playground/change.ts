import type { Core } from './core.ts'
import { type PermissionName, toBits } from './permissions.ts'
import { addChannel, addGuild, type ChannelSpec, type GuildSpec } from './populate.ts'
import { toChannel, toGuildCreate, toRole } from './wire.ts'
import { type Channel, findChannel, type Guild } from './world.ts'

/** What the people of a server do to it while the bot runs; each is told at the gateway. */
export type Change = {
  readonly guildAdded: (spec: GuildSpec) => Guild
  /** The bot was removed from the guild. */
  readonly guildRemoved: (guildId: string) => void
  /** The bot is invited again to a guild that it left: same ids. */
  readonly guildRejoined: (guildId: string) => void
  /** An outage of Discord's: the guild is away and comes back with `guildRejoined`. */
  readonly guildUnavailable: (guildId: string) => void
  readonly channelAdded: (guildId: string, spec: ChannelSpec) => Channel
  readonly channelRenamed: (channelId: string, name: string) => void
  /** A channel with its threads, or a thread. */
  readonly channelDeleted: (channelId: string) => void
  /** Takes rights in a channel from the bot, by an overwrite for its member. */
  readonly permissionLost: (channelId: string, ...names: PermissionName[]) => void
  /** Removes that overwrite. */
  readonly permissionBack: (channelId: string) => void
  readonly threadArchived: (channelId: string, locked?: boolean) => void
  readonly roleDeleted: (guildId: string, roleId: string) => void
}

export function makeChange(core: Core): Change {
  const { world } = core
  const away = new Map<string, Guild>()
  const tell = (
    guildId: string,
    event: string,
    data: Parameters<Core['gateway']['dispatch']>[2],
  ) => {
    core.gateway.dispatch(guildId, event, data)
    core.emit({ kind: 'world' })
  }
  const guildOf = (id: string): Guild => {
    const guild = world.guilds.get(id)
    if (!guild) throw new Error(`no guild ${id} in the playground`)
    return guild
  }
  const placeOf = (id: string) => {
    const place = findChannel(world, id)
    if (!place) throw new Error(`no channel ${id} in the playground`)
    return place
  }
  const tellChannel = (channel: Channel): void =>
    tell(channel.guildId, channel.thread ? 'THREAD_UPDATE' : 'CHANNEL_UPDATE', toChannel(channel))
  const remove = (guildId: string, data: { readonly unavailable?: true }): void => {
    away.set(guildId, guildOf(guildId))
    world.guilds.delete(guildId)
    tell(guildId, 'GUILD_DELETE', { id: guildId, ...data })
  }
  return {
    guildAdded: (spec) => {
      const guild = addGuild(world, spec)
      tell(guild.id, 'GUILD_CREATE', toGuildCreate(world, guild))
      return guild
    },
    guildRemoved: (guildId) => remove(guildId, {}),
    guildUnavailable: (guildId) => remove(guildId, { unavailable: true }),
    guildRejoined: (guildId) => {
      const guild = away.get(guildId)
      if (!guild) throw new Error(`guild ${guildId} was not removed`)
      away.delete(guildId)
      world.guilds.set(guildId, guild)
      tell(guildId, 'GUILD_CREATE', toGuildCreate(world, guild))
    },
    channelAdded: (guildId, spec) => {
      const channel = addChannel(world, guildOf(guildId), spec)
      tell(guildId, channel.thread ? 'THREAD_CREATE' : 'CHANNEL_CREATE', toChannel(channel))
      return channel
    },
    channelRenamed: (channelId, name) => {
      const { channel } = placeOf(channelId)
      channel.name = name
      tellChannel(channel)
    },
    channelDeleted: (channelId) => {
      const { guild, channel } = placeOf(channelId)
      for (const other of [...guild.channels.values()]) {
        if (other.thread && other.parentId === channelId) guild.channels.delete(other.id)
      }
      guild.channels.delete(channelId)
      const { id, guildId, parentId, type } = channel
      const data = { id, guild_id: guildId, parent_id: parentId ?? null, type }
      tell(guild.id, channel.thread ? 'THREAD_DELETE' : 'CHANNEL_DELETE', {
        ...(channel.thread ? {} : toChannel(channel)),
        ...data,
      })
    },
    permissionLost: (channelId, ...names) => {
      const { guild, channel } = placeOf(channelId)
      const owner = channel.thread ? guild.channels.get(channel.parentId ?? '') : channel
      const before = owner?.overwrites.get(world.bot.id)
      const deny = (before?.deny ?? 0n) | toBits(names)
      owner?.overwrites.set(world.bot.id, { id: world.bot.id, type: 1, allow: 0n, deny })
      if (owner) tellChannel(owner)
    },
    permissionBack: (channelId) => {
      const { guild, channel } = placeOf(channelId)
      const owner = channel.thread ? guild.channels.get(channel.parentId ?? '') : channel
      owner?.overwrites.delete(world.bot.id)
      if (owner) tellChannel(owner)
    },
    threadArchived: (channelId, locked = false) => {
      const { channel } = placeOf(channelId)
      if (!channel.thread) throw new Error(`channel ${channelId} is no thread`)
      Object.assign(channel.thread, { archived: true, locked, archivedAt: world.now() })
      tellChannel(channel)
    },
    roleDeleted: (guildId, roleId) => {
      const guild = guildOf(guildId)
      const role = guild.roles.get(roleId)
      if (!role) throw new Error(`no role ${roleId} in ${guild.name}`)
      guild.roles.delete(roleId)
      for (const member of guild.members.values()) {
        member.roles = member.roles.filter((id) => id !== roleId)
      }
      tell(guildId, 'GUILD_ROLE_DELETE', {
        guild_id: guildId,
        role_id: toRole(role).id ?? roleId,
      })
    },
  }
}
