import { toDocument } from '../../src/story/document.ts'
import type { Member } from '../../src/story/open-story.ts'
import { openSlabs } from '../../src/story/slab.ts'
import { toVector } from '../../src/story/vector.ts'
import { openWeights } from '../../src/story/weights.ts'
import type { TaggedArticle } from '../../src/types.ts'
import { toArticle } from './article.ts'

/** A bare member with nothing but an id. */
export const toMember = (id: string): Member =>
  toMembers([toArticle({ id, title: id })])[0] ?? never()

/** Members of one window over no background, each counted before any is weighed. */
export function toMembers(articles: readonly TaggedArticle[]): readonly Member[] {
  const weights = openWeights({ documents: 0, frequencies: new Map() })
  const slabs = openSlabs()
  const documents = articles.map(toDocument)
  for (const { facts, termIds, senses, titleTerms } of documents) {
    weights.add(facts, [termIds, senses.ids], titleTerms)
  }
  return documents.map((document, at) => ({
    article: articles[at] ?? never(),
    document: document.facts,
    vector: toVector(document, { weights, slabs }),
    neighbours: new Map(),
    setting: { density: 0, repeats: 0 },
    linked: [],
    membership: {
      articleId: document.facts.id,
      storyId: 'S-AAAAAAAA',
      side: document.facts.lang,
      linkedBy: 'first',
      likeness: 1,
    },
  }))
}

function never(): never {
  throw new Error('no article')
}
