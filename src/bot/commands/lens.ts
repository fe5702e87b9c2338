import { lensCard } from '../../card/lens.ts'
import type { Command } from '../command.ts'
import { completeStories, typed } from '../options.ts'
import { toStory } from '../resolve.ts'

export const lens = {
  name: 'lens',
  description: 'How the camps title one story, side by side',
  options: [typed('story', 'Its id, or words of its title', { required: true })],
  complete: { story: completeStories },
  run: async (ask, given) => {
    const detail = await toStory(ask, given.text('story') ?? '')
    return { body: lensCard(detail, await ask.context()), shareable: true }
  },
} satisfies Command
