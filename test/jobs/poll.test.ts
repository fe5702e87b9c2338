// Whole rounds: a real server, fetcher, parser's thread, clusterer and store, under a clock that stands still.

import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { type Fetcher, openFetcher } from '../../src/feed/http/fetch.ts'
import { openParserPool, type ParserPool } from '../../src/feed/parser-pool.ts'
import { openHostGate } from '../../src/jobs/poll/host-gate.ts'
import { type PollDeps, type PollOptions, pollRound } from '../../src/jobs/poll/poll.ts'
import { DAY_MS, fixedClock, HOUR_MS, MINUTE_MS } from '../../src/lib/clock.ts'
import type { PollCommit, Store } from '../../src/ports.ts'
import { openStore } from '../../src/store/open.ts'
import { openClusterer } from '../../src/story/cluster.ts'
import type { Feed, FeedState } from '../../src/types.ts'
import { openServer, type TestServer } from '../feed/server.ts'
import { makeTags } from '../store/make.ts'

const START = Date.UTC(2026, 10, 25, 12)
const LEASE = { name: 'ingest', holder: 'one' }
const clock = fixedClock(START)
type Answer = Parameters<typeof openServer>[0][string]

let servers: readonly TestServer[]
let fetcher: Fetcher
let parser: ParserPool
let store: Store
let answers: Map<string, Answer>
let parsed: number

beforeAll(async () => {
  const answer = (path: string): Answer => {
    return (request, response) => answers.get(path)?.(request, response)
  }
  const paths = Object.fromEntries(['/a', '/b', '/c', '/d'].map((path) => [path, answer(path)]))
  servers = await Promise.all([openServer(paths), openServer(paths)])
  fetcher = openFetcher({ version: '1', allowPrivate: true, clock })
  const pool = openParserPool({ timeoutMs: 5000, size: 1 })
  parser = {
    ...pool,
    parse: (bytes, meta) => {
      parsed += 1
      return pool.parse(bytes, meta)
    },
  }
})
afterAll(async () => {
  await Promise.all([fetcher.close(), parser.close(), ...servers.map((server) => server.close())])
})
beforeEach(async () => {
  clock.set(START)
  answers = new Map()
  parsed = 0
  store = await openStore({ path: ':memory:', clock })
  await store.claimLease(LEASE.name, LEASE.holder, START + 365 * DAY_MS, START)
})
afterEach(() => store.close())

const base = (server = 0): string => servers[server]?.base ?? ''
const toFeed = (id: string, server = 0): Feed => ({
  id,
  url: `${base(server)}/${id}`,
  outlet: id,
  family: id,
  camp: 'unknown',
  kind: 'wire',
  on: true,
})

const toDeps = (feeds: readonly Feed[], changes: Partial<PollDeps> = {}): PollDeps => ({
  store,
  fetcher,
  parser,
  clock,
  feeds,
  lease: LEASE,
  concurrency: 4,
  clusterer: openClusterer({ camps: [] }),
  gate: (_, task) => task(),
  tag: () => makeTags(),
  random: () => 1,
  log: () => {},
  ...changes,
})

const poll = (
  feeds: readonly Feed[],
  changes?: Partial<PollDeps>,
  options: PollOptions = { all: true },
) => pollRound(toDeps(feeds, changes), options)

function give(body: string, headers: Record<string, string> = {}): Answer {
  return (request, response) => {
    const known = headers.etag !== undefined && request.headers['if-none-match'] === headers.etag
    response.writeHead(known ? 304 : 200, headers).end(known ? undefined : body)
  }
}

const items = (count: number, from = 0): string =>
  Array.from(
    { length: count },
    (_, n) =>
      `<item><title>Ship ${n + from} left port ${n + from}</title><guid isPermaLink="false">${n + from}</guid></item>`,
  ).join('')
const rss = (inside: string, channel = ''): string =>
  `<rss version="2.0" xmlns:sy="http://purl.org/rss/1.0/modules/syndication/"><channel><title>Wire</title>${channel}${inside}</channel></rss>`

async function stateOf(id: string): Promise<FeedState | undefined> {
  return (await store.feedStates()).find((state) => state.feedId === id)
}
const articles = async (): Promise<number> => (await store.health()).articles

