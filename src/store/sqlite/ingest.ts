import type { PollCommit } from '../../ports.ts'
import type { FeedState, Instant, Membership, Story } from '../../types.ts'
import { toBatch } from '../batch.ts'
import { firstDocid, lastDocid, nextDocid } from '../docid.ts'
import { placesOf } from '../facets.ts'
import { toFeedValues } from '../feed-values.ts'
import type { Ingest } from '../parts.ts'
import {
  KEY_TOUCH_MS,
  LeaseLost,
  StoryPosted,
  type toArticleValues,
  type toStoryValues,
} from '../prepare.ts'
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
import type { Connection } from './connection.ts'

const FEED_STATES = `select data from feed_states order by feed_id`
const SAVE_FEED_STATE = `
  insert into feed_states (feed_id, checked_at, read_at, due_at, host, data)
  values (:feed_id, :checked_at, :read_at, :due_at, :host, :data)
  on conflict (feed_id) do update set
    checked_at = excluded.checked_at,
    read_at = coalesce(excluded.read_at, read_at),
    due_at = excluded.due_at,
    host = excluded.host,
    holder = null,
    claimed_until = 0,
    data = excluded.data`
const UNPARK = `delete from parked_reads where feed_id = ? and at = ?`
const KNOWN_KEYS = `
  select k.key, k.article_id from json_each(?) w cross join article_keys k on k.key = w.value`
const HELD_LEASE = `select 1 as held from leases where name = ? and holder = ? and until > ?`
const NEWEST_DOCID_UP_TO = `select docid from articles where docid <= ? order by docid desc limit 1`
const DOCID_OF = `select docid, seen_at, title from articles where id = ?`
const ADD_ARTICLE = `
  insert into articles (
    docid, id, feed_id, seen_at, published_at, outlet, family, camp, title, link,
    canonical_url, author, categories, language_hint, backlog, sample, relevance, keys, tags
  ) values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
  on conflict (id) do nothing`
const ADD_TEXTS = `insert into article_texts (docid, summary, content) values (?, ?, ?)`
const ADD_SHOWN_WORDS = `
  insert into words_shown (rowid, title, summary, source, facets) values (?, ?, ?, ?, ?)`
const ADD_REST_WORDS = `
  insert into words_rest (rowid, title, summary, source, facets) values (?, ?, ?, ?, ?)`
const SAVE_KEY = `
  insert into article_keys (key, article_id, feed_id, seen_at) values (?, ?, ?, ?)
  on conflict (key) do update set seen_at = excluded.seen_at, feed_id = excluded.feed_id
    where seen_at < excluded.seen_at - ?`
const LAST_TITLE = `select title from titles where docid = ? order by at desc limit 1`
const ADD_TITLE = `
  insert into titles (docid, at, title) values (?, ?, ?)
  on conflict (docid, at) do update set title = excluded.title`
const STORY_FACETS = `select updated_at, opened_at, facets from stories where id = ?`
const SAVE_STORY = `
  insert into stories (id, updated_at, opened_at, merged_into, facets, data, split_at)
  values (?, ?, ?, ?, ?, ?, ?)
  on conflict (id) do update set
    updated_at = excluded.updated_at,
    opened_at = excluded.opened_at,
    merged_into = excluded.merged_into,
    facets = excluded.facets,
    data = excluded.data,
    split_at = excluded.split_at`
const REMOVE_FACET = `
  delete from story_facets where level = ? and facet = ? and updated_at = ? and story_id = ?`
const ADD_FACET = `
  insert into story_facets (level, facet, updated_at, story_id, opened_at)
  values (?, ?, ?, ?, ?)`
const SAVE_MEMBERSHIP = `
  insert into memberships (docid, story_id, seen_at, side, linked_by, likeness, neighbours)
  values (?, ?, ?, ?, ?, ?, ?)
  on conflict (docid) do update set
    story_id = excluded.story_id,
    side = excluded.side,
    linked_by = excluded.linked_by,
    likeness = excluded.likeness,
    neighbours = excluded.neighbours`
const MOVE_MEMBERSHIPS = `update memberships set story_id = ? where story_id = ?`
const MOVE_POSTED = `
  update stories set posted_at = (select y.posted_at from stories y where y.id = ?)
  where id = ? and posted_at is null`
const POSTED = `select 1 as posted from stories where id = ? and posted_at is not null`
const KEEP_OPEN = `
  insert into open_articles (docid, data) values (?, ?)
  on conflict (docid) do nothing`
const COUNT_UP = `update counters set value = value + ? where name = ?`
const ARTICLES_SINCE = `
  select ${ARTICLE_COLUMNS}, ${MEMBERSHIP_COLUMNS}
  from articles a
  join memberships m on m.docid = a.docid
  left join article_texts t on t.docid = a.docid
  where a.docid >= ? and a.seen_at > ?
  order by a.docid`
