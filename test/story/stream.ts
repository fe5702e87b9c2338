// Invented batches, and what a store would hold of the stories that a clusterer made of them.

import fc from 'fast-check'
import type { Clusterer, StoredMember } from '../../src/story/cluster.ts'
import type { Membership, Story, TaggedArticle } from '../../src/types.ts'
import { hoursLater, toArticle } from './article.ts'

const WORDS = 'drone silo port bridge barge vote quota strike minister harbour kills'.split(' ')
const TOWNS = ['Kharkiv', 'Odesa', 'Tehran', '']
const OUTLETS = ['Morning Ledger', 'Harbour Times', 'Evening Courier', 'Valley Post']

const anyArticle = fc
  .record({
    outlet: fc.constantFrom(...OUTLETS),
    words: fc.array(fc.constantFrom(...WORDS), { minLength: 4, maxLength: 7 }),
    town: fc.constantFrom(...TOWNS),
    lead: fc.array(fc.constantFrom(...WORDS), { maxLength: 9 }),
    number: fc.integer({ min: 1, max: 30 }),
  })
  .map(({ outlet, words, town, lead, number }) =>
    toArticle({
      outlet,
      title: `${words.join(' ')} ${town} ${number}`,
      summary: `${lead.join(' ')}.`,
    }),
  )

/** Batches an hour apart, of articles that often look alike but for the town. */
export const anyStream: fc.Arbitrary<readonly (readonly TaggedArticle[])[]> = fc
  .uniqueArray(anyArticle, { maxLength: 40, selector: ({ id }) => id })
  .chain((articles) =>
    fc
      .array(fc.integer({ min: 0, max: 7 }), {
        minLength: articles.length,
        maxLength: articles.length,
      })
      .map((hours) => toBatches(articles, hours)),
  )

function toBatches(articles: readonly TaggedArticle[], hours: readonly number[]) {
  const batches = Array.from({ length: 8 }, (): TaggedArticle[] => [])
  for (const [at, article] of articles.entries()) {
    const hour = hours[at] ?? 0
    batches[hour]?.push({ ...article, seenAt: hoursLater(hour) })
  }
  return batches
}

/** What is stored after some batches. */
export type Stored = {
  readonly stories: Map<string, Story>
  readonly memberships: Map<string, Membership>
  readonly articles: Map<string, TaggedArticle>
  readonly kept: Map<string, string>
}

export const emptyStored = (): Stored => ({
  stories: new Map(),
  memberships: new Map(),
  articles: new Map(),
  kept: new Map(),
})

/** Clusters a batch as a poll does, and stores it; what was posted by then does not split. */
export function store(
  clusterer: Clusterer,
  batch: readonly TaggedArticle[],
  stored: Stored,
  posted: ReadonlySet<string> = new Set(),
) {
  const now = batch[0]?.seenAt ?? 0
  const change = clusterer.split(clusterer.add(batch, now), posted)
  for (const article of batch) stored.articles.set(article.id, article)
  for (const story of change.stories) stored.stories.set(story.id, story)
  for (const one of change.memberships) stored.memberships.set(one.articleId, one)
  for (const { articleId, data } of change.kept) stored.kept.set(articleId, data)
  return change
}

/** What a restart reads, oldest first. */
export function storedMembers(stored: Stored, isKept = true): readonly StoredMember[] {
  return [...stored.articles.values()]
    .sort((a, b) => a.seenAt - b.seenAt || (a.id < b.id ? -1 : 1))
    .flatMap((article) => {
      const membership = stored.memberships.get(article.id)
      const kept = stored.kept.get(article.id)
      if (membership === undefined) return []
      return [{ article, membership, ...(isKept && kept !== undefined && { kept }) }]
    })
}
