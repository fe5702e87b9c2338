import { storyId } from '../lib/hash.ts'
import type { Membership, TaggedArticle } from '../types.ts'
import { type Document, type Facts, toDocument, toFacts } from './document.ts'
import { fromKept, type Kept } from './kept.ts'
import type { Member } from './open-story.ts'
import type { Setting, Stream } from './setting.ts'
import { type Same, slimArticle } from './slim.ts'
import {
  sensesOf,
  termsOf,
  titleTermsOf,
  toVector,
  type Vector,
  type VectorContext,
} from './vector.ts'
import type { Terms } from './weights.ts'
import { keptNeighbours } from './window.ts'

/** Where members are made: what vectors need, and texts that many articles share. */
export type MemberContext = VectorContext & { readonly same: Same }

/** An article as the store gives it back. */
export type StoredMember = {
  readonly article: TaggedArticle
  readonly membership: Membership
  /** What `toKept` made of it. */
  readonly kept?: string
}

/** New articles as members of the window. Terms of all are counted before any is weighed: order must not matter. */
export function readMembers(
  articles: readonly TaggedArticle[],
  context: MemberContext,
): readonly Member[] {
  const documents = articles.map(toDocument)
  for (const document of documents) countWords(document, context)
  return articles.map((article, at) => {
    const document = documents[at] ?? toDocument(article)
    return {
      article: slimArticle(article, context.same),
      document: document.facts,
      vector: toVector(document, context),
      neighbours: NO_NEIGHBOURS,
      setting: NO_SETTING,
      linked: NOT_LINKED,
      membership: {
        articleId: article.id,
        storyId: storyId(article.id),
        side: document.facts.lang,
        linkedBy: 'first',
        likeness: 1,
      },
    }
  })
}

/**
 * Stored articles as they were in the window, oldest first; what nothing was kept of is read again. `members`: those that
 * are there already.
 */
export function recallMembers(
  items: readonly StoredMember[],
  { stream, members }: { readonly stream: Stream; readonly members: ReadonlyMap<string, Member> },
  context: MemberContext,
): readonly Member[] {
  // The same text as that of the article itself.
  const idOf = (id: string): string => members.get(id)?.document.id ?? id
  const drafts = items.map((item) => toDraft(item, context))
  for (const { kept, document, facts } of drafts) {
    if (document) countWords(document, context)
    else context.weights.add(facts, wordsOf(kept.vector), titleTermsOf(kept.vector))
  }
  return drafts.map(({ item: { article, membership }, kept, document, facts }) => {
    const { neighbours, storyId: story, side, linkedBy, likeness } = membership
    const cosines = kept?.cosines ?? neighbours.map((near) => near.likeness)
    const setting = stream.next(cosines)
    return {
      article: slimArticle(article, context.same),
      document: facts,
      vector: document ? toVector(document, context) : kept.vector,
      neighbours: keptNeighbours(article.id, neighbours, cosines, idOf),
      setting: kept?.setting ?? setting,
      linked: kept?.linked ?? NOT_LINKED,
      membership: { articleId: article.id, storyId: story, side, linkedBy, likeness },
    }
  })
}

/** An article leaves the window; what it taught stays. */
export function forgetMember({ document, vector }: Member, { weights }: VectorContext): void {
  weights.remove(document.outlet, wordsOf(vector), titleTermsOf(vector))
}

const wordsOf = (vector: Vector): Terms => [termsOf(vector), sensesOf(vector)]

type Draft = { readonly item: StoredMember; readonly facts: Facts } & (
  | { readonly kept: Kept; readonly document?: undefined }
  | { readonly kept?: undefined; readonly document: Document }
)

function toDraft(item: StoredMember, { slabs, same }: MemberContext): Draft {
  const kept = item.kept === undefined ? undefined : fromKept(item.kept, slabs)
  if (kept) {
    const facts = toFacts(item.article, kept.told)
    return { item, kept, facts: { ...facts, outlet: same(facts.outlet) } }
  }
  const document = toDocument(item.article)
  return { item, document, facts: document.facts }
}

function countWords({ facts, termIds, senses, titleTerms }: Document, { weights }: VectorContext) {
  weights.add(facts, [termIds, senses.ids], titleTerms)
}

const NO_NEIGHBOURS: ReadonlyMap<string, number> = new Map()
const NO_SETTING: Setting = { density: 0, repeats: 0 }
const NOT_LINKED: readonly string[] = []
