import { countOrigins } from '../lib/origins.ts'
import type { Camp, Lang, Relevance, Story, StorySplit, TaggedArticle } from '../types.ts'
import { carried, countIndependent, toCampCounts, toFamilies } from './corroborate.ts'
import { findMedoid, isOlder } from './medoid.ts'
import type { Bond } from './open-story.ts'
import { readOrigins, toOriginArticles, toOrigins } from './origin.ts'
import { SEVERITY_RULES, type SeverityRules, toSeverity } from './severity.ts'
import { toHeadline } from './signature.ts'
import { summarise } from './summarise.ts'

export type DeriveContext = {
  readonly id: string
  readonly camps: readonly Camp[]
  readonly severity?: SeverityRules
  /** Language that title and summary are taken from where the story has it; else the oldest side's. */
  readonly lang?: Lang
  readonly mergedInto?: string
  readonly split?: StorySplit
}

/**
 * Everything that a story shows, computed from its articles alone (architecture.md "story",
 * taxonomy.md "severity"): the same articles in any order give the same story. Throws on none.
 */
export function deriveStory(
  articles: readonly TaggedArticle[],
  memberships: readonly Bond[],
  context: DeriveContext,
): Story {
  const ordered = [...articles].sort((a, b) => (isOlder(a, b) ? -1 : 1))
  const oldest = ordered[0]
  const newest = ordered.at(-1)
  if (!oldest || !newest) throw new Error(`story ${context.id} has no articles`)
  const sides = toSides(ordered, memberships)
  const lang =
    context.lang !== undefined && sides.has(context.lang) ? context.lang : firstSide(sides)
  const medoids = new Map([...sides].map(([side, list]) => [side, findMedoid(list)]))
  const medoid = medoids.get(lang) ?? oldest
  const families = toFamilies(ordered)
  const copies = toCopies(memberships)
  const read = readOrigins(ordered)
  const { severity, points } = toSeverity(
    ordered,
    medoid,
    families,
    context.severity ?? SEVERITY_RULES,
  )
  const summaryOf = (side: Lang, { title, tags }: TaggedArticle) =>
    summarise(sides.get(side) ?? ordered, title, tags.lang, context.camps)
  const carry = (valuesOf: (article: TaggedArticle) => readonly string[]): readonly string[] =>
    carried(ordered, medoid.id, valuesOf)
  return {
    id: context.id,
    title: toHeadline(medoid),
    lang,
    medoidId: medoid.id,
    outlet: medoid.outlet,
    camp: medoid.camp,
    ...(medoid.link === undefined ? {} : { link: medoid.link }),
    sides: [...medoids].map(([side, article]) => ({
      lang: side,
      title: toHeadline(article),
      articleId: article.id,
      outlet: article.outlet,
      ...(article.link === undefined ? {} : { link: article.link }),
      ...(side === lang ? {} : { summary: summaryOf(side, article) }),
    })),
    openedAt: oldest.seenAt,
    updatedAt: newest.seenAt,
    actors: carry((article) => article.tags.actors),
    assets: carry((article) => article.tags.assets),
    themes: carry((article) => article.tags.themes),
    relevance: toRelevance(ordered, medoid),
    class: medoid.tags.class,
    severity,
    severityPoints: points,
    articleCount: ordered.length,
    families,
    independent: countIndependent(withoutCopies(ordered, copies), context.camps),
    camps: toCampCounts(ordered, context.camps),
    origins: toOrigins(ordered, read),
    originCount: countOrigins(toOriginArticles(ordered, copies, read), context.camps),
    first: toFirst(ordered, oldest),
    newestAt: Math.max(...ordered.map(saidAt)),
    summary: summaryOf(lang, medoid),
    backlog: ordered.every((article) => article.backlog),
    ...(ordered.some((article) => article.sample === true) ? { sample: true } : {}),
    ...(context.mergedInto === undefined ? {} : { mergedInto: context.mergedInto }),
    ...(context.split === undefined ? {} : { split: context.split }),
  }
}

const RELEVANCES: readonly Relevance[] = ['core', 'related', 'no']

/** The highest relevance that the rule of tags lets through; a core article is related as well. */
function toRelevance(articles: readonly TaggedArticle[], medoid: TaggedArticle): Relevance {
  const passed = carried(articles, medoid.id, ({ tags }) =>
    RELEVANCES.slice(RELEVANCES.indexOf(tags.relevance)),
  )
  return RELEVANCES.find((relevance) => passed.includes(relevance)) ?? 'no'
}

const saidAt = ({ publishedAt, seenAt }: TaggedArticle): number => publishedAt ?? seenAt

/** Who told it first, by the publishers' own times: polls bring many at once. */
function toFirst(ordered: readonly TaggedArticle[], oldest: TaggedArticle): Story['first'] {
  let first = oldest
  for (const article of ordered) if (saidAt(article) < saidAt(first)) first = article
  return { outlet: first.outlet, at: saidAt(first) }
}

const toCopies = (memberships: readonly Bond[]): ReadonlySet<string> =>
  new Set(
    memberships.filter(({ linkedBy }) => linkedBy === 'copy').map(({ articleId }) => articleId),
  )

/** The same wire copy in ten papers is one report; all of them only where nothing but copies is left. */
function withoutCopies(
  ordered: readonly TaggedArticle[],
  copies: ReadonlySet<string>,
): readonly TaggedArticle[] {
  const told = ordered.filter(({ id }) => !copies.has(id))
  return told.length > 0 ? told : ordered
}

/** Articles by the language side of their membership, sides in order of their first article. */
function toSides(
  ordered: readonly TaggedArticle[],
  memberships: readonly Bond[],
): ReadonlyMap<Lang, readonly TaggedArticle[]> {
  const sideOf = new Map(memberships.map(({ articleId, side }) => [articleId, side]))
  return Map.groupBy(ordered, (article) => sideOf.get(article.id) ?? article.tags.lang)
}

/** The oldest side that has something relevant to say; the oldest where none has. */
function firstSide(sides: ReadonlyMap<Lang, readonly TaggedArticle[]>): Lang {
  const [oldest] = sides
  const relevant = [...sides].find(([, articles]) =>
    articles.some(({ tags }) => tags.relevance !== 'no'),
  )
  return (relevant ?? oldest)?.[0] ?? 'und'
}
