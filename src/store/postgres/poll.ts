// The parts of a poll on PostgreSQL, each a whole list in one round trip.

import type { KeptArticle, PollCommit } from '../../ports.ts'
import type { Instant, Membership } from '../../types.ts'
import { lastDocid, nextDocid } from '../docid.ts'
import { type Places, placesOf } from '../facets.ts'
import { KEY_TOUCH_MS, type toArticleValues, type toStoryValues } from '../prepare.ts'
import { fromJson, isShown } from '../rows.ts'
import { type Db, type PgConnection, toRows } from './connection.ts'
import { toAddWords } from './words.ts'

const NEWEST_DOCIDS = `
  select u.docid as up_to, (select max(a.docid) from articles a where a.docid <= u.docid) as docid
  from unnest($1::bigint[]) u (docid)`
const DOCIDS_OF = `select id, docid, seen_at, title from articles where id = any($1::text[])`
const ADD_ARTICLES = `
  insert into articles select * from json_populate_recordset(null::articles, $1)`
const ADD_TEXTS = `
  insert into article_texts select * from json_populate_recordset(null::article_texts, $1)`
const SAVE_KEYS = `
  insert into article_keys
  select * from json_populate_recordset(null::article_keys, $1)
  on conflict (key) do update set seen_at = excluded.seen_at, feed_id = excluded.feed_id
    where article_keys.seen_at < excluded.seen_at - $2`
const LAST_TITLES = `
  select distinct on (docid) docid, title from titles
  where docid = any($1::bigint[])
  order by docid, at desc`
const ADD_TITLES = `
  insert into titles select * from json_populate_recordset(null::titles, $1)
  on conflict (docid, at) do update set title = excluded.title`
const STORY_FACETS = `
  select id, updated_at, opened_at, facets from stories where id = any($1::text[])`
const SAVE_STORIES = `
  insert into stories select * from json_populate_recordset(null::stories, $1)
  on conflict (id) do update set
    updated_at = excluded.updated_at,
    opened_at = excluded.opened_at,
    merged_into = excluded.merged_into,
    facets = excluded.facets,
    data = excluded.data,
    split_at = excluded.split_at`
const REMOVE_FACETS = `
  delete from story_facets f
  using json_populate_recordset(null::story_facets, $1) o
  where f.level = o.level and f.facet = o.facet
    and f.updated_at = o.updated_at and f.story_id = o.story_id`
const ADD_FACETS = `
  insert into story_facets select * from json_populate_recordset(null::story_facets, $1)`
const SAVE_MEMBERSHIPS = `
  insert into memberships select * from json_populate_recordset(null::memberships, $1)
  on conflict (docid) do update set
    story_id = excluded.story_id,
    side = excluded.side,
    linked_by = excluded.linked_by,
    likeness = excluded.likeness,
    neighbours = excluded.neighbours`

const KEEP_OPEN = `
  insert into open_articles select * from json_populate_recordset(null::open_articles, $1)
  on conflict (docid) do nothing`

type KnownArticle = {
  readonly id: string
  readonly docid: number
  readonly seen_at: number
  readonly title: string
}

type KeyRow = {
  readonly key: string
  readonly article_id: string
  readonly feed_id: string
  readonly seen_at: number
}

/** Saves keys, each once: it stays with the article that it was given first, and is as fresh as its last. */
function toSaveKeys({ statement }: PgConnection) {
  const saveKeys = statement(SAVE_KEYS)

  return async (db: Db, rows: readonly KeyRow[]): Promise<void> => {
    if (rows.length === 0) return
    const byKey = new Map<string, KeyRow>()
    for (const row of rows) {
      const first = byKey.get(row.key) ?? row
      byKey.set(row.key, { ...first, seen_at: Math.max(first.seen_at, row.seen_at) })
    }
    // In one order everywhere, so that two processes never wait for each other.
    const sorted = [...byKey.values()].sort((a, b) => (a.key < b.key ? -1 : 1))
    await saveKeys.run(db, toRows(sorted), KEY_TOUCH_MS)
  }
}

