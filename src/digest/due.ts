// When a subscription is owed a digest: computed from what is stored and the clock alone (law 11).

import { DAY_MS, HOUR_MS, MINUTE_MS } from '../lib/clock.ts'
import { addDays, instantOf, isZone, toDay, weekdayOf } from '../lib/zone.ts'
import type { Instant, Subscription } from '../types.ts'

/** A digest is still sent this long after its slot; later it folds into the next one (commands.md). */
export const LATE_WITHIN_MS = 6 * HOUR_MS
/** Up to here a digest is on time: the planner wakes every minute and a poll may be running. */
export const ON_TIME_MS = 10 * MINUTE_MS
/** The first digest covers this much (law 13). */
export const FIRST_SPAN_MS = DAY_MS
/** Missed slots older than this are not even counted. */
const LOOK_BACK_DAYS = 40
/** No set of weekdays leaves a longer gap, one day for zones that skip a date included. */
const LOOK_AHEAD_DAYS = 9

export type DueSlot = {
  /** Local date and time, `2026-11-25T07:00`: the identity of the digest. */
  readonly slot: string
  /** Stories with an article seen in (from, to] belong to it. */
  readonly from: Instant
  readonly to: Instant
  readonly late: boolean
  /** Older slots that were missed and are told in this one, oldest first. */
  readonly folded: readonly string[]
}

/**
 * The one slot that is due at `now`, or undefined. The newest passed slot is due until six hours
 * later; what was missed before it is folded in. `lastSlot` is the newest slot that has a digest.
 */
export function dueSlot(
  subscription: Subscription,
  lastSlot: { readonly slot: string; readonly to: Instant } | undefined,
  now: Instant,
): DueSlot | undefined {
  if (!isPlanned(subscription) || isPaused(subscription, now)) return undefined
  const after = lastSlot?.to ?? subscription.createdAt
  if (after >= now) return undefined
  const { zone } = subscription
  const oldest = Math.max(after, now - LOOK_BACK_DAYS * DAY_MS)
  const passed = slotsBetween(subscription, toDay(oldest, zone), toDay(now, zone)).filter(
    // A slot of that name is done even where a changed zone moves it to a later instant.
    (slot) => slot.at > after && slot.at <= now && slot.slot !== lastSlot?.slot,
  )
  const newest = passed.at(-1)
  if (newest === undefined || now - newest.at > LATE_WITHIN_MS) return undefined
  return {
    slot: newest.slot,
    from: lastSlot?.to ?? newest.at - FIRST_SPAN_MS,
    to: newest.at,
    late: now - newest.at > ON_TIME_MS,
    folded: passed.slice(0, -1).map((slot) => slot.slot),
  }
}

/** The first slot after an instant, pauses respected; undefined where none is planned. */
export function nextSlotAt(subscription: Subscription, after: Instant): Instant | undefined {
  if (!isPlanned(subscription)) return undefined
  const from = Math.max(after, subscription.pausedUntil ?? after)
  if (!Number.isFinite(from) || from - after > 366 * DAY_MS) return undefined
  const today = toDay(from, subscription.zone)
  for (let ahead = 0; ahead <= LOOK_AHEAD_DAYS; ahead += 2) {
    const slots = slotsBetween(subscription, addDays(today, ahead), addDays(today, ahead + 1))
    const next = slots.find((slot) => slot.at > from)
    if (next !== undefined) return next.at
  }
  return undefined
}

function isPlanned(subscription: Subscription): boolean {
  return (
    subscription.mode === 'digest' &&
    subscription.times.length > 0 &&
    subscription.deletedAt === undefined &&
    isZone(subscription.zone)
  )
}

const isPaused = (subscription: Subscription, now: Instant): boolean =>
  subscription.pausedUntil !== undefined && subscription.pausedUntil > now

type Slot = { readonly slot: string; readonly at: Instant }

/** Slots of the local days `first` to `last`, both included, in order of time. */
function slotsBetween(subscription: Subscription, first: string, last: string): readonly Slot[] {
  const { days, times, zone } = subscription
  const slots: Slot[] = []
  for (let day = first; day <= last; day = addDays(day, 1)) {
    if (days.length > 0 && !days.includes(weekdayOf(day))) continue
    for (const time of times) {
      slots.push({ slot: `${day}T${time}`, at: instantOf(day, time, zone) })
    }
  }
  // Two slots inside one gap of the clock fall on one instant: the later name wins.
  return slots.sort((a, b) => a.at - b.at || (a.slot < b.slot ? -1 : 1))
}
