// One run of cold.bench.ts in a process of its own: takes a task as a message, answers with what it cost from the moment
// on when everything is loaded and open. As in the product, our own reading works in a thread, and the main thread is
// left to others.

import { mkdtempSync, rmSync } from 'node:fs'
import { enableCompileCache } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { monitorEventLoopDelay } from 'node:perf_hooks'
import { setFlagsFromString } from 'node:v8'
import { isMainThread, parentPort, Worker, workerData } from 'node:worker_threads'
import type { ClusterChange } from '../../src/story/cluster.ts'
import type { Feed } from '../../src/types.ts'
import { INGEST_LIMITS } from '../../src/worker/start-ingest.ts'

export type Task = {
  readonly what: 'bare-fetch' | 'bare-parse' | 'parse' | 'store' | 'stories'
  readonly urls: readonly string[]
  /** Spares memory at the cost of time for its first ten seconds, as a bot does (docs/decisions/075). */
  readonly startsUp?: boolean
}
export type Figures = {
  readonly cpuS: number
  readonly wallS: number
  /** Until the last feed that is not hostile was read. */
  readonly healthyS: number
  readonly rssMb: number
  readonly stallMs: number
  /** Most CPU that the main thread took between two looks: what a stall is longer than that is the machine's doing. */
  readonly busyMs: number
  readonly articles: number
}
type Costs = Omit<Figures, 'rssMb' | 'stallMs' | 'busyMs'>

const CONCURRENCY = 16
const PARSE_TIMEOUT_MS = 5000
const START_MS = 10_000
const LEASE_MS = 600_000
const LOOK_MS = 5
const MS_PER_NS = 1e-6

enableCompileCache()
if (isMainThread) process.once('message', (task) => void measure(task as Task))
// Handed over below.
else parentPort?.postMessage(await runOurs(workerData as Task))

async function measure(task: Task): Promise<void> {
  if (task.startsUp) {
    setFlagsFromString('--semi-space-growth-factor=1')
    setFlagsFromString('--min-semi-space-size=8')
    setTimeout(() => setFlagsFromString('--semi-space-growth-factor=2'), START_MS).unref()
  }
  const isOurs = task.what !== 'bare-fetch' && task.what !== 'bare-parse'
  const delay = monitorEventLoopDelay({ resolution: LOOK_MS })
  let own = process.threadCpuUsage()
  let busyMs = 0
  const look = (): void => {
    const { user, system } = process.threadCpuUsage(own)
    busyMs = Math.max(busyMs, (user + system) / 1000)
    own = process.threadCpuUsage()
  }
  delay.enable()
  const looks = setInterval(look, LOOK_MS)
  const costs = await (isOurs ? inThread(task) : runBare(task))
  look()
  clearInterval(looks)
  delay.disable()
  const figures: Figures = {
    ...costs,
    rssMb: process.resourceUsage().maxRSS / 1024,
    stallMs: delay.max * MS_PER_NS,
    busyMs,
  }
  process.send?.(figures)
}

/** What a loop costs in all threads; `healthy` are the feeds that are not hostile. */
async function toCosts(loop: (healthy: () => void) => Promise<number>): Promise<Costs> {
  const cpu = process.cpuUsage()
  const start = performance.now()
  const since = () => (performance.now() - start) / 1000
  let healthyS = 0
  const articles = await loop(() => {
    healthyS = since()
  })
  const { user, system } = process.cpuUsage(cpu)
  return { articles, healthyS, wallS: since(), cpuS: (user + system) / 1e6 }
}

function inThread(task: Task): Promise<Costs> {
  const worker = new Worker(new URL(import.meta.url), {
    workerData: task,
    resourceLimits: INGEST_LIMITS,
  })
  return new Promise((resolve, reject) => {
    worker.once('message', resolve)
    worker.once('error', reject)
  })
}

