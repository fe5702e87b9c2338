import type { CardContext } from '../../card/context.ts'
import { isBreaking } from '../../digest/breaking.ts'
import { type OriginArticle, originsWithin } from '../../lib/origins.ts'
import type { Store } from '../../ports.ts'
import { toOriginArticles } from '../../story/origin.ts'
import type { Story, StoryArticle, StoryDetail } from '../../types.ts'
import type { Desk } from './desk.ts'

/** Whether a story is breaking by its articles; those are read only where its severity allows it. */
export async function breaks(
  story: Story,
  desk: Pick<Desk, 'context'>,
  store: Pick<Store, 'findStory'>,
): Promise<boolean> {
  if (story.severity !== 'critical' && story.severity !== 'high') return false
  const detail = await store.findStory(story.id)
  const { camps, aggregators } = desk.context
  return isBreaking(story, toArticles(detail?.articles ?? [], aggregators), camps)
}

/** For `why`: how many independent origins a story has within the window of breaking. */
export const breakingOrigins = (
  detail: StoryDetail,
  { camps, aggregators }: Pick<CardContext, 'camps' | 'aggregators'>,
): number => originsWithin(toArticles(detail.articles, aggregators), camps)

/** Feeds that only collect corroborate nothing. */
const toArticles = (
  articles: readonly StoryArticle[],
  aggregators: readonly string[] = [],
): readonly OriginArticle[] =>
  toOriginArticles(
    articles.filter(({ feedId }) => !aggregators.includes(feedId)),
    new Set(
      articles.filter(({ membership }) => membership.linkedBy === 'copy').map(({ id }) => id),
    ),
  )
