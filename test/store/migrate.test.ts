import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { Client } from 'pg'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { fixedClock } from '../../src/lib/clock.ts'
import { queryWords } from '../../src/lib/words.ts'
import { openStore } from '../../src/store/open.ts'
import { toPgConnection } from '../../src/store/postgres/connection.ts'
import { migratePostgres } from '../../src/store/postgres/migrate.ts'
import { migrate, readMigrations } from '../../src/store/sqlite/migrate.ts'
import {
  DAY,
  HOUR,
  makeArticle,
  makeDelivery,
  makeDigest,
  makeFeedState,
  makeMembership,
  makePoll,
  makePosted,
  makeStory,
  makeSubscription,
} from './make.ts'
import { canSkip, openServer, type PostgresServer } from './postgres-server.ts'

const clock = fixedClock(DAY)
const folder = mkdtempSync(join(tmpdir(), 'axis-migrate-'))
const VERSIONS = readMigrations().map(({ version }) => version)
const upTo = (version: number) => (migration: { readonly version: number }) =>
  migration.version <= version

const ARTICLE = makeArticle('a', {
  title: 'Drones over the harbour',
  tags: { relevance: 'core', actors: ['russia', 'iran'], themes: ['nuclear'] },
})
const STORY = makeStory(ARTICLE)
const MEMBERSHIP = makeMembership(ARTICLE, STORY.id)
const FEED = makeFeedState('north-wire', { validators: { etag: '"1"' } })
const SUBSCRIPTION = makeSubscription('one')
const DIGEST = makeDigest(SUBSCRIPTION.id, '2026-11-25T07:00')
const OWED = makeDelivery('owed', { subscriptionId: SUBSCRIPTION.id })
const OWED_DIGEST = makeDelivery('owed digest', {
  subscriptionId: SUBSCRIPTION.id,
  createdAt: DAY - HOUR,
  nextTryAt: DAY - HOUR,
  slot: DIGEST.slot,
})
const POSTED = makePosted(STORY.id)
const DOCID = Math.floor(DAY / 1000) * 16_384

const FACETS = ['', 'actor:russia', 'actor:iran', 'theme:nuclear']
const BOTH_FACETS = [
  'both:actor:iran|actor:russia',
  'both:actor:iran|theme:nuclear',
  'both:actor:russia|theme:nuclear',
]
/** From this version on two things that a story has stand together. */
const BOTH_SINCE = 9
/** From this version on a delivery says whether it tells of a story or is a digest. */
const RANK_SINCE = 10

type Rows = readonly (readonly [table: string, row: Record<string, unknown>])[]

/** What the schema of a version held of all this, in the columns of the first one. */
const rowsOf = (version: number): Rows =>
  toRows(version < BOTH_SINCE ? FACETS : [...FACETS, ...BOTH_FACETS]).map(([table, row]) => {
    if (table !== 'deliveries' || version < RANK_SINCE) return [table, row]
    return [table, { ...row, rank: row.id === OWED.id ? 0 : 1 }]
  })

