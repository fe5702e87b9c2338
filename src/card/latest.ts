import type { Page } from '../ports.ts'
import type { MessageBody, Story } from '../types.ts'
import { toBody, toFooter, toPager, toStorySelect } from './body.ts'
import type { CardContext } from './context.ts'
import { coverageWords } from './coverage.ts'
import { escapeText } from './escape.ts'
import { DESCRIPTION_MAX } from './limits.ts'
import { fitStories } from './line.ts'
import { PLAIN_COLOUR, rangeOf, SEVERITY_COLOUR, storiesOf } from './word.ts'

/** Stories on one page of `latest`. */
export const LATEST_PAGE = 10

export type LatestInput = {
  readonly page: Page<Story>
  readonly offset: number
  /** The filters in words, `core, Iran`; empty where there are none. */
  readonly what: string
  readonly hours: number
  /** State of the pager for its custom id: what makes the same question again. */
  readonly pager: string
}

/** `/axis latest`: one embed, two lines a story, a select to open one, a pager (verb `latest`). */
export function latestCard(input: LatestInput, ctx: CardContext): MessageBody {
  const { page, offset, hours } = input
  const what = input.what === '' ? '' : ` · ${escapeText(input.what, 120)}`
  const title = `Latest${what} · last ${hours} h`
  if (page.items.length === 0) {
    const text = `Nothing found in the last ${hours} h${input.what === '' ? '' : ` for ${escapeText(input.what, 300)}`}: ${coverageWords(ctx.coverage)}. Try more hours or fewer filters.`
    return toBody({
      embeds: [
        { title, description: text, color: PLAIN_COLOUR, footer: toFooter('Axis Watch', ctx) },
      ],
    })
  }
  const shown = page.items.slice(0, LATEST_PAGE)
  const range = rangeOf({ offset, shown: shown.length, total: page.total }, storiesOf(page.total))
  const top = shown[0]
  return toBody({
    embeds: [
      {
        title,
        description: fitStories(shown, ctx, DESCRIPTION_MAX),
        color: top ? SEVERITY_COLOUR[top.severity] : PLAIN_COLOUR,
        footer: toFooter(`${range} · ${coverageWords(ctx.coverage)}`, ctx),
      },
    ],
    components: [
      toStorySelect(shown, ctx),
      toPager('latest', input.pager, {
        index: Math.floor(offset / LATEST_PAGE),
        size: LATEST_PAGE,
        total: page.total,
      }),
    ],
  })
}
