import { afterEach, beforeEach, expect, test } from 'vitest'
import { openPlayground, type Playground } from '../../src/playground/open.ts'
import { makeRest, messagesOf } from './rest.ts'

let playground: Playground
beforeEach(async () => {
  playground = await openPlayground()
})
afterEach(() => playground.close())

const contents = (channelId: string) => playground.messages(channelId).map(({ content }) => content)

test('a 502 after the message was stored posts it twice without enforce_nonce, once with it', async () => {
  const { intel, news } = playground.world.channels
  const rest = makeRest(playground)
  const lost = { kind: 'status', status: 502, when: 'after' } as const
  playground.faults.next({ method: 'POST', path: intel.id }, lost)
  await rest.post(messagesOf(intel.id), { body: { content: 'plain' } })
  expect(contents(intel.id)).toEqual(['plain', 'plain'])
  const planted = playground.faults.next({ method: 'POST', path: news.id }, lost)
  const body = { content: 'guarded', nonce: 'd-1', enforce_nonce: true }
  await rest.post(messagesOf(news.id), { body })
  expect(contents(news.id)).toEqual(['guarded'])
  expect(planted.hits()).toBe(1)
})

test('a 503 before the work is retried by the client and posts once', async () => {
  const { intel } = playground.world.channels
  const fault = { kind: 'status', status: 503, when: 'before' } as const
  const planted = playground.faults.next({ method: 'POST', times: 2 }, fault)
  await makeRest(playground).post(messagesOf(intel.id), { body: { content: 'x' } })
  expect(planted.hits()).toBe(2)
  expect(contents(intel.id)).toEqual(['x'])
})

test('a 429 makes the client wait for Retry-After, then post once', async () => {
  const { intel } = playground.world.channels
  playground.faults.next({ method: 'POST' }, { kind: 'rate-limit', retryAfterMs: 300 })
  const started = performance.now()
  await makeRest(playground).post(messagesOf(intel.id), { body: { content: 'x' } })
  expect(performance.now() - started).toBeGreaterThan(290)
  expect(contents(intel.id)).toEqual(['x'])
  expect(playground.requests().map(({ status }) => status)).toEqual([429, 200])
})

test('a global 429 holds back every route of the client', async () => {
  const { intel, news } = playground.world.channels
  const rest = makeRest(playground)
  const fault = { kind: 'rate-limit', retryAfterMs: 300, scope: 'global' } as const
  playground.faults.next({ method: 'POST', path: intel.id }, fault)
  const started = performance.now()
  const first = rest.post(messagesOf(intel.id), { body: { content: 'x' } })
  await new Promise((resolve) => setTimeout(resolve, 100))
  await rest.post(messagesOf(news.id), { body: { content: 'y' } })
  expect(performance.now() - started).toBeGreaterThan(290)
  await first
})

test('a connection that is closed is an error to the client, who does not try again', async () => {
  const { intel } = playground.world.channels
  const rest = makeRest(playground)
  const post = () => rest.post(messagesOf(intel.id), { body: { content: 'x' } })
  playground.faults.next({ method: 'POST' }, { kind: 'close', when: 'before' })
  await expect(post()).rejects.toThrow()
  expect(contents(intel.id)).toEqual([])
  playground.faults.next({ method: 'POST' }, { kind: 'close', when: 'after' })
  await expect(post()).rejects.toThrow()
  expect(contents(intel.id)).toEqual(['x'])
})

test('a connection that is reset is tried again: after the work that is twice without a nonce', async () => {
  const { intel, news } = playground.world.channels
  const rest = makeRest(playground)
  playground.faults.next({ method: 'POST' }, { kind: 'reset', when: 'after' })
  await rest.post(messagesOf(intel.id), { body: { content: 'x' } })
  expect(contents(intel.id)).toEqual(['x', 'x'])
  playground.faults.next({ method: 'POST' }, { kind: 'reset', when: 'after' })
  const body = { content: 'x', nonce: 'd-1', enforce_nonce: true }
  await rest.post(messagesOf(news.id), { body })
  expect(contents(news.id)).toEqual(['x'])
})

test('a request that hangs ends by the time-out of the client', async () => {
  const { intel } = playground.world.channels
  const rest = makeRest(playground, { timeout: 200, retries: 0 })
  playground.faults.next({ method: 'POST' }, { kind: 'hang', when: 'after' })
  await expect(rest.post(messagesOf(intel.id), { body: { content: 'x' } })).rejects.toThrow()
  expect(contents(intel.id)).toEqual(['x'])
})

test('a slow answer comes late but comes', async () => {
  playground.faults.next({ path: '/users/@me' }, { kind: 'slow', ms: 150 })
  const started = performance.now()
  expect(await makeRest(playground).get('/users/@me')).toMatchObject({ bot: true })
  expect(performance.now() - started).toBeGreaterThan(140)
})

test('a planted fault can be lifted', async () => {
  const fault = { kind: 'status', status: 500, when: 'before' } as const
  const planted = playground.faults.next({ times: Infinity }, fault)
  const rest = makeRest(playground, { retries: 0 })
  await expect(rest.get('/users/@me')).rejects.toMatchObject({ status: 500 })
  planted.lift()
  expect(await rest.get('/users/@me')).toMatchObject({ bot: true })
})

test('a revoked token is 401, which the client takes as final', async () => {
  const rest = makeRest(playground)
  playground.faults.revokeToken()
  await expect(rest.get('/users/@me')).rejects.toMatchObject({ status: 401 })
})

test('with real limits the sixth message in 5 s waits, and nothing is refused to a client that obeys', async () => {
  const strict = await openPlayground({ rateLimits: 'real' })
  const { intel } = strict.world.channels
  const rest = makeRest(strict, { rejectOnRateLimit: ['/channels'] })
  const post = (content: string) => rest.post(messagesOf(intel.id), { body: { content } })
  for (const content of ['1', '2', '3', '4', '5']) await post(content)
  await expect(post('6')).rejects.toMatchObject({ name: expect.stringContaining('RateLimitError') })
  expect(strict.problems()).toEqual([])
  const careless = makeRest(strict, { rejectOnRateLimit: ['/channels'] })
  const refused = careless.post(messagesOf(intel.id), { body: { content: '6' } })
  await expect(refused).rejects.toMatchObject({ name: expect.stringContaining('RateLimitError') })
  expect(strict.problems()).toMatchObject([{ kind: 'rate' }])
  expect(strict.invalidCount()).toBe(1)
  await strict.close()
})
