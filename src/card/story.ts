import { HOUR_MS } from '../lib/clock.ts'
import type {
  Instant,
  MessageBody,
  Story,
  StoryArticle,
  StoryDetail,
  StoryStatus,
} from '../types.ts'
import { toBody, toButton, toDateTime, toFooter, toPager, toRelative, toRow } from './body.ts'
import type { CardContext } from './context.ts'
import { domainOf, escapeText, findButtonLink, findLink, maskedLink, plainText } from './escape.ts'
import { AUTHOR_MAX, DESCRIPTION_MAX, TITLE_MAX } from './limits.ts'
import { campsOf, claimWords, correctedOf, sourcesOf, tagsOf } from './line.ts'
import { shownSummary, shownTitle, translateLink } from './title.ts'
import {
  campLabel,
  countOf,
  isPlaced,
  labelOf,
  lowerFirst,
  rangeOf,
  SEVERITY_COLOUR,
  SEVERITY_SIGN,
} from './word.ts'

export type StoryButton = 'articles' | 'lens' | 'why' | 'follow' | 'share'

export type StoryOptions = {
  /** Only the buttons that somebody answers. */
  readonly buttons?: readonly StoryButton[]
  /** What changed since the message that it was opened from, and when that was sent. */
  readonly updated?: { readonly change: string; readonly since: Instant }
}

const BUTTON_LABELS: Readonly<Record<StoryButton, string>> = {
  articles: 'Articles',
  lens: 'Lens',
  why: 'Why',
  follow: 'Follow',
  share: 'Share here',
}

/** A story as a card: severity line, headline link, two sentences, counts by camp, first outlet, tags, buttons. */
export function storyCard(
  detail: StoryDetail,
  ctx: CardContext,
  options: StoryOptions = {},
): MessageBody {
  const { story } = detail
  const embed = storyEmbed(story, ctx, statusOf(detail, ctx.now))
  const { updated } = options
  const note =
    updated === undefined
      ? ''
      : `**Updated since this digest** (${toRelative(updated.since)}): ${escapeText(updated.change, 160)}\n`
  return toBody({
    embeds: [{ ...embed, description: `${note}${embed.description}`.slice(0, DESCRIPTION_MAX) }],
    components: [storyButtons(story, ctx, options.buttons ?? ['articles'])],
  })
}

/** The embed alone; rich digests and instant messages show it too. */
export function storyEmbed(story: Story, ctx: CardContext, status?: StoryStatus) {
  const { title, original, link, outlet } = shownTitle(story, ctx)
  const url = findLink(link)
  const lines: string[] = []
  const domain = url === undefined ? '' : ` (${escapeText(domainOf(url), 80)})`
  lines.push(
    `${escapeText(outlet, 80)}${domain} · ${toRelative(story.newestAt ?? story.updatedAt)}`,
  )
  if (original !== undefined) {
    lines.push(`> ${escapeText(original, 300)}`)
    if (url !== undefined) {
      const translate = findLink(translateLink(url, ctx.lang), 700)
      if (translate !== undefined) lines.push(`[Translate](${translate}) (translate.google.com)`)
    }
  }
  const claim = claimWords(story, story.outlet, ctx)
  const nobodyElse = isPlaced(story.camps[0]?.camp ?? '') ? 'no other camp' : 'nobody else'
  if (claim !== '') lines.push(`${claim} so; ${nobodyElse} reports it yet.`)
  for (const sentence of shownSummary(story, ctx).slice(0, 2)) {
    const text = escapeText(sentence.text, 400)
    if (text !== '') lines.push(`${text} (${escapeText(sentence.outlet, 60)})`)
  }
  lines.push('', `${sourcesOf(story)} · ${campsOf(story, ctx)}`)
  const first = `First: ${escapeText(story.first.outlet, 80)}, ${toDateTime(story.first.at)}`
  lines.push(first)
  const tags = [...tagsOf(story, ctx), ...themesOf(story, ctx)]
  if (tags.length > 0) lines.push(tags.join(' · '))
  lines.push(...correctedOf(story))
  return {
    author: { name: plainText(severityLine(story, ctx, status), AUTHOR_MAX) },
    title: escapeText(title, TITLE_MAX) || story.id,
    ...(url === undefined ? {} : { url }),
    description: lines.join('\n').slice(0, DESCRIPTION_MAX),
    color: SEVERITY_COLOUR[story.severity],
    footer: toFooter(`id ${story.id}`, ctx),
  }
}

/** `🟠 HIGH · Drones & missiles · Russia–Iran`. */
export function severityLine(story: Story, ctx: CardContext, status?: StoryStatus): string {
  const theme = ctx.pack.themes.find((one) => story.themes.includes(one.id))
  const parts: string[] = [SEVERITY_SIGN[story.severity]]
  if (story.sample || ctx.sample) parts.unshift('SAMPLE')
  if (theme) parts.push(theme.label)
  if (story.relevance === 'core') parts.push(ctx.pack.coreLabel)
  if (story.relevance === 'related') parts.push(ctx.pack.relatedLabel)
  if (status !== undefined) parts.push(status)
  return parts.join(' · ')
}

const NEW_MS = 2 * HOUR_MS
const DEVELOPING_MS = 6 * HOUR_MS

