/** What an admin can set, by its key in GuildSettings. */
export type SettingKey =
  | 'zone'
  | 'logChannelId'
  | 'analystRoleId'
  | 'mentionRoles'
  | 'sharing'
  | 'sharingChannels'
  | 'answers'
  | 'mutes'

/** Settings that are lists: of their changes only the difference is kept. */
export type ListKey = 'mutes' | 'mentionRoles' | 'sharingChannels'

export const isList = (key: SettingKey): key is ListKey =>
  key === 'mutes' || key === 'mentionRoles' || key === 'sharingChannels'
