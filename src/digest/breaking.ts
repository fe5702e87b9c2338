// What a channel in instant or breaking mode is told, and when: each rule of commands.md,
// "What is shown, and when", is one pure function.

import { DAY_MS, HOUR_MS, MINUTE_MS } from '../lib/clock.ts'
import { type OriginArticle, originsWithin } from '../lib/origins.ts'
import { addDays, instantOf, toDay } from '../lib/zone.ts'
import type { Camp, Filters, Instant, Relevance, Story, Subscription } from '../types.ts'
import { severityRank } from './material.ts'

/** Breaking needs this many independent origins within two hours. */
export const BREAKING_ORIGINS = 3
export const PING_GAP_MS = 2 * HOUR_MS
export const PINGS_PER_DAY = 4
/** The defaults of a subscription's max-per-hour. */
export const MAX_PER_HOUR = { instant: 6, breaking: 3 } as const
export const REPLY_GAP_MS = 30 * MINUTE_MS
export const EDIT_GAP_MS = 10 * MINUTE_MS
/** The overnight message folds into a digest that is due this soon. */
export const OVERNIGHT_FOLD_MS = 60 * MINUTE_MS

/** "Breaking always names a story": critical, or core and high, with three origins within two hours. */
export function isBreaking(
  story: Story,
  articles: readonly OriginArticle[],
  camps: readonly Camp[],
): boolean {
  if (story.backlog || story.relevance === 'no') return false
  const isGrave =
    story.severity === 'critical' || (story.severity === 'high' && story.relevance === 'core')
  return isGrave && originsWithin(articles, camps) >= BREAKING_ORIGINS
}

/** `instant` and `breaking` default to core; a related story breaks only when critical. */
export function reachesMode(
  story: Story,
  wanted: Relevance,
  mode: 'instant' | 'breaking',
): boolean {
  if (story.backlog || story.relevance === 'no') return false
  if (story.relevance === 'core') return true
  return mode === 'breaking' ? story.severity === 'critical' : wanted !== 'core'
}

/** The filters of a subscription as they hold for a story: what is critical breaks where core is wanted, too. */
export function filtersFor({ mode, filters }: Subscription, story: Story): Filters {
  const breaks = mode === 'breaking' && story.severity === 'critical'
  return breaks && filters.relevance === 'core' ? { ...filters, relevance: 'related' } : filters
}

/** One message per story; again only when its severity rises. */
export const breaksAgain = (before: Story['severity'], now: Story['severity']): boolean =>
  severityRank(now) > severityRank(before)

export type Place = 'alone' | 'situation'

/** Above max-per-hour the channel gets a situation message; only core or critical stories still stand alone. */
export function placeOf(
  story: Story,
  sentAt: readonly Instant[],
  maxPerHour: number,
  now: Instant,
): Place {
  const lastHour = sentAt.filter((at) => at > now - HOUR_MS && at <= now).length
  if (lastHour < maxPerHour) return 'alone'
  const mayStand = story.relevance === 'core' ? severityRank(story.severity) >= 2 : false
  return mayStand || story.severity === 'critical' ? 'alone' : 'situation'
}

/** At most one role ping per subscription in two hours, four in twenty-four; only on a first sending. */
export function mayPing(
  pingedAt: readonly Instant[],
  now: Instant,
  isFirstSending: boolean,
): boolean {
  if (!isFirstSending) return false
  if (pingedAt.some((at) => at > now - PING_GAP_MS)) return false
  return pingedAt.filter((at) => at > now - DAY_MS).length < PINGS_PER_DAY
}

export type QuietRule = NonNullable<Subscription['quiet']>

/** End of the quiet hours that `at` lies in, or undefined outside of them; `23:00`–`07:00` spans midnight. */
export function quietUntil(
  quiet: Pick<QuietRule, 'from' | 'to'> | undefined,
  zone: string,
  at: Instant,
): Instant | undefined {
  if (quiet === undefined || quiet.from === quiet.to) return undefined
  const today = toDay(at, zone)
  for (const day of [addDays(today, -1), today]) {
    const start = instantOf(day, quiet.from, zone)
    const end = instantOf(quiet.to > quiet.from ? day : addDays(day, 1), quiet.to, zone)
    if (at >= start && at < end) return end
  }
  return undefined
}

export type Held = { readonly kind: 'now' } | { readonly kind: 'hold'; readonly until: Instant }

/** Whether a story may be told now: in quiet hours it is held, but for critical ones under `critical-only`. */
export function holdFor(story: Story, subscription: Subscription, now: Instant): Held {
  const { quiet, zone } = subscription
  const until = quietUntil(quiet, zone, now)
  if (until === undefined) return { kind: 'now' }
  if (quiet?.rule === 'critical-only' && story.severity === 'critical') return { kind: 'now' }
  return { kind: 'hold', until }
}

/** The overnight message folds into a digest due within an hour of the end of the quiet hours. */
export const foldsIntoDigest = (quietEnd: Instant, nextDigestAt: Instant | undefined): boolean =>
  nextDigestAt !== undefined &&
  nextDigestAt >= quietEnd &&
  nextDigestAt - quietEnd <= OVERNIGHT_FOLD_MS

export type Update =
  | { readonly kind: 'none' }
  /** The message is edited in place; `reply` says the change as a message of its own. */
  | { readonly kind: 'edit'; readonly reply: boolean }

/**
 * What a posted message is due after its story grew: a material change edits at once and replies at
 * most once in 30 min; counts alone edit every 10 min at most, and not for a single publisher.
 */
export function updateOf(of: {
  readonly change: string | undefined
  readonly morePublishers: number
  readonly editedAt: Instant
  readonly repliedAt: Instant | undefined
  readonly now: Instant
}): Update {
  if (of.change !== undefined) {
    return {
      kind: 'edit',
      reply: of.repliedAt === undefined || of.now - of.repliedAt >= REPLY_GAP_MS,
    }
  }
  const isDue = of.morePublishers >= 2 && of.now - of.editedAt >= EDIT_GAP_MS
  return isDue ? { kind: 'edit', reply: false } : { kind: 'none' }
}
