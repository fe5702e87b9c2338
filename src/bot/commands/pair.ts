import { UserError } from '../../lib/errors.ts'
import type { Command } from '../command.ts'
import { answerDated, csvPress, pressDated } from '../dated.ts'
import { completeNames, days, freeText, typed } from '../options.ts'
import { findNamedId, toInstant, toNamed } from '../resolve.ts'

const DAYS = 30
const DATE_MAX = 20

export const pair = {
  name: 'pair',
  description: 'What ties two actors: their stories by date',
  options: [
    typed('a', 'One actor', { required: true }),
    typed('b', 'The other actor', { required: true }),
    typed('theme', 'Only this theme'),
    freeText('from', 'Since a date, as 2026-11-25', DATE_MAX),
    days(DAYS),
  ],
  slow: true,
  heavy: true,
  complete: {
    a: completeNames('actor'),
    b: completeNames('actor'),
    theme: completeNames('theme'),
  },
  run: async (ask, given) => {
    const a = toNamed(ask, ['actor'], given.text('a') ?? '').entry
    const b = toNamed(ask, ['actor'], given.text('b') ?? '').entry
    if (a.id === b.id) throw new UserError(`Both are ${a.label}. Name two different actors.`)
    const from = given.text('from')
    const since = from === undefined ? undefined : toInstant(from, ask.deps.clock.now(), 'from')
    return answerDated(
      ask,
      'pair',
      {
        a: a.id,
        b: b.id,
        t: findNamedId(ask, 'theme', given.text('theme')),
        f: since?.toString(),
        d: String(given.number('days') ?? DAYS),
      },
      0,
    )
  },
  presses: { pair: pressDated('pair'), csv: csvPress },
} satisfies Command