/** Adds the articles that are not there yet with their keys and words; gives how many. */
export function toAddArticles(connection: PgConnection) {
  const { statement } = connection
  const docidsOf = statement<KnownArticle>(DOCIDS_OF)
  const newestDocids = statement<{ up_to: number; docid: number | null }>(NEWEST_DOCIDS)
  const addArticles = statement(ADD_ARTICLES)
  const addTexts = statement(ADD_TEXTS)
  const addWords = toAddWords(connection)
  const saveKeys = toSaveKeys(connection)

  type Values = ReturnType<typeof toArticleValues>

  /** Docids for articles in order, as SQLite gives them out one by one. */
  async function giveDocids(db: Db, articles: readonly Values[]): Promise<readonly number[]> {
    const ends = [
      ...new Set(articles.map(({ article }) => lastDocid(article.seenAt))),
      Number.MAX_SAFE_INTEGER,
    ]
    const rows = await newestDocids.all(db, ends)
    const newest = new Map(rows.map((row) => [row.up_to, row.docid ?? undefined]))
    const given: number[] = []
    for (const { article } of articles) {
      const docid = nextDocid(article.seenAt, (upTo) => {
        const before = given.filter((one) => one <= upTo)
        return maxOf([
          ...before,
          ...(newest.get(upTo) === undefined ? [] : [newest.get(upTo) ?? 0]),
        ])
      })
      given.push(docid)
    }
    return given
  }

  return async (db: Db, all: readonly Values[]): Promise<number> => {
    if (all.length === 0) return 0
    await saveKeys(
      db,
      all.flatMap(({ article: { id, feedId, seenAt, keys } }) =>
        keys.map((key) => ({ key, article_id: id, feed_id: feedId, seen_at: seenAt })),
      ),
    )
    const ids = all.map(({ article }) => article.id)
    const taken = new Set((await docidsOf.all(db, ids)).map(({ id }) => id))
    const fresh = all.filter(({ article }) => !taken.has(article.id) && taken.add(article.id))
    if (fresh.length === 0) return 0
    const docids = await giveDocids(db, fresh)
    const numbered = fresh.map((values, at) => ({ ...values, docid: docids[at] ?? 0 }))
    await addArticles.run(db, toRows(numbered.map(toArticleRow)))
    const texts = numbered
      .filter(({ article }) => article.summary !== undefined || article.content !== undefined)
      .map(({ docid, article }) => ({ docid, summary: article.summary, content: article.content }))
    if (texts.length > 0) await addTexts.run(db, toRows(texts))
    const inOrder = [...numbered].sort((a, b) => a.docid - b.docid)
    const isRelevant = ({ article }: Values) => isShown(article.tags.relevance)
    await addWords(db, 'shown', inOrder.filter(isRelevant))
    await addWords(
      db,
      'rest',
      inOrder.filter((values) => !isRelevant(values)),
    )
    return fresh.length
  }
}

const maxOf = (numbers: readonly number[]): number | undefined =>
  numbers.length === 0 ? undefined : Math.max(...numbers)

const toArticleRow = ({
  docid,
  article,
  ...json
}: ReturnType<typeof toArticleValues> & { readonly docid: number }) => ({
  docid,
  id: article.id,
  feed_id: article.feedId,
  seen_at: article.seenAt,
  published_at: article.publishedAt,
  outlet: article.outlet,
  family: article.family,
  camp: article.camp,
  title: article.title,
  link: article.link,
  canonical_url: article.canonicalUrl,
  author: article.author,
  categories: json.categories,
  language_hint: article.languageHint,
  backlog: article.backlog ? 1 : 0,
  sample: article.sample === true ? 1 : 0,
  relevance: article.tags.relevance,
  keys: json.keys,
  tags: json.tags,
})

/** Keeps the keys of articles alive that a feed still serves, and titles that are new to them. */
export function toTouchArticles(connection: PgConnection) {
  const { statement } = connection
  const known = statement<KnownArticle>(DOCIDS_OF)
  const lastTitles = statement<{ docid: number; title: string }>(LAST_TITLES)
  const addTitles = statement(ADD_TITLES)
  const saveKeys = toSaveKeys(connection)

  return async (db: Db, again: PollCommit['again'], feedId: string, at: Instant): Promise<void> => {
    if (again.length === 0) return
    await saveKeys(
      db,
      again.flatMap(({ articleId, keys }) =>
        keys.map((key) => ({ key, article_id: articleId, feed_id: feedId, seen_at: at })),
      ),
    )
    const ids = again.map(({ articleId }) => articleId)
    const articles = new Map((await known.all(db, ids)).map((row) => [row.id, row]))
    const docids = [...articles.values()].map(({ docid }) => docid)
    const titles = new Map((await lastTitles.all(db, docids)).map((row) => [row.docid, row.title]))
    const added = new Map<number, string>()
    for (const { articleId, title } of again) {
      const article = articles.get(articleId)
      if (article === undefined) continue
      const last = added.get(article.docid) ?? titles.get(article.docid) ?? article.title
      if (last !== title) added.set(article.docid, title)
    }
    const rows = [...added].map(([docid, title]) => ({ docid, at, title }))
    if (rows.length > 0) await addTitles.run(db, toRows(rows))
  }
}

