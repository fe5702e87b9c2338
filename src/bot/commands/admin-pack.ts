import { toBody, toDateTime, toFooter } from '../../card/body.ts'
import { escapeText } from '../../card/escape.ts'
import { DESCRIPTION_MAX } from '../../card/limits.ts'
import { fitBlocks, nameOf } from '../../card/story.ts'
import { countOf, PLAIN_COLOUR } from '../../card/word.ts'
import type { PackState } from '../../ports.ts'
import type { Command, Group } from '../command.ts'
import { freeText } from '../options.ts'

const HEADLINE_MAX = 300

const info = {
  name: 'info',
  description: 'The topic pack that decides what is relevant',
  run: async (ask) => {
    const context = await ask.context()
    const { pack } = context
    const names = [...pack.actors, ...pack.assets, ...pack.themes].flatMap((one) => one.names)
    const langs = [...new Set(names.map((name) => name.lang))].sort().join(', ')
    const lines = [
      escapeText(pack.covers, 400),
      '',
      `**Actors** ${pack.actors.length} · **Assets** ${pack.assets.length} · **Themes** ${pack.themes.length}`,
      `**Names** ${names.length.toLocaleString('en-US')} in ${escapeText(langs, 100)}`,
      `**Themes in order** ${escapeText(pack.themes.map((theme) => theme.label).join(', '), 800)}`,
      ...refusalLines(ask.deps.answers.packState?.()),
    ]
    return {
      body: toBody({
        embeds: [
          {
            title: escapeText(pack.title, 200),
            description: lines.join('\n'),
            color: PLAIN_COLOUR,
            footer: toFooter(`pack ${pack.id} ${pack.hash.slice(0, 8)}`, context),
          },
        ],
      }),
    }
  },
} satisfies Command

/** Why the files as they are now are not in use; only who runs the bot can mend that. */
function refusalLines(state: PackState | undefined): readonly string[] {
  if (state?.refused === undefined) return []
  const { at, reasons } = state.refused
  const more = reasons.length - REASONS_SHOWN
  return [
    '',
    `**Changed files are refused** since ${toDateTime(at)}; the pack before them stays in use:`,
    ...reasons.slice(0, REASONS_SHOWN).map((reason) => `-# ${escapeText(reason, 200)}`),
    ...(more > 0 ? [`-# +${more} more`] : []),
  ]
}

const REASONS_SHOWN = 5

const whyNot = {
  name: 'why-not',
  description: 'What the pack makes of a headline, and which gate it failed',
  options: [freeText('headline', 'As an outlet would write it', HEADLINE_MAX, { required: true })],
  run: async (ask, given) => {
    const headline = given.text('headline') ?? ''
    const tags = ask.deps.answers.tagHeadline(headline)
    const context = await ask.context()
    const blocks = [
      `> ${escapeText(headline, HEADLINE_MAX * 2)}`,
      `**${tags.relevance}** · ${tags.class} · ${escapeText(tags.lang, 8)}`,
      ...tags.gates.map((gate) => `${gate.passed ? '✓' : '✗'} ${escapeText(gate.text, 160)}`),
      ...tags.matches.map(
        (match) =>
          `-# “${escapeText(match.text, 50)}” → ${match.kind} ${escapeText(nameOf(match.ref, context), 50)} ${match.points >= 0 ? '+' : '−'}${Math.abs(match.points)}`,
      ),
      ...(tags.matches.length === 0 ? ['Nothing in it is a name or term of the pack.'] : []),
    ]
    return {
      body: toBody({
        embeds: [
          {
            title: 'Why, or why not',
            description: fitBlocks(blocks, DESCRIPTION_MAX),
            color: PLAIN_COLOUR,
            footer: toFooter(
              `${countOf(tags.matches.length, 'match', 'matches')} · pack ${tags.packHash.slice(0, 8)}`,
              context,
            ),
          },
        ],
      }),
    }
  },
} satisfies Command

export const adminPack = {
  name: 'pack',
  description: 'The topic pack',
  commands: [info, whyNot],
} satisfies Group
