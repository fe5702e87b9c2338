import { shortDateTime, toTime } from '../lib/zone.ts'
import type { Digest, DigestStory, Embed, Instant, MessageBody, Subscription } from '../types.ts'
import { toBody, toButton, toFooter, toRow, toStorySelect } from './body.ts'
import type { CardContext } from './context.ts'
import { coverageLine, coverageWords } from './coverage.ts'
import { escapeText } from './escape.ts'
import { storyLines } from './line.ts'
import { type Piece, packPieces } from './pack-pieces.ts'
import { storyEmbed } from './story.ts'
import { weekText } from './week.ts'
import { countOf, PLAIN_COLOUR, SEVERITY_COLOUR, storiesOf } from './word.ts'

/** Discord's flag for a message without push notification. */
export const SUPPRESS_NOTIFICATIONS = 1 << 12

export type DigestOptions = {
  readonly nextAt?: Instant
  /** Muted in this server: said, so that a missing story is no riddle. */
  readonly muted?: { readonly sources: number; readonly words: number }
  /** `Digest` where absent; `Overnight`, `Brief`, … */
  readonly title?: string
  /** A picture that is sent along: `attachment://trends.png`. */
  readonly image?: string
}

/**
 * A digest as the fewest messages that hold it: header, core section, related section, then what was
 * cut, what continues, coverage and the next digest; cut only at story borders (commands.md, "How it looks").
 */
export function digestMessages(
  digest: Digest,
  subscription: Subscription,
  ctx: CardContext,
  options: DigestOptions = {},
): readonly MessageBody[] {
  const view = { ...ctx, lang: subscription.lang, foreign: subscription.foreign }
  const pieces: Piece[] = [{ text: headerText(digest, subscription, view) }]
  if (digest.week) pieces.push({ text: weekText(digest.week, view) })
  const coreLabel = digest.week ? 'Best corroborated' : ctx.pack.coreLabel
  pieces.push(...section(coreLabel, digest.core, subscription, view))
  pieces.push(...section(ctx.pack.relatedLabel, digest.related, subscription, view))
  const tail = tailText(digest, view, options)
  if (tail !== '') pieces.push({ text: tail })
  const title = options.title ?? (digest.week ? 'Weekly' : 'Digest')
  const head = `${title} · ${shortDateTime(digest.to, subscription.zone)}${digest.late ? ' · late' : ''}`
  const messages = packPieces(pieces)
  const role =
    subscription.notify === 'role' ? subscription.mention?.replace(/\D/gu, '') : undefined
  return messages.map((message, index) => {
    const isLast = index === messages.length - 1
    const embeds = message.embeds.map((embed, at): Embed => {
      const titled = index === 0 && at === 0 ? { title: head } : {}
      const foot =
        isLast && at === message.embeds.length - 1
          ? {
              footer: toFooter(
                footerText(digest, subscription, options, messages.length, index),
                ctx,
              ),
            }
          : at === message.embeds.length - 1
            ? {
                footer: toFooter(
                  `${subscription.id} · part ${index + 1} of ${messages.length}`,
                  ctx,
                ),
              }
            : {}
      const shown = isLast && at === message.embeds.length - 1 ? options.image : undefined
      const image = shown === undefined ? {} : { image: { url: shown } }
      return { color: PLAIN_COLOUR, ...titled, ...embed, ...foot, ...image }
    })
    return toBody({
      content: role && index === 0 ? `<@&${role}>` : undefined,
      embeds: colourFirst(embeds, digest),
      components: [
        toStorySelect(message.stories, view),
        isLast && digest.cut.length > 0
          ? toRow([
              toButton(`+${digest.cut.length} more`, 'cut', `${subscription.id}/${digest.slot}`),
            ])
          : undefined,
      ],
      role: index === 0 ? role : undefined,
      flags: subscription.notify === 'silent' ? SUPPRESS_NOTIFICATIONS : undefined,
    })
  })
}

/** `24 Nov 19:00 – 25 Nov 07:00, Europe/Kyiv · 9 stories of 214 articles`. */
function headerText(digest: Digest, subscription: Subscription, ctx: CardContext): string {
  const { zone } = subscription
  const shown = digest.core.length + digest.related.length
  const all = shown + digest.cut.length
  const period = `${shortDateTime(digest.from, zone)} – ${shortDateTime(digest.to, zone)}, ${escapeText(zone, 60)}`
  const lines = [`${period} · ${storiesOf(all)} of ${countOf(digest.articleCount, 'article')}`]
  if (digest.late) lines.push('This digest is late: it was due at the time above.')
  const missed = digest.folded?.length ?? 0
  if (missed > 0) lines.push(`It catches up with ${countOf(missed, 'missed digest')}.`)
  if (shown === 0) lines.push(emptyText(ctx))
  return lines.join('\n')
}

