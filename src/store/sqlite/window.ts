import type { Story } from '../../types.ts'
import { firstDocid } from '../docid.ts'
import type { Window } from '../parts.ts'
import { fromJson, OPEN_COLUMNS, type OpenRow, toOpenArticle } from '../rows.ts'
import type { Connection } from './connection.ts'

const OPEN_ARTICLES = `
  select ${OPEN_COLUMNS}
  from articles a
  cross join memberships m on m.docid = a.docid
  cross join stories s on s.id = m.story_id
  left join article_texts t on t.docid = a.docid
  left join open_articles k on k.docid = a.docid
  where a.docid >= ? and a.docid < ? and s.opened_at >= ? and s.updated_at >= ?
  order by a.docid`
const SPLIT_STORIES = `select data from stories where split_at >= ?`
// A story that another took over was posted as part of it, whenever that was.
const POSTED_AMONG = `
  select s.id from json_each(?) w cross join stories s on s.id = w.value
  where s.posted_at is not null`

/** The window of open stories on SQLite. */
export function toWindow({ read, statement }: Connection): Window {
  const openArticles = statement<OpenRow>(OPEN_ARTICLES)
  const splitStories = statement<{ data: string }>(SPLIT_STORIES)
  const postedAmong = statement<{ id: string }>(POSTED_AMONG)
  return {
    openArticles: ({ from, until, openedSince, updatedSince }) =>
      read(() =>
        openArticles
          .all(firstDocid(from), firstDocid(until), openedSince, updatedSince)
          .map(toOpenArticle),
      ),
    splitStories: (since) =>
      read(() => splitStories.all(since).map(({ data }) => fromJson<Story>(data))),
    postedAmong: (storyIds) =>
      read(() => postedAmong.all(JSON.stringify(storyIds)).map(({ id }) => id)),
  }
}
