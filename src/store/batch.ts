// Polls of several feeds as one transaction writes them: the same on every store.

import type { PollCommit } from '../ports.ts'
import type { FeedState, Instant, Membership } from '../types.ts'
import { byTime, toArticleValues, toStoryValues } from './prepare.ts'

export type Batch = {
  /** Of each feed oldest first, feed after feed. */
  readonly articles: readonly ReturnType<typeof toArticleValues>[]
  /** Each once, as it is after the last of the polls. */
  readonly stories: readonly ReturnType<typeof toStoryValues>[]
  /** What each poll moves between stories, in their order: one may take over what the one before it made. */
  readonly moves: readonly Moves[]
  /** When each feed was read with anything in it. */
  readonly states: readonly { readonly state: FeedState; readonly readAt: Instant | undefined }[]
}

type Moves = {
  /** Stories that others took over. */
  readonly merged: readonly { readonly from: string; readonly to: string }[]
  /** Stories that must never have been posted. */
  readonly split: readonly string[]
  readonly memberships: readonly Membership[]
}

/** All that costs computing is done here, before the transaction begins. */
export const toBatch = (polls: readonly PollCommit[]): Batch => ({
  articles: polls.flatMap(({ articles }) => [...articles].sort(byTime).map(toArticleValues)),
  stories: lastById(polls).map(toStoryValues),
  moves: polls.map(({ stories, split = [], memberships }) => ({
    merged: stories.flatMap(({ id, mergedInto }) =>
      mergedInto === undefined ? [] : [{ from: id, to: mergedInto }],
    ),
    split,
    memberships,
  })),
  states: polls.map(({ state, articles, again, at }) => ({
    state,
    readAt: articles.length + again.length > 0 ? at : undefined,
  })),
})

/** A story that several polls changed is written once. */
const lastById = (polls: readonly PollCommit[]): PollCommit['stories'] => [
  ...new Map(polls.flatMap(({ stories }) => stories.map((story) => [story.id, story]))).values(),
]
