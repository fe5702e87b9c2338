import type { Channel, Guild, Overwrite } from './world.ts'

/** Permission bits, by the names that Discord's documentation has in camel case. */
export const PERMISSIONS = {
  Administrator: 1n << 3n,
  ManageChannels: 1n << 4n,
  ManageGuild: 1n << 5n,
  AddReactions: 1n << 6n,
  ViewChannel: 1n << 10n,
  SendMessages: 1n << 11n,
  ManageMessages: 1n << 13n,
  EmbedLinks: 1n << 14n,
  AttachFiles: 1n << 15n,
  ReadMessageHistory: 1n << 16n,
  MentionEveryone: 1n << 17n,
  UseExternalEmojis: 1n << 18n,
  ManageRoles: 1n << 28n,
  ManageWebhooks: 1n << 29n,
  UseApplicationCommands: 1n << 31n,
  ManageThreads: 1n << 34n,
  CreatePublicThreads: 1n << 35n,
  CreatePrivateThreads: 1n << 36n,
  SendMessagesInThreads: 1n << 38n,
  ModerateMembers: 1n << 40n,
} as const

export type PermissionName = keyof typeof PERMISSIONS

/** All bits that are in use. */
export const ALL_PERMISSIONS = (1n << 50n) - 1n

export const toBits = (names: readonly PermissionName[]): bigint =>
  names.reduce((bits, name) => bits | PERMISSIONS[name], 0n)

export const has = (bits: bigint, name: PermissionName): boolean =>
  (bits & PERMISSIONS[name]) === PERMISSIONS[name]

/** A member's permissions in a channel, by Discord's algorithm (Permissions: "Permission Overwrites"). */
export function permissionsIn(guild: Guild, channel: Channel | undefined, userId: string): bigint {
  const member = guild.members.get(userId)
  if (!member) return 0n
  if (guild.ownerId === userId) return ALL_PERMISSIONS
  let bits = guild.roles.get(guild.id)?.permissions ?? 0n
  for (const role of member.roles) bits |= guild.roles.get(role)?.permissions ?? 0n
  if (bits & PERMISSIONS.Administrator) return ALL_PERMISSIONS
  if (!channel) return bits
  // A thread has the overwrites of its parent.
  const source = channel.thread ? guild.channels.get(channel.parentId ?? '') : channel
  const overwrites: ReadonlyMap<string, Overwrite> = source?.overwrites ?? new Map()
  const everyone = overwrites.get(guild.id)
  if (everyone) bits = (bits & ~everyone.deny) | everyone.allow
  let allow = 0n
  let deny = 0n
  for (const role of member.roles) {
    const overwrite = overwrites.get(role)
    allow |= overwrite?.allow ?? 0n
    deny |= overwrite?.deny ?? 0n
  }
  bits = (bits & ~deny) | allow
  const own = overwrites.get(userId)
  if (own) bits = (bits & ~own.deny) | own.allow
  return has(bits, 'ViewChannel') ? bits : 0n
}
