import type { Instant, Lang, Membership, TaggedArticle } from '../types.ts'
import type { Item } from './likeness.ts'

/** An article in the window with its place in a story. */
export type Member = Item & {
  readonly article: TaggedArticle
  membership: Membership
}

/** A story that can still change. */
export type OpenStory = {
  readonly id: string
  members: Member[]
  /** `seenAt` of its first article and its newest. */
  openedAt: Instant
  updatedAt: Instant
}

/** No chain grows past this many articles of one side. */
export const STORY_MAX = 60
const REPRESENTATIVES_MAX = 8

/** Up to eight members of one language that speak for the story: its first and its newest. */
export function representatives(story: OpenStory, lang: Lang): readonly Member[] {
  const side = story.members.filter((member) => member.document.lang === lang)
  if (side.length <= REPRESENTATIVES_MAX) return side
  return [...side.slice(0, 2), ...side.slice(2 - REPRESENTATIVES_MAX)]
}
