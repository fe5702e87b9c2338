import type { ArticleClass } from '../types.ts'
import type { Member, OpenStory } from './open-story.ts'

/** Commentary and collections speak of many events: they never join one. */
const NEVER: ReadonlySet<ArticleClass> = new Set<ArticleClass>([
  'opinion',
  'analysis',
  'roundup',
  'anniversary',
])

/** Whether an article may join a story that it is like. */
export const mayJoin = (member: Member, story: OpenStory): boolean =>
  !isLoner(member) && !story.members.every(isLoner)

/** Whether two stories may become one. */
export const mayMerge = (a: OpenStory, b: OpenStory): boolean =>
  !a.members.every(isLoner) && !b.members.every(isLoner)

const isLoner = (member: Member): boolean => NEVER.has(member.article.tags.class)
