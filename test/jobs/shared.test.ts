// Processes that poll together, here as several readers and clusterers in one: a real server, fetcher and store.

import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { type Fetcher, openFetcher } from '../../src/feed/http/fetch.ts'
import { openParserPool, type ParserPool } from '../../src/feed/parser-pool.ts'
import type { IngestDeps } from '../../src/jobs/poll/ingest.ts'
import { STATISTICS_KEY } from '../../src/jobs/poll/poll.ts'
import { openSharedCluster } from '../../src/jobs/poll/shared-cluster.ts'
import { openSharedReader } from '../../src/jobs/poll/shared-read.ts'
import { fixedClock, HOUR_MS, MINUTE_MS, SECOND_MS } from '../../src/lib/clock.ts'
import type { Store } from '../../src/ports.ts'
import { openStore } from '../../src/store/open.ts'
import { openClusterer } from '../../src/story/cluster.ts'
import type { Feed, FeedState } from '../../src/types.ts'
import { openServer, type TestServer } from '../feed/server.ts'
import { makeTags } from '../store/make.ts'

const START = Date.UTC(2026, 10, 25, 12)
const clock = fixedClock(START)
const never = new AbortController().signal

let servers: readonly TestServer[]
let fetcher: Fetcher
let parser: ParserPool
let store: Store
let titles: readonly string[]
let hold: Promise<void> | undefined
let log: string[]

beforeAll(async () => {
  const handler =
    (server: number): Parameters<typeof openServer>[0][string] =>
    async (_, response) => {
      await hold
      response.end(rss(server))
    }
  servers = await Promise.all(
    [0, 1, 2, 3].map((server) => openServer({ '/a': handler(server), '/b': handler(server) })),
  )
  fetcher = openFetcher({ version: '1', allowPrivate: true, clock })
  parser = openParserPool({ timeoutMs: 5000, size: 1 })
})
afterAll(async () => {
  await Promise.all([fetcher.close(), parser.close(), ...servers.map((server) => server.close())])
})
beforeEach(async () => {
  clock.set(START)
  titles = ['Ship left the harbour']
  hold = undefined
  log = []
  store = await openStore({ path: ':memory:', clock })
})
afterEach(() => store.close())

