import { sourcesCard } from '../../card/sources.ts'
import { UserError } from '../../lib/errors.ts'
import type { Feed, FeedState } from '../../types.ts'
import type { Ask, Command, Reply } from '../command.ts'
import { completeCamps, oneOf, typed } from '../options.ts'
import { findCamp } from '../resolve.ts'
import { findState, keepState, type State } from '../state.ts'

const HEALTH = ['healthy', 'failing', 'not-read', 'off'] as const

export const sources = {
  name: 'sources',
  description: 'The outlets that are followed, and how they are',
  options: [typed('camp', 'Only this camp'), oneOf('health', 'Only in this state', HEALTH)],
  complete: { camp: completeCamps },
  run: async (ask, given) =>
    answer(ask, { c: findCamp(ask, given.text('camp'))?.id, h: given.text('health') }, 0),
  presses: {
    sources: {
      kind: 'update',
      run: async (ask, pressed) => {
        const state = await findState(ask.deps.store, pressed.id)
        if (state === undefined)
          throw new UserError('This list is too old. Ask again: /axis sources.')
        return answer(ask, state, pressed.page)
      },
    },
  },
} satisfies Command

async function answer(ask: Ask, state: State, page: number): Promise<Reply> {
  const { store, answers } = ask.deps
  const [context, states, pager] = await Promise.all([
    ask.context(),
    store.feedStates(),
    keepState(store, state),
  ])
  const byId = new Map(states.map((one) => [one.feedId, one]))
  const feeds = answers
    .feeds()
    .filter((feed) => state.c === undefined || feed.camp === state.c)
    .filter((feed) => isIn(state.h, feed, byId.get(feed.id)))
  const camp = context.camps.find((one) => one.id === state.c)?.label
  const what = [camp, state.h].filter((part) => part !== undefined).join(', ')
  return { body: sourcesCard({ feeds, states, page, what, pager }, context), shareable: true }
}

/** Without a filter everything that is on. */
function isIn(health: string | undefined, feed: Feed, state: FeedState | undefined): boolean {
  if (health === 'off') return !feed.on
  if (!feed.on) return false
  const isRead = state !== undefined && state.status !== 'new'
  if (health === undefined) return true
  if (health === 'not-read') return !isRead
  const isWell = isRead && (state.status === 'healthy' || state.status === 'stale')
  return health === 'healthy' ? isWell : isRead && !isWell
}
