// Context menu on a message of ours: which story is it, and why is it what it is?

import type { Message } from 'discord.js'
import { toBody } from '../../card/body.ts'
import { toSelect } from '../../card/plain.ts'
import type { Ask, Press, Reply } from '../command.ts'
import { storiesOfMessage } from '../message-stories.ts'
import { toStory } from '../resolve.ts'
import { answerWhy } from './why.ts'

export const EXPLAIN = 'Explain this story'

/** One story is explained at once; of several the caller picks one. */
export async function explainMessage(ask: Ask, message: Message): Promise<Reply> {
  const stories = storiesOfMessage(ask, message)
  const [only] = stories
  if (only !== undefined && stories.length === 1) {
    return answerWhy(ask, await toStory(ask, only.value), 0)
  }
  return {
    body: toBody({
      content: 'Which of its stories?',
      components: [toSelect('explain', '', 'Explain a story', stories)],
    }),
  }
}

export const explainPress: Press = {
  kind: 'private',
  run: async (ask, pressed) => answerWhy(ask, await toStory(ask, pressed.values[0] ?? ''), 0),
}
