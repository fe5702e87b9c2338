import { toButton, toRelative, toRow } from '../../card/body.ts'
import { noticeCard } from '../../card/error.ts'
import { escapeText } from '../../card/escape.ts'
import { plainCard, toSelect } from '../../card/plain.ts'
import { countOf } from '../../card/word.ts'
import { UserError } from '../../lib/errors.ts'
import type { Change } from '../../ports.ts'
import type { Ask, Command, Reply } from '../command.ts'
import { changeWords } from '../settings/change-words.ts'
import { undoChange } from '../settings/undo.ts'

const SHOWN = 20

export const adminLog = {
  name: 'log',
  description: 'Every change of settings: who, before and after, with undo',
  run: async (ask) => {
    const { changes = [] } = await ask.settings()
    const shown = changes.slice(0, SHOWN)
    const blocks = shown.map(
      (change) =>
        `${toRelative(change.at)} ${escapeText(changeWords(ask, change), 200)} · by <@${change.by.replace(/\D/gu, '')}>`,
    )
    const [last] = changes
    const undo = last === undefined ? undefined : toButton('Undo the last one', 'undo', keyOf(last))
    const others = shown.slice(1).map((change) => ({
      label: changeWords(ask, change),
      value: keyOf(change),
      description: new Date(change.at).toISOString().slice(0, 16).replace('T', ' '),
    }))
    const input = {
      title: 'Changes',
      blocks,
      empty: 'None yet.',
      footer: countOf(changes.length, 'change'),
      components: [toRow([undo]), toSelect('undo-one', '', 'Undo an earlier one', others)],
    }
    return { body: plainCard(input, await ask.context()) }
  },
  presses: {
    undo: { kind: 'update', run: (ask, pressed) => undo(ask, pressed.id) },
    'undo-one': { kind: 'update', run: (ask, pressed) => undo(ask, pressed.values[0] ?? '') },
  },
} satisfies Command

/** Names a change: nothing changes the same thing twice in one millisecond. */
const keyOf = (change: Change): string => `${change.at}:${change.what}`

async function undo(ask: Ask, key: string): Promise<Reply> {
  const { changes = [] } = await ask.settings()
  const change = changes.find((one) => keyOf(one) === key)
  if (change === undefined) {
    throw new UserError('That change is no longer kept. See /axis-admin log again.')
  }
  await undoChange(ask, change)
  return { body: noticeCard(`Undone: ${changeWords(ask, change)}`) }
}
