// One feed over days: a real server, a fixed clock, fetch and schedule together as the poll uses them.

import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { type Fetcher, openFetcher } from '../../src/feed/http/fetch.ts'
import {
  findPollFailure,
  initialState,
  isDue,
  nextState,
  type PollOutcome,
} from '../../src/feed/manners/schedule.ts'
import { DAY_MS, fixedClock, HOUR_MS, MINUTE_MS } from '../../src/lib/clock.ts'
import type { Feed, FeedState } from '../../src/types.ts'
import { openServer, RSS, type TestServer } from './server.ts'

const START = Date.UTC(2026, 10, 25, 12)
const clock = fixedClock(START)
type Answer = Parameters<typeof openServer>[0][string]

let server: TestServer
let fetcher: Fetcher
let answer: Answer
let state: FeedState

beforeAll(async () => {
  server = await openServer({
    '/feed': (request, response) => answer(request, response),
    '/new': (request, response) => give(RSS, { etag: '"new"' })(request, response),
    '/page': give('<html>Welcome</html>'),
  })
  fetcher = openFetcher({ version: '1', allowPrivate: true, clock })
})
afterAll(async () => {
  await fetcher.close()
  await server.close()
})
beforeEach(() => {
  clock.set(START)
  state = initialState(toFeed(), START, 0, 1)
})

const toFeed = (): Feed => ({
  id: 'a',
  url: `${server.base}/feed`,
  outlet: 'A',
  family: 'a',
  camp: 'north',
  kind: 'wire',
  on: true,
})

/** Moves the clock to when the feed is due and polls it; the document counts as read where it is RSS. */
async function poll(): Promise<FeedState> {
  if (!isDue(state, clock.now())) clock.set(state.nextDueAt)
  const fetched = await fetcher.fetch({
    url: state.url ?? toFeed().url,
    validators: state.validators,
  })
  state = nextState(state, toPoll(fetched), clock.now(), () => 1)
  return state
}

function toPoll(fetched: Awaited<ReturnType<Fetcher['fetch']>>): PollOutcome {
  const failure = findPollFailure(fetched)
  if (failure !== undefined) return failure
  if (fetched.kind === 'unchanged') return { ...fetched, kind: 'unchanged' }
  if (fetched.kind !== 'ok') throw new Error(fetched.kind)
  const { validators, maxAgeMs, permanentUrl, bytes } = fetched
  if (!Buffer.from(bytes).includes('<rss')) return { kind: 'blocked', reason: 'a page, no feed' }
  const seen = {
    validators,
    ...(maxAgeMs !== undefined && { maxAgeMs }),
    ...(permanentUrl !== undefined && { permanentUrl }),
  }
  const publishedAt = [clock.now(), clock.now() - 6 * HOUR_MS]
  return { kind: 'read', ...seen, items: 2, fresh: 2, publishedAt }
}

function give(body: string, headers: Record<string, string> = {}, code = 200): Answer {
  return (request, response) => {
    const known = headers.etag !== undefined && request.headers['if-none-match'] === headers.etag
    response.writeHead(known ? 304 : code, headers).end(known ? undefined : body)
  }
}
const redirect = (code: number, location: string): Answer => give('moved', { location }, code)
const waited = () => state.nextDueAt - clock.now()

test('validators are sent back until they change, also after failures', async () => {
  answer = give(RSS, { etag: '"1"' })
  await poll()
  await poll()
  expect(server.seen.at(-1)?.headers['if-none-match']).toBe('"1"')
  answer = give('no', {}, 500)
  expect((await poll()).status).toBe('unreachable')
  answer = give(RSS, { etag: '"1"' })
  expect(await poll()).toMatchObject({ status: 'healthy', validators: { etag: '"1"' } })
  answer = give(RSS.replace('One', 'Two'), { etag: '"2"' })
  expect((await poll()).validators.etag).toBe('"2"')
})

