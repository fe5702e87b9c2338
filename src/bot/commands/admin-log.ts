import { toBody, toButton, toFooter, toRelative, toRow } from '../../card/body.ts'
import { noticeCard } from '../../card/error.ts'
import { escapeText } from '../../card/escape.ts'
import { DESCRIPTION_MAX } from '../../card/limits.ts'
import { fitBlocks } from '../../card/story.ts'
import { countOf, PLAIN_COLOUR } from '../../card/word.ts'
import { UserError } from '../../lib/errors.ts'
import type { GuildSettings } from '../../ports.ts'
import { requireAdmin } from '../admin.ts'
import type { Command } from '../command.ts'
import { changeSetting, changeWords, isSetting, type SettingKey } from '../settings.ts'

const SHOWN = 20

export const adminLog = {
  name: 'log',
  description: 'Every change of settings: who, before and after, with undo',
  run: async (ask) => {
    requireAdmin(ask)
    const { changes = [] } = await ask.settings()
    const blocks = changes
      .slice(0, SHOWN)
      .map(
        (change) =>
          `${toRelative(change.at)} ${escapeText(changeWords(ask, change), 200)} · by <@${change.by.replace(/\D/gu, '')}>`,
      )
    const [last] = changes
    const undo =
      last === undefined ? undefined : toButton('Undo the last one', 'undo', String(last.at))
    return {
      body: toBody({
        embeds: [
          {
            title: 'Changes',
            description: blocks.length === 0 ? 'None yet.' : fitBlocks(blocks, DESCRIPTION_MAX),
            color: PLAIN_COLOUR,
            footer: toFooter(countOf(changes.length, 'change'), await ask.context()),
          },
        ],
        components: [toRow([undo])],
      }),
    }
  },
  presses: {
    undo: {
      kind: 'update',
      run: async (ask, pressed) => {
        requireAdmin(ask)
        const { changes = [] } = await ask.settings()
        const [last] = changes
        if (last === undefined || String(last.at) !== pressed.id || !isSetting(last.what)) {
          throw new UserError('Something was changed since. See /axis-admin log again.')
        }
        await changeSetting(ask, last.what, keptValue(last.before))
        return { body: noticeCard(`Undone: ${changeWords(ask, last)}`) }
      },
    },
  },
} satisfies Command

/** The value as it was kept; it was a value of this very setting. */
function keptValue(json: string | undefined): GuildSettings[SettingKey] | undefined {
  return json === undefined ? undefined : (JSON.parse(json) as GuildSettings[SettingKey])
}
