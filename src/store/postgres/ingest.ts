import type { PollCommit } from '../../ports.ts'
import type { FeedState, Story } from '../../types.ts'
import { type Batch, toBatch } from '../batch.ts'
import { firstDocid } from '../docid.ts'
import { toFeedValues } from '../feed-values.ts'
import type { Ingest } from '../parts.ts'
import { LeaseLost, StoryPosted } from '../prepare.ts'
import {
  ARTICLE_COLUMNS,
  type ArticleRow,
  fromJson,
  MEMBERSHIP_COLUMNS,
  type MembershipRow,
  toArticle,
  toMembership,
  toTags,
} from '../rows.ts'
import { type Db, type PgConnection, toRows } from './connection.ts'
import {
  toAddArticles,
  toKeepOpen,
  toSaveMemberships,
  toSaveStories,
  toTouchArticles,
} from './poll.ts'

const FEED_STATES = `select data from feed_states order by feed_id`
const SAVE_FEED_STATES = `
  insert into feed_states (feed_id, checked_at, read_at, due_at, host, data)
  select feed_id, checked_at, read_at, due_at, host, data
  from json_populate_recordset(null::feed_states, $1)
  on conflict (feed_id) do update set
    checked_at = excluded.checked_at,
    read_at = coalesce(excluded.read_at, feed_states.read_at),
    due_at = excluded.due_at,
    host = excluded.host,
    holder = null,
    claimed_until = 0,
    data = excluded.data`
const UNPARK = `delete from parked_reads where feed_id = $1 and at = $2`
const KNOWN_KEYS = `select key, article_id from article_keys where key = any($1::text[])`
// Shared: whoever wants the lease waits until this poll is written or refused.
const HELD_LEASE = `
  select 1 as held from leases where name = $1 and holder = $2 and until > $3 for share`
/** Polls are written one after the other, as they are on SQLite: docids and slices are given out in order. */
const ONE_AT_A_TIME = `select name from counters order by name for update`
const MOVE_MEMBERSHIPS = `update memberships set story_id = $1 where story_id = $2`
const MOVE_POSTED = `
  update stories set posted_at = (select y.posted_at from stories y where y.id = $1)
  where id = $2 and posted_at is null`
// Held until the poll is written: whoever owes one of them to a channel meanwhile waits, and owes what is left of it.
const POSTED = `
  select id, posted_at from stories where id = any($1::text[]) order by id for update`
const COUNT_UP = `update counters set value = value + $1 where name = $2`
const ARTICLES_SINCE = `
  select ${ARTICLE_COLUMNS}, ${MEMBERSHIP_COLUMNS}
  from articles a
  join memberships m on m.docid = a.docid
  left join article_texts t on t.docid = a.docid
  where a.docid >= $1 and a.seen_at > $2
  order by a.docid`
const STORIES_BY_IDS = `select id, data from stories where id = any($1::text[])`
const META = `select value from meta where key = $1`
const SET_META = `
  insert into meta (key, value) values ($1, $2)
  on conflict (key) do update set value = excluded.value`

