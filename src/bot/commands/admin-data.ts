import { ApplicationCommandOptionType } from 'discord.js'
import { toButton, toDateTime, toRow } from '../../card/body.ts'
import { toCustomId } from '../../card/custom-id.ts'
import { noticeCard } from '../../card/error.ts'
import { escapeText } from '../../card/escape.ts'
import { filterWords, scheduleWords } from '../../card/filter-words.ts'
import { plainCard } from '../../card/plain.ts'
import { countOf } from '../../card/word.ts'
import { UserError } from '../../lib/errors.ts'
import type { GuildSettings } from '../../ports.ts'
import type { Ask, Command, Group, Reply } from '../command.ts'
import { stopForbiddenPings } from '../mentions.ts'
import { readFile } from '../settings/file-in.ts'
import {
  EXPORT_FORMAT,
  EXPORT_VERSION,
  type Imported,
  readImport,
} from '../settings/import-data.ts'
import type { SettingKey } from '../settings/keys.ts'
import { PURGE_DAYS, purgeGuild, restoreGuild } from '../settings/purge.ts'
import { changeSetting, changeSubscription } from '../settings/settings.ts'
import { findState, keepState } from '../state.ts'
import { moveSubscription } from '../subs/move.ts'
import { isFollow, requireRoom } from '../subs/subscribe.ts'

const FILE_MAX_BYTES = 200_000
const CONFIRM_MAX = 100

const exportData = {
  name: 'export',
  description: 'Settings and subscriptions of this server as a JSON file',
  run: async (ask) => {
    const [all, subscriptions] = await Promise.all([
      ask.settings(),
      ask.deps.store.subscriptions({ guildId: ask.guildId }),
    ])
    const { changes: _log, purge: _purged, ...settings } = all
    const at = new Date(ask.deps.clock.now()).toISOString()
    // Another server knows channels by their names only.
    const channels = Object.fromEntries(
      subscriptions.flatMap(({ channelId }) => {
        const name = ask.guild.channels.cache.get(channelId)?.name
        return name === undefined ? [] : [[channelId, name]]
      }),
    )
    const head = { format: EXPORT_FORMAT, version: EXPORT_VERSION, at }
    const whole = { ...head, settings, subscriptions, channels }
    const data = new TextEncoder().encode(`${JSON.stringify(whole, undefined, 2)}\n`)
    return {
      body: noticeCard(
        `${countOf(subscriptions.length, 'subscription')} and the settings of this server.`,
      ),
      files: [{ name: `axis-watch-${at.slice(0, 10)}.json`, data }],
    }
  },
} satisfies Command

const importData = {
  name: 'import',
  description: 'Reads such a file: shows what it would change, then asks',
  options: [
    {
      type: ApplicationCommandOptionType.Attachment,
      name: 'file',
      description: 'The file of /axis-admin data export',
      required: true,
    },
  ],
  slow: true,
  run: async (ask, given) => {
    const file = given.file('file')
    if (file === undefined) throw new UserError('Give the file of /axis-admin data export.')
    const text = await readFile(ask, file, FILE_MAX_BYTES)
    const imported = await readImport(ask, text)
    const state = await keepState(ask.deps.store, { by: ask.userId, file: text })
    return previewImport(ask, imported, state)
  },
  presses: {
    'import-confirm': {
      kind: 'update',
      run: async (ask, pressed) => {
        const state = await findState(ask.deps.store, pressed.id)
        if (state?.file === undefined) {
          throw new UserError('This is too old. Ask again: /axis-admin data import.')
        }
        if (state.by !== ask.userId) throw new UserError('Only who asked for this can use it.')
        return applyImport(ask, await readImport(ask, state.file))
      },
    },
    'import-cancel': {
      kind: 'update',
      run: async () => ({ body: noticeCard('Nothing was changed.') }),
    },
  },
} satisfies Command

