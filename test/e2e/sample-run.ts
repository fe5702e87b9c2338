import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type SampleServer, serveSample } from '../../src/cli/sample-feeds.ts'
import { loadSampleWorld } from '../../src/config/sample.ts'
import { openPlayground, type Playground } from '../../src/playground/open.ts'
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
    close: async () => {
      await playground.close()
      await sample.close()
      await rm(folder, { recursive: true, force: true })
    },
  }
}
