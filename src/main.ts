// The composition root: configuration, store, roles, shutdown. Nothing is decided here.

import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { type Bot, openBot } from './bot/client.ts'
import type { CardContext } from './card/context.ts'
import type { Env } from './config/env.ts'
import { loadFeeds } from './config/feeds.ts'
import { loadSettings } from './config/settings.ts'
import { nextSlotAt } from './digest/due.ts'
import { openPackDesk, PACK_CRON } from './jobs/pack/desk.ts'
import { breakingOrigins } from './jobs/plan/breaks.ts'
import { buildDigest } from './jobs/plan/digests.ts'
import { startTicker } from './jobs/schedule.ts'
import { openTrendDesk } from './jobs/trends/desk.ts'
import { readAlarms } from './jobs/trends/trends.ts'
import { coverage } from './lib/coverage.ts'
import { UserError } from './lib/errors.ts'
import { mergeFeeds } from './lib/feed-changes.ts'
import { toFresh } from './lib/fresh.ts'
import { openLog } from './lib/log.ts'
import { canonicalUrl } from './lib/url.ts'
import { queryWords } from './lib/words.ts'
import { counted, openMetrics } from './ops/metrics.ts'
import { serveEndpoints } from './ops/serve.ts'
import type { Clock, Log } from './ports.ts'
import { openStore } from './store/open.ts'
import { tagArticle } from './tag/tag.ts'
import type { Feed } from './types.ts'
import { openFeedDesk, toNewFeed } from './worker/feed-desk.ts'
import type { House } from './worker/house.ts'
import type { IngestConfig } from './worker/open-ingest.ts'
import { startDeliver } from './worker/start-deliver.ts'
import { startIngest, startIngestThread } from './worker/start-ingest.ts'

export const ROOT = join(import.meta.dirname, '..')

export const VERSION: string = readVersion()

export type Role = 'ingest' | 'deliver' | 'bot'
export const ROLES: readonly Role[] = ['ingest', 'deliver', 'bot']

/** How old what is said about the feeds may be. */
const COVERAGE_FRESH_MS = 2000

export type HouseOptions = {
  readonly clock: Clock
  readonly log?: Log
  /** Feeds of the demo instead of the configured ones. */
  readonly sample?: readonly Feed[]
}

/** Reads configuration, feeds and pack, and opens the store; every problem is told at once. */
export async function openHouse(env: Env, options: HouseOptions): Promise<House> {
  const { clock } = options
  const metrics = env.http && (await openMetrics(VERSION))
  const written = options.log ?? openLog(env.logLevel)
  const log = metrics === undefined ? written : counted(written, metrics.count)
  const [settings, listed, packDesk] = await Promise.all([
    loadSettings(env.settings),
    loadFeeds(env.feeds),
    openPackDesk({ path: env.pack, clock, log }),
  ])
  const feeds = options.sample ?? listed.feeds
  let known = feeds
  const store = await openStore({ path: env.database, clock, random: Math.random })
  // Operators add and pause feeds while the bot runs, perhaps in another process.
  const readFeeds = async (): Promise<void> => {
    known = mergeFeeds(feeds, await store.feedChanges())
  }
  await readFeeds()
  // Parsing the states of a thousand feeds for each answer would be most of its work.
  const seen = toFresh(
    async () => {
      await readFeeds()
      return coverage(await store.feedStates(), known)
    },
    clock,
    COVERAGE_FRESH_MS,
  )
  const refreshFeeds = async (): Promise<void> => {
    seen.drop()
    await readFeeds()
  }
  const context = async (lang = 'en'): Promise<CardContext> => ({
    pack: packDesk.info(),
    camps: listed.camps,
    aggregators: toAggregators(known),
    now: clock.now(),
    lang,
    coverage: await seen.get(),
    version: VERSION,
    alarms: await readAlarms(store),
    ...(options.sample !== undefined && { sample: true }),
  })
  const ingestConfig: IngestConfig = {
    database: env.database,
    feeds,
    camps: listed.camps,
    pack: env.pack,
    settings,
    version: VERSION,
    allowPrivate: env.allowPrivateFeeds || options.sample !== undefined,
    ...(env.contact !== undefined && { contact: env.contact }),
  }
  const desk = openFeedDesk(ingestConfig, clock)
  const trends = openTrendDesk({ store, clock, log, pack: packDesk.info, camps: listed.camps })
  return {
    env,
    settings,
    feeds,
    camps: listed.camps,
    store,
    clock,
    log,
    ...(metrics && { metrics }),
    context,
    packDesk,
    answers: {
      tagHeadline: (title, summary) =>
        tagArticle(packDesk.matcher(), { title, ...(summary !== undefined && { summary }) }),
      pack: packDesk.info,
      packState: packDesk.state,
      feeds: () => known,
      camps: () => listed.camps,
      previewDigest: (subscription, from, to) =>
        context(subscription.lang).then((ctx) =>
          buildDigest(subscription, { slot: 'preview', from, to, late: false }, store, ctx),
        ),
      nextSlotAt,
      searchWords: queryWords,
      canonicalUrl,
      breakingOrigins: (detail) =>
        breakingOrigins(detail, { camps: listed.camps, aggregators: toAggregators(known) }),
      testFeed: desk.test,
      toNewFeed: (draft) => toNewFeed(draft, known, listed.camps),
      refreshFeeds,
      ...trends.answers,
    },
    ingestConfig,
    close: async () => {
      await Promise.all([desk.close(), trends.close()])
      await store.close()
    },
  }
}