const toRows = (places: readonly string[]): Rows => [
  ['meta', { key: 'story.statistics', value: '{}' }],
  ['leases', { name: 'ingest', holder: 'dead', until: DAY }],
  ['feed_states', { feed_id: FEED.feedId, checked_at: DAY, read_at: DAY, data: json(FEED) }],
  [
    'articles',
    {
      docid: DOCID,
      id: ARTICLE.id,
      feed_id: ARTICLE.feedId,
      seen_at: ARTICLE.seenAt,
      outlet: ARTICLE.outlet,
      family: ARTICLE.family,
      camp: ARTICLE.camp,
      title: ARTICLE.title,
      link: ARTICLE.link,
      canonical_url: ARTICLE.canonicalUrl,
      categories: json(ARTICLE.categories),
      backlog: 0,
      sample: 0,
      relevance: 'core',
      keys: json(ARTICLE.keys),
      tags: json(ARTICLE.tags),
    },
  ],
  ['article_texts', { docid: DOCID, summary: ARTICLE.summary }],
  [
    'article_keys',
    { key: ARTICLE.keys[0], article_id: ARTICLE.id, feed_id: FEED.feedId, seen_at: DAY },
  ],
  [
    'stories',
    {
      id: STORY.id,
      updated_at: STORY.updatedAt,
      opened_at: STORY.openedAt,
      facets: json({ levels: ['related'], facets: FACETS }),
      data: json(STORY),
    },
  ],
  ...places.map(
    (facet) =>
      [
        'story_facets',
        { level: 'related', facet, updated_at: DAY, story_id: STORY.id, opened_at: DAY },
      ] as const,
  ),
  [
    'memberships',
    {
      docid: DOCID,
      story_id: STORY.id,
      seen_at: DAY,
      side: 'en',
      linked_by: 'first',
      likeness: 1,
      neighbours: '[]',
    },
  ],
  [
    'subscriptions',
    { id: SUBSCRIPTION.id, guild_id: SUBSCRIPTION.guildId, data: json(SUBSCRIPTION) },
  ],
  [
    'digests',
    {
      subscription_id: DIGEST.subscriptionId,
      slot: DIGEST.slot,
      until: DIGEST.to,
      data: json(DIGEST),
    },
  ],
  [
    'deliveries',
    {
      id: OWED.id,
      subscription_id: OWED.subscriptionId,
      channel_id: OWED.channelId,
      part: 0,
      status: 'pending',
      created_at: DAY,
      due_at: DAY,
      data: json(OWED),
    },
  ],
  [
    'deliveries',
    {
      id: OWED_DIGEST.id,
      subscription_id: OWED_DIGEST.subscriptionId,
      channel_id: OWED_DIGEST.channelId,
      part: 0,
      status: 'pending',
      created_at: OWED_DIGEST.createdAt,
      due_at: OWED_DIGEST.nextTryAt,
      data: json(OWED_DIGEST),
    },
  ],
  [
    'posted_stories',
    {
      channel_id: 'channel-1',
      story_id: STORY.id,
      mode: 'digest',
      subscription_id: SUBSCRIPTION.id,
      at: DAY,
      data: json(POSTED),
    },
  ],
]

/** The newest store finds all that the first schema held, and goes on with it. */
async function expectAll(path: string, version: number): Promise<void> {
  const store = await openStore({ path, clock })
  const page = { limit: 10, offset: 0 }
  const search = {
    expr: { kind: 'word', words: queryWords('drone') },
    sort: 'newest',
    ...page,
  } as const
  expect((await store.latestStories({ actors: ['iran'] }, page)).items).toEqual([STORY])
  const asked = { actors: ['iran', 'russia'], themes: ['nuclear'] }
  expect((await store.latestStories(asked, page)).items).toEqual([STORY])
  expect(await store.counts('theme', { actors: ['iran'] })).toEqual([{ id: 'nuclear', stories: 1 }])
  expect((await store.search(search)).items.map(({ article }) => article)).toMatchObject([
    { id: ARTICLE.id },
  ])
  expect(await store.articlesSince(0)).toEqual([{ article: ARTICLE, membership: MEMBERSHIP }])
  // Nobody knows any more what was posted of it, so that it never splits.
  expect(await store.postedAmong([STORY.id])).toEqual(version < 8 ? [STORY.id] : [])
  expect(await store.feedStates()).toEqual([FEED])
  expect(await store.subscriptions()).toEqual([SUBSCRIPTION])
  expect(await store.findDigest(SUBSCRIPTION.id, DIGEST.slot)).toEqual(DIGEST)
  expect(await store.postedStories('channel-1', [STORY.id])).toEqual([POSTED])
  expect(await store.knownKeys(ARTICLE.keys)).toEqual(
    new Map(ARTICLE.keys.map((key) => [key, ARTICLE.id])),
  )
  const claim = { holder: 'a', now: DAY, until: DAY + HOUR, limit: 5 }
  // From version 10 on what tells of a story is claimed before digests; what was owed then as well.
  expect(await store.claimDeliveries(claim)).toEqual([
    { ...OWED, status: 'sending', lapsed: false },
    { ...OWED_DIGEST, status: 'sending', lapsed: false },
  ])
  await store.enrolFeeds([FEED])
  expect(await store.claimFeeds(claim)).toEqual([FEED])
  // What it was found by before is gone with what it was.
  await store.commitPoll(makePoll([], { stories: [{ ...STORY, actors: ['iran'] }] }))
  expect((await store.latestStories(asked, page)).items).toEqual([])
  expect((await store.latestStories({ actors: ['iran'] }, page)).items).toHaveLength(1)
  await store.close()
}

