import { afterAll, beforeAll, expect, test } from 'vitest'
import { customIdOf } from '../bot/desk.ts'
import { openServer, type TestServer } from '../feed/server.ts'
import type { BotProcess } from './bot-process.ts'
import { openSampleRun, type SampleRun } from './sample-run.ts'

let run: SampleRun
let web: TestServer
let bot: BotProcess

const item = (n: number): string =>
  `<item><title>Iran and Russia sign agreement number ${n} on drones</title><link>https://added.example/${n}</link><guid>added-${n}</guid></item>`
const rss = `<?xml version="1.0"?><rss version="2.0"><channel><title>Added Wire</title><language>en</language>${item(1)}${item(2)}</channel></rss>`

beforeAll(async () => {
  run = await openSampleRun()
  web = await openServer({
    '/rss': (_, response) => response.setHeader('content-type', 'application/rss+xml').end(rss),
  })
  bot = run.startBot()
  await bot.waitFor('"run.ready"', 30_000)
}, 60_000)

afterAll(async () => {
  await bot.stop()
  await Promise.all([run.close(), web.close()])
})

test('a feed that an admin adds is read by the poller of the running bot, and its articles are found', async () => {
  const { channels, users } = run.playground.world
  const ask = (line: string, options: Readonly<Record<string, string>>) =>
    run.playground.interact.command(users.admin.id, channels.intel.id, line, options)
  const added = await ask('/axis-admin feeds add', { url: `${web.base}/rss` })
  const message = await added.whole(20_000)
  const camp = customIdOf(run.playground, added, 'Camp')
  await run.playground.interact.select(message.id, camp, ['western'], users.admin.id)
  const button = customIdOf(run.playground, added, 'Add')
  await run.playground.interact.button(message.id, button, users.admin.id)
  await bot.waitFor('"feedId":"added-wire"', 30_000)
  const found = await ask('/axis search', { query: 'source:"Added Wire"' })
  expect(JSON.stringify((await found.whole()).embeds)).toContain('agreement number')
  const sources = await ask('/axis sources', { camp: 'western' })
  expect(JSON.stringify((await sources.whole()).embeds)).toContain('Added Wire')
  expect(run.playground.problems()).toEqual([])
}, 90_000)
