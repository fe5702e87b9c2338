import { DAY_MS } from '../../lib/clock.ts'
import type { Store } from '../../ports.ts'
import { toDay } from '../days.ts'
import { firstDocid } from '../docid.ts'
import { placesOf } from '../facets.ts'
import { fromJson } from '../rows.ts'
import { type Db, type PgConnection, toRows } from './connection.ts'

/** How far a key's own date may lag behind the poll that still served it (keys are written once a day). */
const SERVED_GRACE_MS = 2 * DAY_MS

const OLD_TEXTS = `
  delete from article_texts where docid in (
    select docid from article_texts where docid < $1 order by docid limit $2
  )`
const OLD_OPEN = `
  delete from open_articles where docid in (
    select docid from open_articles where docid < $1 order by docid limit $2
  )`
const OLD_ARTICLES = `select docid from articles where docid < $1 order by docid limit $2`
const REMOVE_OF_ARTICLES = [
  `delete from article_texts where docid = any($1::bigint[])`,
  `delete from titles where docid = any($1::bigint[])`,
  `delete from memberships where docid = any($1::bigint[])`,
  `delete from words_shown where docid = any($1::bigint[])`,
  `delete from words_rest where docid = any($1::bigint[])`,
  `delete from articles where docid = any($1::bigint[])`,
]
// The slice that new articles go to stays, whatever is left of it.
const OLD_SLICES = `
  delete from word_slices s
  where s.last < $1 and s.number < (select max(n.number) from word_slices n where n.kind = s.kind)
    and s.first > 0`
const OLD_STORIES = `
  select id, updated_at, facets from stories
  where updated_at < $1 and not exists (select 1 from memberships m where m.story_id = stories.id)
  order by updated_at limit $2`
const REMOVE_FACETS = `
  delete from story_facets f
  using json_to_recordset($1) o (level text, facet text, updated_at bigint, story_id text)
  where f.level = o.level and f.facet = o.facet
    and f.updated_at = o.updated_at and f.story_id = o.story_id`
const REMOVE_STORIES = `delete from stories where id = any($1::text[])`
// Law 2: a key goes only when its article is gone and its feed was read since without it. A feed that answers
// "not modified" still serves everything; one that was not even asked for as long as articles are kept is over.
const OLD_KEYS = `
  delete from article_keys where key in (
    select k.key from article_keys k
    left join feed_states f on f.feed_id = k.feed_id
    where k.seen_at < $1
      and not exists (select 1 from articles a where a.id = k.article_id)
      and (
        f.feed_id is null
        or coalesce(f.checked_at, 0) < $1
        or k.seen_at < f.read_at - ${SERVED_GRACE_MS}
      )
    order by k.seen_at limit $2
  )`
const OLD_DELIVERIES = `
  delete from deliveries where id in (
    select d.id from deliveries d
    where d.status in ('sent', 'dropped', 'unknown') and d.created_at < $1
    limit $2
  )`
// The newest digest of a subscription says where its next one begins.
const OLD_DIGESTS = `
  delete from digests where (subscription_id, slot) in (
    select d.subscription_id, d.slot from digests d
    where d.until < $1 and exists (
      select 1 from digests n where n.subscription_id = d.subscription_id and n.until > d.until
    )
    order by d.until limit $2
  )`
const OLD_POSTED = `
  delete from posted_stories where (channel_id, story_id, mode) in (
    select channel_id, story_id, mode from posted_stories where at < $1 order by at limit $2
  )`
const OLD_COUNTS = `
  delete from day_counts where (kind, id, day, sample) in (
    select kind, id, day, sample from day_counts where day < $1 order by day limit $2
  )`
/** Counters are written in one order everywhere, first of all: two processes never wait for each other. */
const LOCK_COUNTERS = `select name from counters order by name for update`
const COUNT_DOWN = `update counters set value = value - $1 where name = $2`

/** Retention on PostgreSQL, a small batch at a time. */
export function toPgPrune({ write, statement }: PgConnection): Pick<Store, 'prune'> {
  const oldTexts = statement(OLD_TEXTS)
  const oldOpen = statement(OLD_OPEN)
  const oldArticles = statement<{ docid: number }>(OLD_ARTICLES)
  const ofArticles = REMOVE_OF_ARTICLES.map((sql) => statement(sql))
  const oldSlices = statement(OLD_SLICES)
  const oldStories = statement<{ id: string; updated_at: number; facets: string }>(OLD_STORIES)
  const removeFacets = statement(REMOVE_FACETS)
  const removeStories = statement(REMOVE_STORIES)
  const oldKeys = statement(OLD_KEYS)
  const messages = [OLD_DELIVERIES, OLD_DIGESTS, OLD_POSTED].map((sql) => statement(sql))
  const oldCounts = statement(OLD_COUNTS)
  const lockCounters = statement(LOCK_COUNTERS)
  const countDown = statement(COUNT_DOWN)

  async function pruneArticles(db: Db, before: number, limit: number): Promise<number> {
    const first = firstDocid(before)
    const docids = (await oldArticles.all(db, first, limit)).map(({ docid }) => docid)
    if (docids.length > 0) {
      for (const remove of ofArticles) await remove.run(db, docids)
      await countDown.run(db, docids.length, 'articles')
    } else await oldSlices.run(db, first)
    return docids.length
  }

  async function pruneStories(db: Db, before: number, limit: number): Promise<number> {
    const stories = await oldStories.all(db, before, limit)
    if (stories.length === 0) return 0
    const places = stories.flatMap(({ id, updated_at, facets }) =>
      placesOf(fromJson(facets)).map((place) => ({ ...place, updated_at, story_id: id })),
    )
    await removeFacets.run(db, toRows(places))
    await removeStories.run(
      db,
      stories.map(({ id }) => id),
    )
    await countDown.run(db, stories.length, 'stories')
    return stories.length
  }

  return {
    prune: ({ texts, kept, articles, messages: sent, counts }, limit) =>
      write(async (db) => {
        let removed = 0
        await lockCounters.all(db)
        if (texts !== undefined) removed += await oldTexts.run(db, firstDocid(texts), limit)
        if (kept !== undefined) removed += await oldOpen.run(db, firstDocid(kept), limit)
        if (articles !== undefined) {
          removed += await pruneArticles(db, articles, limit)
          removed += await pruneStories(db, articles, limit)
          removed += await oldKeys.run(db, articles, limit)
        }
        if (sent !== undefined)
          for (const old of messages) removed += await old.run(db, sent, limit)
        if (counts !== undefined) removed += await oldCounts.run(db, toDay(counts), limit)
        return removed
      }),
  }
}
