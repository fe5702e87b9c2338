import { request } from 'node:http'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { fixedClock, HOUR_MS, MINUTE_MS } from '../../src/lib/clock.ts'
import { counted, type Metrics, openMetrics } from '../../src/ops/metrics.ts'
import { type Endpoints, serveEndpoints } from '../../src/ops/serve.ts'
import type { Store } from '../../src/ports.ts'
import { openStore } from '../../src/store/open.ts'
import { DAY, makeArticle, makeDelivery, makePoll } from '../store/make.ts'

const logged: string[] = []
let metrics: Metrics
let store: Store
let endpoints: Endpoints
let isConnected = true
let now = DAY

async function open(over: Partial<Parameters<typeof serveEndpoints>[0]> = {}): Promise<Endpoints> {
  return serveEndpoints({
    port: 0,
    host: '127.0.0.1',
    store,
    clock: { now: () => now },
    log: (_level, event) => logged.push(event),
    metrics,
    gatewayReady: () => isConnected,
    ...over,
  })
}

beforeEach(async () => {
  logged.length = 0
  isConnected = true
  now = DAY
  metrics = await openMetrics('9.8.7')
  store = await openStore({ path: ':memory:', clock: fixedClock(DAY) })
  endpoints = await open()
})
afterEach(async () => {
  await endpoints.close()
  await store.close()
})

const ask = (path: string, init?: RequestInit) =>
  fetch(`http://127.0.0.1:${endpoints.port}${path}`, init)
const metricLines = async (name: string) =>
  (await (await ask('/metrics')).text()).split('\n').filter((line) => line.startsWith(name))

describe('/healthz', () => {
  test('says that the process lives, also before the first poll', async () => {
    const response = await ask('/healthz')
    expect([response.status, await response.json()]).toEqual([200, { ok: true }])
  })

  test('answers HEAD, refuses what would change something, and knows no other path', async () => {
    expect((await ask('/healthz', { method: 'HEAD' })).status).toBe(200)
    expect((await ask('/healthz', { method: 'POST' })).status).toBe(405)
    const unknown = await ask('/secrets')
    expect([unknown.status, await unknown.json()]).toEqual([
      404,
      { paths: ['/healthz', '/readyz', '/metrics'] },
    ])
  })

  test('survives a request line that is no address', async () => {
    const status = await new Promise((resolve) => {
      request({ port: endpoints.port, path: '//' }, (response) => resolve(response.statusCode))
        .on('error', resolve)
        .end()
    })
    expect(status).toBe(404)
    expect((await ask('/healthz')).status).toBe(200)
  })
})

describe('/readyz', () => {
  const readiness = async () => {
    const response = await ask('/readyz')
    const { reasons } = (await response.json()) as { readonly reasons: readonly string[] }
    return [response.status, ...reasons]
  }

  test('waits for the first poll', async () => {
    expect(await readiness()).toEqual([503, 'no feed was ever polled'])
    await store.commitPoll(makePoll([makeArticle('a')]))
    expect(await readiness()).toEqual([200])
  })

  test('says that the gateway is gone, that polls stopped and that the queue is stuck', async () => {
    await store.commitPoll(makePoll([makeArticle('a')]))
    await store.addDeliveries([makeDelivery('waits')])
    isConnected = false
    now = DAY + 2 * HOUR_MS
    expect(await readiness()).toEqual([
      503,
      'not connected to Discord',
      'the last poll was 120 min ago',
      'a delivery has been waiting for 120 min',
    ])
  })

  test('a store that cannot be read is told in words of ours, its error in the log alone', async () => {
    await endpoints.close()
    endpoints = await open({
      store: { ...store, health: () => Promise.reject(new Error('secret path /x')) },
    })
    expect(await readiness()).toEqual([503, 'the store cannot be read'])
    expect(logged).toContain('endpoint.failed')
  })

  test('a store that does not answer is told within three seconds', async () => {
    await endpoints.close()
    endpoints = await open({ store: { ...store, health: () => new Promise(() => undefined) } })
    expect(await readiness()).toEqual([503, 'the store does not answer'])
  })
})

