// Putting a message together: mentions are never absent, empty parts never sent.

import type {
  ActionRow,
  Button,
  Embed,
  Instant,
  MessageBody,
  SelectOption,
  Story,
  StringSelect,
} from '../types.ts'
import type { CardContext } from './context.ts'
import { findCustomId } from './custom-id.ts'
import { plainText } from './escape.ts'
import { BUTTON_LABEL_MAX, FOOTER_MAX, OPTION_TEXT_MAX, SELECT_OPTIONS_MAX } from './limits.ts'
import { shownTitle } from './title.ts'
import { SEVERITY_SIGN } from './word.ts'

/** A message that pings nobody; `role` is the one that an admin allowed for this subscription. */
export function toBody(parts: {
  readonly content?: string | undefined
  readonly embeds?: readonly Embed[]
  readonly components?: readonly (ActionRow | undefined)[]
  readonly role?: string | undefined
  readonly flags?: number | undefined
}): MessageBody {
  const rows = (parts.components ?? []).filter((row) => row !== undefined)
  return {
    ...(parts.content ? { content: parts.content } : {}),
    ...(parts.embeds && parts.embeds.length > 0 ? { embeds: parts.embeds } : {}),
    ...(rows.length > 0 ? { components: rows } : {}),
    allowed_mentions: parts.role ? { parse: [], roles: [parts.role] } : { parse: [] },
    ...(parts.flags === undefined ? {} : { flags: parts.flags }),
  }
}

/** A row of buttons; undefined when there is none. */
export function toRow(buttons: readonly (Button | undefined)[]): ActionRow | undefined {
  const present = buttons.filter((button) => button !== undefined)
  return present.length > 0 ? { type: 1, components: present } : undefined
}

/** A grey button of ours; undefined where its state does not fit a custom id. */
export function toButton(
  label: string,
  verb: string,
  id: string,
  options: { readonly page?: number; readonly style?: 1 | 2 | 3 | 4; readonly off?: boolean } = {},
): Button | undefined {
  const customId = findCustomId(verb, id, options.page ?? 0)
  if (customId === undefined) return undefined
  return {
    type: 2,
    style: options.style ?? 2,
    label: plainText(label, BUTTON_LABEL_MAX),
    custom_id: customId,
    ...(options.off ? { disabled: true } : {}),
  }
}

/** Previous and next page of a list; undefined when it all fits one page or the state is too long. */
export function toPager(
  verb: string,
  state: string,
  page: { readonly index: number; readonly size: number; readonly total: number },
): ActionRow | undefined {
  if (page.total <= page.size && page.index === 0) return undefined
  const last = Math.max(0, Math.ceil(page.total / page.size) - 1)
  return toRow([
    // Pages are part of the custom id, so the two always differ; the ends are shown, but off.
    toButton('◀ Previous', verb, state, {
      page: Math.max(0, page.index - 1),
      off: page.index <= 0,
    }),
    toButton('Next ▶', verb, state, { page: page.index + 1, off: page.index >= last }),
  ])
}

/** The select that opens one of the stories for the reader alone; undefined without stories. */
export function toStorySelect(
  stories: readonly Story[],
  ctx: CardContext,
  id = '',
): ActionRow | undefined {
  const seen = new Set<string>()
  const options: SelectOption[] = []
  for (const story of stories) {
    if (seen.has(story.id) || options.length === SELECT_OPTIONS_MAX) continue
    seen.add(story.id)
    const { title } = shownTitle(story, ctx)
    options.push({
      label: plainText(title, OPTION_TEXT_MAX) || story.id,
      value: story.id,
      description: plainText(`${SEVERITY_SIGN[story.severity]} · ${story.outlet}`, OPTION_TEXT_MAX),
    })
  }
  const customId = findCustomId('story', id)
  if (options.length === 0 || customId === undefined) return undefined
  const select: StringSelect = {
    type: 3,
    custom_id: customId,
    placeholder: 'Open a story (only you see it)',
    options,
  }
  return { type: 1, components: [select] }
}

/** Footer text with the sample mark of the demo in front. */
export function toFooter(text: string, ctx: CardContext): { readonly text: string } {
  const marked = ctx.sample ? `SAMPLE · invented outlets and events · ${text}` : text
  return { text: plainText(marked, FOOTER_MAX) }
}

/** `<t:…:R>`: Discord shows it as "2 hours ago" in the reader's own zone and language. */
export const toRelative = (at: Instant): string => `<t:${Math.floor(at / 1000)}:R>`

/** `<t:…:f>`: date and time in the reader's own zone. */
export const toDateTime = (at: Instant): string => `<t:${Math.floor(at / 1000)}:f>`
