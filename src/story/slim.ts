import type { TaggedArticle } from '../types.ts'

const SUMMARY_KEPT = 600

/**
 * An article without what stories are not derived from (content, keys, gates, most matches): a hundred
 * thousand of them stay in memory at once.
 */
export function slimArticle(article: TaggedArticle): TaggedArticle {
  const { content: _content, summary, tags, ...rest } = article
  return {
    ...rest,
    ...(summary === undefined ? {} : { summary: summary.slice(0, SUMMARY_KEPT) }),
    keys: [],
    categories: [],
    tags: {
      ...tags,
      gates: [],
      matches: tags.matches.filter((match) => match.kind === 'signal'),
    },
  }
}