describe('a round', () => {
  test('reads, stores once, and asks with the validators of the last time', async () => {
    answers.set('/a', give(rss(items(3)), { etag: '"1"' }))
    expect(await poll([toFeed('a')])).toMatchObject({ fresh: 3, feeds: [{ outcome: 'read' }] })
    clock.set(START + HOUR_MS)
    expect(await poll([toFeed('a')])).toMatchObject({ fresh: 0, feeds: [{ outcome: 'unchanged' }] })
    expect(servers[0]?.seen.at(-1)?.headers['if-none-match']).toBe('"1"')
    expect(await articles()).toBe(3)
  })

  test('does not parse the bytes that it knows', async () => {
    answers.set('/a', give(rss(items(3))))
    await poll([toFeed('a')])
    await poll([toFeed('a')])
    expect(parsed).toBe(1)
  })

  test('asks each feed once and writes all unchanged ones in one go', async () => {
    for (const id of ['a', 'b', 'c'])
      answers.set(`/${id}`, give(rss(items(1)), { etag: `"${id}"` }))
    const feeds = ['a', 'b', 'c'].map((id) => toFeed(id))
    await poll(feeds)
    const asked = servers[0]?.seen.length ?? 0
    const writes: string[] = []
    const counting: Store = {
      ...store,
      commitPoll: async (...polls) => {
        writes.push('commit')
        await store.commitPoll(...polls)
      },
      saveFeedStates: async (states) => {
        writes.push(`${states.length} states`)
        await store.saveFeedStates(states)
      },
    }
    await poll(feeds, { store: counting })
    expect((servers[0]?.seen.length ?? 0) - asked).toBe(3)
    expect(writes).toEqual(['3 states'])
  })

  test('writes feeds that come together in one transaction, each whole, and what two of them carry once', async () => {
    const shared = '<item><title>Shared</title><link>https://sample.example/shared</link></item>'
    for (const id of ['a', 'b', 'c']) {
      answers.set(`/${id}`, give(rss(items(5) + shared), { etag: `"${id}"` }))
    }
    const commits: (readonly PollCommit[])[] = []
    const noting: Store = {
      ...store,
      commitPoll: async (...polls) => {
        commits.push(polls)
        await store.commitPoll(...polls)
      },
    }
    const feeds = ['a', 'b', 'c'].map((id) => toFeed(id))
    const report = await poll(feeds, { store: noting })
    expect(commits).toHaveLength(1)
    const [polls = []] = commits
    const feedsOf = polls.map(({ state, articles }) => [
      state.feedId,
      ...new Set(articles.map(({ feedId }) => feedId)),
    ])
    expect(feedsOf.toSorted()).toEqual([
      ['a', 'a'],
      ['b', 'b'],
      ['c', 'c'],
    ])
    expect([report.fresh, await articles()]).toEqual([16, 16])
    expect(polls.map(({ again }) => again.length)).toEqual([0, 1, 1])
    const tags = (await store.feedStates()).map(({ validators }) => validators.etag)
    expect(tags).toEqual(['"a"', '"b"', '"c"'])
  })

  test('writes no more than a transaction may hold, whatever comes together', async () => {
    for (const id of ['a', 'b', 'c']) answers.set(`/${id}`, give(rss(items(130))))
    const sizes: number[] = []
    const counting: Store = {
      ...store,
      commitPoll: async (...polls) => {
        sizes.push(polls.reduce((sum, { articles }) => sum + articles.length, 0))
        await store.commitPoll(...polls)
      },
    }
    await poll(
      ['a', 'b', 'c'].map((id) => toFeed(id)),
      { store: counting },
    )
    expect(sizes).toEqual([130, 130, 130])
  })

  test('polls what is due and nothing else', async () => {
    answers.set('/a', give(rss(items(1), '<ttl>45</ttl>')))
    await poll([toFeed('a')], {}, {})
    clock.set(START + 40 * MINUTE_MS)
    expect((await poll([toFeed('a')], {}, {})).feeds).toEqual([])
    clock.set(START + 45 * MINUTE_MS)
    expect((await poll([toFeed('a')], {}, {})).feeds).toHaveLength(1)
  })

  test('that is dry reads and writes nothing', async () => {
    answers.set('/a', give(rss(items(2))))
    expect(await poll([toFeed('a')], {}, { all: true, dryRun: true })).toMatchObject({ fresh: 2 })
    expect([await articles(), await store.feedStates()]).toEqual([0, []])
  })

  test('marks what a first poll and a long silence bring, and nothing else', async () => {
    const backlogs = async () =>
      (await store.articlesSince(0)).map(({ article }) => article.backlog)
    answers.set('/a', give(rss(items(1))))
    await poll([toFeed('a')])
    clock.set(START + HOUR_MS)
    answers.set('/a', give(rss(items(2))))
    await poll([toFeed('a')])
    clock.set(START + 2 * DAY_MS)
    answers.set('/a', give(rss(items(3))))
    await poll([toFeed('a')])
    expect(await backlogs()).toEqual([true, false, true])
  })
})

test('what had to be repaired, and keys that are none, stand in the feed’s state until they are right', async () => {
  const twice = `${items(1)}<item><title>R&D of ships</title><guid isPermaLink="false">0</guid></item>`
  answers.set('/a', give(rss(twice)))
  await poll([toFeed('a')])
  expect((await stateOf('a'))?.faults).toEqual(['bare-ampersand', 'ambiguous-key'])
  answers.set('/a', give(rss(items(2))))
  await poll([toFeed('a')])
  expect((await stateOf('a'))?.faults).toBeUndefined()
})

