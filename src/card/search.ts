import type { Page, SearchHit } from '../ports.ts'
import type { ActionRow, MessageBody, SelectOption } from '../types.ts'
import { toBody, toFooter, toPager, toRelative } from './body.ts'
import type { CardContext } from './context.ts'
import { coverageWords } from './coverage.ts'
import { toCustomId } from './custom-id.ts'
import { escapeText, maskedLink, plainText } from './escape.ts'
import { DESCRIPTION_MAX, OPTION_TEXT_MAX } from './limits.ts'
import { campLabel, countOf, finestActors, labelOf, PLAIN_COLOUR, rangeOf } from './word.ts'

export const SEARCH_PAGE = 10

export type SearchInput = {
  readonly query: string
  /** Other forms that an alias of the pack searched as well: `Су-35`, `سوخو ۳۵`. */
  readonly also: readonly string[]
  readonly page: Page<SearchHit>
  readonly offset: number
  readonly sort: 'newest' | 'relevance'
  /** `no` articles were searched as well. */
  readonly all?: boolean
  /** How many of the newest hits were ranked, where relevance did not rank them all. */
  readonly ranked?: number
  readonly pager: string
}

/** `/axis search`: articles by the query, what was searched as well, a select to open their stories, a pager (verb `search`). */
export function searchCard(input: SearchInput, ctx: CardContext): MessageBody {
  const { page, offset } = input
  const shown = page.items.slice(0, SEARCH_PAGE)
  const head: string[] = []
  if (input.also.length > 0) {
    const forms = input.also.slice(0, 8).map((form) => escapeText(form, 40))
    head.push(`-# also: ${forms.join(', ')}${input.also.length > 8 ? ', …' : ''}`)
  }
  if (input.ranked !== undefined && input.ranked < page.total) {
    head.push(
      `-# the newest ${input.ranked.toLocaleString('en-US')} of ${countOf(page.total, 'hit')} are ranked by relevance`,
    )
  }
  if (shown.length === 0) head.push(emptyAnswer(input, ctx))
  const title = `Search: ${escapeText(input.query, 200) || 'everything'}`
  const where = input.all ? 'everything stored' : 'core and related'
  const counts = rangeOf(
    { offset, shown: shown.length, total: page.total },
    countOf(page.total, 'article'),
  )
  const room = DESCRIPTION_MAX - head.join('\n').length - 1
  return toBody({
    embeds: [
      {
        title,
        description: [...head, ...fitHits(shown, ctx, room)].join('\n'),
        color: PLAIN_COLOUR,
        footer: toFooter(`${counts} · ${input.sort} first · ${where}`, ctx),
      },
    ],
    components: [
      toHitSelect(shown),
      toPager('search', input.pager, {
        index: Math.floor(offset / SEARCH_PAGE),
        size: SEARCH_PAGE,
        total: page.total,
      }),
    ],
  })
}

function emptyAnswer(input: SearchInput, ctx: CardContext): string {
  const hint = input.all
    ? ''
    : ' Articles judged not relevant are left out; `all:true` searches them too.'
  return `Nothing found for “${escapeText(input.query, 300)}”: ${coverageWords(ctx.coverage)}.${hint}`
}

function fitHits(hits: readonly SearchHit[], ctx: CardContext, room: number): readonly string[] {
  for (const titleMax of [200, 130, 80, 40]) {
    const lines = hits.map((hit) => hitLines(hit, ctx, titleMax))
    if (lines.join('\n').length <= room) return lines
  }
  return hits.map(
    (hit) =>
      `${escapeText(hit.article.title, 60) || hit.storyId} ${toRelative(hit.article.seenAt)}`,
  )
}

function hitLines(hit: SearchHit, ctx: CardContext, titleMax: number): string {
  const { article, tags } = hit
  const link = titleMax > 40 ? article.link : undefined
  const title = maskedLink(article.title, link, titleMax) || hit.storyId
  const foreign = tags.lang === ctx.lang ? [] : [`\\[${escapeText(tags.lang, 12)}\\]`]
  const names = [
    ...finestActors(tags.actors, ctx.pack).map((id) => labelOf(id, ctx.pack.actors)),
    ...tags.assets.map((id) => labelOf(id, ctx.pack.assets)),
  ].slice(0, 3)
  const facts = [
    `${escapeText(article.outlet, 40)}, ${escapeText(campLabel(article.camp, ctx.camps), 40)}`,
    ...foreign,
    tags.relevance === 'no' ? 'not relevant' : tags.relevance,
    ...(names.length > 0 ? [names.map((name) => escapeText(name, 30)).join(', ')] : []),
    toRelative(article.publishedAt ?? article.seenAt),
  ]
  return `${article.sample || ctx.sample ? '\\[sample\\] ' : ''}${title}\n-# ${facts.join(' · ')}`
}

function toHitSelect(hits: readonly SearchHit[]): ActionRow | undefined {
  const options = new Map<string, SelectOption>()
  for (const { storyId, article } of hits) {
    if (options.has(storyId)) continue
    options.set(storyId, {
      label: plainText(article.title, OPTION_TEXT_MAX) || storyId,
      value: storyId,
      ...(plainText(article.outlet, OPTION_TEXT_MAX) === ''
        ? {}
        : { description: plainText(article.outlet, OPTION_TEXT_MAX) }),
    })
  }
  if (options.size === 0) return undefined
  const custom_id = toCustomId('story', '')
  const placeholder = 'Open the story of an article (only you see it)'
  return {
    type: 1,
    components: [{ type: 3, custom_id, placeholder, options: [...options.values()] }],
  }
}