test('a page instead of the feed leaves the validators of the last feed', async () => {
  answer = give(RSS, { etag: '"1"' })
  await poll()
  answer = give('<html>Consent</html>', { etag: '"page"' })
  expect(await poll()).toMatchObject({ status: 'blocked', validators: { etag: '"1"' } })
})

test('the same bytes without validators are unchanged', async () => {
  answer = give(RSS)
  const first = await poll()
  const second = await poll()
  expect(second.validators).toEqual(first.validators)
  expect(second).toMatchObject({ status: 'healthy', items: 2 })
})

test('max-age and Expires keep us away, for an hour at most', async () => {
  answer = give(RSS, { 'cache-control': 'max-age=2700' })
  await poll()
  expect(waited()).toBe(45 * MINUTE_MS)
  answer = give(RSS, { expires: new Date(Date.now() + 40 * MINUTE_MS).toUTCString() })
  await poll()
  // The server's own Date is the measure; both are cut to seconds.
  expect(waited()).toBeGreaterThan(39 * MINUTE_MS)
  expect(waited()).toBeLessThanOrEqual(40 * MINUTE_MS)
  answer = give(RSS, { 'cache-control': 'public, max-age=31536000' })
  await poll()
  expect(waited()).toBe(HOUR_MS)
})

test('429 with seconds and 503 with a date are waited for', async () => {
  answer = give('slow down', { 'retry-after': '5400' }, 429)
  await poll()
  expect(state).toMatchObject({ status: 'blocked', reason: 'HTTP 429, retry after 90 min' })
  expect(isDue(state, START + 90 * MINUTE_MS - 1)).toBe(false)
  const date = new Date(START + 10 * HOUR_MS).toUTCString()
  answer = give(
    'later',
    { 'retry-after': date, date: new Date(START + HOUR_MS).toUTCString() },
    503,
  )
  await poll()
  expect(state).toMatchObject({ status: 'unreachable', reason: 'HTTP 503, retry after 9 h' })
  expect(waited()).toBeGreaterThanOrEqual(9 * HOUR_MS)
})

test.each([301, 308])('%i is believed after three polls, and then asked directly', async (code) => {
  answer = redirect(code, '/new')
  await poll()
  await poll()
  expect(state.url).toBeUndefined()
  await poll()
  expect(state.url).toBe(`${server.base}/new`)
  const asked = server.seen.length
  await poll()
  expect(server.seen.slice(asked).map((one) => one.url)).toEqual(['/new'])
})

test('302 is never believed', async () => {
  answer = redirect(302, '/new')
  for (let n = 0; n < 5; n += 1) await poll()
  expect(state.url).toBeUndefined()
  expect(state.status).toBe('healthy')
})

test('a permanent redirect to a page is never believed', async () => {
  answer = redirect(301, '/page')
  for (let n = 0; n < 5; n += 1) await poll()
  expect(state.url).toBeUndefined()
  expect(state).toMatchObject({ status: 'blocked', reason: 'a page, no feed' })
})

test('410 stops and tells', async () => {
  answer = give('gone', {}, 410)
  await poll()
  expect(state.status).toBe('gone')
  expect(isDue(state, START + 365 * DAY_MS)).toBe(false)
})

test('a server that is down is asked less and less, and at once as usual when it is back', async () => {
  answer = (request) => request.socket.destroy()
  const waits: number[] = []
  for (let n = 0; n < 9; n += 1) {
    await poll()
    waits.push(waited() / MINUTE_MS)
  }
  expect(waits).toEqual([6, 12, 24, 48, 96, 192, 360, 360, 360])
  answer = give(RSS)
  await poll()
  expect(state).toMatchObject({ status: 'healthy', failures: 0 })
  expect(waited()).toBe(30 * MINUTE_MS)
})

test('a Cloudflare challenge is named', async () => {
  answer = give('<title>Just a moment...</title>', { server: 'cloudflare' }, 403)
  await poll()
  expect(state).toMatchObject({ status: 'blocked', reason: 'Cloudflare challenge (HTTP 403)' })
})