test('both stores have the same migrations', () => {
  expect(readMigrations('postgres').map(({ version }) => version)).toEqual(VERSIONS)
})

describe('SQLite', () => {
  afterAll(() => rmSync(folder, { recursive: true }))

  test.each(VERSIONS)('data of version %i is there in the newest', async (version) => {
    const path = join(folder, `${version}.db`)
    const database = new DatabaseSync(path)
    migrate(database, path, readMigrations().filter(upTo(version)))
    for (const [table, row] of rowsOf(version)) {
      const columns = Object.keys(row)
      database
        .prepare(
          `insert into ${table} (${columns.join(', ')}) values (${columns.map(() => '?').join(', ')})`,
        )
        .run(...columns.map((column) => toSqlite(row[column])))
    }
    database
      .prepare(
        `insert into words_shown (rowid, title, summary, source, facets) values (?, ?, '', '', 'every')`,
      )
      .run(DOCID, queryWords(ARTICLE.title).join(' '))
    database.close()
    await expectAll(path, version)
  })
})

describe.skipIf(canSkip())('PostgreSQL', () => {
  let server: PostgresServer

  beforeAll(async () => {
    server = await openServer()
  })

  afterAll(() => server?.close())

  test.each(VERSIONS)('data of version %i is there in the newest', async (version) => {
    const url = await server.makeDatabase()
    const connection = toPgConnection({ connectionString: url }, clock, () => 0)
    await migratePostgres(connection, url, readMigrations('postgres').filter(upTo(version)))
    await connection.close()
    const client = new Client({ connectionString: url })
    await client.connect()
    for (const [table, row] of rowsOf(version)) {
      const columns = Object.keys(row)
      await client.query(
        `insert into ${table} (${columns.join(', ')}) values (${columns.map((_, at) => `$${at + 1}`).join(', ')})`,
        columns.map((column) => row[column]),
      )
    }
    await client.query(`insert into word_slices values ('shown', 1, 0, ${DOCID}, 1)`)
    const words = queryWords(ARTICLE.title).map((word, at) => `'1|t${word}':${at + 1}`)
    await client.query(`insert into words_shown values (${DOCID}, $1::text::tsvector)`, [
      words.join(' '),
    ])
    await client.end()
    await expectAll(url, version)
  })

  test('several processes that open a new database at once make one schema', async () => {
    const url = await server.makeDatabase()
    const stores = await Promise.all([1, 2, 3, 4].map(() => openStore({ path: url, clock })))
    await Promise.all(stores.map((store) => store.close()))
    const client = new Client({ connectionString: url })
    await client.connect()
    const { rows } = await client.query('select version from axis_schema')
    await client.end()
    expect(rows).toEqual([{ version: VERSIONS.at(-1) }])
  })

  test('a database that is newer, or of another program, is refused and left alone', async () => {
    const url = await server.makeDatabase()
    const client = new Client({ connectionString: url })
    await client.connect()
    await client.query('create table letters (text text)')
    await expect(openStore({ path: url, clock })).rejects.toThrow('of another program')
    await client.query('drop table letters')
    await (await openStore({ path: url, clock })).close()
    await client.query('update axis_schema set version = 9999')
    await expect(openStore({ path: url, clock })).rejects.toThrow('newer Axis Watch (schema 9999')
    await client.end()
  })
})

function json(value: unknown): string {
  return JSON.stringify(value)
}

// Rows above hold nothing else.
const toSqlite = (value: unknown): string | number | null =>
  typeof value === 'number' || typeof value === 'string' ? value : null
