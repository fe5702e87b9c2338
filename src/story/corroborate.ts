import type { Camp, TaggedArticle } from '../types.ts'

/** Independent publisher families of a story, sorted; a family never counts twice (law 9). */
export const toFamilies = (articles: readonly Pick<TaggedArticle, 'family'>[]): readonly string[] =>
  [...new Set(articles.map((article) => article.family))].sort()

/** Articles per camp, most first; ties in the camps' own order, then by id. */
export function toCampCounts(
  articles: readonly TaggedArticle[],
  camps: readonly Camp[],
): readonly { readonly camp: string; readonly articles: number }[] {
  const counts = new Map<string, number>()
  for (const { camp } of articles) counts.set(camp, (counts.get(camp) ?? 0) + 1)
  const order = new Map(camps.map((camp) => [camp.id, camp.order]))
  const orderOf = (camp: string): number => order.get(camp) ?? Number.POSITIVE_INFINITY
  return [...counts]
    .map(([camp, count]) => ({ camp, articles: count }))
    .sort(
      (a, b) =>
        b.articles - a.articles ||
        compare(orderOf(a.camp), orderOf(b.camp)) ||
        (a.camp < b.camp ? -1 : 1),
    )
}

const compare = (a: number, b: number): number => (a === b ? 0 : a < b ? -1 : 1)

/**
 * Publishers that count for `publishers-min` and breaking (commands.md): families, those of one state
 * camp together as one.
 */
export function countIndependent(
  articles: readonly TaggedArticle[],
  camps: readonly Camp[],
): number {
  const state = new Set(camps.filter((camp) => camp.state === true).map((camp) => camp.id))
  // A family may have feeds in several camps and is still one voice: that of a state, where one of them is.
  const voices = new Map<string, string>()
  for (const { camp, family } of articles) {
    const voice = state.has(camp) ? `camp ${camp}` : `family ${family}`
    const before = voices.get(family)
    if (before === undefined || voice < before) voices.set(family, voice)
  }
  return new Set(voices.values()).size
}

/**
 * What a story has of a kind: whatever its medoid has, or a third of its articles and two families
 * have; in a story of one family one article suffices (architecture.md, "story"). Sorted.
 */
export function carried<T extends Pick<TaggedArticle, 'id' | 'family'>>(
  articles: readonly T[],
  medoidId: string,
  valuesOf: (article: T) => readonly string[],
): readonly string[] {
  const bearers = new Map<string, { articles: number; families: Set<string>; medoid: boolean }>()
  for (const article of articles) {
    for (const value of new Set(valuesOf(article))) {
      const entry = bearers.get(value) ?? { articles: 0, families: new Set(), medoid: false }
      entry.articles += 1
      entry.families.add(article.family)
      entry.medoid ||= article.id === medoidId
      bearers.set(value, entry)
    }
  }
  const oneFamily = toFamilies(articles).length === 1
  return [...bearers]
    .filter(
      ([, entry]) =>
        entry.medoid ||
        oneFamily ||
        (entry.articles * 3 >= articles.length && entry.families.size >= 2),
    )
    .map(([value]) => value)
    .sort()
}