/** Saves stories and the places where they are found; gives how many are new. */
export function toSaveStories({ statement }: PgConnection) {
  const before = statement<{ id: string; updated_at: number; opened_at: number; facets: string }>(
    STORY_FACETS,
  )
  const save = statement(SAVE_STORIES)
  const removeFacets = statement(REMOVE_FACETS)
  const addFacets = statement(ADD_FACETS)

  type Values = ReturnType<typeof toStoryValues>

  return async (db: Db, stories: readonly Values[]): Promise<number> => {
    if (stories.length === 0) return 0
    const ids = stories.map(({ story }) => story.id)
    const old = new Map((await before.all(db, ids)).map((row) => [row.id, row]))
    const removed: ReturnType<typeof toFacetRows>[number][] = []
    const added: typeof removed = []
    const rows = stories.map(({ story, places, data }) => {
      const { id, updatedAt: updated_at, openedAt: opened_at, mergedInto: merged_into } = story
      const facets = JSON.stringify(places)
      const split_at = story.split?.at
      const row = { id, updated_at, opened_at, merged_into, facets, data, split_at }
      const was = old.get(id)
      const isSame =
        was?.facets === row.facets && was.updated_at === updated_at && was.opened_at === opened_at
      if (!isSame) {
        if (was !== undefined) removed.push(...toFacetRows(was, fromJson(was.facets)))
        added.push(...toFacetRows(row, places))
      }
      return row
    })
    await save.run(db, toRows(rows))
    if (removed.length > 0) await removeFacets.run(db, toRows(removed))
    if (added.length > 0) await addFacets.run(db, toRows(added))
    return stories.length - old.size
  }
}

const toFacetRows = (
  row: { readonly id: string; readonly updated_at: number; readonly opened_at: number },
  places: Places,
) =>
  placesOf(places).map((place) => ({
    ...place,
    updated_at: row.updated_at,
    story_id: row.id,
    opened_at: row.opened_at,
  }))

/** Keeps what clustering made of articles. */
export function toKeepOpen({ statement }: PgConnection) {
  const docidsOf = statement<KnownArticle>(DOCIDS_OF)
  const keep = statement(KEEP_OPEN)

  return async (db: Db, kept: readonly KeptArticle[]): Promise<void> => {
    if (kept.length === 0) return
    const ids = kept.map(({ articleId }) => articleId)
    const docids = new Map((await docidsOf.all(db, ids)).map(({ id, docid }) => [id, docid]))
    const rows = new Map<number, Readonly<Record<string, unknown>>>()
    for (const { articleId, data } of kept) {
      const docid = docids.get(articleId)
      if (docid !== undefined) rows.set(docid, { docid, data })
    }
    await keep.run(db, toRows([...rows.values()]))
  }
}

/** Saves memberships by their articles' ids. */
export function toSaveMemberships({ statement }: PgConnection) {
  const docidsOf = statement<KnownArticle>(DOCIDS_OF)
  const save = statement(SAVE_MEMBERSHIPS)

  return async (db: Db, memberships: readonly Membership[]): Promise<void> => {
    if (memberships.length === 0) return
    const ids = memberships.map(({ articleId }) => articleId)
    const articles = new Map((await docidsOf.all(db, ids)).map((row) => [row.id, row]))
    const rows = new Map<string, Readonly<Record<string, unknown>>>()
    for (const { articleId, storyId, side, linkedBy, likeness, neighbours } of memberships) {
      const article = articles.get(articleId)
      if (article === undefined) throw new Error(`membership of an unknown article: ${articleId}`)
      rows.set(articleId, {
        docid: article.docid,
        story_id: storyId,
        seen_at: article.seen_at,
        side,
        linked_by: linkedBy,
        likeness,
        neighbours: JSON.stringify(neighbours),
      })
    }
    await save.run(db, toRows([...rows.values()]))
  }
}
