import { isBreaking, type OriginArticle, originsWithin } from '../digest/breaking.ts'
import type { Store } from '../ports.ts'
import { readOrigins } from '../story/origin.ts'
import type { Camp, Story, StoryArticle, StoryDetail } from '../types.ts'
import type { Desk } from './desk.ts'

/** Whether a story is breaking by its articles; those are read only where its severity allows it. */
export async function breaks(
  story: Story,
  desk: Pick<Desk, 'context'>,
  store: Pick<Store, 'findStory'>,
): Promise<boolean> {
  if (story.severity !== 'critical' && story.severity !== 'high') return false
  const detail = await store.findStory(story.id)
  return isBreaking(story, toOriginArticles(detail?.articles ?? []), desk.context.camps)
}

/** For `why`: how many independent origins a story has within the window of breaking. */
export const breakingOrigins = (detail: StoryDetail, camps: readonly Camp[]): number =>
  originsWithin(toOriginArticles(detail.articles), camps)

function toOriginArticles(articles: readonly StoryArticle[]): readonly OriginArticle[] {
  const origins = readOrigins(articles)
  return articles.map((article, at) => {
    const { named = [], cited } = origins[at] ?? {}
    return {
      family: article.family,
      camp: article.camp,
      seenAt: article.seenAt,
      backlog: article.backlog,
      // A report that others cite is the same origin as those who cite it.
      origins: named.length === 0 && cited !== undefined ? [cited] : named,
    }
  })
}
