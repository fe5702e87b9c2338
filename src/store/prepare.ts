// What a poll is turned into before it is written: the same on every store.

import { DAY_MS } from '../lib/clock.ts'
import type { Story, TaggedArticle } from '../types.ts'
import { facetsOf, levelsOf } from './facets.ts'
import { wordsOf } from './match.ts'

/** A key that is served at every poll is written once a day: what it needs is days, not minutes. */
export const KEY_TOUCH_MS = DAY_MS

/** The lease under which a poll was made has passed to another process: its work is theirs now. */
export class LeaseLost extends Error {
  override readonly name = 'LeaseLost'
}

/** A story that was to be taken apart is owed to a channel by now: the store is right, not who clustered. */
export class StoryPosted extends Error {
  override readonly name = 'StoryPosted'
}

/** Oldest first, so that of one document the newest item gets the highest docid. */
export function byTime(a: TaggedArticle, b: TaggedArticle): number {
  if (a.seenAt !== b.seenAt) return a.seenAt - b.seenAt
  const published = (a.publishedAt ?? a.seenAt) - (b.publishedAt ?? b.seenAt)
  if (published !== 0) return published
  return a.id < b.id ? -1 : 1
}

/** An article as it is written: all that costs computing is done before the transaction begins. */
export const toArticleValues = (article: TaggedArticle) => ({
  article,
  words: wordsOf(article),
  categories: JSON.stringify(article.categories),
  keys: JSON.stringify(article.keys),
  tags: JSON.stringify(article.tags),
})

/** A story as it is written, with the places where it is found. */
export const toStoryValues = (story: Story) => ({
  story,
  places: { levels: levelsOf(story), facets: facetsOf(story) },
  data: JSON.stringify(story),
})
