// What becomes of a message whose story goes on: one message per story and channel, kept true in place.

import type { Camp, Instant, PostedStory, Story } from '../types.ts'
import { REPLY_GAP_MS, updateOf } from './breaking.ts'
import { materialChange, morePublishers } from './material.ts'
import { saidOf } from './shown.ts'

export type LivingInput = {
  readonly story: Story
  /** What the message shows. */
  readonly row: PostedStory
  readonly camps: readonly Camp[]
  /** When a reply last said a change of this story. */
  readonly repliedAt: Instant | undefined
  /** Quiet hours and a full hour let a message be edited, but not answered. */
  readonly maySpeak: boolean
  readonly now: Instant
}

export type Living = {
  readonly edit: boolean
  /** What a plain reply says: everything material since the channel was last told. */
  readonly reply?: string
}

/**
 * A material change edits at once; counts alone at most every ten minutes, and not for a single
 * publisher. One reply in 30 min at most says what changed since the last one, so that nothing that
 * happened in between stays unsaid.
 */
export function livingOf(input: LivingInput): Living {
  const { story, row, camps, repliedAt, now } = input
  const update = updateOf({
    change: materialChange(row, story, camps),
    morePublishers: morePublishers(row, story),
    editedAt: row.at,
    repliedAt,
    now,
  })
  const edit = update.kind === 'edit'
  const unsaid = materialChange(saidOf(row), story, camps)
  const isEarly = repliedAt !== undefined && now - repliedAt < REPLY_GAP_MS
  if (unsaid === undefined || isEarly || !input.maySpeak) return { edit }
  return { edit, reply: unsaid }
}

/** The message that stands for a story in a channel, and those of stories that turned out to be the same. */
export function standing(rows: readonly PostedStory[]): {
  readonly card?: PostedStory
  readonly merged: readonly PostedStory[]
} {
  const alone = rows.filter((row) => row.mode !== 'digest' && !row.gathered)
  const withMessage = alone.filter((row) => row.messageId !== undefined)
  const own = withMessage.filter((row) => row.takenFrom === undefined)
  // The survivor's own message; where it has none, that of the story it took over goes on as its own.
  const card = own.at(-1) ?? withMessage[0]
  if (card === undefined) return { merged: [] }
  const merged = withMessage.filter(
    (row) =>
      row.takenFrom !== undefined &&
      row.messageId !== card.messageId &&
      row.mergedInto !== row.storyId,
  )
  return { card, merged }
}
