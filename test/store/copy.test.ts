import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { fixedClock } from '../../src/lib/clock.ts'
import { hashParts } from '../../src/lib/hash.ts'
import { queryWords } from '../../src/lib/words.ts'
import type { Store } from '../../src/ports.ts'
import { type CopyEnd, copyStore } from '../../src/store/copy.ts'
import { openStore } from '../../src/store/open.ts'
import { openPostgresCopy } from '../../src/store/postgres/copy.ts'
import { openSqliteCopy } from '../../src/store/sqlite/copy.ts'
import {
  DAY,
  HOUR,
  makeArticle,
  makeDelivery,
  makeDigest,
  makePoll,
  makePosted,
  makeStory,
  makeSubscription,
} from './make.ts'
import { canSkip, openServer, type PostgresServer } from './postgres-server.ts'

const clock = fixedClock(DAY)
const folder = mkdtempSync(join(tmpdir(), 'axis-copy-'))
const ARTICLES = 60
let server: PostgresServer | undefined
let files = 0

beforeAll(async () => {
  if (!canSkip()) server = await openServer()
})

afterAll(async () => {
  await server?.close()
  rmSync(folder, { recursive: true })
})

const newFile = (): string => {
  files += 1
  return join(folder, `${files}.db`)
}

/** A library of everything that a store can hold. */
async function fill(path: string): Promise<void> {
  const store = await openStore({ path, clock })
  const articles = Array.from({ length: ARTICLES }, (_, at) =>
    makeArticle(`a${at}`, {
      seenAt: DAY + at * HOUR,
      title: `Drones over harbour ${at % 7}: «Иран» ‘quoted’ \\ back`,
      content: `Content ${at}`,
      tags: {
        relevance: at % 3 === 0 ? 'no' : 'core',
        actors: at % 2 === 0 ? ['iran'] : ['iran', 'russia'],
        themes: ['arms-transfers'],
      },
    }),
  )
  for (const article of articles) {
    const kept = [{ articleId: article.id, data: `of ${article.id}` }]
    await store.commitPoll(makePoll([article], { kept }))
  }
  const split = makeStory(makeArticle('a3'), { split: { at: DAY, other: 'S-OTHER234' } })
  await store.commitPoll(makePoll([], { stories: [split] }))
  const [first] = articles
  await store.commitPoll(
    makePoll([], {
      at: DAY + 2 * HOUR,
      again: first === undefined ? [] : [{ articleId: first.id, keys: ['k'], title: 'Corrected' }],
    }),
  )
  // Texts that retention took away: what search knows of them stands in the index alone.
  await store.prune({ texts: DAY + 10 * HOUR }, 1000)
  await store.saveSubscription(makeSubscription('one'))
  await store.saveSubscription(makeSubscription('ended', { deletedAt: DAY }))
  await store.saveGuildSettings({ guildId: 'guild-1', mentionRoles: ['r'], sharing: 'on' })
  await store.saveDigest(makeDigest('ax-AAAAA', '2026-11-25T07:00'), [
    makeDelivery('sent', { status: 'sent', messageId: 'm' }),
    makeDelivery('owed', { part: 1, storyId: makeStory(makeArticle('a2')).id }),
  ])
  await store.saveDelivery(makeDelivery('seen', { status: 'sent' }), [
    makePosted(makeStory(makeArticle('a1')).id),
  ])
  await store.claimDeliveries({ holder: 'dead', now: DAY, until: DAY + 60_000, limit: 1 })
  await store.saveDayCounts('2026-11-25', false, [
    { day: '2026-11-25', kind: 'actor', id: 'iran', hours: [[1, 2, 3]] },
  ])
  await store.setMeta('story.statistics', '{"n":1}')
  await store.claimLease('ingest', 'dead', DAY + HOUR, DAY)
  await store.close()
}

/** The answers of a store to all kinds of questions. */
async function ask(path: string): Promise<unknown> {
  const store = await openStore({ path, clock })
  try {
    return await answers(store)
  } finally {
    await store.close()
  }
}

async function answers(store: Store) {
  const page = { limit: 100, offset: 0 }
  const search = (text: string, all: boolean, sort: 'newest' | 'relevance') =>
    store.search({ expr: { kind: 'phrase', words: queryWords(text) }, all, sort, ...page })
  return {
    latest: await store.latestStories({}, page),
    iran: await store.latestStories({ actors: ['iran', 'russia'], relevance: 'core' }, page),
    all: await store.articlesSince(0),
    searches: await Promise.all([
      search('drones over harbour', true, 'newest'),
      search('harbour 3', false, 'relevance'),
      search('Summary of a2', true, 'newest'),
      search('Иран', false, 'newest'),
    ]),
    stories: await Promise.all(
      Array.from({ length: 5 }, (_, at) => store.findStory(makeStory(makeArticle(`a${at}`)).id)),
    ),
    open: await store.openArticles({
      from: DAY,
      until: DAY + 100 * HOUR,
      openedSince: 0,
      updatedSince: 0,
    }),
    split: await store.splitStories(0),
    owed: await store.postedAmong(
      Array.from({ length: 5 }, (_, at) => makeStory(makeArticle(`a${at}`)).id),
    ),
    keys: await store.knownKeys(['k', hashParts('guid', ['a1'])]),
    feeds: await store.feedStates(),
    subscriptions: await store.subscriptions(),
    settings: await store.guildSettings('guild-1'),
    digest: await store.findDigest('ax-AAAAA', '2026-11-25T07:00'),
    deliveries: await store.deliveries('ax-AAAAA', 10),
    posted: await store.postedStories('channel-1', [makeStory(makeArticle('a1')).id]),
    counts: await store.dayCounts({ kind: 'actor', since: '2026-11-01', until: '2026-12-01' }),
    statistics: await store.meta('story.statistics'),
    health: await store.health(),
  }
}

