import type { Command } from '../command.ts'
import { answerEntity } from '../entity.ts'
import { completeNames, days, typed } from '../options.ts'

export const actor = {
  name: 'actor',
  description: 'Who it is, how busy, and its best stories',
  options: [
    typed('name', 'Its name or another name of it, in any language', { required: true }),
    days(7),
  ],
  slow: true,
  heavy: true,
  complete: { name: completeNames('actor') },
  run: (ask, given) => answerEntity(ask, given, 'actor'),
} satisfies Command
