import { cp, readFile, writeFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openStore } from '../../src/store/open.ts'
import type { BotProcess } from './bot-process.ts'
import { openSampleRun, ROOT, type SampleRun } from './sample-run.ts'

// A bot of its own process polls on a copy of the pack that ships; the copy is edited under it.

const titles = ['Port of Odesa reopens after a drone attack']
const server = createServer((_request, response) => {
  const items = titles.map(
    (title, at) =>
      `<item><guid>${at}</guid><title>${title}</title><link>https://wire.example/${at}</link></item>`,
  )
  response.setHeader('content-type', 'application/rss+xml')
  response.end(`<rss version="2.0"><channel><title>Wire</title>${items.join('')}</channel></rss>`)
})

let run: SampleRun
let bot: BotProcess
let pack = ''

beforeAll(async () => {
  run = await openSampleRun()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  // A listening TCP server's address is one.
  const { port } = server.address() as AddressInfo
  const feed = { id: 'wire', outlet: 'Wire', camp: 'western', kind: 'wire', on: true }
  const feeds = [{ ...feed, url: `http://127.0.0.1:${port}/rss` }]
  const camps = [{ id: 'western', label: 'West', order: 1, contrast: true }]
  await writeFile(join(run.folder, 'feeds.yaml'), JSON.stringify({ feeds }))
  await writeFile(join(run.folder, 'camps.yaml'), JSON.stringify({ camps }))
  pack = join(run.folder, 'pack')
  await cp(join(ROOT, 'config', 'packs', 'russia-iran'), pack, { recursive: true })
  bot = run.startBot({ AXIS_PACK: pack })
  await bot.waitFor('"poll.round"', 40_000)
}, 60_000)

afterAll(async () => {
  await bot?.stop()
  server.close()
  await run.close()
})

async function answer(line: string, options: Readonly<Record<string, string>> = {}) {
  const { channels, users } = run.playground.world
  const { interact } = run.playground
  const given = await interact.command(users.admin.id, channels.intel.id, line, options)
  const { content, embeds } = await given.whole()
  return JSON.stringify([content, embeds])
}

const WHY_NOT = '/axis-admin pack why-not'
const headline = { headline: 'Zubrowka calls its envoy home' }

/** Changes a file of the pack and waits until both threads have said what became of it. */
async function edit(file: string, change: (text: string) => string, event: string): Promise<void> {
  const path = join(pack, file)
  const before = count(event)
  await writeFile(path, change(await readFile(path, 'utf8')))
  await expect.poll(() => count(event), { timeout: 40_000, interval: 100 }).toBe(before + 2)
}

const count = (event: string): number => bot.output().split(`"${event}"`).length - 1

/** An outlet publishes a title, its feed falls due, and the poll that comes brings it; resolves to its actors. */
async function publish(title: string): Promise<readonly string[]> {
  titles.push(title)
  const store = await openStore({ path: join(run.folder, 'axis.db'), clock: { now: Date.now } })
  try {
    const states = await store.feedStates()
    await store.saveFeedStates(states.map((state) => ({ ...state, nextDueAt: 0 })))
    const find = async () => {
      const all = await store.storiesAfter(undefined, 10)
      const stored = all.flatMap(({ articles }) => articles.map(({ article }) => article))
      return stored.find((article) => article.title === title)?.tags.actors
    }
    await expect.poll(find, { timeout: 20_000, interval: 200 }).toBeDefined()
    return (await find()) ?? []
  } finally {
    await store.close()
  }
}

describe('a pack that is edited while the bot runs', () => {
  test('is in use for names, headlines and articles a few seconds later, without a restart', async () => {
    expect(await answer(WHY_NOT, headline)).not.toContain('actor Zubrowka')
    expect(await publish('Zubrowka opens a railway station')).toEqual([])
    await edit(
      'actors.yaml',
      (text) =>
        `${text}\n  - id: zubrowka\n    label: Zubrowka\n    names: { en: Zubrowka }\n    demonyms: { en: Zubrowkan }\n`,
      'pack.swapped',
    )
    expect(await answer(WHY_NOT, headline)).toContain('actor Zubrowka')
    expect(await answer('/axis actor', { name: 'Zubrowka' })).toContain('"title":"Zubrowka')
    const { channels, users } = run.playground.world
    const offered = await run.playground.interact.autocomplete(
      users.reader.id,
      channels.intel.id,
      '/axis actor',
      'name',
      'zubro',
    )
    expect(offered.map(({ value }) => value)).toEqual(['zubrowka'])
    expect(await publish('Farmers of Zubrowka count their sheep')).toEqual(['zubrowka'])
  }, 90_000)

  test('is refused when it fails its own tests; the admin reads why, and polls go on', async () => {
    await edit(
      'tests.yaml',
      (text) => `${text}\n  - { title: 'Tea with lemon', actors: iran }\n`,
      'pack.refused',
    )
    expect(bot.output()).toContain('“Tea with lemon”: actors lacks iran')
    expect(await answer('/axis-admin pack info')).toContain('Tea with lemon')
    expect(await answer('/axis status')).toContain('refused')
    expect(await publish('Bakers of Zubrowka open on Sundays')).toEqual(['zubrowka'])
    expect(bot.output()).not.toContain('job.failed')
  }, 90_000)
})
