import { expect, test } from 'vitest'
import { openBot } from '../../src/bot/client.ts'
import { sleep } from '../../src/lib/clock.ts'
import { openPlayground } from '../../src/playground/open.ts'
import { openDesk } from './desk.ts'

test('two processes that divide the shards have each server once, together all of them', async () => {
  const desk = await openDesk()
  const names = ['one', 'two', 'three', 'four', 'five', 'six']
  const playground = await openPlayground({ guilds: names.map((name) => ({ name })), shards: 4 })
  const { token, apiBase } = playground
  for (const id of playground.world.all.guilds.keys()) {
    await desk.store.saveGuildSettings({ guildId: id, mentionRoles: [], sharing: 'on' })
  }
  const bots = await Promise.all(
    [
      [0, 1],
      [2, 3],
    ].map((ids) => openBot({ ...desk.deps, token, apiBase, shards: { ids, count: 4 } })),
  )
  // What a bot notes of its servers at the start is nobody's answer: it has a moment.
  await sleep(300)
  const [first, second] = bots.map((bot) => bot.guilds())
  expect(first?.length).toBeGreaterThan(0)
  expect(second?.length).toBeGreaterThan(0)
  const all = [...(first ?? []), ...(second ?? [])]
  expect(new Set(all).size).toBe(all.length)
  expect(all).toHaveLength(names.length)
  expect(playground.gateway.counts().connected).toBe(4)
  // Neither takes the servers of the other for servers that the bot has left.
  const settings = await desk.store.allGuildSettings()
  expect(settings.filter(({ leftAt }) => leftAt !== undefined)).toEqual([])
  expect(playground.problems()).toEqual([])
  await Promise.all(bots.map((bot) => bot.close()))
  await playground.close()
  await desk.close()
}, 60_000)
