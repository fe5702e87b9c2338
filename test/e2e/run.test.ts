import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { type SampleServer, serveSample } from '../../src/cli/sample-feeds.ts'
import { loadEnv } from '../../src/config/env.ts'
import { loadFeeds } from '../../src/config/feeds.ts'
import { loadSampleWorld } from '../../src/config/sample.ts'
import { DEFAULT_SETTINGS } from '../../src/config/settings.ts'
import { HOUR_MS, MINUTE_MS } from '../../src/lib/clock.ts'
import { openPlayground, type Playground } from '../../src/playground/open.ts'
import { openStore } from '../../src/store/open.ts'
import { openIngestRole } from '../../src/worker/open-ingest.ts'
import { makeSubscription } from '../store/make.ts'
import { type BotProcess, startAxis } from './bot-process.ts'

const ROOT = join(import.meta.dirname, '..', '..')
const EVERY_SECOND = '* * * * * *'

let folder: string
let sample: SampleServer
let playground: Playground
let bot: BotProcess | undefined

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'axis-run-'))
  const world = await loadSampleWorld(join(ROOT, 'feeds', 'sample', 'world.yaml'))
  sample = await serveSample(world, Date.now(), Date.now)
  playground = await openPlayground()
  const feeds = [...sample.feeds, { ...sample.feeds[0], id: 'broken', url: brokenUrl() }].map(
    ({ id, url, outlet, family, camp, kind, language, on }) => ({
      id,
      url,
      outlet,
      family,
      camp,
      kind,
      language,
      on,
    }),
  )
  // JSON is YAML.
  await writeFile(join(folder, 'feeds.yaml'), JSON.stringify({ feeds }))
  await writeFile(
    join(folder, 'camps.yaml'),
    JSON.stringify({
      camps: [
        'western',
        'ukraine',
        'iran-state',
        'russia-state',
        'russia-exile',
        'israel',
        'arab',
      ].map((id, order) => ({ id, label: id, order: order + 1, contrast: true })),
    }),
  )
})

afterEach(async () => {
  await bot?.kill()
  bot = undefined
})

afterAll(async () => {
  await playground.close()
  await sample.close()
  await rm(folder, { recursive: true, force: true })
})

/** A path that the sample server does not know: 404. */
const brokenUrl = (): string => `${sample.feeds[0]?.url.replace(/[^/]+$/, '')}nothing.xml`

const startBot = (env: Readonly<Record<string, string>> = {}): BotProcess =>
  startAxis(['run'], {
    DISCORD_TOKEN: playground.token,
    DISCORD_API_BASE: playground.apiBase,
    AXIS_DATA: folder,
    AXIS_FEEDS: join(folder, 'feeds.yaml'),
    AXIS_ALLOW_PRIVATE_FEEDS: '1',
    AXIS_POLL_CRON: EVERY_SECOND,
    LOG_LEVEL: 'info',
    ...env,
  })

/** Reads the feeds as if two minutes ago, then owes a digest since the minute began. */
async function pollAndSubscribe(): Promise<void> {
  const clock = { now: () => Date.now() - 2 * MINUTE_MS }
  const listed = await loadFeeds(join(folder, 'feeds.yaml'))
  const ingest = await openIngestRole(
    {
      data: folder,
      ...listed,
      pack: loadEnv({}, ROOT).pack,
      settings: DEFAULT_SETTINGS,
      version: 'test',
      allowPrivate: true,
    },
    { clock, log: () => {}, random: () => 0.5 },
  )
  await ingest.poll({ all: true })
  await ingest.close()
  const store = await openStore({ path: join(folder, 'axis.db'), clock })
  const now = Date.now()
  await store.saveSubscription(
    makeSubscription('AAAAA', {
      guildId: playground.world.guild.id,
      channelId: playground.world.channels.intel.id,
      createdAt: now - HOUR_MS,
      times: [new Date(now - (now % MINUTE_MS)).toISOString().slice(11, 16)],
      zone: 'UTC',
    }),
  )
  await store.close()
}

const digests = (): readonly string[] =>
  playground.messages(playground.world.channels.intel.id).map((m) => JSON.stringify(m.embeds))

describe('axis run', () => {
  test('reads feeds, posts one digest, answers, and repeats nothing after kill -9', async () => {
    const { channels, users } = playground.world
    await pollAndSubscribe()
    bot = startBot()
    await bot.waitFor('"delivery.sent"', 40_000)

    expect(digests().join('')).toContain('fighter jets')
    expect(digests().join('')).not.toContain('Bakery')
    const told = digests().length

    const latest = await playground.interact.command(
      users.reader.id,
      channels.intel.id,
      '/axis latest',
    )
    expect(JSON.stringify((await latest.whole()).embeds)).toContain('publishers')
    expect(latest.ms).toBeLessThan(3000)
    const actor = await playground.interact.command(
      users.reader.id,
      channels.intel.id,
      '/axis actor',
      {
        name: 'iran',
      },
    )
    expect(JSON.stringify((await actor.whole()).embeds)).toContain('Iran')
    expect(actor.ms).toBeLessThan(3000)

    await bot.kill()
    bot = startBot()
    await bot.waitFor('"run.ready"')
    await new Promise((resolve) => setTimeout(resolve, 6000))
    expect(digests()).toHaveLength(told)
    expect(playground.problems()).toEqual([])
  }, 90_000)

  test('a broken feed costs the others nothing, and the end is clean on SIGTERM', async () => {
    bot = startBot({ AXIS_DATA: join(folder, 'fresh') })
    await bot.waitFor('"poll.round"')
    expect(bot.output()).toContain('HTTP 404')
    expect(bot.output()).toContain(`"feeds":${sample.feeds.length + 1},"fresh":`)
    expect(await bot.stop()).toBe(0)
    expect(bot.output()).toContain('"run.stopped"')
  }, 30_000)

  test('a token that Discord refuses ends it with a text that says what to do', async () => {
    bot = startAxis(['run'], {
      DISCORD_TOKEN: 'wrong.token.here',
      DISCORD_API_BASE: playground.apiBase,
      AXIS_DATA: folder,
      AXIS_FEEDS: join(folder, 'feeds.yaml'),
      LOG_LEVEL: 'error',
    })
    await bot.waitFor('axis:')
    expect(bot.output()).toMatch(/token/i)
    expect(bot.output()).not.toContain('wrong.token.here')
  }, 30_000)
})
