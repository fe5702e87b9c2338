import type { MessageBody, StoryArticle, StoryDetail } from '../types.ts'
import { toBody, toFooter, toRelative } from './body.ts'
import type { CardContext } from './context.ts'
import { escapeText, maskedLink } from './escape.ts'
import { FIELD_VALUE_MAX, TITLE_MAX } from './limits.ts'
import { fitBlocks } from './story.ts'
import { shownTitle } from './title.ts'
import { campLabel, countOf, SEVERITY_COLOUR } from './word.ts'

const CAMPS_SHOWN = 8
const TITLES_SHOWN = 4

/** `/axis lens`: the titles of the contrast camps side by side, numbers that not all camps give in bold; from two camps. */
export function lensCard(detail: StoryDetail, ctx: CardContext): MessageBody {
  const { story } = detail
  const contrast = ctx.camps.filter((camp) => camp.contrast).sort((a, b) => a.order - b.order)
  const groups = contrast
    .map((camp) => ({ camp, articles: detail.articles.filter((one) => one.camp === camp.id) }))
    .filter((group) => group.articles.length > 0)
  const title = escapeText(shownTitle(story, ctx).title, TITLE_MAX) || story.id
  const footer = toFooter(`id ${story.id}`, ctx)
  const color = SEVERITY_COLOUR[story.severity]
  if (groups.length < 2) {
    const only = groups[0] ? ` So far: ${escapeText(groups[0].camp.label, 48)}.` : ''
    const description = `The lens compares camps and needs two that tell this story.${only}`
    return toBody({ embeds: [{ title, description, color, footer }] })
  }
  const numbers = groups.map((group) => numbersOf(group.articles))
  const fields = groups.slice(0, CAMPS_SHOWN).map(({ camp, articles }, index) => {
    const others = numbers.filter((_, at) => at !== index)
    const blocks = articles.slice(0, TITLES_SHOWN).map((article) => titleLine(article, others, ctx))
    const more = articles.length - TITLES_SHOWN
    if (more > 0) blocks.push(`+${countOf(more, 'article')}`)
    return {
      name: escapeText(
        `${campLabel(camp.id, ctx.camps)} · ${countOf(articles.length, 'article')}`,
        200,
      ),
      value: fitBlocks(blocks, FIELD_VALUE_MAX),
      inline: false,
    }
  })
  const embed = { title, description: numberLine(groups, numbers), fields, color, footer }
  return toBody({ embeds: [fitFields(embed)] })
}

function titleLine(
  article: StoryArticle,
  others: readonly ReadonlySet<string>[],
  ctx: CardContext,
): string {
  const lang = article.tags.lang === ctx.lang ? '' : ` \\[${escapeText(article.tags.lang, 8)}\\]`
  const own = [...numbersOf([article])].filter((n) => !others.some((set) => set.has(n)))
  const mark = own.length > 0 ? ` · only here: **${own.slice(0, 4).join(', ')}**` : ''
  return `${escapeText(article.outlet, 40)}${lang}, ${toRelative(article.publishedAt ?? article.seenAt)}: ${maskedLink(article.title, article.link, 120)}${mark}`
}

/** Numbers of the titles, digits of every script as ASCII. */
export function numbersOf(articles: readonly { readonly title: string }[]): ReadonlySet<string> {
  const found = new Set<string>()
  for (const { title } of articles) {
    for (const [number] of toAsciiDigits(title).matchAll(/\d+(?:[.,]\d+)*/gu)) found.add(number)
  }
  return found
}

function toAsciiDigits(text: string): string {
  return text
    .replace(/[\u0660-\u0669]/gu, (digit) => String(digit.charCodeAt(0) - 0x660))
    .replace(/[\u06f0-\u06f9]/gu, (digit) => String(digit.charCodeAt(0) - 0x6f0))
}

function numberLine(
  groups: readonly { readonly camp: { readonly label: string } }[],
  numbers: readonly ReadonlySet<string>[],
): string {
  const parts = groups.flatMap((group, index) => {
    const own = [...(numbers[index] ?? [])].slice(0, 5)
    return own.length > 0 ? [`${escapeText(group.camp.label, 40)} ${own.join(', ')}`] : []
  })
  return parts.length > 0 ? `Numbers in titles: ${parts.join(' · ')}` : 'No numbers in the titles.'
}

/** Whole fields only, so that the embed stays within 6,000 characters. */
function fitFields<T extends { readonly fields: readonly { name: string; value: string }[] }>(
  embed: T,
): T {
  let used = 1000
  const fields = embed.fields.filter((field) => {
    used += field.name.length + field.value.length
    return used <= 5800
  })
  return { ...embed, fields }
}