/** The ingest half of the store on PostgreSQL. */
export function toPgIngest(connection: PgConnection): Ingest {
  const { once, write, statement } = connection
  const feedStates = statement<{ data: string }>(FEED_STATES)
  const saveFeedStates = statement(SAVE_FEED_STATES)
  const unpark = statement(UNPARK)
  const knownKeys = statement<{ key: string; article_id: string }>(KNOWN_KEYS)
  const articlesSince = statement<ArticleRow & MembershipRow>(ARTICLES_SINCE)
  const storiesByIds = statement<{ id: string; data: string }>(STORIES_BY_IDS)
  const meta = statement<{ value: string }>(META)
  const setMeta = statement(SET_META)
  const heldLease = statement<{ held: number }>(HELD_LEASE)
  const oneAtATime = statement(ONE_AT_A_TIME)
  const countUp = statement(COUNT_UP)
  const moveMemberships = statement(MOVE_MEMBERSHIPS)
  const movePosted = statement(MOVE_POSTED)
  const posted = statement<{ id: string; posted_at: number | null }>(POSTED)
  const addArticles = toAddArticles(connection)
  const keepOpen = toKeepOpen(connection)
  const touchArticles = toTouchArticles(connection)
  const saveStories = toSaveStories(connection)
  const saveMemberships = toSaveMemberships(connection)

  async function saveStates(db: Db, states: Batch['states']) {
    const rows = states.map(({ state, readAt }) => toFeedValues(state, readAt))
    if (rows.length > 0) await saveFeedStates.run(db, toRows(rows))
  }

  async function commitPoll(...polls: readonly PollCommit[]): Promise<void> {
    const { articles, stories, moves, states } = toBatch(polls)
    await write(async (db) => {
      for (const { lease, at } of polls) {
        if (lease !== undefined && !(await heldLease.get(db, lease.name, lease.holder, at))) {
          throw new LeaseLost(`lease ${lease.name} is no longer held by ${lease.holder}`)
        }
      }
      await oneAtATime.get(db)
      const added = await addArticles(db, articles)
      for (const { again, state, at } of polls) await touchArticles(db, again, state.feedId, at)
      const opened = await saveStories(db, stories)
      for (const { merged, split, memberships } of moves) {
        // Before memberships: what was taken over may have left again under its own name.
        for (const { from, to } of merged) {
          await moveMemberships.run(db, to, from)
          await movePosted.run(db, from, to)
        }
        const owed = split.length === 0 ? [] : await posted.all(db, split)
        const first = owed.find((row) => row.posted_at !== null)
        if (first) throw new StoryPosted(`story ${first.id} was posted: it splits no more`)
        await saveMemberships(db, memberships)
      }
      await keepOpen(
        db,
        polls.flatMap(({ kept }) => kept ?? []),
      )
      if (added > 0) await countUp.run(db, added, 'articles')
      if (opened > 0) await countUp.run(db, opened, 'stories')
      await saveStates(db, lastByFeed(states))
      for (const { state, parkedAt } of polls) {
        if (parkedAt !== undefined) await unpark.run(db, state.feedId, parkedAt)
      }
      // On SQLite a crash that loses this ends the process as well; here the window in its memory would outlive it.
    }, 'durable')
  }

  return {
    commitPoll,
    feedStates: () =>
      once(async (db) => (await feedStates.all(db)).map(({ data }) => fromJson<FeedState>(data))),
    saveFeedStates: (states) =>
      write((db) =>
        saveStates(
          db,
          states.map((state) => ({ state, readAt: undefined })),
        ),
      ),
    knownKeys: (keys) =>
      once(async (db) => {
        const known = await knownKeys.all(db, keys)
        return new Map(known.map((row) => [row.key, row.article_id]))
      }),
    articlesSince: (since) =>
      once(async (db) =>
        (await articlesSince.all(db, firstDocid(since), since)).map((row) => ({
          article: { ...toArticle(row), tags: toTags(row) },
          membership: toMembership(row),
        })),
      ),
    storiesByIds: (ids) =>
      once(async (db) => {
        const rows = await storiesByIds.all(db, ids)
        const found = new Map(rows.map(({ id, data }) => [id, data]))
        return ids.flatMap((id) => {
          const data = found.get(id)
          return data === undefined ? [] : [fromJson<Story>(data)]
        })
      }),
    meta: (key) => once(async (db) => (await meta.get(db, key))?.value),
    setMeta: (key, value) => write(async (db) => void (await setMeta.run(db, key, value))),
  }
}

/** One statement may write a row once: of several states of one feed the last one counts, read when any of them was. */
function lastByFeed(states: Batch['states']): Batch['states'] {
  const byFeed = new Map<string, Batch['states'][number]>()
  for (const { state, readAt } of states) {
    byFeed.set(state.feedId, { state, readAt: readAt ?? byFeed.get(state.feedId)?.readAt })
  }
  return [...byFeed.values()]
}
