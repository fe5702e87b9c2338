// What cannot be seen is told: a dark camp to breaking subscriptions, dead feeds to the log channel.

import { darkMessage, deadFeedsNotice } from '../../card/notice.ts'
import { quietUntil } from '../../digest/breaking.ts'
import { DAY_MS, MINUTE_MS } from '../../lib/clock.ts'
import type { Coverage, FeedTrouble } from '../../lib/coverage.ts'
import type { GuildSettings, Store } from '../../ports.ts'
import type { Delivery, Instant } from '../../types.ts'
import { logDelivery } from '../deliver/log-channel.ts'
import { type Desk, take, toDelivery } from './desk.ts'

/** A camp is dark when none of its feeds was healthy for so long: one missed poll is no darkness. */
export const DARK_AFTER_MS = 30 * MINUTE_MS
const DEAD_AFTER_MS = DAY_MS
const DEAD = new Set(['unreachable', 'broken', 'blocked', 'gone'])
/** Discord's flag for a message without push notification. */
const SILENT = 1 << 12

type Dark = { readonly camp?: string; readonly feeds: number; readonly since: Instant }

/** Camps of which nothing is seen; one without a name when it is all of them. */
export function darkCamps(coverage: Coverage, now: Instant): readonly Dark[] {
  const dark = coverage.camps.flatMap(({ camp, feeds, healthy, faults = [] }): Dark[] => {
    const since = faults.flatMap((fault) => (fault.status === 'new' ? [] : (fault.since ?? [])))
    if (feeds === 0 || healthy > 0 || since.length < feeds) return []
    const last = Math.max(...since)
    return now - last >= DARK_AFTER_MS ? [{ camp, feeds, since: last }] : []
  })
  const seen = coverage.camps.filter((camp) => camp.feeds > 0)
  if (dark.length < 2 || dark.length < seen.length) return dark
  return [{ feeds: coverage.feeds, since: Math.max(...dark.map((one) => one.since)) }]
}

/** One line a darkness; told again only after the camp was seen in between. */
export async function planDark(desk: Desk, store: Store): Promise<readonly Delivery[]> {
  const { subscription, context, now } = desk
  if (subscription.mode !== 'breaking') return []
  if (quietUntil(subscription.quiet, subscription.zone, now) !== undefined) return []
  const { camps } = subscription.filters
  const dark = darkCamps(context.coverage, now).filter(
    ({ camp }) => camp === undefined || camps.length === 0 || camps.includes(camp),
  )
  const key = `dark.${subscription.id}`
  const before = toSet(await store.meta(key))
  const names = dark.map(({ camp }) => camp ?? ALL)
  const fresh = dark.filter(({ camp }) => !before.has(camp ?? ALL) && !before.has(ALL))
  const flags = subscription.notify === 'silent' ? SILENT : undefined
  const lines = fresh.map((one) =>
    take(
      desk,
      toDelivery(desk, `dark|${one.camp ?? ALL}|${one.since}`, darkMessage(one, context, flags), {
        about: 'coverage',
        shows: [],
        ...(subscription.channelKind === 'forum' && { threadName: 'Coverage' }),
      }),
    ),
  )
  await store.addDeliveries(lines)
  if (names.length !== before.size || fresh.length > 0) {
    await store.setMeta(key, JSON.stringify(names))
  }
  return lines
}

const ALL = '*'

/** Feeds that died a day ago, once, to the log channel of every server that has one. */
export async function planDeadFeeds(
  of: {
    readonly coverage: Coverage
    readonly now: Instant
    /** For people; the feed's id where absent. */
    readonly outletOf?: (feedId: string) => string | undefined
  },
  store: Store,
): Promise<void> {
  const dead = of.coverage.camps
    .flatMap((camp) => camp.faults ?? [])
    .filter((fault) => isDead(fault, of.now))
  const key = 'dead-feeds'
  const before = toSet(await store.meta(key))
  const ids = dead.map((fault) => fault.feedId)
  const fresh = dead.filter((fault) => !before.has(fault.feedId))
  if (fresh.length > 0) {
    const body = deadFeedsNotice(
      fresh.map((fault) => ({
        outlet: of.outletOf?.(fault.feedId) ?? fault.feedId,
        reason: fault.reason ?? fault.status,
        since: fault.since ?? of.now,
      })),
    )
    const name = `dead|${fresh.map((fault) => `${fault.feedId}@${fault.since}`).join()}`
    const notices = (await store.allGuildSettings()).flatMap((settings) =>
      toLog(settings, name, body, of.now),
    )
    await store.addDeliveries(notices)
  }
  if (fresh.length > 0 || ids.length !== before.size) {
    await store.setMeta(key, JSON.stringify(ids))
  }
}

function toLog(
  { guildId, logChannelId: channelId, leftAt }: GuildSettings,
  key: string,
  body: Delivery['body'],
  now: Instant,
): readonly Delivery[] {
  if (channelId === undefined || leftAt !== undefined) return []
  return [logDelivery({ guildId, channelId }, key, body, now)]
}

const isDead = (fault: FeedTrouble, now: Instant): boolean =>
  DEAD.has(fault.status) && fault.since !== undefined && now - fault.since >= DEAD_AFTER_MS

/** A list of names that this file wrote itself. */
const toSet = (json: string | undefined): ReadonlySet<string> =>
  new Set(json === undefined ? [] : (JSON.parse(json) as readonly string[]))
