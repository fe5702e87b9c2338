import { cutText } from '../lib/text.ts'
import type { MessageBody, Story, Subscription } from '../types.ts'
import { burstNote } from './alarm.ts'
import { toBody, toButton, toFooter, toRow } from './body.ts'
import type { CardContext } from './context.ts'
import { SUPPRESS_NOTIFICATIONS } from './digest.ts'
import { escapeText, findButtonLink } from './escape.ts'
import { LOCK_LINE_MAX } from './limits.ts'
import { type StoryButton, storyEmbed } from './story.ts'
import { glossOf, shownTitle } from './title.ts'
import { countOf, onlyCamp, SEVERITY_COLOUR, SEVERITY_SIGN } from './word.ts'

export type InstantOptions = {
  /** The first sending, and the limits of role pings let this one through. */
  readonly ping?: boolean
  readonly buttons?: readonly StoryButton[]
  /** `3 × normal (12, expected 4.1, 6 h)` of a burst: may only be said beside a story; of the context's alarms where absent. */
  readonly burst?: string
}

/** One message per story in instant and breaking mode: a line for lock screens, then the story's embed. */
export function instantMessage(
  story: Story,
  subscription: Subscription,
  ctx: CardContext,
  change?: string,
  options: InstantOptions = {},
): MessageBody {
  const view = { ...ctx, lang: subscription.lang, foreign: subscription.foreign }
  const role =
    options.ping && subscription.notify === 'role'
      ? subscription.mention?.replace(/\D/gu, '') || undefined
      : undefined
  const ping = role === undefined ? '' : `<@&${role}> `
  const embed = storyEmbed(story, view)
  const notes = [change, options.burst ?? burstNote(story, view)].map((note) =>
    escapeText(note ?? '', 160),
  )
  const above = notes.filter((note) => note !== '').map((note) => `**${note}**`)
  const open = findButtonLink(shownTitle(story, view).link)
  return toBody({
    content: ping + lockLine(story, view, LOCK_LINE_MAX - ping.length),
    embeds: [{ ...embed, description: [...above, embed.description].join('\n') }],
    components: [
      toRow([
        ...(open ? [{ type: 2, style: 5, label: 'Open article', url: open } as const] : []),
        ...(options.buttons ?? []).map((name) => toButton(BUTTONS[name], name, story.id)),
      ]),
    ],
    role,
    flags: subscription.notify === 'silent' ? SUPPRESS_NOTIFICATIONS : undefined,
  })
}

const BUTTONS: Readonly<Record<StoryButton, string>> = {
  articles: 'Articles',
  lens: 'Lens',
  why: 'Why',
  follow: 'Follow',
  share: 'Share here',
}

/** `🟠 HIGH · Outlet: headline · 4 publishers`, at most `max` characters; a claim of one camp leads with the camp. */
export function lockLine(story: Story, ctx: CardContext, max: number = LOCK_LINE_MAX): string {
  const { title: named, original, outlet } = shownTitle(story, ctx)
  const only = onlyCamp(story, ctx.camps)
  const camp = only === undefined ? '' : `${only}: `
  const title = original !== undefined && only ? glossOf(story, ctx, false) : named
  // A gloss names outlet and camp by itself.
  const lead = original === undefined ? `${camp}${outlet}: ` : camp
  const head = `${story.sample || ctx.sample ? 'SAMPLE · ' : ''}${SEVERITY_SIGN[story.severity]} · `
  const tail = ` · ${countOf(story.families.length, 'publisher')}`
  const room = Math.max(20, max - head.length - tail.length)
  return `${head}${escapeText(`${cutText(lead, 60)}${title}`, room)}${tail}`
}

/**
 * The plain reply that says a material change; at most one per story in 30 minutes is the sender's
 * business. It counts the publishers, so that no two replies of a story read the same.
 */
export const changeReply = (story: Story, change: string, ctx: CardContext): MessageBody =>
  toBody({
    content: `${SEVERITY_SIGN[story.severity]} · ${escapeText(change, 100)} · ${escapeText(shownTitle(story, ctx).title, 120)} · ${countOf(story.families.length, 'publisher')}`,
  })

/** What the message of a story becomes that turned out to be part of an older one (law 4); `url` is the older one's message. */
export const mergedMessage = (elder: Story, url: string, ctx: CardContext): MessageBody =>
  toBody({
    embeds: [
      {
        description: `This turned out to be one story with **${escapeText(shownTitle(elder, ctx).title, 200)}**. [It goes on there](${url}).`,
        color: SEVERITY_COLOUR[elder.severity],
        footer: toFooter(`id ${elder.id}`, ctx),
      },
    ],
  })
