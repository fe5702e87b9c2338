import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { JOIN_MS } from '../../src/jobs/deliver/budget.ts'
import { type BotProcess, startAxis } from './bot-process.ts'
import { openSampleRun, type SampleRun } from './sample-run.ts'

let run: SampleRun
let bot: BotProcess | undefined

beforeAll(async () => {
  run = await openSampleRun()
})

afterEach(async () => {
  await bot?.kill()
  bot = undefined
})

afterAll(() => run.close())

const digests = (): readonly string[] =>
  run.playground
    .messages(run.playground.world.channels.intel.id)
    .map((m) => JSON.stringify(m.embeds))

describe('axis run', () => {
  test('reads feeds, posts one digest, answers, and repeats nothing after kill -9', async () => {
    const { channels, users } = run.playground.world
    await run.pollAndSubscribe()
    bot = run.startBot()
    await bot.waitFor('"delivery.sent"', 40_000)

    expect(digests().join('')).toContain('fighter jets')
    expect(digests().join('')).not.toContain('Bakery')
    const told = digests().length

    const latest = await run.playground.interact.command(
      users.reader.id,
      channels.intel.id,
      '/axis latest',
    )
    expect(JSON.stringify((await latest.whole()).embeds)).toContain('publishers')
    expect(latest.ms).toBeLessThan(3000)
    const actor = await run.playground.interact.command(
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
    bot = run.startBot()
    await bot.waitFor('"run.ready"')
    // It waits for the part of the killed one first, and looks every five seconds.
    await new Promise((resolve) => setTimeout(resolve, JOIN_MS + 6000))
    expect(digests()).toHaveLength(told)
    expect(run.playground.problems()).toEqual([])
  }, 90_000)

  test('a broken feed costs the others nothing, and the end is clean on SIGTERM', async () => {
    bot = run.startBot({ AXIS_DATA: join(run.folder, 'fresh') })
    await bot.waitFor('"poll.round"')
    expect(bot.output()).toContain('HTTP 404')
    expect(bot.output()).toContain(`"feeds":${run.sample.feeds.length + 1},"fresh":`)
    expect(await bot.stop()).toBe(0)
    expect(bot.output()).toContain('"run.stopped"')
  }, 30_000)

  test('a token that Discord refuses ends it with a text that says what to do', async () => {
    bot = startAxis(['run'], {
      DISCORD_TOKEN: 'wrong.token.here',
      DISCORD_API_BASE: run.playground.apiBase,
      AXIS_DATA: run.folder,
      AXIS_FEEDS: join(run.folder, 'feeds.yaml'),
      LOG_LEVEL: 'error',
    })
    await bot.waitFor('axis:')
    expect(bot.output()).toMatch(/token/i)
    expect(bot.output()).not.toContain('wrong.token.here')
  }, 30_000)
})