const purge = {
  name: 'purge-guild',
  description: 'Forgets this server; can be taken back for seven days',
  run: async (ask) => {
    const { purge: purged } = await ask.settings()
    if (purged !== undefined) {
      const text = `Purged by <@${purged.by.replace(/\D/gu, '')}>. It can be taken back until ${toDateTime(purged.until)}, with ${countOf(purged.subscriptionIds.length, 'subscription')}.`
      const restore = toRow([toButton('Take it back', 'purge-restore', '', { style: 3 })])
      return { body: purgeCard([text], restore, await ask.context()) }
    }
    const all = await ask.deps.store.subscriptions({ guildId: ask.guildId })
    const lines = [
      `This ends ${countOf(all.length, 'subscription')} and forgets settings, mutes, corrections and the log of this server.`,
      `It can be taken back for ${PURGE_DAYS} days; after that nothing is left. What was posted stays in your channels.`,
    ]
    const button = toRow([toButton('Purge…', 'purge-ask', '', { style: 4 })])
    return { body: purgeCard(lines, button, await ask.context()) }
  },
  presses: {
    'purge-restore': {
      kind: 'update',
      run: async (ask) => {
        const restored = await restoreGuild(ask)
        return {
          body: noticeCard(`Taken back: the settings and ${countOf(restored, 'subscription')}.`),
        }
      },
    },
  },
  opens: {
    'purge-ask': async (ask) => ({
      title: 'Purge this server',
      customId: toCustomId('purge-form', ''),
      fields: [
        {
          name: 'name',
          label: 'Type the name of this server',
          placeholder: ask.guild.name.slice(0, CONFIRM_MAX),
          max: CONFIRM_MAX,
        },
      ],
    }),
  },
  forms: {
    'purge-form': async (ask, filled) => {
      if (filled.field('name') !== ask.guild.name.trim()) {
        throw new UserError(
          `That is not the name of this server (${ask.guild.name}). Nothing was purged.`,
        )
      }
      const purged = await purgeGuild(ask)
      const restore = toRow([toButton('Take it back', 'purge-restore', '', { style: 3 })])
      const text = `Purged. It can be taken back until ${toDateTime(purged.until)}: here, or by /axis\\-admin data purge\\-guild.`
      return { body: purgeCard([text], restore, await ask.context()) }
    },
  },
} satisfies Command

export const adminData = {
  name: 'data',
  description: 'What is stored about this server',
  commands: [exportData, importData, purge],
} satisfies Group

function purgeCard(
  blocks: readonly string[],
  row: ReturnType<typeof toRow>,
  context: Awaited<ReturnType<Ask['context']>>,
) {
  const footer = 'Only for this server; the bot stays here'
  return plainCard({ title: 'Purge this server', blocks, footer, components: [row] }, context)
}

async function previewImport(ask: Ask, imported: Imported, state: string): Promise<Reply> {
  const context = await ask.context()
  const { subscriptions, settings, notes } = imported
  const blocks = [
    ...notes.map((note) => `⚠ ${escapeText(note, 250)}`),
    `**Settings** ${escapeText(Object.keys(settings).join(', '), 200)}`,
    ...subscriptions.map(
      (one) =>
        `<#${one.channelId}> \`${one.id}\` ${escapeText(scheduleWords(one), 120)}\n-# ${escapeText(filterWords(one, context), 160)}`,
    ),
  ]
  const input = {
    title: 'Import this?',
    blocks,
    footer: `${countOf(subscriptions.length, 'subscription')}; one with the id of one here replaces it`,
    components: [
      toRow([
        toButton('Import', 'import-confirm', state, { style: 3 }),
        toButton('Cancel', 'import-cancel', state),
      ]),
    ],
  }
  return { body: plainCard(input, context) }
}

async function applyImport(ask: Ask, imported: Imported): Promise<Reply> {
  const { store } = ask.deps
  const here = await store.subscriptions({ guildId: ask.guildId })
  const fresh = imported.subscriptions.filter((one) => !here.some(({ id }) => id === one.id))
  await requireRoom(
    ask,
    fresh.filter((one) => !isFollow(one)),
  )
  for (const key of Object.keys(imported.settings)) {
    // The keys of an Imported are setting keys, each with its own value.
    const name = key as SettingKey
    const value = imported.settings[name] as GuildSettings[SettingKey]
    await changeSetting(ask, name, value)
  }
  for (const one of imported.subscriptions) {
    const before = here.find(({ id }) => id === one.id)
    if (before === undefined || before.channelId === one.channelId) {
      await changeSubscription(ask, before, one)
    } else await moveSubscription(ask, before, one)
  }
  await stopForbiddenPings(ask, (await ask.settings()).mentionRoles)
  const count = countOf(imported.subscriptions.length, 'subscription')
  return {
    body: noticeCard(`Imported: ${count} and the settings. /axis-admin log shows each change.`),
  }
}
