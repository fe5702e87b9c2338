// Dated lists, oldest first: what `/axis timeline` and `/axis pair` have in common.

import { toBody } from '../card/body.ts'
import { storiesCsv } from '../card/csv.ts'
import { TIMELINE_PAGE, timelineCard } from '../card/timeline.ts'
import { labelOf, storiesOf } from '../card/word.ts'
import { DAY_MS } from '../lib/clock.ts'
import { UserError } from '../lib/errors.ts'
import type { StoryFilter } from '../ports.ts'
import type { Instant, Story } from '../types.ts'
import type { Ask, Press, Reply } from './command.ts'
import { withPictures } from './picture.ts'
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
  const { since, actors, filter } = toFilter(state, clock.now())
  const { total } = await store.latestStories(filter, { limit: 1, offset: 0 })
  // The store counts from the newest; page 0 is the oldest of them.
  const end = Math.max(0, total - page * TIMELINE_PAGE)
  const start = Math.max(0, end - TIMELINE_PAGE)
  const of = pictureOf(state, actors)
  const [context, found, pager, coveredSince, picture] = await Promise.all([
    ask.context(),
    store.latestStories(filter, { limit: end - start, offset: start }),
    keepState(store, state),
    findCoveredSince(ask),
    // The picture is of all days, so the first page shows it and the others need not.
    page === 0 && of !== undefined
      ? ask.deps.answers.pictures?.activity(of, toPictureDays(clock.now() - since))
      : undefined,
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
  return withPictures({ body: timelineCard(input, context), shareable: true }, [picture])
}

const PICTURE_DAYS_MIN = 7
const PICTURE_DAYS_MAX = 60

const toPictureDays = (ms: number): number =>
  Math.min(PICTURE_DAYS_MAX, Math.max(PICTURE_DAYS_MIN, Math.ceil(ms / DAY_MS)))

/** What is counted by day; a pair within a theme is not. */
function pictureOf(state: State, actors: readonly string[]) {
  const [a, b] = [...actors].sort()
  if (state.t !== undefined)
    return a === undefined ? ({ kind: 'theme', id: state.t } as const) : undefined
  if (a === undefined) return undefined
  return b === undefined
    ? ({ kind: 'actor', id: a } as const)
    : ({ kind: 'pair', id: `${a}|${b}` } as const)
}

function toFilter(state: State, now: Instant) {
  const since = state.f === undefined ? now - Number(state.d) * DAY_MS : Number(state.f)
  const actors = [state.a, state.b].filter((id) => id !== undefined)
  const filter: StoryFilter = {
    since,
    ...(actors.length > 0 ? { actors } : {}),
    ...(state.t === undefined ? {} : { themes: [state.t] }),
  }
  return { since, actors, filter }
}

/** More than so many rows are cut, the newest kept, and the answer says so. */
const CSV_ROWS_MAX = 5000
const CSV_PAGE = 500

/** The list behind an answer as a file, oldest first. */
export const csvPress: Press = {
  kind: 'private',
  run: async (ask, pressed) => {
    const { store, clock } = ask.deps
    const state = await findState(store, pressed.id)
    if (state === undefined) throw new UserError('This list is too old. Ask again: /axis pair.')
    const { filter } = toFilter(state, clock.now())
    const stories: Story[] = []
    while (stories.length < CSV_ROWS_MAX) {
      const page = await store.latestStories(filter, { limit: CSV_PAGE, offset: stories.length })
      stories.push(...page.items)
      if (page.items.length < CSV_PAGE) break
    }
    const context = await ask.context()
    const cut = stories.length >= CSV_ROWS_MAX ? `, the newest ${CSV_ROWS_MAX}` : ''
    const body = toBody({
      content: `${storiesOf(stories.length)}${cut}, oldest first, times in UTC.`,
    })
    const csv = storiesCsv(stories.toReversed(), context)
    return { body, files: [{ name: 'stories.csv', data: new TextEncoder().encode(csv) }] }
  },
}

/** Since when any feed was read: what was before cannot be shown. */
async function findCoveredSince(ask: Ask): Promise<Instant> {
  const states = await ask.deps.store.feedStates()
  const firsts = states.flatMap((state) => state.firstSuccessAt ?? [])
  return firsts.length === 0 ? ask.deps.clock.now() : Math.min(...firsts)
}
