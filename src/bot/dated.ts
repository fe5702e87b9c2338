// Dated lists, oldest first: what `/axis timeline` and `/axis pair` have in common.

import { toBody } from '../card/body.ts'
import { storiesCsv } from '../card/csv.ts'
import { timelineCard } from '../card/timeline.ts'
import { labelOf, storiesOf } from '../card/word.ts'
import { DAY_MS } from '../lib/clock.ts'
import { UserError } from '../lib/errors.ts'
import type { Story } from '../types.ts'
import type { Ask, Press, Reply } from './command.ts'
import { readDated, toDatedFilter } from './dated-list.ts'
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
  const [context, pager, list] = await Promise.all([
    ask.context(),
    keepState(store, state),
    readDated(store, state, page, clock.now()),
  ])
  const of = pictureOf(state, list.actors)
  // The picture is of all days, so the first page shows it and the others need not.
  const picture =
    page === 0 && of !== undefined
      ? await ask.deps.answers.pictures?.activity(of, toPictureDays(clock.now() - list.since))
      : undefined
  const { actors: known, themes } = context.pack
  const names = list.actors.map((id) => labelOf(id, known)).join(' and ')
  const theme = list.theme === undefined ? undefined : labelOf(list.theme, themes)
  const { items, total, capped, offset, coveredSince } = list
  const input = {
    topic: [names || undefined, theme].filter((part) => part !== undefined).join(', '),
    page: { items, total, ...(capped === true ? { capped } : {}) },
    offset,
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
    const { filter } = toDatedFilter(state, clock.now())
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
    const dated = stories.toSorted((a, b) => a.openedAt - b.openedAt || (a.id < b.id ? -1 : 1))
    const csv = storiesCsv(dated, context)
    return { body, files: [{ name: 'stories.csv', data: new TextEncoder().encode(csv) }] }
  },
}