const toAggregators = (feeds: readonly Feed[]): readonly string[] =>
  feeds.filter(({ kind }) => kind === 'aggregator').map(({ id }) => id)

export type RunOptions = {
  readonly roles: readonly Role[]
  /** Polls on this thread instead of its own; the demo is small enough. */
  readonly inline?: boolean
  readonly signal: AbortSignal
}

/**
 * Runs the roles until the signal ends them, then drains.
 * @throws UserError for what only a person can mend, such as a token that Discord refuses.
 */
export async function runRoles(house: House, options: RunOptions): Promise<void> {
  const fatal = new AbortController()
  const ends: (() => Promise<void>)[] = []
  const fail = (error: unknown): void => fatal.abort(error)
  try {
    if (options.roles.includes('bot')) {
      const bot = await startBot(house, fail)
      ends.push(bot.close)
      ends.push(await startEndpoints(house, bot.ready))
    } else ends.push(await startEndpoints(house))
    if (options.roles.includes('deliver')) {
      ends.push(startDeliver(house, needToken(house.env), fail))
    }
    if (options.roles.some((role) => role !== 'ingest')) ends.push(startPackWatch(house))
    // Questions are answered and what is owed leaves before the first poll takes the processor.
    house.log('info', 'run.ready', { roles: options.roles, version: VERSION })
    if (options.roles.includes('ingest')) {
      ends.push(options.inline ? await startIngest(house) : startIngestThread(house, fail))
    }
    await untilAborted(AbortSignal.any([options.signal, fatal.signal]))
    if (fatal.signal.aborted) throw fatal.signal.reason
  } finally {
    await Promise.all(ends.map((end) => end()))
    house.log('info', 'run.stopped')
  }
}

async function startBot(house: House, fail: (error: unknown) => void): Promise<Bot> {
  const { env, store, clock, log, answers } = house
  return openBot({
    token: needToken(env),
    store,
    clock,
    log,
    answers,
    context: house.context,
    operatorGuilds: env.operatorGuilds,
    random: Math.random,
    onFatal: fail,
    ...(env.apiBase !== undefined && { apiBase: env.apiBase }),
    ...(env.devGuild !== undefined && { devGuild: env.devGuild }),
    ...(env.shards !== undefined && { shards: env.shards }),
  })
}

/** Names, labels and explanations follow the pack's files; the ingest role watches them for itself. */
function startPackWatch({ packDesk, log }: House): () => Promise<void> {
  const { stop } = startTicker({ name: 'pack', cron: PACK_CRON, log }, async () => {
    await packDesk.look()
  })
  return stop
}

/** The endpoints that `HTTP_PORT` asks for, if it does. */
async function startEndpoints(
  house: House,
  gatewayReady?: () => boolean,
): Promise<() => Promise<void>> {
  const { env, store, clock, log, metrics } = house
  if (env.http === undefined || metrics === undefined) return async () => undefined
  const { close } = await serveEndpoints({
    ...env.http,
    store,
    clock,
    log,
    metrics,
    ...(gatewayReady && { gatewayReady }),
  })
  return close
}

function needToken(env: Env): string {
  if (env.token === undefined) throw new UserError('DISCORD_TOKEN is not set')
  return env.token
}

function untilAborted(signal: AbortSignal): Promise<void> {
  if (signal.aborted) return Promise.resolve()
  return new Promise((resolve) => signal.addEventListener('abort', () => resolve(), { once: true }))
}

function readVersion(): string {
  // package.json is ours and always there.
  const { version } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as {
    readonly version: string
  }
  return version
}
