import type { Page } from '../ports.ts'
import type { Instant, MessageBody, Story } from '../types.ts'
import { toBody, toButton, toDateTime, toFooter, toPager, toRow, toStorySelect } from './body.ts'
import type { CardContext } from './context.ts'
import { coverageWords } from './coverage.ts'
import { escapeText, maskedLink } from './escape.ts'
import { DESCRIPTION_MAX } from './limits.ts'
import { fitBlocks } from './story.ts'
import { glossOf, shownTitle } from './title.ts'
import { onlyCamp, PLAIN_COLOUR, rangeOf, SEVERITY_SIGN, storiesOf } from './word.ts'

export const TIMELINE_PAGE = 12

export type TimelineInput = {
  /** What it is about, in words: `IRGC`, `Russia and Iran`. */
  readonly topic: string
  /** Oldest first. */
  readonly page: Page<Story>
  readonly offset: number
  /** Since when the store holds anything: what was before cannot be shown. */
  readonly coveredSince: Instant
  readonly pager: string
  /** Verb of the pager and more buttons: `timeline` or `pair`. */
  readonly verb?: 'timeline' | 'pair'
}

/** A dated list of stories, oldest first, for `/axis timeline` and `/axis pair`; its first line says what was seen at all. */
export function timelineCard(input: TimelineInput, ctx: CardContext): MessageBody {
  const shown = input.page.items.slice(0, TIMELINE_PAGE)
  const first = `-# covers what this bot saw since ${toDateTime(input.coveredSince)}`
  const verb = input.verb ?? 'timeline'
  const blocks = shown.map((story) => dated(story, ctx))
  const list =
    shown.length === 0
      ? `Nothing found: ${coverageWords(ctx.coverage)}.`
      : fitBlocks(blocks, DESCRIPTION_MAX - 120)
  return toBody({
    embeds: [
      {
        title: `${verb === 'pair' ? 'What ties' : 'Timeline:'} ${escapeText(input.topic, 180)}`,
        description: `${first}\n${list}`,
        color: PLAIN_COLOUR,
        footer: toFooter(
          `${rangeOf({ offset: input.offset, shown: shown.length, total: input.page.total }, `${input.page.capped ? 'the newest ' : ''}${storiesOf(input.page.total)}`)} · oldest first`,
          ctx,
        ),
      },
    ],
    components: [
      toStorySelect(shown, ctx),
      toPager(verb, input.pager, {
        index: Math.floor(input.offset / TIMELINE_PAGE),
        size: TIMELINE_PAGE,
        total: input.page.total,
      }),
      shown.length > 0 && verb === 'pair'
        ? toRow([toButton('All as CSV', 'csv', input.pager)])
        : undefined,
    ],
  })
}

function dated(story: Story, ctx: CardContext): string {
  const { title: named, original, link } = shownTitle(story, ctx)
  const only = onlyCamp(story, ctx.camps)
  // The lead names the camp already.
  const title = original !== undefined && only !== undefined ? glossOf(story, ctx, false) : named
  const claim = only === undefined ? '' : `**${escapeText(only, 53)}:** `
  const shown = maskedLink(title, link, 110) || story.id
  return `<t:${Math.floor(story.openedAt / 1000)}:d> ${SEVERITY_SIGN[story.severity]} ${claim}${shown}`
}
