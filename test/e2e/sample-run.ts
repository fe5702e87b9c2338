import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type SampleServer, serveSample } from '../../src/cli/sample-feeds.ts'
import { databasePath, loadEnv } from '../../src/config/env.ts'
import { loadFeeds } from '../../src/config/feeds.ts'
import { loadSampleWorld } from '../../src/config/sample.ts'
import { DEFAULT_SETTINGS } from '../../src/config/settings.ts'
import { HOUR_MS, MINUTE_MS } from '../../src/lib/clock.ts'
import { openPlayground, type Playground } from '../../src/playground/open.ts'
import { openStore } from '../../src/store/open.ts'
import { openIngestRole } from '../../src/worker/open-ingest.ts'
import { makeSubscription } from '../store/make.ts'
import { type BotProcess, startAxis } from './bot-process.ts'

export const ROOT = join(import.meta.dirname, '..', '..')
const EVERY_SECOND = '* * * * * *'

export type SampleRun = {
  /** Data folder of the bot, with `feeds.yaml` in it. */
  readonly folder: string
  readonly sample: SampleServer
  readonly playground: Playground
  /** `axis run` on the sample feeds and the playground. */
  readonly startBot: (env?: Readonly<Record<string, string>>) => BotProcess
  /** Reads the feeds as if two minutes ago and subscribes #intel, so that one digest is due. */
  readonly pollAndSubscribe: () => Promise<void>
  readonly close: () => Promise<void>
}

/** The sample world's feeds and one that is broken, a playground, and a folder: what a bot of its own process needs. */
export async function openSampleRun(): Promise<SampleRun> {
  const folder = await mkdtemp(join(tmpdir(), 'axis-run-'))
  const world = await loadSampleWorld(join(ROOT, 'feeds', 'sample', 'world.yaml'))
  const sample = await serveSample(world, Date.now(), Date.now)
  const playground = await openPlayground()
  // A path that the sample server does not know: 404.
  const brokenUrl = `${sample.feeds[0]?.url.replace(/[^/]+$/, '')}nothing.xml`
  const feeds = [...sample.feeds, { ...sample.feeds[0], id: 'broken', url: brokenUrl }].map(
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
  const camps = [...new Set(feeds.map(({ camp }) => camp))].map((id, order) => ({
    id,
    label: id,
    order: order + 1,
    contrast: true,
  }))
  await writeFile(join(folder, 'camps.yaml'), JSON.stringify({ camps }))
  return {
    folder,
    sample,
    playground,
    startBot: (env = {}) =>
      startAxis(['run'], {
        DISCORD_TOKEN: playground.token,
        DISCORD_API_BASE: playground.apiBase,
        AXIS_DATA: folder,
        AXIS_FEEDS: join(folder, 'feeds.yaml'),
        AXIS_ALLOW_PRIVATE_FEEDS: '1',
        AXIS_POLL_CRON: EVERY_SECOND,
        LOG_LEVEL: 'info',
        ...env,
      }),
    pollAndSubscribe: () => pollAndSubscribe(folder, playground),
    close: async () => {
      await playground.close()
      await sample.close()
      await rm(folder, { recursive: true, force: true })
    },
  }
}

/** Reads the feeds as if two minutes ago, then owes a digest since the minute began. */
async function pollAndSubscribe(folder: string, playground: Playground): Promise<void> {
  const clock = { now: () => Date.now() - 2 * MINUTE_MS }
  const listed = await loadFeeds(join(folder, 'feeds.yaml'))
  const ingest = await openIngestRole(
    {
      database: databasePath(folder),
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