describe('what a document says about polling', () => {
  test.each([
    ['ttl', '<ttl>45</ttl>', 45],
    ['ttl beyond an hour', '<ttl>600</ttl>', 60],
    [
      'sy:update*',
      '<sy:updatePeriod>daily</sy:updatePeriod><sy:updateFrequency>32</sy:updateFrequency>',
      45,
    ],
    ['an hour to skip', '<skipHours><hour>12</hour></skipHours>', 60],
    ['a day to skip', '<skipDays><day>Wednesday</day></skipDays>', 12 * 60],
  ])('%s is kept to', async (_what, channel, minutes) => {
    answers.set('/a', give(rss(items(1), channel)))
    await poll([toFeed('a')])
    expect(((await stateOf('a'))?.nextDueAt ?? 0) - START).toBe(minutes * MINUTE_MS)
  })
})

describe('a feed that fails', () => {
  test('costs nobody else anything, and is a state with a reason', async () => {
    answers.set('/a', give('<!doctype html><title>Consent required</title>'))
    answers.set('/b', (request) => request.socket.destroy())
    answers.set('/c', give(`<rss><channel>${'<item><title>'.repeat(50_000)}`))
    answers.set('/d', give(rss(items(2))))
    const report = await poll(['a', 'b', 'c', 'd'].map((id) => toFeed(id)))
    expect(report.fresh).toBe(2)
    const states = (await store.feedStates()).map(({ feedId, status, reason }) => [
      feedId,
      status,
      reason !== undefined,
    ])
    expect(states.toSorted()).toEqual([
      ['a', 'blocked', true],
      ['b', 'unreachable', true],
      ['c', 'broken', true],
      ['d', 'healthy', false],
    ])
  })

  test.each([
    ['an 11-byte answer', 'Invalid url', 'broken'],
    ['a page', '<html><body>Hello</body></html>', 'blocked'],
    ['a feed without items', rss(''), 'empty'],
  ])('%s is %s', async (_what, body, status) => {
    answers.set('/a', give(body))
    await poll([toFeed('a')])
    expect(await stateOf('a')).toMatchObject({ status })
  })

  test('a slow host keeps no other host waiting', async () => {
    for (const id of ['a', 'b', 'c', 'd']) answers.set(`/${id}`, give(rss(items(1))))
    const order: string[] = []
    const gate = openHostGate({
      perHost: 1,
      gapMs: 40,
      isExempt: () => false,
      clock: { now: () => performance.now() },
    })
    await poll([...['a', 'b', 'c'].map((id) => toFeed(id)), { ...toFeed('d', 1), id: 'other' }], {
      concurrency: 2,
      gate,
      onFeed: ({ feedId }) => order.push(feedId),
    })
    expect(order.indexOf('other')).toBeLessThan(2)
    expect(order).toHaveLength(4)
  })
})

describe('a crash', () => {
  const broken = (after: number): Store => {
    let commits = 0
    return {
      ...store,
      commitPoll: async (...polls) => {
        commits += 1
        if (commits > after) throw new Error('the process is gone')
        await store.commitPoll(...polls)
      },
    }
  }

  test('between fetch and commit loses nothing: the next poll asks without the validators', async () => {
    answers.set('/a', give(rss(items(3)), { etag: '"1"' }))
    await expect(poll([toFeed('a')], { store: broken(0) })).rejects.toThrow('gone')
    expect([await articles(), await stateOf('a')]).toEqual([0, undefined])
    expect(await poll([toFeed('a')])).toMatchObject({ fresh: 3 })
    expect(servers[0]?.seen.at(-1)?.headers['if-none-match']).toBeUndefined()
    expect(await articles()).toBe(3)
  })

  test('takes no feed of a transaction without the others, and nothing is written after it', async () => {
    for (const id of ['a', 'b', 'c']) answers.set(`/${id}`, give(rss(items(3)), { etag: '"1"' }))
    const feeds = ['a', 'b', 'c'].map((id) => toFeed(id))
    await expect(poll(feeds, { store: broken(0) })).rejects.toThrow('gone')
    expect([await articles(), await store.feedStates()]).toEqual([0, []])
    expect(await poll(feeds)).toMatchObject({ fresh: 9 })
  })

  test('after a good poll keeps the old validators, so that what came since is read again', async () => {
    answers.set('/a', give(rss(items(1)), { etag: '"1"' }))
    await poll([toFeed('a')])
    answers.set('/a', give(rss(items(2)), { etag: '"2"' }))
    await expect(poll([toFeed('a')], { store: broken(0) })).rejects.toThrow('gone')
    expect((await stateOf('a'))?.validators.etag).toBe('"1"')
    expect(await poll([toFeed('a')])).toMatchObject({ fresh: 1 })
    expect((await stateOf('a'))?.validators.etag).toBe('"2"')
  })

  test('in the middle of a long document leaves the rest to the next poll, each article once', async () => {
    answers.set('/a', give(rss(items(450)), { etag: '"1"' }))
    await expect(poll([toFeed('a')], { store: broken(1) })).rejects.toThrow('gone')
    expect([await articles(), (await stateOf('a'))?.validators]).toEqual([200, {}])
    expect(await poll([toFeed('a')])).toMatchObject({ fresh: 250 })
    expect(await articles()).toBe(450)
  })
})
