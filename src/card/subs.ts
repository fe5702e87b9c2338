import type { Instant, MessageBody, Subscription } from '../types.ts'
import { toBody, toButton, toDateTime, toFooter, toRelative, toRow } from './body.ts'
import type { CardContext } from './context.ts'
import { escapeText } from './escape.ts'
import { filterWords, scheduleWords } from './filter-words.ts'
import { DESCRIPTION_MAX } from './limits.ts'
import { fitBlocks } from './story.ts'
import { countOf, PLAIN_COLOUR } from './word.ts'

export type SubscriptionRow = {
  readonly subscription: Subscription
  readonly nextAt?: Instant
}

/** `/axis subs list`: what each channel gets and when next. */
export function subsListCard(rows: readonly SubscriptionRow[], ctx: CardContext): MessageBody {
  if (rows.length === 0) {
    return toBody({
      embeds: [
        {
          title: 'Subscriptions',
          description:
            'None here yet. `/axis subscribe mode:digest` is enough for a daily digest in this channel.',
          color: PLAIN_COLOUR,
          footer: toFooter('0 subscriptions', ctx),
        },
      ],
    })
  }
  const blocks = rows.map(({ subscription, nextAt }) => {
    const words = escapeText(filterWords(subscription, ctx), 160)
    return `${channelOf(subscription)} \`${idOf(subscription)}\` ${escapeText(scheduleWords(subscription), 120)}\n-# ${words} · ${stateWords(subscription, nextAt, ctx)}`
  })
  return toBody({
    embeds: [
      {
        title: 'Subscriptions',
        description: fitBlocks(blocks, DESCRIPTION_MAX),
        color: PLAIN_COLOUR,
        footer: toFooter(countOf(rows.length, 'subscription'), ctx),
      },
    ],
  })
}

/** `/axis subs show`: every setting of one subscription. */
export function subscriptionCard(row: SubscriptionRow, ctx: CardContext): MessageBody {
  return toBody({ embeds: [subscriptionEmbed(row, ctx, 'Subscription')] })
}

export type Forecast = {
  readonly yesterday: number
  readonly lastSevenDays: number
  /** Days that the store really covers, where fewer than seven. */
  readonly daysKnown?: number
}

export type PreviewInput = SubscriptionRow & {
  readonly forecast: Forecast
  /** What stands in the way or deserves a word: missing permissions, a role that cannot be pinged, a query's other forms. */
  readonly notes: readonly string[]
  /** Nothing may be confirmed while a permission is missing. */
  readonly blocked?: boolean
  /** State behind Confirm, Edit and Cancel (verbs `sub-confirm`, `sub-again`, `sub-edit`, `sub-cancel`). */
  readonly state: string
  readonly edit?: boolean
}

/** Preview of a new subscription with a forecast from stored data, and Confirm / Edit / Cancel. */
export function subscribePreviewCard(input: PreviewInput, ctx: CardContext): MessageBody {
  const embed = subscriptionEmbed(input, ctx, 'Subscribe?')
  const notes = input.notes.map((note) => `⚠ ${escapeText(note, 300)}`)
  return toBody({
    embeds: [
      {
        ...embed,
        description: fitBlocks(
          [...notes, forecastWords(input.forecast), embed.description ?? ''],
          DESCRIPTION_MAX,
        ),
      },
    ],
    components: [
      toRow([
        toButton('Confirm', 'sub-confirm', input.state, { style: 3, off: input.blocked === true }),
        ...(input.blocked ? [toButton('Try again', 'sub-again', input.state)] : []),
        ...(input.edit ? [toButton('Edit', 'sub-edit', input.state)] : []),
        toButton('Cancel', 'sub-cancel', input.state),
      ]),
    ],
  })
}

/** Said in private after Confirm; a sample card follows at once, so that silence never looks broken. */
export function subscribedCard(row: SubscriptionRow, ctx: CardContext): MessageBody {
  return toBody({ embeds: [subscriptionEmbed(row, ctx, 'Subscribed')] })
}

