import { DAY_MS, HOUR_MS } from '../lib/clock.ts'
import type { Instant, Lang, Membership, StorySplit, TaggedArticle } from '../types.ts'
import type { Item } from './likeness.ts'

/** A story takes articles for so long after its first … */
export const STORY_WINDOW_MS = 72 * HOUR_MS
/** … and while its newest is no older than this. */
export const STORY_IDLE_MS = DAY_MS
/** No chain grows past this many articles. */
export const STORY_MAX = 60
const REPRESENTATIVES_MAX = 8

/** A membership without its neighbours: those are the member's, with their exact cosines. */
export type Bond = Omit<Membership, 'neighbours'>

/** An open article with its place in a story. */
export type Member = Item & {
  readonly article: TaggedArticle
  membership: Bond
  /** Articles of other languages that surely tell the same, by id. */
  linked: readonly string[]
}

/** A story that can still change. */
export type OpenStory = {
  readonly id: string
  /** Oldest first. */
  members: Member[]
  /** `seenAt` of its first article and of its newest. */
  openedAt: Instant
  updatedAt: Instant
  /** It, or one that it took over, was split: it splits no more. */
  split?: StorySplit
}

/** The membership of an article as it is stored. */
export function toMembership({ membership, neighbours }: Member): Membership {
  const [, ...near] = neighbours
  return {
    ...membership,
    neighbours: near.map(([articleId, cosine]) => ({ articleId, likeness: toShown(cosine) })),
  }
}

/** Three decimals between 0 and 1. */
export const toShown = (value: number): number =>
  Math.round(Math.min(1, Math.max(0, value)) * 1000) / 1000

/** Whether a story can no longer change. */
export const isClosed = (story: Pick<OpenStory, 'openedAt' | 'updatedAt'>, now: Instant): boolean =>
  now - story.openedAt > STORY_WINDOW_MS || now - story.updatedAt > STORY_IDLE_MS

/** Up to eight members of one language that speak for the story: its first two and its newest. */
export const representatives = (story: OpenStory, lang: Lang): readonly Member[] =>
  few(story.members.filter((member) => member.document.lang === lang))

export const few = (members: readonly Member[]): readonly Member[] =>
  members.length <= REPRESENTATIVES_MAX
    ? members
    : [...members.slice(0, 2), ...members.slice(2 - REPRESENTATIVES_MAX)]

/** Which of two stories keeps its id when they become one: the older (law 4). */
export const isElder = (a: OpenStory, b: OpenStory): boolean =>
  a.openedAt < b.openedAt || (a.openedAt === b.openedAt && a.id < b.id)

export const byAge = (a: Member, b: Member): number =>
  a.document.at - b.document.at || (a.document.id < b.document.id ? -1 : 1)
