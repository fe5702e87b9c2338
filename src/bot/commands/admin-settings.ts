import { ApplicationCommandOptionType, PermissionFlagsBits } from 'discord.js'
import { toBody, toFooter } from '../../card/body.ts'
import { escapeText } from '../../card/escape.ts'
import { PLAIN_COLOUR } from '../../card/word.ts'
import { UserError } from '../../lib/errors.ts'
import type { GuildSettings } from '../../ports.ts'
import { requireAdmin } from '../admin.ts'
import type { Ask, Command, Group, Reply } from '../command.ts'
import { oneOf, typed } from '../options.ts'
import { missingForBot, missingText, toTarget } from '../permissions.ts'
import { changeSetting, nameOf } from '../settings.ts'
import { nearZones, parseZone } from '../subscribe-settings.ts'

const MENTION_ROLES_MAX = 10
const role = (description: string, required = true) =>
  ({ type: ApplicationCommandOptionType.Role, name: 'role', description, required }) as const

const show = {
  name: 'show',
  description: 'All settings of this server',
  run: async (ask) => {
    requireAdmin(ask)
    return showSettings(ask, await ask.settings())
  },
} satisfies Command

const timezone = {
  name: 'timezone',
  description: 'Zone of new subscriptions',
  options: [typed('zone', 'As Europe/Kyiv', { required: true })],
  complete: {
    zone: (text) => nearZones(text, 25).map((zone) => ({ name: zone, value: zone })),
  },
  run: async (ask, given) => {
    requireAdmin(ask)
    const zone = parseZone(given.text('zone') ?? '')
    return showSettings(ask, await changeSetting(ask, 'zone', zone))
  },
} satisfies Command

const logChannel = {
  name: 'log-channel',
  description: 'Where changes and failures are told; without a channel nowhere',
  options: [
    {
      type: ApplicationCommandOptionType.Channel,
      name: 'channel',
      description: 'A text channel',
      channel_types: [0],
    },
  ],
  run: async (ask, given) => {
    requireAdmin(ask)
    const id = given.id('channel')
    if (id !== undefined) {
      const target = toTarget(ask.guild, id)
      const missing = missingForBot(target)
      if (missing.length > 0) throw new UserError(missingText(target.channel, missing))
    }
    return showSettings(ask, await changeSetting(ask, 'logChannelId', id))
  },
} satisfies Command

const analystRole = {
  name: 'analyst-role',
  description: 'Whose reports take effect at once; without a role nobody’s',
  options: [role('The role', false)],
  run: async (ask, given) => {
    requireAdmin(ask)
    return showSettings(ask, await changeSetting(ask, 'analystRoleId', given.id('role')))
  },
} satisfies Command

const sharing = {
  name: 'sharing',
  description: 'Whether private answers can be shared into channels',
  options: [oneOf('allow', 'on or off', ['on', 'off'], { required: true })],
  run: async (ask, given) => {
    requireAdmin(ask)
    const value = given.text('allow') === 'off' ? 'off' : 'on'
    return showSettings(ask, await changeSetting(ask, 'sharing', value))
  },
} satisfies Command

const mentionRoleAdd = {
  name: 'mention-role-add',
  description: 'Lets subscriptions ping this role',
  options: [role('The role')],
  run: async (ask, given) => {
    requireAdmin(ask)
    const id = given.id('role') ?? ''
    if (id === ask.guildId) {
      throw new UserError('@everyone is never pinged by me. Make a role for those who want it.')
    }
    const { mentionRoles } = await ask.settings()
    if (mentionRoles.length >= MENTION_ROLES_MAX && !mentionRoles.includes(id)) {
      throw new UserError(
        `There are ${mentionRoles.length} of ${MENTION_ROLES_MAX} such roles. Remove one first: /axis-admin settings mention-role-remove.`,
      )
    }
    const settings = await changeSetting(ask, 'mentionRoles', [...new Set([...mentionRoles, id])])
    return showSettings(ask, settings, pingNote(ask, id))
  },
} satisfies Command

const mentionRoleRemove = {
  name: 'mention-role-remove',
  description: 'No subscription pings this role any more',
  options: [role('The role')],
  run: async (ask, given) => {
    requireAdmin(ask)
    const id = given.id('role') ?? ''
    const { mentionRoles } = await ask.settings()
    if (!mentionRoles.includes(id)) {
      throw new UserError(`${nameOf(ask, id)} is not among the roles that may be pinged.`)
    }
    const left = mentionRoles.filter((one) => one !== id)
    const settings = await changeSetting(ask, 'mentionRoles', left)
    const stopped = await stopPings(ask, id)
    const note = stopped === 0 ? undefined : `${stopped} subscription(s) no longer ping it.`
    return showSettings(ask, settings, note)
  },
} satisfies Command

export const adminSettings = {
  name: 'settings',
  description: 'Settings of this server',
  commands: [show, timezone, logChannel, analystRole, sharing, mentionRoleAdd, mentionRoleRemove],
} satisfies Group

/** What is in the way of a ping, with the fix; undefined where nothing is. */
function pingNote(ask: Ask, roleId: string): string | undefined {
  const found = ask.guild.roles.cache.get(roleId)
  const me = ask.guild.members.me
  if (found?.mentionable || me?.permissions.has(PermissionFlagsBits.MentionEveryone)) {
    return undefined
  }
  return `I cannot ping ${nameOf(ask, roleId)} yet: make it mentionable in the server settings, or give me Mention Everyone in the channels that need it.`
}

async function stopPings(ask: Ask, roleId: string): Promise<number> {
  const { store } = ask.deps
  let stopped = 0
  for (const one of await store.subscriptions({ guildId: ask.guildId })) {
    if (one.mention !== roleId) continue
    const { mention: _gone, ...rest } = one
    await store.saveSubscription({ ...rest, notify: 'normal' })
    stopped += 1
  }
  return stopped
}

async function showSettings(ask: Ask, settings: GuildSettings, note?: string): Promise<Reply> {
  const { zone, logChannelId, analystRoleId, mentionRoles } = settings
  const named = (id: string | undefined): string =>
    id === undefined ? 'not set' : escapeText(nameOf(ask, id), 80)
  const lines = [
    ...(note === undefined ? [] : [`⚠ ${escapeText(note, 300)}`, '']),
    `**Time zone** ${escapeText(zone ?? 'UTC (not set)', 60)}`,
    `**Log channel** ${named(logChannelId)}`,
    `**Analyst role** ${named(analystRoleId)}`,
    `**Sharing** ${settings.sharing}`,
    `**Roles that may be pinged** ${mentionRoles.map(named).join(', ') || 'none'}`,
  ]
  const context = await ask.context()
  return {
    body: toBody({
      embeds: [
        {
          title: 'Settings',
          description: lines.join('\n'),
          color: PLAIN_COLOUR,
          footer: toFooter('Every change is kept: /axis-admin log', context),
        },
      ],
    }),
  }
}
