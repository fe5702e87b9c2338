// Lines about the bot itself: what it can no longer do and how to mend it, and what it no longer sees.

import type { ActionRow, Instant, MessageBody, Subscription } from '../types.ts'
import { toBody, toDateTime } from './body.ts'
import type { CardContext } from './context.ts'
import { findCustomId } from './custom-id.ts'
import { escapeText } from './escape.ts'
import { campLabel, countOf } from './word.ts'

const REASON_MAX = 200
const FEEDS_SHOWN = 12
/** Text, announcement and forum channels, public threads and those of announcements. */
const TARGET_TYPES = [0, 5, 10, 11, 15]

/** Told once in the log channel when a channel refuses us; with a channel picker where it is gone. */
export function breakerNotice(
  subscription: Subscription,
  refusal: { readonly reason: string; readonly gone: boolean },
): MessageBody {
  const what = `${subscription.mode} ${subscription.id}`
  const where = `<#${subscription.channelId}>`
  const why = `Discord says: ${escapeText(refusal.reason, REASON_MAX)}.`
  const next = refusal.gone
    ? 'The channel is gone or hidden from me. Pick another one below, or give me View Channel there; it goes on by itself then.'
    : 'Give me View Channel, Send Messages and Embed Links there; it goes on by itself within an hour.'
  return toBody({
    content: `⚠ I cannot post ${what} in ${where} any more and have paused it. ${why} ${next}`,
    components: [refusal.gone ? channelPicker(subscription.id) : undefined],
  })
}

function channelPicker(subscriptionId: string): ActionRow | undefined {
  const customId = findCustomId('move', subscriptionId)
  if (customId === undefined) return undefined
  return {
    type: 1,
    components: [
      {
        type: 8,
        custom_id: customId,
        placeholder: 'Post it in another channel',
        channel_types: TARGET_TYPES,
      },
    ],
  }
}

/** The end of such a pause. */
export const resumedNotice = (subscription: Subscription): MessageBody =>
  toBody({
    content: `I can post ${subscription.mode} ${subscription.id} in <#${subscription.channelId}> again; what waited is on its way.`,
  })

/** One line for breaking subscriptions when a camp goes dark; without a camp when nothing at all is seen. */
export function darkMessage(
  dark: { readonly camp?: string; readonly feeds: number; readonly since: Instant },
  ctx: CardContext,
  flags?: number,
): MessageBody {
  const since = toDateTime(dark.since)
  const content =
    dark.camp === undefined
      ? `⚠ No data: none of ${countOf(dark.feeds, 'feed')} answers since ${since}. Silence here is not calm.`
      : `⚠ ${escapeText(campLabel(dark.camp, ctx.camps), 48)}: 0 of ${countOf(dark.feeds, 'feed')} since ${since}. Silence from there is not calm.`
  return toBody({ content, flags })
}

/** Told once in the log channel: feeds that have been dead for a day, with why. */
export function deadFeedsNotice(
  feeds: readonly { readonly outlet: string; readonly reason: string; readonly since: Instant }[],
): MessageBody {
  const lines = feeds
    .slice(0, FEEDS_SHOWN)
    .map(
      ({ outlet, reason, since }) =>
        `- ${escapeText(outlet, 60)}: ${escapeText(reason, 100)}, since ${toDateTime(since)}`,
    )
  const more = feeds.length - FEEDS_SHOWN
  if (more > 0) lines.push(`- +${more} more: \`/axis sources\``)
  const head = `⚠ ${countOf(feeds.length, 'feed')} dead for a day or longer:`
  return toBody({ content: [head, ...lines].join('\n').slice(0, 2000) })
}
