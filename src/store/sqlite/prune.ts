import { DAY_MS } from '../../lib/clock.ts'
import type { Store } from '../../ports.ts'
import { toDay } from '../days.ts'
import { firstDocid } from '../docid.ts'
import { placesOf } from '../facets.ts'
import { fromJson } from '../rows.ts'
import type { Connection } from './connection.ts'

/** How far a key's own date may lag behind the poll that still served it (keys are written once a day). */
const SERVED_GRACE_MS = 2 * DAY_MS

const OLD_TEXTS = `
  delete from article_texts where docid in (
    select docid from article_texts where docid < ? order by docid limit ?
  )`
const OLD_OPEN = `
  delete from open_articles where docid in (
    select docid from open_articles where docid < ? order by docid limit ?
  )`
const OLD_ARTICLES = `
  select docid, relevance from articles where docid < ? order by docid limit ?`
const REMOVE_TEXTS = `delete from article_texts where docid = ?`
const REMOVE_TITLES = `delete from titles where docid = ?`
const REMOVE_MEMBERSHIP = `delete from memberships where docid = ?`
const REMOVE_SHOWN_WORDS = `delete from words_shown where rowid = ?`
const REMOVE_REST_WORDS = `delete from words_rest where rowid = ?`
const REMOVE_ARTICLE = `delete from articles where docid = ?`
const OLD_STORIES = `
  select id, updated_at, facets from stories
  where updated_at < ? and not exists (select 1 from memberships m where m.story_id = stories.id)
  order by updated_at limit ?`
const REMOVE_FACET = `
  delete from story_facets where level = ? and facet = ? and updated_at = ? and story_id = ?`
const REMOVE_STORY = `delete from stories where id = ?`
// Law 2: a key goes only when its article is gone and its feed was read since without it. A feed that answers
// "not modified" still serves everything; one that was not even asked for as long as articles are kept is over.
const OLD_KEYS = `
  delete from article_keys where key in (
    select k.key from article_keys k
    left join feed_states f on f.feed_id = k.feed_id
    where k.seen_at < :before
      and not exists (select 1 from articles a where a.id = k.article_id)
      and (
        f.feed_id is null
        or coalesce(f.checked_at, 0) < :before
        or k.seen_at < f.read_at - ${SERVED_GRACE_MS}
      )
    order by k.seen_at limit :limit
  )`
const OLD_DELIVERIES = `
  delete from deliveries where id in (
    select d.id from json_each('["sent","dropped","unknown"]') w
    cross join deliveries d on d.status = w.value and d.created_at < ?
    limit ?
  )`
// The newest digest of a subscription says where its next one begins.
const OLD_DIGESTS = `
  delete from digests where (subscription_id, slot) in (
    select d.subscription_id, d.slot from digests d
    where d.until < ? and exists (
      select 1 from digests n where n.subscription_id = d.subscription_id and n.until > d.until
    )
    order by d.until limit ?
  )`
const OLD_POSTED = `
  delete from posted_stories where (channel_id, story_id, mode) in (
    select channel_id, story_id, mode from posted_stories where at < ? order by at limit ?
  )`
const OLD_COUNTS = `
  delete from day_counts where (kind, id, day, sample) in (
    select kind, id, day, sample from day_counts where day < ? order by day limit ?
  )`
const COUNT_DOWN = `update counters set value = value - ? where name = ?`

/** Retention on SQLite, a small batch at a time. */
export function toPrune({ write, statement }: Connection): Pick<Store, 'prune'> {
  const oldTexts = statement(OLD_TEXTS)
  const oldOpen = statement(OLD_OPEN)
  const oldArticles = statement<{ docid: number; relevance: string }>(OLD_ARTICLES)
  const ofArticle = [REMOVE_TEXTS, REMOVE_TITLES, REMOVE_MEMBERSHIP].map((sql) => statement(sql))
  const removeShown = statement(REMOVE_SHOWN_WORDS)
  const removeRest = statement(REMOVE_REST_WORDS)
  const removeArticle = statement(REMOVE_ARTICLE)
  const oldStories = statement<{ id: string; updated_at: number; facets: string }>(OLD_STORIES)
  const removeFacet = statement(REMOVE_FACET)
  const removeStory = statement(REMOVE_STORY)
  const oldKeys = statement(OLD_KEYS)
  const messages = [OLD_DELIVERIES, OLD_DIGESTS, OLD_POSTED].map((sql) => statement(sql))
  const oldCounts = statement(OLD_COUNTS)
  const countDown = statement(COUNT_DOWN)

  function pruneArticles(before: number, limit: number): number {
    const articles = oldArticles.all(firstDocid(before), limit)
    for (const { docid, relevance } of articles) {
      for (const remove of ofArticle) remove.run(docid)
      if (relevance === 'no') removeRest.run(docid)
      else removeShown.run(docid)
      removeArticle.run(docid)
    }
    countDown.run(articles.length, 'articles')
    return articles.length
  }

  function pruneStories(before: number, limit: number): number {
    const stories = oldStories.all(before, limit)
    for (const { id, updated_at, facets: json } of stories) {
      for (const { level, facet } of placesOf(fromJson(json))) {
        removeFacet.run(level, facet, updated_at, id)
      }
      removeStory.run(id)
    }
    countDown.run(stories.length, 'stories')
    return stories.length
  }

  return {
    prune: ({ texts, kept, articles, messages: sent, counts }, limit) =>
      write(() => {
        let removed = 0
        if (texts !== undefined) removed += oldTexts.run(firstDocid(texts), limit)
        if (kept !== undefined) removed += oldOpen.run(firstDocid(kept), limit)
        if (articles !== undefined) {
          removed += pruneArticles(articles, limit)
          removed += pruneStories(articles, limit)
          removed += oldKeys.run({ before: articles, limit })
        }
        if (counts !== undefined) removed += oldCounts.run(toDay(counts), limit)
        if (sent !== undefined) for (const old of messages) removed += old.run(sent, limit)
        return removed
      }),
  }
}