const STORIES_BY_IDS = `
  select s.id, s.data from json_each(?) w cross join stories s on s.id = w.value`
const META = `select value from meta where key = ?`
const SET_META = `
  insert into meta (key, value) values (?, ?)
  on conflict (key) do update set value = excluded.value`

/** The ingest half of the store on SQLite. */
export function toIngest(connection: Connection): Ingest {
  const { read, write, statement } = connection
  const feedStates = statement<{ data: string }>(FEED_STATES)
  const saveFeedState = statement(SAVE_FEED_STATE)
  const unpark = statement(UNPARK)
  const knownKeys = statement<{ key: string; article_id: string }>(KNOWN_KEYS)
  const articlesSince = statement<ArticleRow & MembershipRow>(ARTICLES_SINCE)
  const storiesByIds = statement<{ id: string; data: string }>(STORIES_BY_IDS)
  const meta = statement<{ value: string }>(META)
  const setMeta = statement(SET_META)
  const heldLease = statement<{ held: number }>(HELD_LEASE)
  const countUp = statement(COUNT_UP)
  const moveMemberships = statement(MOVE_MEMBERSHIPS)
  const movePosted = statement(MOVE_POSTED)
  const posted = statement<{ posted: number }>(POSTED)
  const keepOpen = statement(KEEP_OPEN)
  const docidOf = statement<{ docid: number }>(DOCID_OF)
  const addArticles = toAddArticles(connection)
  const touchArticle = toTouchArticle(connection)
  const saveStory = toSaveStory(connection)
  const saveMembership = toSaveMembership(connection)

  function saveState(state: FeedState, readAt: Instant | undefined): void {
    saveFeedState.run(toFeedValues(state, readAt))
  }

  async function commitPoll(...polls: readonly PollCommit[]): Promise<void> {
    const { articles, stories, moves, states } = toBatch(polls)
    await write(() => {
      for (const { lease, at } of polls) {
        if (lease !== undefined && !heldLease.get(lease.name, lease.holder, at)) {
          throw new LeaseLost(`lease ${lease.name} is no longer held by ${lease.holder}`)
        }
      }
      const added = addArticles(articles)
      for (const { again, state, at } of polls) {
        for (const one of again) touchArticle(one, state.feedId, at)
      }
      let opened = 0
      for (const story of stories) if (saveStory(story)) opened += 1
      for (const { merged, split, memberships } of moves) {
        // Before memberships: what was taken over may have left again under its own name.
        for (const { from, to } of merged) {
          moveMemberships.run(to, from)
          movePosted.run(from, to)
        }
        for (const id of split) {
          if (posted.get(id)) throw new StoryPosted(`story ${id} was posted: it splits no more`)
        }
        for (const membership of memberships) saveMembership(membership)
      }
      for (const { articleId, data } of polls.flatMap(({ kept }) => kept ?? [])) {
        const docid = docidOf.get(articleId)?.docid
        if (docid !== undefined) keepOpen.run(docid, data)
      }
      if (added > 0) countUp.run(added, 'articles')
      if (opened > 0) countUp.run(opened, 'stories')
      for (const { state, readAt } of states) saveState(state, readAt)
      for (const { state, parkedAt } of polls) {
        if (parkedAt !== undefined) unpark.run(state.feedId, parkedAt)
      }
    })
  }

  return {
    commitPoll,
    feedStates: () => read(() => feedStates.all().map(({ data }) => fromJson<FeedState>(data))),
    saveFeedStates: (states) =>
      write(() => {
        for (const state of states) saveState(state, undefined)
      }),
    knownKeys: (keys) =>
      read(() => {
        const known = knownKeys.all(JSON.stringify(keys))
        return new Map(known.map((row) => [row.key, row.article_id]))
      }),
    articlesSince: (since) =>
      read(() =>
        articlesSince.all(firstDocid(since), since).map((row) => ({
          article: { ...toArticle(row), tags: toTags(row) },
          membership: toMembership(row),
        })),
      ),
    storiesByIds: (ids) =>
      read(() => {
        // Sorting here moves ids around; sorting in SQL would move whole stories.
        const rows = storiesByIds.all(JSON.stringify(ids))
        const found = new Map(rows.map(({ id, data }) => [id, data]))
        return ids.flatMap((id) => {
          const data = found.get(id)
          return data === undefined ? [] : [fromJson<Story>(data)]
        })
      }),
    meta: (key) => read(() => meta.get(key)?.value),
    setMeta: (key, value) => write(() => void setMeta.run(key, value)),
  }
}

