import type { CountKind, DayCount, OpenArticle, SearchHit } from '../ports.ts'
import type {
  Article,
  Lang,
  Membership,
  Relevance,
  StoryArticle,
  TaggedArticle,
  Tags,
} from '../types.ts'

/** Columns of an article with its texts, in one order for every statement that reads articles. */
export const ARTICLE_COLUMNS = `
  a.docid, a.id, a.feed_id, a.seen_at, a.published_at, a.outlet, a.family, a.camp, a.title, a.link,
  a.canonical_url, a.author, a.categories, a.language_hint, a.backlog, a.sample, a.keys, a.tags,
  t.summary, t.content`

export type ArticleRow = {
  readonly docid: number
  readonly id: string
  readonly feed_id: string
  readonly seen_at: number
  readonly published_at: number | null
  readonly outlet: string
  readonly family: string
  readonly camp: string
  readonly title: string
  readonly link: string | null
  readonly canonical_url: string | null
  readonly author: string | null
  readonly categories: string
  readonly language_hint: string | null
  readonly backlog: number
  readonly sample: number
  readonly keys: string
  readonly tags: string
  readonly summary: string | null
  readonly content: string | null
}

export const MEMBERSHIP_COLUMNS = `m.story_id, m.side, m.linked_by, m.likeness, m.neighbours`

export type MembershipRow = {
  readonly story_id: string
  readonly side: Lang
  readonly linked_by: Membership['linkedBy']
  readonly likeness: number
  readonly neighbours: string
}

export function toArticle(row: ArticleRow): Article {
  return {
    id: row.id,
    feedId: row.feed_id,
    outlet: row.outlet,
    family: row.family,
    camp: row.camp,
    title: row.title,
    ...present('summary', row.summary),
    ...present('content', row.content),
    ...present('link', row.link),
    ...present('canonicalUrl', row.canonical_url),
    ...present('author', row.author),
    categories: fromJson(row.categories),
    ...present('publishedAt', row.published_at),
    seenAt: row.seen_at,
    ...present('languageHint', row.language_hint),
    keys: fromJson(row.keys),
    backlog: row.backlog === 1,
    ...(row.sample === 1 ? { sample: true } : {}),
  }
}

export const toTags = (row: ArticleRow): Tags => fromJson(row.tags)

export function toMembership(row: Pick<ArticleRow, 'id'> & MembershipRow): Membership {
  return {
    articleId: row.id,
    storyId: row.story_id,
    side: row.side,
    linkedBy: row.linked_by,
    likeness: row.likeness,
    neighbours: fromJson(row.neighbours),
  }
}

export function toHit(row: ArticleRow & Pick<MembershipRow, 'story_id'>): SearchHit {
  return { article: toArticle(row), tags: toTags(row), storyId: row.story_id }
}

export function toStoryArticle(
  row: ArticleRow & MembershipRow,
  later: StoryArticle['titles'],
): StoryArticle {
  const article = toArticle(row)
  return {
    ...article,
    tags: toTags(row),
    membership: toMembership(row),
    titles: [{ title: article.title, at: article.seenAt }, ...later],
  }
}

/** What clustering needs of an article and its membership; the rest would be most of the reading. */
export const OPEN_COLUMNS = `
  a.id, a.feed_id, a.seen_at, a.published_at, a.outlet, a.family, a.camp, a.title, a.link,
  a.backlog, a.sample, a.tags, substr(t.summary, 1, 600) as summary,
  ${MEMBERSHIP_COLUMNS}, k.data as kept`

export type OpenRow = MembershipRow &
  Omit<
    ArticleRow,
    'docid' | 'canonical_url' | 'author' | 'categories' | 'language_hint' | 'keys' | 'content'
  > & { readonly kept: string | null }

type Writable<T> = { -readonly [Key in keyof T]: T[Key] }

/** A hundred thousand of them are read at once: nothing is made that is thrown away. */
export function toOpenArticle(row: OpenRow): OpenArticle {
  const article: Writable<TaggedArticle> = {
    id: row.id,
    feedId: row.feed_id,
    outlet: row.outlet,
    family: row.family,
    camp: row.camp,
    title: row.title,
    categories: [],
    seenAt: row.seen_at,
    keys: [],
    backlog: row.backlog === 1,
    tags: fromJson(row.tags),
  }
  if (row.summary !== null) article.summary = row.summary
  if (row.link !== null) article.link = row.link
  if (row.published_at !== null) article.publishedAt = row.published_at
  if (row.sample === 1) article.sample = true
  return { article, membership: toMembership(row), ...present('kept', row.kept) }
}

export type CountRow = {
  readonly kind: CountKind
  readonly id: string
  readonly day: string
  readonly sample: number
  readonly hours: string
}

export const toDayCount = ({ kind, id, day, sample, hours }: CountRow): DayCount => ({
  day,
  kind,
  id,
  hours: fromJson<DayCount['hours']>(hours),
  ...(sample === 1 ? { sample: true } : {}),
})

/** JSON that this store wrote itself, in the type that the statement next to it wrote. */
export function fromJson<T>(text: string): T {
  // Border to the database: only this store writes these columns, from values of just that type.
  return JSON.parse(text) as T
}

/** Where a story or article of this relevance is searched: by all, or only with `all`. */
export const isShown = (relevance: Relevance): boolean => relevance !== 'no'

/** `null` of SQL is an absent property of ours. */
function present<Key extends string, Value>(
  key: Key,
  value: Value | null,
): { readonly [K in Key]?: Value } {
  // Border: a computed key widens to string, which this type narrows back.
  return (value === null ? {} : { [key]: value }) as { readonly [K in Key]?: Value }
}
