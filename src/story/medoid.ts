import { toWords } from '../lib/words.ts'
import type { TaggedArticle } from '../types.ts'
import { isStopWord } from './stop-words.ts'
import { stripSuffixes } from './suffix.ts'

const TITLE_SHORT = 25
const TITLE_LONG = 140
const PENALTY = 0.12

/**
 * The article that speaks for a side of a story: nearest to all others by title and lead, less a
 * penalty for titles that ask, shout, explain, are posts or live pages, or have an odd length. The oldest wins
 * a tie. What is not relevant speaks for no story that has something relevant. Throws on an empty list.
 */
export function findMedoid(articles: readonly TaggedArticle[]): TaggedArticle {
  const bags = articles.map(toBag)
  const total = new Map<string, number>()
  for (const bag of bags) {
    for (const word of bag) total.set(word, (total.get(word) ?? 0) + 1)
  }
  let best: { article: TaggedArticle; worth: number } | undefined
  const isRelevant = articles.some(({ tags }) => tags.relevance !== 'no')
  for (const [at, article] of articles.entries()) {
    if (isRelevant && article.tags.relevance === 'no') continue
    const bag = bags[at] ?? new Set()
    const worth = centrality(bag, total, articles.length) - penaltyOf(article)
    const isBetter =
      !best || worth > best.worth || (worth === best.worth && isOlder(article, best.article))
    if (isBetter) best = { article, worth }
  }
  if (!best) throw new Error('a story without articles has no medoid')
  return best.article
}

export const isOlder = (a: TaggedArticle, b: TaggedArticle): boolean =>
  a.seenAt < b.seenAt || (a.seenAt === b.seenAt && a.id < b.id)

/** Mean share of the other articles that use each of its words. */
function centrality(
  bag: ReadonlySet<string>,
  total: ReadonlyMap<string, number>,
  articles: number,
): number {
  if (articles < 2 || bag.size === 0) return 0
  let shared = 0
  for (const word of bag) shared += ((total.get(word) ?? 1) - 1) / (articles - 1)
  return shared / Math.sqrt(bag.size * 12)
}

const toBag = (article: TaggedArticle): ReadonlySet<string> =>
  new Set(
    toWords(stripSuffixes(article.title, article.outlet))
      .filter((word) => !isStopWord(word.norm))
      .map((word) => word.stem),
  )

const ASKS = /[?؟]["'”’»]*(?:\s|$)/u
/** A caption or a post: accounts, tags, addresses. */
const POSTED = /(?:^|\s)[@#]\p{L}|https?:\/\/|\bt\.me\b/u
const LISTS =
  /^(?:how|why|what|when|where|who|here(?:'|’)s|explain|explainer|watch|video|photos?|\[)/iu

function penaltyOf({ title, tags }: TaggedArticle): number {
  let penalty = 0
  if (ASKS.test(title)) penalty += PENALTY
  if (LISTS.test(title)) penalty += PENALTY
  if (POSTED.test(title)) penalty += PENALTY
  if (title.length > 20 && title === title.toUpperCase() && title !== title.toLowerCase())
    penalty += PENALTY
  if (title.length < TITLE_SHORT || title.length > TITLE_LONG) penalty += PENALTY
  if (tags.class !== 'news') penalty += PENALTY * 2
  return penalty
}
