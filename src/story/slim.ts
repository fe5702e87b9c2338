import type { TaggedArticle } from '../types.ts'

const SUMMARY_KEPT = 600

/** Gives of equal texts always the first: a thousand outlets' names are not kept a hundred thousand times. */
export type Same = (text: string) => string

export function openSame(): Same {
  const known = new Map<string, string>()
  return (text) => {
    const same = known.get(text)
    if (same !== undefined) return same
    known.set(text, text)
    return text
  }
}

/**
 * An article without what stories are not derived from (content, keys, gates, most matches): a hundred
 * thousand of them stay in memory at once.
 */
export function slimArticle(article: TaggedArticle, same: Same): TaggedArticle {
  const { summary, link, publishedAt, sample, tags } = article
  const signals = tags.matches.filter((match) => match.kind === 'signal')
  return {
    id: article.id,
    feedId: same(article.feedId),
    outlet: same(article.outlet),
    family: same(article.family),
    camp: same(article.camp),
    title: article.title,
    categories: NONE,
    seenAt: article.seenAt,
    keys: NONE,
    backlog: article.backlog,
    tags: {
      ...tags,
      packHash: same(tags.packHash),
      actors: orNone(tags.actors),
      assets: orNone(tags.assets),
      themes: orNone(tags.themes),
      gates: NONE,
      matches: signals.length === 0 ? NONE : signals,
    },
    ...(summary !== undefined && { summary: summary.slice(0, SUMMARY_KEPT) }),
    ...(link !== undefined && { link }),
    ...(publishedAt !== undefined && { publishedAt }),
    ...(sample !== undefined && { sample }),
  }
}

/** Most lists are empty: those share one. */
const NONE: readonly never[] = []
const orNone = <T>(list: readonly T[]): readonly T[] => (list.length === 0 ? NONE : list)
