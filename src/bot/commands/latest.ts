import { LATEST_PAGE, latestCard } from '../../card/latest.ts'
import { campLabel, labelOf } from '../../card/word.ts'
import { HOUR_MS } from '../../lib/clock.ts'
import { UserError } from '../../lib/errors.ts'
import type { StoryFilter } from '../../ports.ts'
import type { Relevance, Severity } from '../../types.ts'
import type { Ask, Command, Reply } from '../command.ts'
import { coreFirst } from '../core-first.ts'
import { completeCamps, completeLangs, completeNames, count, oneOf, typed } from '../options.ts'
import { readCorrections } from '../report/corrections.ts'
import { findCamp, findNamedId } from '../resolve.ts'
import { findState, keepState, type State } from '../state.ts'

const HOURS = 24
const HOURS_MAX = 720

export const latest = {
  name: 'latest',
  description: 'The newest stories',
  options: [
    typed('theme', 'Only this theme'),
    typed('actor', 'Only with this actor'),
    oneOf('relevance', 'core only, or related as well (related)', ['core', 'related']),
    oneOf('severity', 'At least this severe', ['low', 'medium', 'high', 'critical']),
    count('hours', `How far back (${HOURS})`, 1, HOURS_MAX),
    typed('camp', 'Told by an outlet of this camp'),
    typed('lang', 'Told in this language'),
  ],
  complete: {
    theme: completeNames('theme'),
    actor: completeNames('actor'),
    camp: completeCamps,
    lang: completeLangs,
  },
  run: async (ask, given) =>
    answer(
      ask,
      {
        t: findNamedId(ask, 'theme', given.text('theme')),
        a: findNamedId(ask, 'actor', given.text('actor')),
        r: given.text('relevance'),
        s: given.text('severity'),
        h: given.number('hours')?.toString(),
        c: findCamp(ask, given.text('camp'))?.id,
        l: given.text('lang')?.toLowerCase(),
      },
      0,
    ),
  presses: {
    latest: {
      kind: 'update',
      run: async (ask, pressed) => {
        const state = await findState(ask.deps.store, pressed.id)
        if (state === undefined)
          throw new UserError('This list is too old. Ask again: /axis latest.')
        return answer(ask, state, pressed.page)
      },
    },
  },
} satisfies Command

async function answer(ask: Ask, state: State, page: number): Promise<Reply> {
  const { store, clock } = ask.deps
  const hours = Number(state.h ?? HOURS)
  const filter: StoryFilter = {
    since: clock.now() - hours * HOUR_MS,
    ...(state.t === undefined ? {} : { themes: [state.t] }),
    ...(state.a === undefined ? {} : { actors: [state.a] }),
    // Written by this command alone, from Discord's own choices.
    ...(state.r === undefined ? {} : { relevance: state.r as Relevance }),
    ...(state.s === undefined ? {} : { severity: state.s as Severity }),
    ...(state.c === undefined ? {} : { camp: state.c }),
    ...(state.l === undefined ? {} : { lang: state.l }),
  }
  const offset = page * LATEST_PAGE
  const [context, found, pager, correct] = await Promise.all([
    ask.context(),
    coreFirst(store, filter, { limit: LATEST_PAGE, offset }),
    keepState(store, state),
    readCorrections(ask),
  ])
  const { pack, camps } = context
  const what = [
    state.t === undefined ? undefined : labelOf(state.t, pack.themes),
    state.a === undefined ? undefined : labelOf(state.a, pack.actors),
    state.r,
    state.s === undefined ? undefined : `${state.s} and above`,
    state.c === undefined ? undefined : campLabel(state.c, camps),
    state.l === undefined ? undefined : `in ${state.l}`,
  ].filter((part) => part !== undefined)
  const shown = { ...found, items: found.items.map(correct) }
  const input = { page: shown, offset, what: what.join(', '), hours, pager }
  return { body: latestCard(input, context), shareable: true }
}
