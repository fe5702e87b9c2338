import type { Command } from '../command.ts'
import { answerDated, pressDated } from '../dated.ts'
import { completeNames, days, typed } from '../options.ts'
import { toNamed } from '../resolve.ts'

const DAYS = 30

export const timeline = {
  name: 'timeline',
  description: 'Dated stories of an actor or theme, oldest first',
  options: [typed('topic', 'An actor or a theme', { required: true }), days(DAYS)],
  slow: true,
  heavy: true,
  complete: { topic: completeNames('actor', 'theme') },
  run: (ask, given) => {
    const { kind, entry } = toNamed(ask, ['actor', 'theme'], given.text('topic') ?? '')
    const state = {
      ...(kind === 'actor' ? { a: entry.id } : { t: entry.id }),
      d: String(given.number('days') ?? DAYS),
    }
    return answerDated(ask, 'timeline', state, 0)
  },
  presses: { timeline: pressDated('timeline') },
} satisfies Command