describe('/metrics', () => {
  test('counts polls by result, articles, stories and matches from the events of the log', async () => {
    const log = counted(() => undefined, metrics.count)
    log('info', 'feed.polled', { outcome: 'read', fresh: 3, stories: 2, matches: 11 })
    log('debug', 'feed.polled', { outcome: 'unchanged', fresh: 0, stories: 0, matches: 0 })
    log('info', 'feed.polled', { outcome: 'failed' })
    expect(await metricLines('axis_polls_total')).toEqual([
      'axis_polls_total{result="read"} 1',
      'axis_polls_total{result="unchanged"} 1',
      'axis_polls_total{result="failed"} 1',
    ])
    expect(await metricLines('axis_articles_total')).toEqual(['axis_articles_total 3'])
    expect(await metricLines('axis_story_changes_total')).toEqual(['axis_story_changes_total 2'])
    expect(await metricLines('axis_matches_total')).toEqual(['axis_matches_total 11'])
  })

  test('knows how long commands take, what deliveries came to, and what failed', async () => {
    metrics.count('interaction.answered', { what: 'axis latest', ms: 40 })
    metrics.count('delivery.sent', {})
    metrics.count('delivery.retry', {})
    metrics.count('job.failed', { job: 'deliver' })
    metrics.count('bot.connection-failed', {})
    metrics.count('digest.planned', {})
    expect(await metricLines('axis_command_seconds_bucket{le="0.05"')).toEqual([
      'axis_command_seconds_bucket{le="0.05",command="axis latest"} 1',
    ])
    expect(await metricLines('axis_command_seconds_bucket{le="0.025"')).toEqual([
      'axis_command_seconds_bucket{le="0.025",command="axis latest"} 0',
    ])
    expect(await metricLines('axis_deliveries_total')).toEqual([
      'axis_deliveries_total{outcome="sent"} 1',
      'axis_deliveries_total{outcome="retry"} 1',
    ])
    expect(await metricLines('axis_failures_total')).toEqual([
      'axis_failures_total{event="job.failed"} 1',
      'axis_failures_total{event="bot.connection-failed"} 1',
    ])
  })

  test('shows what the store holds, how old the queue is and how the feeds do', async () => {
    await store.commitPoll(makePoll([makeArticle('a'), makeArticle('b')]))
    await store.addDeliveries([makeDelivery('one'), makeDelivery('two', { status: 'sent' })])
    now = DAY + 5 * MINUTE_MS
    expect(await metricLines('axis_stored{kind="articles"}')).toEqual([
      'axis_stored{kind="articles"} 2',
    ])
    expect(await metricLines('axis_deliveries{state="pending"}')).toEqual([
      'axis_deliveries{state="pending"} 1',
    ])
    expect(await metricLines('axis_queue_age_seconds')).toEqual(['axis_queue_age_seconds 300'])
    expect(await metricLines('axis_feeds{')).toEqual(['axis_feeds{status="healthy"} 1'])
    expect(await metricLines('axis_gateway_ready')).toEqual(['axis_gateway_ready 1'])
    expect(await metricLines('axis_info')).toEqual(['axis_info{version="9.8.7"} 1'])
  })

  test('has the event loop and the memory of the process', async () => {
    const text = await (await ask('/metrics')).text()
    expect(text).toContain('nodejs_eventloop_lag_p99_seconds')
    expect(text).toMatch(/^process_resident_memory_bytes \d{7,}/m)
  })

  test('of two bots in one process do not mix', async () => {
    const other = await openMetrics('1')
    other.count('delivery.sent', {})
    expect(await metricLines('axis_deliveries_total{')).toEqual([])
  })
})

test('a port that is taken is told by its name', async () => {
  await expect(open({ port: endpoints.port })).rejects.toThrow(
    `HTTP_PORT: cannot listen on 127.0.0.1:${endpoints.port}`,
  )
})
