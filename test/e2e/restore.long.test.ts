import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
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

describe('axis restore on a running bot', () => {
  test('puts an older database in its place, and the digest that was posted since is not posted again', async () => {
    const { playground, folder } = run
    const { channels, users } = playground.world
    const env = { AXIS_DATA: folder }
    await run.pollAndSubscribe()
    const file = join(folder, 'before-digest.axis')
    const backup = startAxis(['backup', file], env)
    await backup.waitFor('checked')
    const posted = () => playground.messages(channels.intel.id).length

    bot = run.startBot()
    await bot.waitFor('"delivery.sent"', 40_000)
    const before = posted()
    expect(before).toBeGreaterThan(0)
    const restore = startAxis(['restore', file], env)
    await restore.waitFor('restored from')
    // The digest is owed anew, and found where it stands.
    await bot.waitFor('"window.rebuilt"')
    const sent = () => bot?.output().split('"delivery.sent"').length ?? 0
    const told = sent()
    for (let tries = 0; tries < 900 && sent() === told; tries += 1) {
      await new Promise((resolve) => setTimeout(resolve, 100))
    }
    expect(sent()).toBeGreaterThan(told)
    expect(posted()).toBe(before)
    const latest = await playground.interact.command(
      users.reader.id,
      channels.intel.id,
      '/axis latest',
    )
    expect(JSON.stringify((await latest.whole()).embeds)).toContain('publishers')
    expect(bot.output()).not.toContain('"bug')
  }, 180_000)
})
