// Which stories a message of ours shows: one by its footer, several by its select.

import { ComponentType, type Message } from 'discord.js'
import { UserError } from '../lib/errors.ts'
import type { SelectOption } from '../types.ts'
import type { Ask } from './command.ts'

const STORY_ID = /\bid (S-[A-Z2-7]{8})\b/u

/** The stories of a message, in its order; throws UserError for one that is not ours or shows none. */
export function storiesOfMessage(ask: Ask, message: Message): readonly SelectOption[] {
  if (message.author.id !== ask.guild.client.user.id) {
    throw new UserError('That is no message of mine. Choose one that I posted.')
  }
  const found = new Map<string, SelectOption>()
  for (const embed of message.embeds) {
    const id = STORY_ID.exec(embed.footer?.text ?? '')?.[1]
    if (id !== undefined) found.set(id, { label: (embed.title ?? id).slice(0, 100), value: id })
  }
  for (const option of offered(message)) found.set(option.value, option)
  if (found.size === 0) throw new UserError('I see no story in that message.')
  return [...found.values()].slice(0, 25)
}

/** What the message's own select offers. */
function offered(message: Message): readonly SelectOption[] {
  const found: SelectOption[] = []
  for (const row of message.components) {
    if (row.type !== ComponentType.ActionRow) continue
    for (const part of row.components) {
      if (part.type !== ComponentType.StringSelect) continue
      for (const { label, value } of part.options) {
        if (/^S-[A-Z2-7]{8}$/u.test(value)) found.push({ label, value })
      }
    }
  }
  return found
}
