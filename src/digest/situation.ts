// The one message of a breaking night: a line for each story that there is no room for alone.

import { HOUR_MS, MINUTE_MS } from '../lib/clock.ts'
import type { Camp, Instant, ShownStory, Story } from '../types.ts'
import { EDIT_GAP_MS } from './breaking.ts'
import { materialChange, morePublishers } from './material.ts'

/** A night is no longer than this; what comes later opens a new message. */
export const SITUATION_LIFE_MS = 6 * HOUR_MS
/** Between two edits that add lines or say a material change. */
export const SITUATION_GAP_MS = MINUTE_MS
/** Counts alone are no news for a single publisher. */
const MORE_PUBLISHERS = 2

export type OpenSituation = {
  readonly openedAt: Instant
  /** When it was last written, or is about to be. */
  readonly writtenAt: Instant
  readonly shows: readonly ShownStory[]
}

export type SituationPlan =
  | { readonly kind: 'none' }
  | { readonly kind: 'open' | 'edit'; readonly stories: readonly Story[] }

/** What becomes of the situation message: opened, edited in place, or left as it is. */
export function planSituation(of: {
  readonly open: OpenSituation | undefined
  /** New stories without room. */
  readonly added: readonly Story[]
  /** Stories that it shows, as they stand now; those that stand alone by now are left out. */
  readonly shown: readonly Story[]
  readonly camps: readonly Camp[]
  readonly now: Instant
}): SituationPlan {
  const { open, added, shown, now } = of
  const isOver = open === undefined || now - open.openedAt >= SITUATION_LIFE_MS
  if (isOver) return added.length === 0 ? { kind: 'none' } : { kind: 'open', stories: added }
  const before = new Map(open.shows.map((one) => [one.storyId, one]))
  const isNews =
    added.length > 0 ||
    shown.some((story) => {
      const row = before.get(story.id)
      return row !== undefined && materialChange(row, story, of.camps) !== undefined
    })
  const hasMore = shown.some((story) => {
    const row = before.get(story.id)
    return row !== undefined && morePublishers(row, story) >= MORE_PUBLISHERS
  })
  const gap = now - open.writtenAt
  const isDue = (isNews && gap >= SITUATION_GAP_MS) || (hasMore && gap >= EDIT_GAP_MS)
  return isDue ? { kind: 'edit', stories: [...shown, ...added] } : { kind: 'none' }
}
