import { ApplicationCommandOptionType } from 'discord.js'
import { SEARCH_PAGE, searchCard } from '../../card/search.ts'
import { DAY_MS } from '../../lib/clock.ts'
import { UserError } from '../../lib/errors.ts'
import { QUERY_MAX } from '../../lib/query.ts'
import type { Ask, Command, Reply } from '../command.ts'
import { freeText, oneOf } from '../options.ts'
import { toQuery } from '../query.ts'
import { toInstant } from '../resolve.ts'
import { findState, keepState, type State } from '../state.ts'

/** Relevance ranks so many of the newest hits, and says so. */
const RANKED = 2000
const DATE_MAX = 20

export const search = {
  name: 'search',
  description: 'Full text over all stored articles',
  options: [
    freeText(
      'query',
      'Words, "exact phrase", -not, OR, ( ), actor: theme: camp: source: lang:',
      QUERY_MAX,
      {
        required: true,
      },
    ),
    freeText('from', 'Since a date, as 2026-11-25, or an age, as 14d', DATE_MAX),
    freeText('to', 'Until a date (that day included), or an age', DATE_MAX),
    {
      type: ApplicationCommandOptionType.Boolean,
      name: 'all',
      description: 'Also what was judged not relevant',
    },
    oneOf('sort', 'newest, or by relevance (newest)', ['newest', 'relevance']),
  ],
  slow: true,
  heavy: true,
  run: async (ask, given) => {
    const now = ask.deps.clock.now()
    const from = given.text('from')
    const to = given.text('to')
    const until = to === undefined ? undefined : toInstant(to, now, 'to')
    // A day is meant as a whole; an age is an instant.
    const end = until !== undefined && to?.includes('-') ? until + DAY_MS - 1 : until
    const start = from === undefined ? undefined : toInstant(from, now, 'from')
    if (start !== undefined && end !== undefined && start > end) {
      throw new UserError('from is after to. Swap them.')
    }
    const state = {
      q: given.text('query'),
      f: start?.toString(),
      u: end?.toString(),
      n: given.flag('all') ? '1' : undefined,
      s: given.text('sort') === 'relevance' ? 'r' : undefined,
    }
    return answer(ask, state, 0)
  },
  presses: {
    search: {
      kind: 'update',
      run: async (ask, pressed) => {
        const state = await findState(ask.deps.store, pressed.id)
        if (state === undefined)
          throw new UserError('This search is too old. Ask again: /axis search.')
        return answer(ask, state, pressed.page)
      },
    },
  },
} satisfies Command

async function answer(ask: Ask, state: State, page: number): Promise<Reply> {
  const { store } = ask.deps
  const text = state.q ?? ''
  const query = toQuery(ask, text)
  const sort = state.s === 'r' ? 'relevance' : 'newest'
  const offset = page * SEARCH_PAGE
  const all = state.n === '1'
  const [context, found, pager] = await Promise.all([
    ask.context(),
    store.search({
      expr: query.expr,
      ...(state.f === undefined ? {} : { from: Number(state.f) }),
      ...(state.u === undefined ? {} : { to: Number(state.u) }),
      ...(all ? { all } : {}),
      sort,
      limit: SEARCH_PAGE,
      offset,
    }),
    keepState(store, state),
  ])
  const input = {
    query: text,
    also: query.also,
    page: found,
    offset,
    sort,
    all,
    ...(sort === 'relevance' ? { ranked: RANKED } : {}),
    pager,
  } as const
  return { body: searchCard(input, context), shareable: true }
}