async function copy(from: Promise<CopyEnd>, to: Promise<CopyEnd>) {
  const [source, target] = [await from, await to]
  try {
    return await copyStore(source, target)
  } finally {
    await source.close()
    await target.close()
  }
}

describe('a copy into another file', () => {
  test('answers every question as its source does, and knows no lease', async () => {
    const [from, to] = [newFile(), newFile()]
    await fill(from)
    const before = await ask(from)
    const copied = await copy(openSqliteCopy(from, clock), openSqliteCopy(to, clock))
    expect(copied.find(({ table }) => table === 'articles')?.rows).toBe(ARTICLES)
    expect(await ask(to)).toEqual(before)
    const store = await openStore({ path: to, clock })
    expect(await store.claimLease('ingest', 'new', DAY + 1, DAY)).toBe(true)
    await store.close()
  })

  test('is refused where something else is, and while somebody has the source open', async () => {
    const [from, to] = [newFile(), newFile()]
    await fill(from)
    await fill(to)
    await expect(copy(openSqliteCopy(from, clock), openSqliteCopy(to, clock))).rejects.toThrow(
      'is not empty',
    )
    const running = await openStore({ path: from, clock })
    await running.feedStates()
    await expect(openSqliteCopy(from, clock)).rejects.toThrow('stop the bot first')
    await running.close()
  })

  test('that ends in a difference says so', async () => {
    const [from, to] = [newFile(), newFile()]
    await fill(from)
    const source = await openSqliteCopy(from, clock)
    const target = await openSqliteCopy(to, clock)
    const lossy: CopyEnd = {
      ...target,
      addRows: (table, rows, progress) =>
        target.addRows(table, table.name === 'deliveries' ? rows.slice(1) : rows, progress),
    }
    await expect(copyStore(source, lossy)).rejects.toThrow('deliveries differs after the copy')
    await source.close()
    await target.close()
    await expect(openStore({ path: to, clock })).rejects.toThrow('holds a part of another one')
  })
})

describe.skipIf(canSkip())('a copy between SQLite and PostgreSQL', () => {
  const newDatabase = async (): Promise<string> => (await server?.makeDatabase()) ?? ''

  test('there and back answers every question as its source does', async () => {
    const [from, url, back] = [newFile(), await newDatabase(), newFile()]
    await fill(from)
    const before = await ask(from)
    const there = await copy(openSqliteCopy(from, clock), openPostgresCopy(url, clock))
    expect(await ask(url)).toEqual(before)
    const again = await copy(openPostgresCopy(url, clock), openSqliteCopy(back, clock))
    expect(again).toEqual(there)
    expect(await ask(back)).toEqual(before)
  })

  test('goes on where it was interrupted, wherever that was', async () => {
    const [from, url] = [newFile(), await newDatabase()]
    await fill(from)
    const before = await ask(from)
    for (let batches = 0; ; batches += 1) {
      const source = await openSqliteCopy(from, clock)
      const target = await openPostgresCopy(url, clock)
      const done = await copyStore(source, failingAfter(target, 4)).then(
        () => true,
        () => false,
      )
      await source.close()
      await target.close()
      if (done) break
      await expect(openStore({ path: url, clock })).rejects.toThrow('holds a part of another one')
      expect(batches).toBeLessThan(20)
    }
    expect(await ask(url)).toEqual(before)
  })

  test('is refused while a bot uses the database', async () => {
    const url = await newDatabase()
    const running = await openStore({ path: url, clock })
    await expect(openPostgresCopy(url, clock)).rejects.toThrow('stop the bot first')
    await running.close()
  })
})

/** A target that is cut off after so many batches. */
function failingAfter(target: CopyEnd, batches: number): CopyEnd {
  let left = batches
  const spend = (): void => {
    if (left === 0) throw new Error('cut off')
    left -= 1
  }
  return {
    ...target,
    addRows: async (...batch) => {
      spend()
      await target.addRows(...batch)
    },
    addWords: async (...batch) => {
      spend()
      await target.addWords(...batch)
    },
  }
}
