// Quiet hours that are over: what they held back is told once, in its final state.

import { addDays, instantOf, toDay } from '../lib/zone.ts'
import type { Instant, Story } from '../types.ts'
import type { QuietRule } from './breaking.ts'

export type Night = { readonly from: Instant; readonly to: Instant }

/** The quiet hours that ended last, at `at` or before; undefined without any. */
export function lastNight(
  quiet: Pick<QuietRule, 'from' | 'to'> | undefined,
  zone: string,
  at: Instant,
): Night | undefined {
  if (quiet === undefined || quiet.from === quiet.to) return undefined
  const today = toDay(at, zone)
  for (const ahead of [0, -1, -2]) {
    const day = addDays(today, ahead)
    const to = instantOf(quiet.to > quiet.from ? day : addDays(day, 1), quiet.to, zone)
    if (to <= at) return { from: instantOf(day, quiet.from, zone), to }
  }
  return undefined
}

/** A story that the night could have held back: there before its end, and moving in it. */
export const isOfNight = (story: Story, night: Night): boolean =>
  story.openedAt <= night.to && story.updatedAt > night.from