/** Adds the articles that are not there yet with their keys and words; gives how many. */
function toAddArticles({ statement }: Connection) {
  const newestUpTo = statement<{ docid: number }>(NEWEST_DOCID_UP_TO)
  const addArticle = statement(ADD_ARTICLE)
  const addTexts = statement(ADD_TEXTS)
  const addShown = statement(ADD_SHOWN_WORDS)
  const addRest = statement(ADD_REST_WORDS)
  const saveKey = statement(SAVE_KEY)

  type Values = ReturnType<typeof toArticleValues>

  /** `false` when its id is there already. */
  function add(docid: number, { article, words, ...json }: Values): boolean {
    const { id, feedId, seenAt } = article
    for (const key of article.keys) saveKey.run(key, id, feedId, seenAt, KEY_TOUCH_MS)
    const isNew = addArticle.run(
      docid,
      id,
      feedId,
      seenAt,
      article.publishedAt ?? null,
      article.outlet,
      article.family,
      article.camp,
      article.title,
      article.link ?? null,
      article.canonicalUrl ?? null,
      article.author ?? null,
      json.categories,
      article.languageHint ?? null,
      article.backlog ? 1 : 0,
      article.sample === true ? 1 : 0,
      article.tags.relevance,
      json.keys,
      json.tags,
    )
    if (isNew === 0) return false
    if (article.summary !== undefined || article.content !== undefined) {
      addTexts.run(docid, article.summary ?? null, article.content ?? null)
    }
    const addWords = isShown(article.tags.relevance) ? addShown : addRest
    addWords.run(docid, words.title, words.summary, words.source, words.facets)
    return true
  }

  return (articles: readonly Values[]): number => {
    let added = 0
    let last: number | undefined
    for (const values of articles) {
      const { seenAt } = values.article
      // Nobody else writes meanwhile: what was given last in a second is its newest.
      const docid: number =
        last !== undefined && last >= firstDocid(seenAt) && last < lastDocid(seenAt)
          ? last + 1
          : nextDocid(seenAt, (upTo) => newestUpTo.get(upTo)?.docid)
      if (!add(docid, values)) continue
      last = docid
      added += 1
    }
    return added
  }
}

/** Keeps the keys of an article alive that a feed still serves, and a title that is new to it. */
function toTouchArticle({ statement }: Connection) {
  const saveKey = statement(SAVE_KEY)
  const known = statement<{ docid: number; seen_at: number; title: string }>(DOCID_OF)
  const lastTitle = statement<{ title: string }>(LAST_TITLE)
  const addTitle = statement(ADD_TITLE)

  return (again: PollCommit['again'][number], feedId: string, at: Instant): void => {
    for (const key of again.keys) saveKey.run(key, again.articleId, feedId, at, KEY_TOUCH_MS)
    const article = known.get(again.articleId)
    if (article === undefined) return
    const title = lastTitle.get(article.docid)?.title ?? article.title
    if (title !== again.title) addTitle.run(article.docid, at, again.title)
  }
}

/** Saves a story and the places where it is found; `true` when it is new. */
export function toSaveStory({ statement }: Connection) {
  const before = statement<{ updated_at: number; opened_at: number; facets: string }>(STORY_FACETS)
  const save = statement(SAVE_STORY)
  const removeFacet = statement(REMOVE_FACET)
  const addFacet = statement(ADD_FACET)

  return ({ story, places, data }: ReturnType<typeof toStoryValues>): boolean => {
    const facets = JSON.stringify(places)
    const old = before.get(story.id)
    save.run(
      story.id,
      story.updatedAt,
      story.openedAt,
      story.mergedInto ?? null,
      facets,
      data,
      story.split?.at ?? null,
    )
    if (
      old?.facets === facets &&
      old.updated_at === story.updatedAt &&
      old.opened_at === story.openedAt
    ) {
      return false
    }
    if (old !== undefined) {
      for (const { level, facet } of placesOf(fromJson(old.facets))) {
        removeFacet.run(level, facet, old.updated_at, story.id)
      }
    }
    for (const { level, facet } of placesOf(places)) {
      addFacet.run(level, facet, story.updatedAt, story.id, story.openedAt)
    }
    return old === undefined
  }
}

function toSaveMembership({ statement }: Connection) {
  const docidOf = statement<{ docid: number; seen_at: number }>(DOCID_OF)
  const save = statement(SAVE_MEMBERSHIP)

  return (membership: Membership): void => {
    const article = docidOf.get(membership.articleId)
    if (article === undefined) {
      throw new Error(`membership of an unknown article: ${membership.articleId}`)
    }
    save.run(
      article.docid,
      membership.storyId,
      article.seen_at,
      membership.side,
      membership.linkedBy,
      membership.likeness,
      JSON.stringify(membership.neighbours),
    )
  }
}