async function runBare({ what, urls }: Task): Promise<Costs> {
  const { Agent } = await import('undici')
  const { default: Parser } = await import('rss-parser')
  const agent = new Agent()
  const parser = new Parser()
  const costs = await toCosts(async (healthy) => {
    let articles = 0
    await eachOf(urls, async (url) => {
      const { origin, pathname } = new URL(url)
      const answer = await agent.request({ origin, path: pathname, method: 'GET' })
      if (what === 'bare-fetch') await answer.body.arrayBuffer()
      else articles += (await parser.parseString(await answer.body.text())).items.length
    })
    healthy()
    return articles
  })
  await agent.destroy()
  return costs
}

/** The product's own parts, without Discord. */
async function runOurs({ what, urls }: Task): Promise<Costs> {
  const { openFetcher } = await import('../../src/feed/http/fetch.ts')
  const { openParserPool } = await import('../../src/feed/parser-pool.ts')
  const fetcher = openFetcher({ version: 'bench', allowPrivate: true })
  const parser = openParserPool({ timeoutMs: PARSE_TIMEOUT_MS, size: 1 })
  try {
    return await (what === 'parse' ? readAll() : pollAll())
  } finally {
    await Promise.all([fetcher.close(), parser.close()])
  }

  function readAll(): Promise<Costs> {
    return toCosts(async (healthy) => {
      let articles = 0
      await eachOf(urls, async (url) => {
        const fetched = await fetcher.fetch({ url, validators: {} })
        if (fetched.kind !== 'ok') throw new Error(`${url}: ${fetched.kind}`)
        const parsed = await parser.parse(fetched.bytes, { url })
        if (url.includes('/hostile/')) return
        articles += parsed.ok ? parsed.feed.items.length : 0
        healthy()
      })
      return articles
    })
  }

  async function pollAll(): Promise<Costs> {
    const { loadPack } = await import('../../src/config/pack.ts')
    const { pollRound } = await import('../../src/jobs/poll/poll.ts')
    const { openStore } = await import('../../src/store/open.ts')
    const { openClusterer } = await import('../../src/story/cluster.ts')
    const { compilePack } = await import('../../src/tag/compile.ts')
    const { tagArticle } = await import('../../src/tag/tag.ts')
    const folder = mkdtempSync(join(tmpdir(), 'axis-cold-'))
    const clock = { now: () => Date.now() }
    const matcher = compilePack(
      await loadPack(join(import.meta.dirname, '../../config/packs/russia-iran')),
    )
    const store = await openStore({ path: join(folder, 'axis.db'), clock, checkpoints: true })
    const lease = { name: 'ingest', holder: 'bench' }
    await store.claimLease(lease.name, lease.holder, clock.now() + LEASE_MS, clock.now())
    const clusterer = openClusterer({ camps: [], severity: matcher.pack.severity.levels })
    const costs = await toCosts(async (healthy) => {
      const report = await pollRound(
        {
          store,
          lease,
          clock,
          fetcher,
          parser,
          concurrency: CONCURRENCY,
          clusterer: what === 'stories' ? clusterer : { ...clusterer, add: toNothing },
          feeds: urls.map(toFeed),
          gate: (_, task) => task(),
          tag: (article) => tagArticle(matcher, article),
          random: () => 0.5,
          log: () => {},
        },
        { all: true },
      )
      healthy()
      return report.fresh
    })
    await store.close()
    rmSync(folder, { recursive: true })
    return costs
  }
}

function toNothing(): ClusterChange {
  return { stories: [], memberships: [], kept: [], apart: [], split: [] }
}

function toFeed(url: string, n: number): Feed {
  return {
    id: `f${n}`,
    url,
    outlet: `Outlet ${n}`,
    family: `family-${n}`,
    camp: 'unknown',
    kind: 'newspaper',
    on: true,
  }
}

async function eachOf(
  urls: readonly string[],
  task: (url: string) => Promise<void>,
): Promise<void> {
  const left = [...urls].reverse()
  const lane = async (): Promise<void> => {
    for (let url = left.pop(); url !== undefined; url = left.pop()) await task(url)
  }
  await Promise.all(Array.from({ length: CONCURRENCY }, lane))
}
