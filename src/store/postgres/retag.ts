import type { Store } from '../../ports.ts'
import type { Story } from '../../types.ts'
import { LeaseLost, toArticleValues, toStoryValues } from '../prepare.ts'
import {
  ARTICLE_COLUMNS,
  type ArticleRow,
  fromJson,
  isShown,
  MEMBERSHIP_COLUMNS,
  type MembershipRow,
  toArticle,
  toMembership,
  toTags,
} from '../rows.ts'
import { type Db, type PgConnection, toRows } from './connection.ts'
import { toSaveStories } from './poll.ts'
import { toAddWords } from './words.ts'

const STORIES_AFTER = `
  select id, data from stories
  where merged_into is null and (updated_at, id) < ($1, $2)
  order by updated_at desc, id desc
  limit $3`
const ARTICLES_OF = `
  select ${ARTICLE_COLUMNS}, ${MEMBERSHIP_COLUMNS}
  from memberships m
  join articles a on a.docid = m.docid
  left join article_texts t on t.docid = a.docid
  where m.story_id = any($1::text[])
  order by m.docid`
// Shared, and one at a time with the polls: as in postgres-ingest.ts.
const HELD_LEASE = `
  select 1 as held from leases where name = $1 and holder = $2 and until > $3 for share`
const ONE_AT_A_TIME = `select name from counters order by name for update`
const DOCIDS_OF = `select id, docid from articles where id = any($1::text[])`
const STORIES_THERE = `select id from stories where id = any($1::text[])`
const SAVE_TAGS = `
  update articles a set relevance = n.relevance, tags = n.tags
  from json_populate_recordset(null::articles, $1) n
  where a.docid = n.docid`
const REMOVE_WORDS: readonly string[] = [
  `delete from words_shown where docid = any($1::bigint[])`,
  `delete from words_rest where docid = any($1::bigint[])`,
]

/** Deciding anew what is stored, on PostgreSQL. */
export function toPgRetag(connection: PgConnection): Pick<Store, 'storiesAfter' | 'saveTags'> {
  const { read, write, statement } = connection
  const storiesAfter = statement<{ id: string; data: string }>(STORIES_AFTER)
  const articlesOf = statement<ArticleRow & MembershipRow>(ARTICLES_OF)
  const heldLease = statement<{ held: number }>(HELD_LEASE)
  const oneAtATime = statement(ONE_AT_A_TIME)
  const docidsOf = statement<{ id: string; docid: number }>(DOCIDS_OF)
  const storiesThere = statement<{ id: string }>(STORIES_THERE)
  const saveTags = statement(SAVE_TAGS)
  const removeWords = REMOVE_WORDS.map((sql) => statement(sql))
  const addWords = toAddWords(connection)
  const saveStories = toSaveStories(connection)

  type Values = ReturnType<typeof toArticleValues>

  async function saveArticles(db: Db, articles: readonly Values[]): Promise<void> {
    const ids = articles.map(({ article }) => article.id)
    const docids = new Map((await docidsOf.all(db, ids)).map(({ id, docid }) => [id, docid]))
    const there = articles
      .flatMap((values) => {
        const docid = docids.get(values.article.id)
        return docid === undefined ? [] : [{ ...values, docid }]
      })
      .sort((a, b) => a.docid - b.docid)
    if (there.length === 0) return
    const rows = there.map(({ docid, article, tags }) => ({
      docid,
      relevance: article.tags.relevance,
      tags,
    }))
    await saveTags.run(db, toRows(rows))
    for (const remove of removeWords) await remove.run(db, [...docids.values()])
    const isRelevant = ({ article }: Values) => isShown(article.tags.relevance)
    await addWords(db, 'shown', there.filter(isRelevant))
    await addWords(
      db,
      'rest',
      there.filter((values) => !isRelevant(values)),
    )
  }

  return {
    storiesAfter: (place, limit) =>
      read(async (db) => {
        const { updatedAt = Number.MAX_SAFE_INTEGER, storyId = '' } = place ?? {}
        const stories = await storiesAfter.all(db, updatedAt, storyId, limit)
        const ids = stories.map(({ id }) => id)
        const rows = Map.groupBy(await articlesOf.all(db, ids), (row) => row.story_id)
        return stories.map(({ id, data }) => ({
          story: fromJson<Story>(data),
          articles: (rows.get(id) ?? []).map((row) => ({
            article: { ...toArticle(row), tags: toTags(row) },
            membership: toMembership(row),
          })),
        }))
      }),
    saveTags: async ({ articles, stories, lease, at }) => {
      const values = articles.map(toArticleValues)
      const saved = stories.map(toStoryValues)
      await write(async (db) => {
        if (!(await heldLease.get(db, lease.name, lease.holder, at))) {
          throw new LeaseLost(`lease ${lease.name} is no longer held by ${lease.holder}`)
        }
        await oneAtATime.all(db)
        await saveArticles(db, values)
        const ids = saved.map(({ story }) => story.id)
        const there = new Set((await storiesThere.all(db, ids)).map(({ id }) => id))
        await saveStories(
          db,
          saved.filter(({ story }) => there.has(story.id)),
        )
      }, 'durable')
    },
  }
}
