// Context menu on a message of ours: which story is it, and why is it what it is?

import { ComponentType, type Message } from 'discord.js'
import { toBody } from '../card/body.ts'
import { toCustomId } from '../card/custom-id.ts'
import { UserError } from '../lib/errors.ts'
import type { SelectOption } from '../types.ts'
import type { Ask, Press, Reply } from './command.ts'
import { toStory } from './resolve.ts'
import { answerWhy } from './why.ts'

export const EXPLAIN = 'Explain this story'

const STORY_ID = /\bid (S-[A-Z2-7]{8})\b/u

/** One story is explained at once; of several the caller picks one. */
export async function explainMessage(ask: Ask, message: Message): Promise<Reply> {
  if (message.author.id !== ask.guild.client.user.id) {
    throw new UserError('That is no message of mine. Choose one that I posted.')
  }
  const footers = message.embeds.flatMap(
    (embed) => STORY_ID.exec(embed.footer?.text ?? '')?.[1] ?? [],
  )
  const options = storyOptions(message)
  const ids = [...new Set([...footers, ...options.map((option) => option.value)])]
  const [only] = ids
  if (only === undefined) throw new UserError('I see no story in that message.')
  if (ids.length === 1) return answerWhy(ask, await toStory(ask, only), 0)
  return {
    body: toBody({
      content: 'Which of its stories?',
      components: [
        {
          type: 1,
          components: [
            {
              type: 3,
              custom_id: toCustomId('explain', ''),
              placeholder: 'Explain a story',
              options,
            },
          ],
        },
      ],
    }),
  }
}

export const explainPress: Press = {
  kind: 'private',
  run: async (ask, pressed) => answerWhy(ask, await toStory(ask, pressed.values[0] ?? ''), 0),
}

/** The stories that the message's own select offers. */
function storyOptions(message: Message): readonly SelectOption[] {
  const found: SelectOption[] = []
  for (const row of message.components) {
    if (row.type !== ComponentType.ActionRow) continue
    for (const part of row.components) {
      if (part.type !== ComponentType.StringSelect) continue
      for (const { label, value } of part.options) found.push({ label, value })
    }
  }
  return found
}
