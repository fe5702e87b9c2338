import type { ActionRow, MessageBody, SelectOption } from '../types.ts'
import { toBody, toFooter } from './body.ts'
import type { CardContext } from './context.ts'
import { findCustomId } from './custom-id.ts'
import { escapeText, plainText } from './escape.ts'
import {
  DESCRIPTION_MAX,
  FOOTER_MAX,
  OPTION_TEXT_MAX,
  SELECT_OPTIONS_MAX,
  TITLE_MAX,
} from './limits.ts'
import { fitBlocks } from './story.ts'
import { PLAIN_COLOUR } from './word.ts'

export type PlainInput = {
  /** Escaped here. */
  readonly title: string
  /** Whole blocks, already escaped; what does not fit is counted. */
  readonly blocks: readonly string[]
  /** Said where there is no block. */
  readonly empty?: string
  readonly footer: string
  readonly components?: readonly (ActionRow | undefined)[]
}

/** A card of lines: settings, logs, lists of an admin. */
export const plainCard = (input: PlainInput, ctx: CardContext): MessageBody =>
  toBody({
    embeds: [
      {
        title: escapeText(input.title, TITLE_MAX) || 'Axis Watch',
        description:
          input.blocks.length === 0
            ? (input.empty ?? 'None.')
            : fitBlocks(input.blocks, DESCRIPTION_MAX),
        color: PLAIN_COLOUR,
        footer: toFooter(plainText(input.footer, FOOTER_MAX) || 'Axis Watch', ctx),
      },
    ],
    components: input.components ?? [],
  })

/** A select of ours in its own row; undefined without options or where its state is too long. */
export function toSelect(
  verb: string,
  id: string,
  placeholder: string,
  options: readonly {
    readonly label: string
    readonly value: string
    readonly description?: string
    readonly chosen?: boolean
  }[],
): ActionRow | undefined {
  const customId = findCustomId(verb, id)
  const seen = new Set<string>()
  const shown: SelectOption[] = []
  for (const { label, value, description, chosen } of options) {
    const fits = value.trim() !== '' && value.length <= OPTION_TEXT_MAX && value.isWellFormed()
    if (!fits || seen.has(value) || shown.length === SELECT_OPTIONS_MAX) continue
    seen.add(value)
    const below = plainText(description ?? '', OPTION_TEXT_MAX)
    shown.push({
      label: plainText(label, OPTION_TEXT_MAX) || value,
      value,
      ...(below === '' ? {} : { description: below }),
      ...(chosen ? { default: true } : {}),
    })
  }
  if (customId === undefined || shown.length === 0) return undefined
  return { type: 1, components: [{ type: 3, custom_id: customId, placeholder, options: shown }] }
}
