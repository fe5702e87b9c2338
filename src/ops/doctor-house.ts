// What the bot reads at its start: settings, the pack with its own tests, the database.

import { existsSync } from 'node:fs'
import { loadPack } from '../config/pack.ts'
import { loadSettings } from '../config/settings.ts'
import { ConfigError } from '../lib/errors.ts'
import type { StoreHealth } from '../ports.ts'
import { isPostgres } from '../store/open.ts'
import { compilePack } from '../tag/compile.ts'
import { testPack } from '../tag/promise.ts'
import { type Check, fail, ok, warn } from './doctor.ts'

/** The problems of a configuration, one line each, or what `work` found. */
export async function checkConfig(
  name: string,
  work: () => Promise<readonly Check[]>,
): Promise<readonly Check[]> {
  try {
    return await work()
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error
    return error.problems.map((problem) => fail(name, problem, 'correct this line'))
  }
}

export const checkSettings = (path: string): Promise<readonly Check[]> =>
  checkConfig('settings', async () => {
    await loadSettings(path)
    return [ok('settings', path)]
  })

/** The pack loads, compiles and keeps its own promises. */
export const checkPack = (path: string): Promise<readonly Check[]> =>
  checkConfig('pack', async () => {
    const pack = await loadPack(path)
    const broken = testPack(compilePack(pack))
    const [first] = broken
    if (first !== undefined) {
      const text = `${broken.length} of its ${pack.tests.length} tests fail; “${first.title}”: ${first.faults.join('; ')}`
      return [warn('pack', text, '`axis pack test` shows all of them')]
    }
    const { actors, themes, tests } = pack
    return [
      ok(
        'pack',
        `${pack.id}: ${actors.length} actors, ${themes.length} themes, ${tests.length} tests kept`,
      ),
    ]
  })

/** Host and name of a PostgreSQL database, without user and password. */
function nameOf(url: string): string {
  const { host, pathname } = new URL(url)
  return `PostgreSQL ${host}${pathname}`
}

/** The database file is whole; one that is not there yet is made by the bot's first start. */
export async function checkDatabase(
  database: string,
  inspect: (path: string) => Promise<{ readonly verdict: string; readonly health: StoreHealth }>,
): Promise<readonly Check[]> {
  const isServer = isPostgres(database)
  const path = isServer ? nameOf(database) : database
  if (!isServer && !existsSync(path)) return [ok('database', `${path} is made at the first start`)]
  const { verdict, health } = await inspect(database)
  if (verdict !== 'ok') {
    const fix = 'stop the bot and `axis restore` the last backup; the damaged file is kept aside'
    return [fail('database', `${path} is damaged: ${verdict}`, fix)]
  }
  const { articles, stories, subscriptions, deliveries } = health
  return [
    ok(
      'database',
      `${path} is whole: ${articles} articles, ${stories} stories, ${subscriptions} subscriptions`,
    ),
    deliveries.unknown > 0
      ? warn(
          'deliveries',
          `${deliveries.unknown} of which nobody knows whether they arrived`,
          '`/axis-admin health` shows them',
        )
      : ok('deliveries', `${deliveries.pending + deliveries.retry} waiting, none unknown`),
  ]
}
