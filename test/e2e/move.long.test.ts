import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { Client } from 'pg'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { sleep } from '../../src/lib/clock.ts'
import { openStore } from '../../src/store/open.ts'
import { canSkip, openServer, type PostgresServer } from '../store/postgres-server.ts'
import { type BotProcess, startAxis } from './bot-process.ts'
import { openSampleRun, type SampleRun } from './sample-run.ts'

describe.skipIf(canSkip())('a bot that moves', () => {
  let run: SampleRun
  let server: PostgresServer
  let database: string
  let bot: BotProcess | undefined

  beforeAll(async () => {
    server = await openServer()
    database = await server.makeDatabase()
    run = await openSampleRun()
  })

  afterAll(async () => {
    await bot?.kill()
    await run?.close()
    await server?.close()
  })

  const posted = (): readonly string[] =>
    run.playground.messages(run.playground.world.channels.intel.id).map(({ id }) => id)

  const migrate = async (from: string, to: string): Promise<string> => {
    const moving = startAxis(['migrate-store', from, to], { DATABASE_URL: database })
    await moving.waitFor('both agree', 60_000)
    return moving.output()
  }

  /** How many rows a statement gives or changes. */
  const ask = async (sql: string): Promise<number> => {
    const client = new Client({ connectionString: database })
    await client.connect()
    return (await client.query(sql).finally(() => client.end())).rowCount ?? 0
  }

  const facts = async (path: string) => {
    const store = await openStore({ path, clock: { now: Date.now } })
    const latest = await store.latestStories({}, { limit: 100, offset: 0 })
    const { articles, stories } = await store.health()
    await store.close()
    return { latest: latest.items.map(({ id }) => id), articles, stories }
  }

  test('from SQLite to PostgreSQL and back loses and repeats nothing', async () => {
    const { channels, users } = run.playground.world
    const file = join(run.folder, 'axis.db')
    await run.pollAndSubscribe()
    bot = run.startBot()
    await bot.waitFor('"delivery.sent"', 40_000)
    expect(await bot.stop()).toBe(0)
    const told = posted()
    const before = await facts(file)
    expect(before.articles).toBeGreaterThan(20)

    const output = await migrate(file, 'DATABASE_URL')
    expect(output).toContain(`articles: ${before.articles} rows`)
    expect(await facts(database)).toEqual(before)

    bot = run.startBot({ DATABASE_URL: database })
    await bot.waitFor('"run.ready"', 40_000)
    const latest = await run.playground.interact.command(
      users.reader.id,
      channels.intel.id,
      '/axis latest',
    )
    expect(JSON.stringify((await latest.whole()).embeds)).toContain('publishers')
    // Every feed is read once more by the bot on PostgreSQL, and nothing in it is new.
    const enrolled = `select 1 from feed_states where listed = 1`
    await until(async () => (await ask(enrolled)) > 0)
    const feeds = await ask(`update feed_states set due_at = 0 where listed = 1`)
    expect(feeds).toBe(run.sample.feeds.length + 1)
    await until(async () => (await ask(`select 1 from feed_states where due_at = 0`)) === 0)
    await until(async () => (await ask(`select 1 from parked_reads`)) === 0)
    expect(await bot.stop()).toBe(0)
    expect(bot.output()).not.toMatch(/"level":50|axis: bug/)
    expect(posted()).toEqual(told)
    expect((await facts(database)).articles).toBe(before.articles)

    await mkdir(join(run.folder, 'back'))
    const back = join(run.folder, 'back', 'axis.db')
    await migrate('DATABASE_URL', back)
    expect(await facts(back)).toEqual(await facts(database))
    expect(run.playground.problems()).toEqual([])
  }, 240_000)
})

async function until(isDone: () => Promise<boolean>): Promise<void> {
  for (let waited = 0; !(await isDone()); waited += 500) {
    if (waited > 60_000) throw new Error('not done within a minute')
    await sleep(500)
  }
}