/** `new` for two hours, `developing` while a family or camp joined in the last six, else `quiet` (taxonomy.md). */
export function statusOf(detail: StoryDetail, now: Instant): StoryStatus {
  if (now - detail.story.openedAt < NEW_MS) return 'new'
  const known = new Set<string>()
  for (const { family, camp, seenAt } of [...detail.articles].sort((a, b) => a.seenAt - b.seenAt)) {
    const isNews = known.size > 0 && !(known.has(`family ${family}`) && known.has(`camp ${camp}`))
    if (isNews && now - seenAt < DEVELOPING_MS) return 'developing'
    known.add(`family ${family}`).add(`camp ${camp}`)
  }
  return 'quiet'
}

function themesOf(story: Story, ctx: CardContext): readonly string[] {
  const names = ctx.pack.themes.filter((theme) => story.themes.includes(theme.id))
  return names.length === 0
    ? []
    : [names.map((theme) => escapeText(lowerFirst(theme.label), 48)).join(', ')]
}

function storyButtons(story: Story, ctx: CardContext, buttons: readonly StoryButton[]) {
  const open = findButtonLink(shownTitle(story, ctx).link)
  return toRow([
    ...(open === undefined
      ? []
      : [{ type: 2, style: 5, label: 'Open article', url: open } as const]),
    ...buttons.slice(0, 4).map((name) => toButton(BUTTON_LABELS[name], name, story.id)),
  ])
}

export const ARTICLES_PAGE = 8

/** All articles of a story by camp, every title seen with its time, links to the articles; pager verb `articles`. */
export function storyArticlesCard(
  detail: StoryDetail,
  ctx: CardContext,
  options: { readonly page?: number } = {},
): MessageBody {
  const page = options.page ?? 0
  const order = new Map(ctx.camps.map((camp) => [camp.id, camp.order]))
  const articles = [...detail.articles].sort(
    (a, b) =>
      (order.get(a.camp) ?? 999) - (order.get(b.camp) ?? 999) ||
      (a.camp < b.camp ? -1 : a.camp > b.camp ? 1 : 0) ||
      a.seenAt - b.seenAt,
  )
  const shown = articles.slice(page * ARTICLES_PAGE, (page + 1) * ARTICLES_PAGE)
  const blocks: string[] = []
  let camp: string | undefined
  for (const article of shown) {
    if (article.camp !== camp) {
      camp = article.camp
      const n = articles.filter((one) => one.camp === camp).length
      blocks.push(`**${escapeText(campLabel(article.camp, ctx.camps), 48)}** (${n})`)
    }
    blocks.push(articleLines(article))
  }
  return toBody({
    embeds: [
      {
        author: { name: plainText(severityLine(detail.story, ctx), AUTHOR_MAX) },
        title: escapeText(shownTitle(detail.story, ctx).title, TITLE_MAX) || detail.story.id,
        description: fitBlocks(blocks, DESCRIPTION_MAX),
        color: SEVERITY_COLOUR[detail.story.severity],
        footer: toFooter(
          `${rangeOf({ offset: page * ARTICLES_PAGE, shown: shown.length, total: articles.length }, countOf(articles.length, 'article'))} · id ${detail.story.id}`,
          ctx,
        ),
      },
    ],
    components: [
      toPager('articles', detail.story.id, {
        index: page,
        size: ARTICLES_PAGE,
        total: articles.length,
      }),
    ],
  })
}

function articleLines(article: StoryArticle): string {
  const at = article.publishedAt ?? article.seenAt
  const lang = `\\[${escapeText(article.tags.lang, 12)}\\]`
  const mark = article.sample ? '\\[sample\\] ' : ''
  const title = maskedLink(article.title, article.link, 140) || article.id.slice(0, 8)
  const archive = archiveLink(article.link, at)
  const lines = [
    `${mark}${toRelative(at)} ${escapeText(article.outlet, 48)} ${lang}: ${title}${archive === undefined ? '' : ` · [archive](${archive})`}`,
  ]
  for (const earlier of article.titles.slice(-3)) {
    if (earlier.title === article.title) continue
    lines.push(`-# titled ${toRelative(earlier.at)}: ${escapeText(earlier.title, 110)}`)
  }
  return lines.join('\n')
}

const ARCHIVED_MAX = 300

/** The Wayback Machine's copy nearest to a time; a link, never fetched by us. */
export function archiveLink(link: string | undefined, at: Instant): string | undefined {
  const url = findLink(link, ARCHIVED_MAX)
  if (url === undefined) return undefined
  const day = new Date(at).toISOString().slice(0, 10).replaceAll('-', '')
  return findLink(`https://web.archive.org/web/${day}/${url}`)
}

/** Whole blocks that fit into `max`; what does not is counted, never cut in half. */
export function fitBlocks(blocks: readonly string[], max: number): string {
  const kept: string[] = []
  let used = 0
  for (const [index, block] of blocks.entries()) {
    const rest = blocks.length - index
    const reserve = rest > 1 ? 16 : 0
    if (used + block.length + 1 + reserve > max) {
      kept.push(`+${rest} more`)
      break
    }
    kept.push(block)
    used += block.length + 1
  }
  return kept.join('\n') || 'Nothing to show.'
}

/** The name of an actor, asset or theme wherever it is in the pack. */
export const nameOf = (id: string, ctx: CardContext): string =>
  labelOf(id, [...ctx.pack.actors, ...ctx.pack.assets, ...ctx.pack.themes])
