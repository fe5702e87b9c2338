// Reports of readers: choosing what is wrong, and what became of it.

import type { Report, ReportReason } from '../ports.ts'
import type { MessageBody, Story } from '../types.ts'
import { toBody, toButton, toFooter, toRow } from './body.ts'
import type { CardContext } from './context.ts'
import { escapeText } from './escape.ts'
import { plainCard, toSelect } from './plain.ts'
import { shownTitle } from './title.ts'
import { labelOf, SEVERITY_COLOUR } from './word.ts'

export const REASONS: Readonly<Record<ReportReason, string>> = {
  'not-relevant': 'Not relevant',
  'wrong-actor': 'Wrong actor',
  'wrong-theme': 'Wrong theme',
  'two-events': 'Two events joined',
  'should-be-core': 'Should be core',
}

export const isReason = (text: string): text is ReportReason => Object.hasOwn(REASONS, text)

/** Asks what is wrong with a story (verb `report-why`). */
export function reportWhyCard(story: Story, state: string, ctx: CardContext): MessageBody {
  const options = Object.entries(REASONS).map(([value, label]) => ({ label, value }))
  const input = {
    title: 'What is wrong?',
    blocks: [escapeText(shownTitle(story, ctx).title, 300) || story.id],
    footer: `id ${story.id}`,
    components: [toSelect('report-why', state, 'What is wrong', options)],
  }
  return plainCard(input, ctx)
}

/** Asks which actor or theme is wrong (verb `report-what`). */
export function reportWhatCard(
  story: Story,
  reason: 'wrong-actor' | 'wrong-theme',
  state: string,
  ctx: CardContext,
): MessageBody {
  const ids = reason === 'wrong-actor' ? story.actors : story.themes
  const entries = reason === 'wrong-actor' ? ctx.pack.actors : ctx.pack.themes
  const options = ids.map((id) => ({ label: labelOf(id, entries), value: id }))
  const input = {
    title: reason === 'wrong-actor' ? 'Which actor is wrong?' : 'Which theme is wrong?',
    blocks: [escapeText(shownTitle(story, ctx).title, 300) || story.id],
    empty: 'None.',
    footer: `id ${story.id}`,
    components: [toSelect('report-what', state, 'Choose one', options)],
  }
  return plainCard(input, ctx)
}

/** `Wrong actor: Iran`; escaped. */
export function reportWords(report: Pick<Report, 'reason' | 'ref'>, ctx: CardContext): string {
  const { actors, themes } = ctx.pack
  const ref = report.ref === undefined ? '' : `: ${labelOf(report.ref, [...actors, ...themes])}`
  return escapeText(`${REASONS[report.reason]}${ref}`, 120)
}

/** Said to who reported, and to the log channel; `buttons` as the reader may use them. */
export function reportCard(
  report: Report,
  ctx: CardContext,
  options: { readonly text: string; readonly buttons: readonly ('apply' | 'undo')[] },
): MessageBody {
  const { channelId, messageId, guildId } = report
  const link =
    channelId === undefined || messageId === undefined
      ? []
      : [`https://discord.com/channels/${guildId}/${channelId}/${messageId}`]
  const lines = [
    `**${reportWords(report, ctx)}** · by <@${report.by.replace(/\D/gu, '')}>`,
    `> ${escapeText(report.article.title, 300)}`,
    options.text,
    ...link,
  ]
  return toBody({
    embeds: [
      {
        title: 'Report',
        description: lines.join('\n'),
        color: SEVERITY_COLOUR.medium,
        footer: toFooter(`report ${report.id} · id ${report.storyId}`, ctx),
      },
    ],
    components: [
      toRow(
        options.buttons.map((name) =>
          name === 'apply'
            ? toButton('Let it take effect here', 'report-apply', report.id, { style: 3 })
            : toButton('Undo', 'report-undo', report.id),
        ),
      ),
    ],
  })
}
