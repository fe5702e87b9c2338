import type { Gate, MessageBody, Story, StoryDetail } from '../types.ts'
import { toBody, toDateTime, toFooter, toPager } from './body.ts'
import type { CardContext } from './context.ts'
import { escapeText, maskedLink } from './escape.ts'
import { DESCRIPTION_MAX, TITLE_MAX } from './limits.ts'
import { correctedOf } from './line.ts'
import { fitBlocks, nameOf } from './story.ts'
import { shownTitle } from './title.ts'
import { countOf, SEVERITY_COLOUR, SEVERITY_SIGN } from './word.ts'

/** What became of a story in one subscription that the caller may see. */
export type WhySubscription = {
  readonly id: string
  readonly channelId: string
  readonly passed: boolean
  /** The stage that let it pass or stopped it: `filtered by theme`, `delivered`, `muted`, … */
  readonly stage: string
  readonly url?: string
}

const WHY_PAGE = 3
const MATCHES_SHOWN = 8
const GATES_SHOWN = 5

/** Why some of what was told here stands in another story. */
const splitOf = ({ split }: Story): readonly string[] =>
  split === undefined
    ? []
    : [
        `One story with \`${split.other}\` until ${toDateTime(split.at)}: titles of two publishers each named another town`,
      ]

/** `/axis why story`: per article matches with points, gates and neighbours, as stored (law 10); then each subscription's stage. */
export function whyCard(
  detail: StoryDetail,
  ctx: CardContext,
  options: { readonly page?: number; readonly subscriptions?: readonly WhySubscription[] } = {},
): MessageBody {
  const { story, articles } = detail
  const page = options.page ?? 0
  const blocks: string[] = []
  if (page === 0) {
    const points = story.severityPoints.map(
      (one) => `${escapeText(one.text, 60)} ${signed(one.points)}`,
    )
    const sum = story.severityPoints.reduce((all, one) => all + one.points, 0)
    blocks.push(
      `**${SEVERITY_SIGN[story.severity]}** ${points.length > 0 ? `${points.join(' · ')} = ${signed(sum)}` : 'no signal'}`,
    )
    blocks.push(...splitOf(story), ...correctedOf(story))
    for (const one of (options.subscriptions ?? []).slice(0, 5)) blocks.push(stageLine(one))
  }
  const shown = articles.slice(page * WHY_PAGE, (page + 1) * WHY_PAGE)
  for (const article of shown) {
    const { tags, membership } = article
    const lines = [
      `${escapeText(article.outlet, 40)}: ${maskedLink(article.title, article.link, 100)}`,
      `${escapeText(tags.relevance, 10)} · ${escapeText(tags.class, 12)} · ${escapeText(tags.lang, 8)} · linked by ${membership.linkedBy}${membership.linkedBy === 'first' ? '' : ` ${membership.likeness.toFixed(2)}`}`,
    ]
    const matches = [...tags.matches].sort((a, b) => b.points - a.points)
    for (const match of matches.slice(0, MATCHES_SHOWN)) {
      const name =
        match.kind === 'signal' || match.kind === 'class' ? match.ref : nameOf(match.ref, ctx)
      lines.push(
        `-# “${escapeText(match.text, 50)}”${match.term === undefined ? '' : ` (${escapeText(match.term, 40)})`} in ${match.field} → ${match.kind} ${escapeText(name, 50)} ${signed(match.points)}`,
      )
    }
    if (matches.length > MATCHES_SHOWN) {
      lines.push(`-# +${countOf(matches.length - MATCHES_SHOWN, 'more match', 'more matches')}`)
    }
    for (const gate of [...tags.gates].sort(byWeight).slice(0, GATES_SHOWN)) {
      lines.push(`-# ${gate.passed ? '✓' : '✗'} ${escapeText(gate.text, 120)}`)
    }
    for (const near of membership.neighbours.slice(0, 3)) {
      const other = articles.find((one) => one.id === near.articleId)
      const name = other
        ? `${other.outlet}: ${other.title}`
        : `article ${near.articleId.slice(0, 8)}`
      lines.push(`-# near ${near.likeness.toFixed(2)}: ${escapeText(name, 80)}`)
    }
    blocks.push(lines.join('\n'))
  }
  const packs = [...new Set(articles.map((article) => article.tags.packHash.slice(0, 8)))]
  return toBody({
    embeds: [
      {
        title: `Why: ${escapeText(shownTitle(story, ctx).title, TITLE_MAX - 5) || story.id}`,
        description: fitBlocks(blocks, DESCRIPTION_MAX),
        color: SEVERITY_COLOUR[story.severity],
        footer: toFooter(
          `as decided when it was read · pack ${packs.slice(0, 3).join(', ')} · id ${story.id}`,
          ctx,
        ),
      },
    ],
    components: [toPager('why', story.id, { index: page, size: WHY_PAGE, total: articles.length })],
  })
}

