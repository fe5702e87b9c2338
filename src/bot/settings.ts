// Settings of a server: every change is kept with who, before and after, told to the log channel, and
// can be taken back.

import { toBody } from '../card/body.ts'
import { escapeText } from '../card/escape.ts'
import { messageOf } from '../lib/errors.ts'
import type { Change, GuildSettings } from '../ports.ts'
import type { Ask } from './command.ts'

/** What an admin can set, by its key in GuildSettings. */
export type SettingKey = 'zone' | 'logChannelId' | 'analystRoleId' | 'mentionRoles' | 'sharing'

export const SETTING_NAMES: Readonly<Record<SettingKey, string>> = {
  zone: 'time zone',
  logChannelId: 'log channel',
  analystRoleId: 'analyst role',
  mentionRoles: 'roles that may be pinged',
  sharing: 'sharing',
}

const CHANGES_KEPT = 50

/** Saves one setting; undefined takes it away. Returns the settings as they are now. */
export async function changeSetting<K extends SettingKey>(
  ask: Ask,
  key: K,
  value: GuildSettings[K] | undefined,
): Promise<GuildSettings> {
  const before = await ask.settings()
  const { [key]: old, ...rest } = before
  const change: Change = {
    at: ask.deps.clock.now(),
    by: ask.userId,
    what: key,
    ...(old === undefined ? {} : { before: JSON.stringify(old) }),
    ...(value === undefined ? {} : { after: JSON.stringify(value) }),
  }
  const changes = [change, ...(before.changes ?? [])].slice(0, CHANGES_KEPT)
  // One key is taken out and put back with the type that it has.
  const after = {
    ...rest,
    ...(value === undefined ? {} : { [key]: value }),
    changes,
  } as unknown as GuildSettings
  await ask.deps.store.saveGuildSettings(after)
  ask.deps.log('info', 'settings.changed', { guild: ask.guildId, by: ask.userId, what: key })
  await tellLogChannel(
    ask,
    after,
    `${escapeText(changeWords(ask, change), 400)}, by <@${ask.userId}>`,
  )
  return after
}

/** `time zone: UTC → Europe/Kyiv`; not escaped. */
export function changeWords(ask: Ask, change: Change): string {
  const name = isSetting(change.what) ? SETTING_NAMES[change.what] : change.what
  return `${name}: ${valueWords(ask, change.before)} → ${valueWords(ask, change.after)}`
}

export const isSetting = (what: string): what is SettingKey => Object.hasOwn(SETTING_NAMES, what)

function valueWords(ask: Ask, json: string | undefined): string {
  if (json === undefined) return 'not set'
  // Written by changeSetting alone.
  const value = JSON.parse(json) as string | readonly string[]
  const all = typeof value === 'string' ? [value] : value
  return all.map((one) => nameOf(ask, one)).join(', ') || 'none'
}

/** An id by the name that people know. */
export function nameOf(ask: Ask, id: string): string {
  const channel = ask.guild.channels.cache.get(id)
  if (channel !== undefined) return `#${channel.name}`
  const role = ask.guild.roles.cache.get(id)
  return role === undefined ? id : `@${role.name}`
}

/** Best effort: a log channel that is gone must not stop the change. */
async function tellLogChannel(ask: Ask, settings: GuildSettings, markdown: string): Promise<void> {
  if (settings.logChannelId === undefined) return
  const body = toBody({ embeds: [{ description: markdown }] })
  await ask.guild.client.rest
    .post(`/channels/${settings.logChannelId}/messages`, { body })
    .catch((error) => {
      ask.deps.log('warn', 'log-channel.failed', { guild: ask.guildId, error: messageOf(error) })
    })
}
