import { type Env, loadEnv } from '../config/env.ts'
import { loadFeeds } from '../config/feeds.ts'
import { loadSettings } from '../config/settings.ts'
import { SECOND_MS } from '../lib/clock.ts'
import { ConfigError, UserError } from '../lib/errors.ts'
import { ROOT } from '../main.ts'
import { type Check, type Diagnosis, diagnose, fail, ok } from '../ops/doctor.ts'
import { checkDiscord } from '../ops/doctor-discord.ts'
import { checkFeeds } from '../ops/doctor-feeds.ts'
import { checkConfig, checkDatabase, checkPack, checkSettings } from '../ops/doctor-house.ts'
import { checkFolder, checkNode, checkZones } from '../ops/doctor-machine.ts'
import { openStore } from '../store/open.ts'
import { inspectDatabase } from '../store/sqlite/inspect.ts'
import { withFeedTools } from './feed-tools.ts'
import type { AddVerb, CliIo } from './io.ts'
import { openProgress } from './progress.ts'

const DISCORD_WAIT_MS = 15 * SECOND_MS

type DoctorOptions = { readonly json?: boolean; readonly all?: boolean; readonly offline?: boolean }

export const addDoctor: AddVerb = (program, io) => {
  program
    .command('doctor')
    .description('looks at everything that can be wrong and says what to do; exit code 0 when well')
    .option('--json', 'as JSON')
    .option('--all', 'every line, also of the feeds that are well')
    .option('--offline', 'asks neither the feeds nor Discord')
    .action(async (options: DoctorOptions) => {
      const diagnosis = await examine(io, options)
      io.stdout.write(options.json ? `${JSON.stringify(diagnosis)}\n` : toText(diagnosis, options))
      const failed = diagnosis.checks.filter(({ state }) => state === 'fail').length
      if (failed > 0) throw new UserError(`${failed} of ${diagnosis.checks.length} checks failed`)
    })
}

async function examine(io: CliIo, options: DoctorOptions): Promise<Diagnosis> {
  const machine = [
    { name: 'node', run: async () => [checkNode(process.version)] },
    { name: 'time zones', run: async () => [checkZones()] },
  ]
  let env: Env
  try {
    env = loadEnv(io.env, ROOT)
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error
    const { problems } = error
    const environment = problems.map((text) => fail('environment', text, 'correct this variable'))
    return diagnose([...machine, { name: 'environment', run: async () => environment }])
  }
  return diagnose([
    ...machine,
    { name: 'environment', run: async () => [ok('environment', 'can be read')] },
    { name: 'data folder', run: () => checkFolder(env.data) },
    { name: 'settings', run: () => checkSettings(env.settings) },
    { name: 'pack', run: () => checkPack(env.pack) },
    { name: 'database', run: () => checkDatabase(env.database, inspectDatabase) },
    ...(options.offline
      ? [{ name: 'feeds', run: () => checkFeedList(env) }]
      : [
          { name: 'feeds', run: () => examineFeeds(env, io) },
          { name: 'discord', run: () => examineDiscord(env, io) },
        ]),
  ])
}

const checkFeedList = (env: Env): Promise<readonly Check[]> =>
  checkConfig('feeds', async () => {
    const { feeds } = await loadFeeds(env.feeds)
    return [ok('feeds', `${feeds.filter(({ on }) => on).length} of ${feeds.length} are on`)]
  })

const examineFeeds = (env: Env, io: CliIo): Promise<readonly Check[]> =>
  checkConfig('feeds', async () => {
    const { feeds } = await loadFeeds(env.feeds)
    const { poll } = await loadSettings(env.settings)
    const progress = openProgress(io, 'feeds', feeds.filter(({ on }) => on).length)
    return withFeedTools(io, ({ fetcher, parser }) =>
      checkFeeds({
        feeds,
        fetcher,
        parser,
        clock: { now: io.now },
        concurrency: poll.concurrency,
        onFeed: ({ outlet }) => progress.step(outlet),
      }),
    ).finally(progress.stop)
  })

async function examineDiscord(env: Env, io: CliIo): Promise<readonly Check[]> {
  return checkDiscord({
    channels: await subscribedChannels(env, io),
    clock: { now: io.now },
    timeoutMs: DISCORD_WAIT_MS,
    ...(env.token !== undefined && { token: env.token }),
    ...(env.apiBase !== undefined && { apiBase: env.apiBase }),
  })
}

async function subscribedChannels(env: Env, io: CliIo) {
  const store = await openStore({ path: env.database, clock: { now: io.now } })
  try {
    return (await store.subscriptions()).map(({ id, guildId, channelId }) => ({
      subscriptionId: id,
      guildId,
      channelId,
    }))
  } finally {
    await store.close()
  }
}

const SIGNS = { ok: 'ok  ', warn: 'warn', fail: 'FAIL' } as const

/** One line a check; what is well with a feed or a channel is only shown with `--all`. */
function toText({ checks }: Diagnosis, { all = false }: DoctorOptions): string {
  const shown = checks.filter(
    ({ name, state }) => all || state !== 'ok' || !name.startsWith('feed '),
  )
  const width = Math.max(...shown.map(({ name }) => name.length))
  const lines = shown.flatMap(({ name, state, text, fix }) => [
    `${SIGNS[state]}  ${name.padEnd(width)}  ${text}`,
    ...(fix === undefined ? [] : [`      ${' '.repeat(width)}  → ${fix}`]),
  ])
  return `${lines.join('\n')}\n`
}
