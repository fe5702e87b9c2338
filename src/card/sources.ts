import type { Feed, FeedState, FeedStatus, Instant, MessageBody } from '../types.ts'
import { toBody, toDateTime, toFooter, toPager, toRelative } from './body.ts'
import type { CardContext } from './context.ts'
import { coverageWords } from './coverage.ts'
import { escapeText } from './escape.ts'
import { DESCRIPTION_MAX } from './limits.ts'
import { fitBlocks } from './story.ts'
import { campLabel, countOf, PLAIN_COLOUR, rangeOf } from './word.ts'

export const SOURCES_PAGE = 15

export type SourcesInput = {
  /** Already filtered by camp or health; feeds that are off may be among them. */
  readonly feeds: readonly Feed[]
  readonly states: readonly FeedState[]
  readonly page: number
  /** The filters in words. */
  readonly what: string
  readonly pager: string
}

/** `/axis sources`: outlets with camp, language, last article and health; pager verb `sources`. */
export function sourcesCard(input: SourcesInput, ctx: CardContext): MessageBody {
  const outlets = toOutlets(input.feeds, input.states, ctx)
  const from = input.page * SOURCES_PAGE
  const shown = outlets.slice(from, from + SOURCES_PAGE)
  const blocks: string[] = []
  let camp: string | undefined
  for (const outlet of shown) {
    if (outlet.camp !== camp) {
      camp = outlet.camp
      blocks.push(`**${escapeText(campLabel(camp, ctx.camps), 48)}**`)
    }
    blocks.push(outletLine(outlet))
  }
  const what = input.what === '' ? '' : ` · ${escapeText(input.what, 120)}`
  return toBody({
    embeds: [
      {
        title: `Sources${what}`,
        description:
          shown.length === 0
            ? 'No source matches. Try without the filter.'
            : fitBlocks(blocks, DESCRIPTION_MAX),
        color: PLAIN_COLOUR,
        footer: toFooter(
          `${rangeOf({ offset: from, shown: shown.length, total: outlets.length }, countOf(outlets.length, 'outlet'))} · ${coverageWords(ctx.coverage)}`,
          ctx,
        ),
      },
    ],
    components: [
      toPager('sources', input.pager, {
        index: input.page,
        size: SOURCES_PAGE,
        total: outlets.length,
      }),
    ],
  })
}

type Outlet = {
  readonly name: string
  readonly camp: string
  readonly langs: readonly string[]
  readonly feeds: number
  readonly healthy: number
  readonly worst: FeedState | undefined
  readonly lastArticleAt: Instant | undefined
}

function toOutlets(
  feeds: readonly Feed[],
  states: readonly FeedState[],
  ctx: CardContext,
): readonly Outlet[] {
  const stateOf = new Map(states.map((state) => [state.feedId, state]))
  const groups = Map.groupBy(feeds, (feed) => `${feed.camp}\n${feed.outlet}`)
  const outlets: Outlet[] = []
  for (const group of groups.values()) {
    const [head] = group
    if (head === undefined) continue
    const known = group.map((feed) => stateOf.get(feed.id)).filter((state) => state !== undefined)
    const wrong = known.filter((state) => !isWell(state.status))
    const last = Math.max(0, ...known.map((state) => state.lastArticleAt ?? 0))
    outlets.push({
      name: head.outlet,
      camp: head.camp,
      langs: [...new Set(group.map((feed) => feed.language).filter((lang) => lang !== undefined))],
      feeds: group.length,
      healthy: known.length - wrong.length - known.filter((state) => state.status === 'new').length,
      worst: wrong[0],
      lastArticleAt: last === 0 ? undefined : last,
    })
  }
  const order = new Map(ctx.camps.map((camp) => [camp.id, camp.order]))
  return outlets.sort(
    (a, b) =>
      (order.get(a.camp) ?? 999) - (order.get(b.camp) ?? 999) ||
      compare(a.camp, b.camp) ||
      compare(a.name, b.name),
  )
}

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0)

const isWell = (status: FeedStatus): boolean => status === 'healthy' || status === 'new'

/** In the reader's words; empty, broken and blocked are three states (law 6). */
const STATUS_WORDS: Readonly<Record<FeedStatus, string>> = {
  new: 'not read yet',
  healthy: 'healthy',
  stale: 'quiet',
  empty: 'empty',
  broken: 'broken',
  blocked: 'blocked',
  unreachable: 'unreachable',
  gone: 'gone',
  paused: 'paused',
}

function outletLine(outlet: Outlet): string {
  const langs =
    outlet.langs.length > 0
      ? ` (${outlet.langs.map((lang) => escapeText(lang, 8)).join(', ')})`
      : ''
  const last =
    outlet.lastArticleAt === undefined
      ? 'no article yet'
      : `last article ${toRelative(outlet.lastArticleAt)}`
  return `${healthMark(outlet)} ${escapeText(outlet.name, 60)}${langs} · ${last} · ${healthWords(outlet)}`
}

const healthMark = (outlet: Outlet): string =>
  outlet.worst === undefined ? (outlet.healthy > 0 ? '✓' : '…') : '✗'

function healthWords(outlet: Outlet): string {
  const { worst } = outlet
  if (worst === undefined) return outlet.healthy > 0 ? 'healthy' : STATUS_WORDS.new
  const count = outlet.feeds > 1 ? `${outlet.healthy} of ${outlet.feeds} feeds healthy, ` : ''
  const reason = worst.reason === undefined ? '' : ` (${escapeText(worst.reason, 80)})`
  return `${count}${STATUS_WORDS[worst.status]} since ${toDateTime(worst.since)}${reason}`
}
