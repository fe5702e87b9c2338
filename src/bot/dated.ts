// Dated lists, oldest first: what `/axis timeline` and `/axis pair` have in common.

import { TIMELINE_PAGE, timelineCard } from '../card/timeline.ts'
import { labelOf } from '../card/word.ts'
import { DAY_MS } from '../lib/clock.ts'
import { UserError } from '../lib/errors.ts'
import type { StoryFilter } from '../ports.ts'
import type { Instant } from '../types.ts'
import type { Ask, Press, Reply } from './command.ts'
import { findState, keepState, type State } from './state.ts'

type Verb = 'timeline' | 'pair'

export const pressDated = (verb: Verb): Press => ({
  kind: 'update',
  run: async (ask, pressed) => {
    const state = await findState(ask.deps.store, pressed.id)
    if (state === undefined) throw new UserError(`This list is too old. Ask again: /axis ${verb}.`)
    return answerDated(ask, verb, state, pressed.page)
  },
})

export async function answerDated(
  ask: Ask,
  verb: Verb,
  state: State,
  page: number,
): Promise<Reply> {
  const { store, clock } = ask.deps
  const since = state.f === undefined ? clock.now() - Number(state.d) * DAY_MS : Number(state.f)
  const actors = [state.a, state.b].filter((id) => id !== undefined)
  const filter: StoryFilter = {
    since,
    ...(actors.length > 0 ? { actors } : {}),
    ...(state.t === undefined ? {} : { themes: [state.t] }),
  }
  const { total } = await store.latestStories(filter, { limit: 1, offset: 0 })
  // The store counts from the newest; page 0 is the oldest of them.
  const end = Math.max(0, total - page * TIMELINE_PAGE)
  const start = Math.max(0, end - TIMELINE_PAGE)
  const [context, found, pager, coveredSince] = await Promise.all([
    ask.context(),
    store.latestStories(filter, { limit: end - start, offset: start }),
    keepState(store, state),
    findCoveredSince(ask),
  ])
  const items = end === start ? [] : [...found.items].sort((a, b) => a.openedAt - b.openedAt)
  const { actors: known, themes } = context.pack
  const names = actors.map((id) => labelOf(id, known)).join(' and ')
  const theme = state.t === undefined ? undefined : labelOf(state.t, themes)
  const input = {
    topic: [names || undefined, theme].filter((part) => part !== undefined).join(', '),
    page: { items, total },
    offset: page * TIMELINE_PAGE,
    coveredSince,
    pager,
    verb,
  }
  return { body: timelineCard(input, context), shareable: true }
}

/** Since when any feed was read: what was before cannot be shown. */
async function findCoveredSince(ask: Ask): Promise<Instant> {
  const states = await ask.deps.store.feedStates()
  const firsts = states.flatMap((state) => state.firstSuccessAt ?? [])
  return firsts.length === 0 ? ask.deps.clock.now() : Math.min(...firsts)
}
