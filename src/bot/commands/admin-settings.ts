import { ApplicationCommandOptionType, ChannelType, PermissionFlagsBits } from 'discord.js'
import { escapeText } from '../../card/escape.ts'
import { plainCard } from '../../card/plain.ts'
import { UserError } from '../../lib/errors.ts'
import type { GuildSettings } from '../../ports.ts'
import type { Ask, Command, Group, Reply } from '../command.ts'
import { stopForbiddenPings } from '../mentions.ts'
import { oneOf, typed } from '../options.ts'
import { missingForBot, missingText, toTarget } from '../permissions.ts'
import { nameOf } from '../settings/change-words.ts'
import { changeList, changeSetting } from '../settings/settings.ts'
import { nearZones, parseZone } from '../subs/draft-settings.ts'

const MENTION_ROLES_MAX = 10
const SHARING_CHANNELS_MAX = 25
const SHARE_TYPES = [
  ChannelType.GuildText,
  ChannelType.GuildAnnouncement,
  ChannelType.PublicThread,
  ChannelType.PrivateThread,
] as const
const role = (description: string, required = true) =>
  ({ type: ApplicationCommandOptionType.Role, name: 'role', description, required }) as const

const show = {
  name: 'show',
  description: 'All settings of this server',
  run: async (ask) => showSettings(ask, await ask.settings()),
} satisfies Command

const timezone = {
  name: 'timezone',
  description: 'Zone of new subscriptions',
  options: [typed('zone', 'As Europe/Kyiv', { required: true })],
  complete: {
    zone: (text) => nearZones(text, 25).map((zone) => ({ name: zone, value: zone })),
  },
  run: async (ask, given) => {
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
  run: async (ask, given) =>
    showSettings(ask, await changeSetting(ask, 'analystRoleId', given.id('role'))),
} satisfies Command

const sharing = {
  name: 'sharing',
  description: 'Whether and where answers may be shared, and whether they are private at first',
  options: [
    oneOf('allow', 'on or off', ['on', 'off']),
    {
      type: ApplicationCommandOptionType.Channel,
      name: 'channel',
      description: 'Only there (and where else it was allowed); again takes it away',
      channel_types: [...SHARE_TYPES],
    },
    oneOf('answers', 'private with a Share button, or public at once where sharing is allowed', [
      'private',
      'public',
    ]),
  ],
  run: async (ask, given) => {
    const allow = given.text('allow')
    const channel = given.id('channel')
    const answers = given.text('answers')
    if (allow === undefined && channel === undefined && answers === undefined) {
      throw new UserError('Give allow, channel or answers: what shall change?')
    }
    if (allow !== undefined) await changeSetting(ask, 'sharing', allow === 'off' ? 'off' : 'on')
    if (answers !== undefined) {
      await changeSetting(ask, 'answers', answers === 'public' ? 'public' : undefined)
    }
    if (channel !== undefined) await toggleChannel(ask, channel)
    return showSettings(ask, await ask.settings())
  },
} satisfies Command

const toggleChannel = (ask: Ask, id: string): Promise<GuildSettings> =>
  changeList<'sharingChannels', string>(ask, 'sharingChannels', (list) => {
    if (list.includes(id)) return list.filter((one) => one !== id)
    return withOne(list, id, SHARING_CHANNELS_MAX, 'sharing channel:…')
  })

/** The list with one more, each once; throws where it is full. */
function withOne(
  list: readonly string[],
  id: string,
  max: number,
  remove: string,
): readonly string[] {
  if (list.includes(id)) return list
  if (list.length < max) return [...list, id]
  throw new UserError(
    `There are ${list.length} of ${max}. Take one away first: /axis-admin settings ${remove}.`,
  )
}

const mentionRoleAdd = {
  name: 'mention-role-add',
  description: 'Lets subscriptions ping this role',
  options: [role('The role')],
  run: async (ask, given) => {
    const id = given.id('role') ?? ''
    if (id === ask.guildId) {
      throw new UserError('@everyone is never pinged by me. Make a role for those who want it.')
    }
    const settings = await changeList<'mentionRoles', string>(ask, 'mentionRoles', (roles) =>
      withOne(roles, id, MENTION_ROLES_MAX, 'mention-role-remove'),
    )
    return showSettings(ask, settings, pingNote(ask, id))
  },
} satisfies Command

const mentionRoleRemove = {
  name: 'mention-role-remove',
  description: 'No subscription pings this role any more',
  options: [role('The role')],
  run: async (ask, given) => {
    const id = given.id('role') ?? ''
    const { mentionRoles } = await ask.settings()
    if (!mentionRoles.includes(id)) {
      throw new UserError(`${nameOf(ask, id)} is not among the roles that may be pinged.`)
    }
    const settings = await changeList<'mentionRoles', string>(ask, 'mentionRoles', (roles) =>
      roles.filter((one) => one !== id),
    )
    const stopped = await stopForbiddenPings(ask, settings.mentionRoles)
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

async function showSettings(ask: Ask, settings: GuildSettings, note?: string): Promise<Reply> {
  const { zone, logChannelId, analystRoleId, mentionRoles } = settings
  const named = (id: string | undefined): string =>
    id === undefined ? 'not set' : escapeText(nameOf(ask, id), 80)
  const lines = [
    ...(note === undefined ? [] : [`⚠ ${escapeText(note, 300)}`, '']),
    `**Time zone** ${escapeText(zone ?? 'UTC (not set)', 60)}`,
    `**Log channel** ${named(logChannelId)}`,
    `**Analyst role** ${named(analystRoleId)}`,
    `**Sharing** ${sharingWords(settings, named)}`,
    `**Answers** ${settings.answers === 'public' ? 'public at once where sharing is allowed' : 'private'}`,
    `**Roles that may be pinged** ${mentionRoles.map(named).join(', ') || 'none'}`,
  ]
  const footer = 'Every change is kept: /axis-admin log'
  return { body: plainCard({ title: 'Settings', blocks: lines, footer }, await ask.context()) }
}

function sharingWords(settings: GuildSettings, named: (id: string) => string): string {
  const { sharing, sharingChannels = [] } = settings
  if (sharing === 'off') return 'off'
  return sharingChannels.length === 0 ? 'on' : `on in ${sharingChannels.map(named).join(', ')}`
}
