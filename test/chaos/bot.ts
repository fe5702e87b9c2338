// One life of the bot: it reads feeds, plans and delivers on a database file that outlives it.

import { randomUUID } from 'node:crypto'
import { join } from 'node:path'
import { openPublisher } from '../../src/bot/send/publish.ts'
import type { CardContext } from '../../src/card/context.ts'
import { loadEnv } from '../../src/config/env.ts'
import { loadFeeds } from '../../src/config/feeds.ts'
import { loadPack } from '../../src/config/pack.ts'
import { openFetcher } from '../../src/feed/http/fetch.ts'
import { openParserPool } from '../../src/feed/parser-pool.ts'
import { type Probes, probeBroken } from '../../src/jobs/deliver/breaker.ts'
import { deliverDue } from '../../src/jobs/deliver/deliver.ts'
import { withLease } from '../../src/jobs/lease.ts'
import { planAll } from '../../src/jobs/plan/plan.ts'
import { toPostedStories } from '../../src/jobs/plan/posted.ts'
import { openIngest } from '../../src/jobs/poll/ingest.ts'
import { coverage } from '../../src/lib/coverage.ts'
import type { Clock, Log, Store } from '../../src/ports.ts'
import { openStore } from '../../src/store/open.ts'
import { openClusterer } from '../../src/story/cluster.ts'
import { toSeverityRules } from '../../src/story/severity.ts'
import { compilePack } from '../../src/tag/compile.ts'
import { toPackInfo } from '../../src/tag/info.ts'
import { tagArticle } from '../../src/tag/tag.ts'
import type { Feed } from '../../src/types.ts'
import { guardFetcher, guardRequests, guardStore, type KillSwitch } from './points.ts'

export const ROOT = join(import.meta.dirname, '..', '..')

/** What does not change from one life to the next. */
export type Body = Awaited<ReturnType<typeof readBody>>

export async function readBody() {
  // Another pack may be named, so that nobody edits it meanwhile.
  const env = loadEnv({ AXIS_PACK: process.env.AXIS_PACK }, ROOT)
  const pack = await loadPack(env.pack)
  const { camps } = await loadFeeds(env.feeds)
  const parser = openParserPool({ timeoutMs: 5000, size: 1 })
  return { camps, parser, matcher: compilePack(pack), pack: toPackInfo(pack) }
}

export type LifeDeps = {
  readonly body: Body
  readonly database: string
  readonly feeds: readonly Feed[]
  readonly token: string
  readonly apiBase: string
  readonly clock: Clock
  readonly log: Log
  readonly random: () => number
  readonly kill: KillSwitch
}

export type Life = {
  /** Reads every feed, then plans and sends what is owed. */
  readonly step: () => Promise<void>
  /** The store as a witness may read it; it passes no points. */
  readonly store: Store
  readonly close: () => Promise<void>
}

export async function openLife(deps: LifeDeps): Promise<Life> {
  const { body, clock, log, kill, feeds } = deps
  const plain = await openStore({ path: deps.database, clock })
  const store = guardStore(plain, kill.hit)
  const holder = randomUUID()
  const fetcher = openFetcher({ version: 'chaos', allowPrivate: true, clock })
  const publisher = openPublisher({
    token: deps.token,
    apiBase: deps.apiBase,
    log,
    clock,
    makeRequest: guardRequests(kill.hit),
  })
  const ingest = openIngest({
    store,
    fetcher: guardFetcher(fetcher, kill.hit),
    parser: body.parser,
    clock,
    log,
    random: deps.random,
    feeds,
    concurrency: 4,
    holder,
    windowHours: 72,
    tag: (article) => tagArticle(body.matcher, article),
    gate: (_url, task) => task(),
    openClusterer: (statistics) =>
      openClusterer({
        camps: body.camps,
        severity: toSeverityRules(body.matcher.pack.severity),
        ...(statistics !== undefined && { statistics }),
      }),
  })
  const context = async (lang: string): Promise<CardContext> => ({
    pack: body.pack,
    camps: body.camps,
    now: clock.now(),
    lang,
    coverage: coverage(await store.feedStates(), feeds),
    version: 'chaos',
    sample: true,
  })
  const probes: Probes = new Map()
  const pace = new Map<string, number>()
  // A job that fails is logged, and the next tick tries again: as startTicker does.
  const job = async (name: string, task: () => Promise<unknown>): Promise<void> => {
    try {
      await task()
    } catch (error) {
      log('error', 'job.failed', { job: name, reason: String(error) })
    }
  }
  const plan = () =>
    withLease({ store, clock, name: 'plan', holder }, async (signal) => {
      await planAll({ store, clock, log, context, feeds: () => feeds, signal })
      await probeBroken(probes, { store, publisher, clock, log })
    })
  const send = () =>
    deliverDue({
      store,
      publisher,
      clock,
      log,
      holder,
      pace,
      channelGapMs: 0,
      toPosted: (delivery) => toPostedStories(delivery, store, clock.now()),
    })
  return {
    step: async () => {
      await job('poll', () => ingest.poll({ all: true }))
      // Beside each other, and then what was planned: as startDeliver does.
      await Promise.all([job('plan', plan), job('deliver', send)])
      await job('deliver', send)
    },
    store: plain,
    close: async () => {
      // A killed life's requests never end, so nobody waits for them.
      if (kill.isDead()) fetcher.close().catch(() => undefined)
      else await fetcher.close()
      await plain.close()
    },
  }
}
