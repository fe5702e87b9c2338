// What an address answered, and what a new feed would be.

import type { FeedDraft, FeedTest } from '../ports.ts'
import type { MessageBody } from '../types.ts'
import { toButton, toDateTime, toRow } from './body.ts'
import type { CardContext } from './context.ts'
import { escapeText } from './escape.ts'
import { plainCard, toSelect } from './plain.ts'
import { campLabel, countOf } from './word.ts'

const URL_SHOWN = 300

/** The lines of a reading: format, items, dates, titles, repairs. */
export function readingLines(test: FeedTest & { readonly kind: 'feed' }): readonly string[] {
  const { oldestAt, newestAt } = test
  const span =
    oldestAt === undefined || newestAt === undefined
      ? ''
      : `, ${toDateTime(oldestAt)} to ${toDateTime(newestAt)}`
  return [
    `**Address** ${escapeText(test.url, URL_SHOWN)}`,
    `**Answer** HTTP ${test.status}, ${escapeText(test.format, 10)}${test.title === undefined ? '' : ` “${escapeText(test.title, 120)}”`}${test.language === undefined ? '' : `, language ${escapeText(test.language, 8)}`}`,
    `**Items** ${test.items}, ${test.dated} dated${span}`,
    ...test.titles.map((title) => `> ${escapeText(title, 160)}`),
    `**Repairs** ${test.repairs.length === 0 ? 'none' : escapeText(test.repairs.join(', '), 200)}`,
  ]
}

/** `/axis-admin feeds test`: what an address answers, with the feeds of its page where it is none. */
export function feedTestCard(url: string, test: FeedTest, ctx: CardContext): MessageBody {
  if (test.kind === 'feed') {
    const footer = countOf(test.items, 'item')
    return plainCard({ title: 'A feed', blocks: readingLines(test), footer }, ctx)
  }
  const found = test.found.map(
    (one) =>
      `• ${escapeText(one.url, URL_SHOWN)} ${escapeText(one.title ?? '', 80)} (${countOf(one.items, 'item')})`,
  )
  const blocks = [
    `${escapeText(url, URL_SHOWN)} is no feed: ${escapeText(test.reason, 200)}.`,
    found.length > 0 ? 'Its page leads to:' : 'Nothing on its page or its usual paths is one.',
    ...found,
  ]
  return plainCard({ title: 'No feed', blocks, footer: 'Nothing was stored' }, ctx)
}

export type FeedAddInput = {
  readonly draft: FeedDraft
  readonly reading: readonly string[]
  /** State behind the selects and buttons. */
  readonly state: string
  readonly langs: readonly { readonly value: string; readonly label: string }[]
}

/** Asks the camp and language of a new feed (verbs `feed-camp`, `feed-lang`, `feed-add`, `feed-not`). */
export function feedAddCard(input: FeedAddInput, ctx: CardContext): MessageBody {
  const { draft, state } = input
  const camps = [...ctx.camps].sort((a, b) => a.order - b.order)
  return plainCard(
    {
      title: `Add ${draft.outlet}?`,
      blocks: [
        ...input.reading,
        `**Camp** ${escapeText(draft.camp === '' ? 'choose one below' : campLabel(draft.camp, ctx.camps), 60)}`,
        `**Language** ${escapeText(draft.language ?? 'found out article by article', 40)}`,
      ],
      footer: 'Read from its next poll on; what is in it now starts no message',
      components: [
        toSelect(
          'feed-camp',
          state,
          'Camp',
          camps.map((camp) => ({
            label: camp.label,
            value: camp.id,
            chosen: camp.id === draft.camp,
          })),
        ),
        toSelect(
          'feed-lang',
          state,
          'Language',
          input.langs.map((lang) => ({ ...lang, chosen: lang.value === draft.language })),
        ),
        toRow([
          toButton('Add', 'feed-add', state, { style: 3, off: draft.camp === '' }),
          toButton('Cancel', 'feed-not', state),
        ]),
      ],
    },
    ctx,
  )
}