const rss = (server: number): string =>
  `<rss version="2.0"><channel><title>Wire</title>${titles
    .map(
      (title, at) =>
        `<item><title>${title}</title><link>https://outlet-${server}.example/${at}</link></item>`,
    )
    .join('')}</channel></rss>`

/** Each server is a host of its own, since it has a port of its own. */
const toFeed = (server: number, path = '/a'): Feed => ({
  id: `feed-${server}${path}`,
  url: `${servers[server]?.base ?? ''}${path}`,
  outlet: `Outlet ${server}`,
  family: `outlet-${server}.example`,
  camp: 'unknown',
  kind: 'wire',
  on: true,
})

const toDeps = (holder: string, feeds: readonly Feed[] = []): IngestDeps => ({
  store,
  fetcher,
  parser,
  clock,
  feeds,
  holder,
  windowHours: 72,
  concurrency: 4,
  gate: (_, task) => task(),
  openClusterer: () => openClusterer({ camps: [] }),
  tag: () => makeTags(),
  random: () => 1,
  log: (_, event) => void log.push(event),
})

const toReader = (holder: string, feeds: readonly Feed[]) =>
  openSharedReader({ ...toDeps(holder, feeds), hostGapMs: SECOND_MS })

/** Makes feeds due at `START`; those without a state would be spread over half a minute. */
const makeDue = (feeds: readonly Feed[]): Promise<void> =>
  store.saveFeedStates(
    feeds.map(({ id, url }) => ({
      feedId: id,
      configuredUrl: url,
      status: 'new',
      since: START,
      validators: {},
      nextDueAt: START,
      intervalMs: HOUR_MS,
      failures: 0,
    })),
  )

const asked = (): number => servers.reduce((sum, { seen }) => sum + seen.length, 0)

async function stateOf(id: string): Promise<FeedState | undefined> {
  return (await store.feedStates()).find((state) => state.feedId === id)
}

describe('readers', () => {
  test('share what is due: each feed is read once, by whoever is faster', async () => {
    const feeds = [0, 1, 2, 3].map((server) => toFeed(server))
    await makeDue(feeds)
    const before = asked()
    const readers = ['one', 'two', 'three'].map((holder) => toReader(holder, feeds))
    const counts = await Promise.all(readers.map((reader) => reader.read(never)))
    expect(counts.reduce((sum, count) => sum + count)).toBe(4)
    expect(asked() - before).toBe(4)
    expect((await store.parkedReads(10)).map(({ feedId }) => feedId).sort()).toEqual(
      feeds.map(({ id }) => id),
    )
    expect(await readers[0]?.read(never)).toBe(0)
  })

  test('ask a host again only after the pause, also another one of them', async () => {
    const feeds = [toFeed(0, '/a'), toFeed(0, '/b')]
    await makeDue(feeds)
    expect(await toReader('one', feeds).read(never)).toBe(1)
    clock.set(START + SECOND_MS - 1)
    expect(await toReader('two', feeds).read(never)).toBe(0)
    clock.set(START + SECOND_MS)
    expect(await toReader('two', feeds).read(never)).toBe(1)
  })

  test('write at once what brought nothing new, and need nobody for it', async () => {
    const feed = toFeed(0)
    titles = []
    await makeDue([feed])
    await toReader('one', [feed]).read(never)
    expect(await store.parkedReads(10)).toEqual([])
    expect((await stateOf(feed.id))?.status).toBe('empty')
    expect((await stateOf(feed.id))?.checkedAt).toBe(START)
  })

  test('that are told to end give back what they have in hand', async () => {
    const feed = toFeed(0)
    const arrived = Promise.withResolvers<void>()
    hold = arrived.promise
    const stop = new AbortController()
    const before = asked()
    const reading = toReader('one', [feed]).read(stop.signal)
    await expect.poll(() => asked()).toBe(before + 1)
    stop.abort()
    await reading
    arrived.resolve()
    clock.set(START + 46 * SECOND_MS)
    expect(await toReader('two', [feed]).read(never)).toBe(1)
    expect((await store.parkedReads(10)).map(({ at }) => at)).toEqual([START + 46 * SECOND_MS])
  })

  test('leave alone what no list has any more', async () => {
    const [kept, dropped] = [toFeed(0), toFeed(1)]
    await makeDue([kept, dropped])
    await toReader('one', [kept, dropped]).read(never)
    await openSharedCluster(toDeps('one')).cluster(never)
    clock.set(START + HOUR_MS)
    expect(await toReader('one', [kept]).read(never)).toBe(1)
  })
})

describe('the one that clusters', () => {
  test('commits what was parked, with its stories and the state of its feed', async () => {
    const feeds = [toFeed(0), toFeed(1)]
    await makeDue(feeds)
    await toReader('one', feeds).read(never)
    clock.set(START + 5 * SECOND_MS)
    expect(await openSharedCluster(toDeps('two')).cluster(never)).toBe(2)
    expect(await store.parkedReads(10)).toEqual([])
    const stored = await store.articlesSince(0)
    expect(stored).toHaveLength(2)
    expect(stored.map(({ article }) => article.seenAt)).toEqual([
      START + 5 * SECOND_MS,
      START + 5 * SECOND_MS,
    ])
    const state = await stateOf(feeds[0]?.id ?? '')
    expect(state?.checkedAt).toBe(START)
    expect(state?.nextDueAt).toBeGreaterThan(START)
  })

  test('writes documents that wait in one transaction', async () => {
    const feeds = [0, 1, 2].map((at) => toFeed(at))
    await makeDue(feeds)
    await toReader('r', feeds).read(never)
    const commits: number[] = []
    const deps = toDeps('one')
    const counting: Store = {
      ...deps.store,
      commitPoll: async (...polls) => {
        commits.push(polls.length)
        await deps.store.commitPoll(...polls)
      },
    }
    expect(await openSharedCluster({ ...deps, store: counting }).cluster(never)).toBe(3)
    expect(commits).toEqual([3])
    expect(await store.parkedReads(10)).toEqual([])
  })

  test('is one at a time; the next one follows when it dies, and goes on with its stories', async () => {
    const feeds = [toFeed(0), toFeed(1)]
    await makeDue(feeds)
    await toReader('r', feeds).read(never)
    const [first, second] = [openSharedCluster(toDeps('one')), openSharedCluster(toDeps('two'))]
    expect(await first.cluster(never)).toBe(2)
    expect(await second.cluster(never)).toBeUndefined()

    // It dies: nothing is given back. A third outlet tells the same.
    clock.set(START + 15 * SECOND_MS)
    const third = toFeed(2)
    await makeDue([third])
    await toReader('r', [...feeds, third]).read(never)
    expect(await second.cluster(never)).toBe(1)
    expect(log.filter((event) => event === 'window.rebuilt')).toHaveLength(2)
    const stored = await store.articlesSince(0)
    expect(stored).toHaveLength(3)
    expect(new Set(stored.map(({ membership }) => membership.storyId)).size).toBe(1)
    expect(await first.cluster(never)).toBeUndefined()
  })

  test('keeps what it learnt once a minute, not with every document', async () => {
    const feed = toFeed(0)
    await makeDue([feed])
    await toReader('r', [feed]).read(never)
    const cluster = openSharedCluster(toDeps('one'))
    await cluster.cluster(never)
    expect(await store.meta(STATISTICS_KEY)).toBeDefined()
    await store.setMeta(STATISTICS_KEY, 'kept')
    for (const [title, passed, after] of [
      ['Second title', MINUTE_MS - 2 * SECOND_MS, 'kept'],
      ['Third title', MINUTE_MS, expect.not.stringMatching('kept')],
    ] as const) {
      titles = [...titles, title]
      clock.set(START + passed)
      const state = await stateOf(feed.id)
      if (state) await store.saveFeedStates([{ ...state, nextDueAt: START }])
      await toReader('r', [feed]).read(never)
      expect(await cluster.cluster(never)).toBe(1)
      expect(await store.meta(STATISTICS_KEY)).toEqual(after)
    }
  })

  test('gives its lease to the others when it ends in order', async () => {
    const [first, second] = [openSharedCluster(toDeps('one')), openSharedCluster(toDeps('two'))]
    await first.cluster(never)
    await first.close()
    expect(await second.cluster(never)).toBe(0)
  })

  test('gives up a document that fails again and again, and goes on with the others', async () => {
    const [bad, good] = [toFeed(0), toFeed(1)]
    await makeDue([bad, good])
    await toReader('r', [bad, good]).read(never)
    const parked = (await store.parkedReads(10)).find(({ feedId }) => feedId === bad.id)
    const read = JSON.parse(parked?.data ?? '')
    const articles = read.articles.map(({ tags: _, ...article }: { tags: unknown }) => article)
    const data = JSON.stringify({ ...read, articles })
    await store.parkRead({ feedId: bad.id, at: START - MINUTE_MS, data })
    const cluster = openSharedCluster(toDeps('one'))
    // Once with the others, to no avail, then alone.
    await expect(cluster.cluster(never)).rejects.toThrow()
    await expect(cluster.cluster(never)).rejects.toThrow()
    await expect(cluster.cluster(never)).rejects.toThrow()
    expect(await cluster.cluster(never)).toBe(2)
    expect(log).toContain('read.given-up')
    expect(await store.parkedReads(10)).toEqual([])
    expect((await store.articlesSince(0)).length).toBe(1)
    expect((await stateOf(bad.id))?.nextDueAt).toBeGreaterThan(START)
  })
})
