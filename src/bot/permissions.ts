// Permissions are checked again in the handler: what Discord hid from the menu can still be sent.

import {
  ChannelType,
  type GuildBasedChannel,
  type GuildMember,
  type Guild as JoinedGuild,
  PermissionFlagsBits,
} from 'discord.js'
import { UserError } from '../lib/errors.ts'
import type { ChannelKind } from '../types.ts'
import type { Ask } from './command.ts'

/** A channel that can be posted in. */
export type Target = {
  readonly channel: GuildBasedChannel
  readonly kind: ChannelKind
}

const KINDS: ReadonlyMap<ChannelType, ChannelKind> = new Map([
  [ChannelType.GuildText, 'text'],
  [ChannelType.GuildAnnouncement, 'announcement'],
  [ChannelType.GuildForum, 'forum'],
  [ChannelType.GuildMedia, 'forum'],
  [ChannelType.PublicThread, 'thread'],
  [ChannelType.PrivateThread, 'thread'],
  [ChannelType.AnnouncementThread, 'thread'],
])

/** The channel types offered for a target. */
export const TARGET_TYPES = [
  ChannelType.GuildText,
  ChannelType.GuildAnnouncement,
  ChannelType.GuildForum,
  ChannelType.PublicThread,
  ChannelType.PrivateThread,
  ChannelType.AnnouncementThread,
] as const

/** The target by its id, or a UserError that says what can be one. */
export function toTarget(guild: JoinedGuild, channelId: string): Target {
  const channel = guild.channels.cache.get(channelId)
  if (channel === undefined) {
    throw new UserError('I cannot see that channel. Give me View Channel there, then ask again.')
  }
  const kind = KINDS.get(channel.type)
  if (kind === undefined) {
    throw new UserError(
      `I post in text, announcement and forum channels and in threads; ${channelName(channel)} is none of them.`,
    )
  }
  return { channel, kind }
}

/** Throws unless the member has Manage Channels in this very channel. */
export function requireManage(member: GuildMember, channel: GuildBasedChannel): void {
  const has = channel.permissionsFor(member)
  if (has.has(PermissionFlagsBits.ManageChannels) && has.has(PermissionFlagsBits.ViewChannel))
    return
  throw new UserError(
    `You need the permission Manage Channels in ${channelName(channel)} for that. Ask somebody who has it.`,
  )
}

/** A private thread is seen by its members, whom we do not know: by who asks in it, or manages threads. */
export function canSee(ask: Pick<Ask, 'member' | 'channelId'>, channelId: string): boolean {
  const channel = ask.member.guild.channels.cache.get(channelId)
  const has = channel?.permissionsFor(ask.member)
  if (!has?.has(PermissionFlagsBits.ViewChannel)) return false
  if (channel?.type !== ChannelType.PrivateThread || ask.channelId === channelId) return true
  return has.has(PermissionFlagsBits.ManageThreads)
}

/** What the bot lacks in a channel to post digests there, by Discord's own names; empty when it can. */
export function missingForBot({ channel, kind }: Target): readonly string[] {
  const me = channel.guild.members.me
  const has = me === null ? undefined : channel.permissionsFor(me)
  const needed: readonly (readonly [string, bigint])[] = [
    ['View Channel', PermissionFlagsBits.ViewChannel],
    kind === 'thread'
      ? ['Send Messages in Threads', PermissionFlagsBits.SendMessagesInThreads]
      : ['Send Messages', PermissionFlagsBits.SendMessages],
    ['Embed Links', PermissionFlagsBits.EmbedLinks],
    ['Read Message History', PermissionFlagsBits.ReadMessageHistory],
  ]
  return needed.filter(([, bit]) => !has?.has(bit)).map(([name]) => name)
}

/** `I cannot post in #intel: missing Embed Links. Give it to me there and press Try again.` */
export const missingText = (channel: GuildBasedChannel, missing: readonly string[]): string =>
  `I cannot post in ${channelName(channel)}: missing ${missing.join(', ')}. Give ${missing.length === 1 ? 'it' : 'them'} to me there, then try again.`

export const channelName = (channel: GuildBasedChannel): string => `#${channel.name}`