/** Asks before a subscription ends (verbs `unsub-confirm`, `unsub-cancel`). */
export function unsubscribeCard(subscription: Subscription, ctx: CardContext): MessageBody {
  const what = `${channelOf(subscription)} \`${idOf(subscription)}\` ${escapeText(scheduleWords(subscription), 120)}`
  return toBody({
    embeds: [
      {
        title: 'End this subscription?',
        description: `${what}\nIt can be undone for 10 minutes.`,
        color: PLAIN_COLOUR,
        footer: toFooter(`id ${subscription.id}`, ctx),
      },
    ],
    components: [
      toRow([
        toButton('End it', 'unsub-confirm', subscription.id, { style: 4 }),
        toButton('Keep it', 'unsub-cancel', subscription.id),
      ]),
    ],
  })
}

/** After it ended, with Undo (verb `unsub-undo`). */
export function unsubscribedCard(subscription: Subscription, ctx: CardContext): MessageBody {
  return toBody({
    embeds: [
      {
        description: `Ended: ${channelOf(subscription)} ${escapeText(scheduleWords(subscription), 120)}.`,
        color: PLAIN_COLOUR,
        footer: toFooter(`id ${subscription.id} · Undo works for 10 minutes`, ctx),
      },
    ],
    components: [toRow([toButton('Undo', 'unsub-undo', subscription.id)])],
  })
}

function subscriptionEmbed(row: SubscriptionRow, ctx: CardContext, title: string) {
  const { subscription, nextAt } = row
  const mention = subscription.mention?.replace(/\D/gu, '')
  const lines = [
    `**Where** ${channelOf(subscription)}`,
    `**When** ${escapeText(scheduleWords(subscription), 160)}${subscription.preset === undefined ? '' : ` (preset ${subscription.preset})`}`,
    `**What** ${escapeText(filterWords(subscription, ctx), 600)}`,
    `**How** ${subscription.style} style, ${subscription.notify === 'silent' ? 'silent' : subscription.notify === 'role' ? 'pings a role' : 'normal notifications'}, titles in ${escapeText(subscription.lang, 12)}, other languages: ${subscription.foreign}, when empty: ${subscription.empty}`,
    ...(mention ? [`**Pings** <@&${mention}> on the first message of a story only`] : []),
    `**State** ${stateWords(subscription, nextAt, ctx)}`,
  ]
  return {
    title,
    description: lines.join('\n'),
    color: PLAIN_COLOUR,
    footer: toFooter(`id ${subscription.id}`, ctx),
  }
}

function stateWords(
  subscription: Subscription,
  nextAt: Instant | undefined,
  ctx: CardContext,
): string {
  const { pausedUntil, pausedReason } = subscription
  if (pausedUntil !== undefined && pausedUntil > ctx.now) {
    const why = pausedReason ? ` (${escapeText(pausedReason, 120)})` : ''
    return `paused until ${toDateTime(pausedUntil)}${why}`
  }
  if (nextAt !== undefined) return `next ${toRelative(nextAt)}`
  return subscription.mode === 'digest' ? 'nothing planned' : 'waiting for a story'
}

function forecastWords(forecast: Forecast): string {
  const days = forecast.daysKnown ?? 7
  if (days === 0) return 'No forecast yet: the first articles are still being read.'
  const span = days < 7 ? `last ${countOf(days, 'day')}` : 'last 7 days'
  return `This would have posted: yesterday ${countOf(forecast.yesterday, 'message')}, ${span} ${forecast.lastSevenDays}.`
}

const channelOf = (subscription: Subscription): string =>
  `<#${subscription.channelId.replace(/\D/gu, '') || '0'}>`

const idOf = (subscription: Subscription): string => subscription.id.replace(/[^\w-]/gu, '')
