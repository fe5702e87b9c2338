import type { Story } from '../../types.ts'
import { firstDocid } from '../docid.ts'
import type { Window } from '../parts.ts'
import { fromJson, OPEN_COLUMNS, type OpenRow, toOpenArticle } from '../rows.ts'
import type { PgConnection } from './connection.ts'

const OPEN_ARTICLES = `
  select ${OPEN_COLUMNS}
  from articles a
  join memberships m on m.docid = a.docid
  join stories s on s.id = m.story_id
  left join article_texts t on t.docid = a.docid
  left join open_articles k on k.docid = a.docid
  where a.docid >= $1 and a.docid < $2 and s.opened_at >= $3 and s.updated_at >= $4
  order by a.docid`
const SPLIT_STORIES = `select data from stories where split_at >= $1`
// A story that another took over was posted as part of it, whenever that was.
const POSTED_AMONG = `
  select id from stories where id = any($1::text[]) and posted_at is not null`

/** The window of open stories on PostgreSQL. */
export function toPgWindow({ once, statement }: PgConnection): Window {
  const openArticles = statement<OpenRow>(OPEN_ARTICLES)
  const splitStories = statement<{ data: string }>(SPLIT_STORIES)
  const postedAmong = statement<{ id: string }>(POSTED_AMONG)
  return {
    openArticles: ({ from, until, openedSince, updatedSince }) =>
      once(async (db) => {
        const [first, end] = [firstDocid(from), firstDocid(until)]
        const rows = await openArticles.all(db, first, end, openedSince, updatedSince)
        return rows.map(toOpenArticle)
      }),
    splitStories: (since) =>
      once(async (db) =>
        (await splitStories.all(db, since)).map(({ data }) => fromJson<Story>(data)),
      ),
    postedAmong: (storyIds) =>
      once(async (db) => (await postedAmong.all(db, storyIds)).map(({ id }) => id)),
  }
}
