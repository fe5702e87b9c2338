import { labelOf } from '../../card/word.ts'
import { DAY_MS } from '../../lib/clock.ts'
import type { Command } from '../command.ts'
import { completeNames, oneOf, typed } from '../options.ts'
import { findNamedId } from '../resolve.ts'
import { readTrends, trendsCard, WINDOWS } from '../trends.ts'

const WINDOW = '7d'

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
    const window = given.text('window') ?? WINDOW
    const actor = findNamedId(ask, 'actor', given.text('actor'))
    const theme = findNamedId(ask, 'theme', given.text('theme'))
    const filter = {
      ...(actor === undefined ? {} : { actors: [actor] }),
      ...(theme === undefined ? {} : { themes: [theme] }),
    }
    const windowMs = WINDOWS[window] ?? 7 * DAY_MS
    const context = await ask.context()
    const themes = await readTrends(ask, 'theme', filter, windowMs)
    const actors = await readTrends(ask, 'actor', filter, windowMs)
    const { pack } = context
    const what = [
      actor === undefined ? undefined : labelOf(actor, pack.actors),
      theme === undefined ? undefined : labelOf(theme, pack.themes),
    ].filter((part) => part !== undefined)
    const input = {
      window,
      what: what.join(', '),
      themes: themes.trends,
      actors: actors.trends,
      windows: themes.windows,
    }
    return { body: trendsCard(input, context), shareable: true }
  },
} satisfies Command
