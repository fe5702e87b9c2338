import { type Lens, type LensCamp, type LensTitle, toLens } from '../lib/lens.ts'
import type { MessageBody, StoryDetail } from '../types.ts'
import { toBody, toFooter, toRelative } from './body.ts'
import type { CardContext } from './context.ts'
import { escapeText, markedLink } from './escape.ts'
import { FIELD_VALUE_MAX, TITLE_MAX } from './limits.ts'
import { fitBlocks } from './story.ts'
import { shownTitle } from './title.ts'
import { countOf, SEVERITY_COLOUR } from './word.ts'

const CAMPS_SHOWN = 8
const TITLES_SHOWN = 4
const TITLE_SHOWN_MAX = 160
const VALUES_SHOWN = 5

/** `/axis lens`: the titles of the contrast camps side by side, verbs and numbers that not all of them say in bold. */
export function lensCard(detail: StoryDetail, ctx: CardContext): MessageBody {
  const { story } = detail
  const lens = toLens(detail, ctx.camps)
  const title = escapeText(shownTitle(story, ctx).title, TITLE_MAX) || story.id
  const footer = toFooter(`id ${story.id}`, ctx)
  const color = SEVERITY_COLOUR[story.severity]
  const [first, second] = lens.camps
  if (first === undefined || second === undefined) {
    const only = first === undefined ? '' : ` So far: ${escapeText(first.label, 48)}.`
    const description = `The lens compares camps and needs two that tell this story.${only}`
    return toBody({ embeds: [{ title, description, color, footer }] })
  }
  const fields = lens.camps.slice(0, CAMPS_SHOWN).map((camp) => toField(camp, ctx))
  const embed = { title, description: summaryOf(lens), fields, color, footer }
  return toBody({ embeds: [fitFields(embed)] })
}

function toField(camp: LensCamp, ctx: CardContext) {
  const blocks = camp.titles.slice(0, TITLES_SHOWN).map((title) => titleLine(title, ctx))
  const more = camp.titles.length - TITLES_SHOWN
  if (more > 0) blocks.push(`+${countOf(more, 'article')}`)
  return {
    name: escapeText(`${camp.label} · ${countOf(camp.articles, 'article')}`, 200),
    value: fitBlocks(blocks, FIELD_VALUE_MAX),
    inline: false,
  }
}

function titleLine({ outlet, lang, at, title, link, marks }: LensTitle, ctx: CardContext): string {
  const language = lang === ctx.lang ? '' : ` \\[${escapeText(lang, 8)}\\]`
  const linked = markedLink(title, marks, link, TITLE_SHOWN_MAX)
  return `${escapeText(outlet, 40)}${language}, ${toRelative(at)}: ${linked}`
}

/** Which camp says what the others do not, in words; the same in every language. */
function summaryOf(lens: Lens): string {
  const verbs = partsOf(lens, lens.differing.verbs, (camp) => camp.verbs)
  const numbers = partsOf(lens, lens.differing.numbers, (camp) => camp.numbers)
  if (verbs === '' && numbers === '') {
    return 'The titles agree in their verbs and numbers, as far as they can be compared.'
  }
  return [
    '-# bold: verbs and numbers that not all camps say',
    ...(verbs === '' ? [] : [`**Verbs** ${verbs}`]),
    ...(numbers === '' ? [] : [`**Numbers** ${numbers}`]),
  ].join('\n')
}

function partsOf(
  lens: Lens,
  differing: readonly string[],
  saidBy: (camp: LensCamp) => readonly string[],
): string {
  return lens.camps
    .slice(0, CAMPS_SHOWN)
    .flatMap((camp) => {
      const own = saidBy(camp).filter((value) => differing.includes(value))
      const words = own.slice(0, VALUES_SHOWN).map((value) => value.replaceAll('-', ' '))
      return own.length === 0 ? [] : [`${escapeText(camp.label, 40)}: ${words.join(', ')}`]
    })
    .join(' · ')
}

/** Whole fields only, so that the embed stays within 6,000 characters. */
function fitFields<T extends { readonly fields: readonly { name: string; value: string }[] }>(
  embed: T,
): T {
  let used = 1500
  const fields = embed.fields.filter((field) => {
    used += field.name.length + field.value.length
    return used <= 5800
  })
  return { ...embed, fields }
}