/** "No data" is never shown as "no news". */
function emptyText(ctx: CardContext): string {
  if (ctx.coverage.healthy === 0) return `No data: ${coverageWords(ctx.coverage)}.`
  return `No new story here; ${coverageWords(ctx.coverage)}.`
}

function section(
  label: string,
  stories: readonly DigestStory[],
  subscription: Subscription,
  ctx: CardContext,
): readonly Piece[] {
  const heading = `${escapeText(label, 80)} · ${stories.length}`
  if (subscription.style === 'rich') {
    return stories.map((one, index) => ({
      embed: richEmbed(one, ctx),
      story: one.story,
      ...(index === 0 ? { heading } : {}),
    }))
  }
  const themes = stories.map((one) => themeLabel(one, ctx))
  const isGrouped = new Set(themes).size > 1
  return stories.map((one, index) => ({
    text:
      // The theme's name belongs to the first story under it, so that no break parts them.
      (isGrouped && themes[index] !== themes[index - 1] ? `**${themes[index]}**\n` : '') +
      storyLines(one.story, ctx, {
        style: subscription.style === 'compact' ? 'compact' : 'standard',
        change: one.change,
        postedUrl: one.postedUrl,
      }),
    section: heading,
    story: one.story,
  }))
}

/** The theme a story stands under: its first in the pack's order. */
function themeLabel({ story }: DigestStory, ctx: CardContext): string {
  const theme = ctx.pack.themes.find((one) => story.themes.includes(one.id))
  return theme === undefined ? 'Other' : escapeText(theme.label, 60)
}

function richEmbed(one: DigestStory, ctx: CardContext): Embed {
  const embed = storyEmbed(one.story, ctx)
  const change = escapeText(one.change ?? '', 80)
  if (change === '') return embed
  return { ...embed, description: `**${change}**\n${embed.description ?? ''}` }
}

function tailText(digest: Digest, ctx: CardContext, options: DigestOptions): string {
  const lines: string[] = []
  if (digest.cut.length > 0) lines.push(`+${digest.cut.length} more, behind the button below`)
  if (digest.continuing.length > 0) lines.push(`${digest.continuing.length} continuing, unchanged`)
  const isEmpty = digest.core.length + digest.related.length === 0
  // The header of an empty digest has said already that nothing can be seen.
  const coverage = isEmpty && ctx.coverage.healthy === 0 ? undefined : coverageLine(ctx)
  if (coverage !== undefined) lines.push(coverage)
  const muted = mutedText(options)
  if (muted !== '') lines.push(muted)
  return lines.map((line) => `-# ${line}`).join('\n')
}

function mutedText({ muted }: DigestOptions): string {
  if (!muted || muted.sources + muted.words === 0) return ''
  const parts = [
    ...(muted.sources > 0 ? [countOf(muted.sources, 'source')] : []),
    ...(muted.words > 0 ? [countOf(muted.words, 'word')] : []),
  ]
  return `${parts.join(', ')} muted here`
}

function footerText(
  digest: Digest,
  subscription: Subscription,
  options: DigestOptions,
  parts: number,
  index: number,
): string {
  const words = [subscription.id]
  if (parts > 1) words.push(`part ${index + 1} of ${parts}`)
  if (options.nextAt !== undefined) {
    const sameDay = options.nextAt - digest.to < 20 * 3_600_000
    const at = sameDay
      ? toTime(options.nextAt, subscription.zone)
      : shortDateTime(options.nextAt, subscription.zone)
    words.push(`next digest ${at} ${subscription.zone}`)
  }
  return words.join(' · ')
}

/** The header takes the colour of the gravest story; the words say it too. */
function colourFirst(embeds: readonly Embed[], digest: Digest): readonly Embed[] {
  const order = ['critical', 'high', 'medium', 'low'] as const
  const all = [...digest.core, ...digest.related]
  const worst = order.find((level) => all.some((one) => one.story.severity === level))
  const [first, ...rest] = embeds
  if (first === undefined || worst === undefined) return embeds
  return [{ ...first, color: SEVERITY_COLOUR[worst] }, ...rest]
}