/** What decides over being shown at all first, then what failed. */
const byWeight = (a: Gate, b: Gate): number => weightOf(a) - weightOf(b)
const weightOf = ({ ref, passed }: Gate): number =>
  ref === 'core' || ref === 'related' ? 0 : passed ? 2 : 1

/** Why something was not posted: exactly one of these (commands.md, `why`). */
export type NotPosted =
  | { readonly kind: 'not-followed'; readonly outlet: string }
  | { readonly kind: 'not-delivering'; readonly outlet: string; readonly since: number }
  | { readonly kind: 'not-relevant'; readonly gate: string }
  | { readonly kind: 'filtered'; readonly by: string }
  | { readonly kind: 'muted'; readonly what: string }
  | { readonly kind: 'held'; readonly until: number; readonly why?: string }
  | { readonly kind: 'cut'; readonly cap: string }
  | { readonly kind: 'delivered'; readonly url: string }

/** An address of a message; ours, but it comes from a store. */
const MESSAGE_URL = /^https:\/\/[\w.:-]+\/channels\/[\d@me/]+$/u

/** The one sentence that answers `why` for something that was not posted. */
export function notPostedText(why: NotPosted): string {
  switch (why.kind) {
    case 'not-followed':
      return `Outlet not followed: ${escapeText(why.outlet, 80)} is in no feed of this bot.`
    case 'not-delivering':
      return `Feed not delivering since <t:${Math.floor(why.since / 1000)}:f>: ${escapeText(why.outlet, 80)}.`
    case 'not-relevant':
      return `Seen but not relevant: ${escapeText(why.gate, 200)}.`
    case 'filtered':
      return `Filtered by ${escapeText(why.by, 120)}.`
    case 'muted':
      return `Muted: ${escapeText(why.what, 120)}.`
    case 'held':
      return `Held until <t:${Math.floor(why.until / 1000)}:f> (${escapeText(why.why ?? 'quiet hours', 60)}).`
    case 'cut':
      return `Cut by the cap: ${escapeText(why.cap, 80)}.`
    case 'delivered':
      return MESSAGE_URL.test(why.url) ? `Delivered: ${why.url}` : 'Delivered.'
    default:
      throw new Error(`unknown reason ${JSON.stringify(why satisfies never)}`)
  }
}

/** The same as a card. */
export const notPostedCard = (why: NotPosted, ctx: CardContext): MessageBody =>
  toBody({
    embeds: [{ title: 'Why', description: notPostedText(why), footer: toFooter('as stored', ctx) }],
  })

function stageLine(one: WhySubscription): string {
  const channel = `<#${one.channelId.replace(/\D/gu, '')}>`
  const url = one.url !== undefined && MESSAGE_URL.test(one.url) ? `: ${one.url}` : ''
  return `${one.passed ? '✓' : '✗'} ${channel} ${escapeText(one.id, 12)}: ${escapeText(one.stage, 160)}${url}`
}

const signed = (points: number): string => (points >= 0 ? `+${points}` : `−${-points}`)
