import { trendsCard } from '../../card/trends.ts'
import { labelOf } from '../../card/word.ts'
import { DAY_MS } from '../../lib/clock.ts'
import { UserError } from '../../lib/errors.ts'
import type { Command } from '../command.ts'
import { completeNames, oneOf, typed } from '../options.ts'
import { withPictures } from '../picture.ts'
import { findNamedId } from '../resolve.ts'

const WINDOW = '7d'
const WINDOWS: Readonly<Record<string, number>> = {
  '24h': DAY_MS,
  '7d': 7 * DAY_MS,
  '30d': 30 * DAY_MS,
}

export const trends = {
  name: 'trends',
  description: 'Themes and actors against what is usual for them',
  options: [
    oneOf('window', `Of how long (${WINDOW})`, Object.keys(WINDOWS)),
    typed('actor', 'Only stories with this actor'),
    typed('theme', 'Only stories of this theme'),
  ],
  complete: { actor: completeNames('actor'), theme: completeNames('theme') },
  slow: true,
  heavy: true,
  run: async (ask, given) => {
    const { answers } = ask.deps
    if (answers.trends === undefined) throw new UserError('This bot does not count stories.')
    const window = given.text('window') ?? WINDOW
    const actor = findNamedId(ask, 'actor', given.text('actor'))
    const theme = findNamedId(ask, 'theme', given.text('theme'))
    const [context, found] = await Promise.all([
      ask.context(),
      answers.trends({
        windowMs: WINDOWS[window] ?? 7 * DAY_MS,
        ...(actor === undefined ? {} : { actor }),
        ...(theme === undefined ? {} : { theme }),
      }),
    ])
    const what = [
      actor === undefined ? undefined : labelOf(actor, context.pack.actors),
      theme === undefined ? undefined : labelOf(theme, context.pack.themes),
    ]
    const named = what.filter((part) => part !== undefined).join(', ')
    const title = `Trends · last ${window}${named === '' ? '' : ` · ${named}`}`
    const pictures = (await answers.pictures?.trends(found, title)) ?? []
    const body = trendsCard({ window, what: named, trends: found }, context)
    return withPictures({ body, shareable: true }, pictures)
  },
} satisfies Command
