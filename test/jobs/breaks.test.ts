import { describe, expect, test } from 'vitest'
import { breakingOrigins } from '../../src/jobs/plan/breaks.ts'
import type { Article, Membership, StoryArticle } from '../../src/types.ts'
import { CAMPS } from '../card/world.ts'
import { makeArticle, makeMembership, makeStory } from '../store/make.ts'

function told(
  outlet: string,
  changes: Partial<Article> = {},
  membership: Partial<Membership> = {},
): StoryArticle {
  const family = outlet.toLowerCase().replaceAll(' ', '-')
  const article = makeArticle(outlet, { outlet, family, feedId: family, ...changes })
  const { title, seenAt } = article
  return {
    ...article,
    membership: { ...makeMembership(article, 'S-AAAAAAAA'), ...membership },
    titles: [{ title, at: seenAt }],
  }
}

const originsOf = (articles: readonly StoryArticle[], aggregators: readonly string[] = []) => {
  const [first] = articles
  if (first === undefined) throw new Error('no article')
  return breakingOrigins({ story: makeStory(first), articles }, { camps: CAMPS, aggregators })
}

describe('the origins of a stored story', () => {
  test('are its publishers', () => {
    expect(originsOf([told('North Post'), told('South Post'), told('West Post')])).toBe(3)
  })

  test('are one where a wire is cited and tells it itself', () => {
    const cited = { title: 'Bridge is shut, Harbour Wire reports' }
    expect(
      originsOf([told('Harbour Wire'), told('North Post', cited), told('South Post', cited)]),
    ).toBe(1)
  })

  test('do not grow by copies, and aggregators corroborate nothing', () => {
    const copy = told('South Post', {}, { linkedBy: 'copy' })
    const collected = told('All News')
    expect(originsOf([told('North Post'), copy, collected], ['all-news'])).toBe(1)
  })
})
