import { isBreaking, type OriginArticle } from '../digest/breaking.ts'
import type { Store } from '../ports.ts'
import { findOrigins } from '../story/origin.ts'
import type { Story } from '../types.ts'
import type { Desk } from './desk.ts'

/** Whether a story is breaking by its articles; those are read only where its severity allows it. */
export async function breaks(
  story: Story,
  desk: Pick<Desk, 'context'>,
  store: Pick<Store, 'findStory'>,
): Promise<boolean> {
  if (story.severity !== 'critical' && story.severity !== 'high') return false
  const detail = await store.findStory(story.id)
  const articles = (detail?.articles ?? []).map(
    (article): OriginArticle => ({
      family: article.family,
      camp: article.camp,
      seenAt: article.seenAt,
      backlog: article.backlog,
      origins: findOrigins(article.title, article.summary),
    }),
  )
  return isBreaking(story, articles, desk.context.camps)
}
