import type { Command } from '../command.ts'
import { answerEntity } from '../entity.ts'
import { completeNames, days, typed } from '../options.ts'

export const theme = {
  name: 'theme',
  description: 'How busy a theme is, and its best stories',
  options: [
    typed('name', 'Its name or another name of it, in any language', { required: true }),
    days(7),
  ],
  slow: true,
  heavy: true,
  complete: { name: completeNames('theme') },
  run: (ask, given) => answerEntity(ask, given, 'theme'),
} satisfies Command
