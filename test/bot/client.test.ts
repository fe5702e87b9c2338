import { afterEach, describe, expect, test } from 'vitest'
import { openBot } from '../../src/bot/client.ts'
import { registerByRest } from '../../src/bot/register.ts'
import { guardShard } from '../../src/bot/supervise.ts'
import { UserError } from '../../src/lib/errors.ts'
import { openStore } from '../../src/store/open.ts'
import { customIdOf, type Desk, openDesk } from './desk.ts'

let desk: Desk | undefined
afterEach(async () => {
  await desk?.close()
  desk = undefined
})

const puts = (of: Desk) =>
  of.playground
    .requests()
    .filter((each) => each.method === 'PUT' && each.path.includes('/commands'))

describe('the connection', () => {
  test('asks for the intent Guilds alone and is ready', async () => {
    desk = await openDesk()
    expect(desk.bot.ready()).toBe(true)
    expect(desk.bot.guilds()).toEqual([desk.playground.world.guild.id])
    expect(desk.playground.problems()).toEqual([])
  })

  test('commands are registered by one bulk overwrite, and not again while they stay the same', async () => {
    desk = await openDesk()
    expect(puts(desk)).toHaveLength(1)
    expect(desk.playground.commands().map((command) => command.name)).toContain('axis')
    const again = await openBot(desk.deps)
    expect(puts(desk)).toHaveLength(1)
    await again.close()
  })

  test('a development server gets them at once and alone', async () => {
    const clock = { now: () => 0 }
    const store = await openStore({ path: ':memory:', clock })
    desk = await openDesk({ store })
    const { guild } = desk.playground.world
    const bot = await openBot({ ...desk.deps, devGuild: guild.id })
    expect(desk.playground.commands(guild.id).map((command) => command.name)).toContain('axis')
    await bot.close()
    await desk.close()
    desk = undefined
    await store.close()
  })

  test('axis register writes without a connection, and says what a refused token means', async () => {
    desk = await openDesk()
    const { token, apiBase, store, log } = desk.deps
    const base = apiBase ?? ''
    expect(await registerByRest({ token, apiBase: base, store, log })).toBe(false)
    await expect(
      registerByRest({ token: 'no.good.token', apiBase: base, store, log }),
    ).rejects.toThrow('Discord refuses the token (401)')
  })

  test('buttons and selects of an earlier run still answer after a restart', async () => {
    desk = await openDesk()
    const list = await desk.ask('axis latest')
    const message = await list.whole()
    const next = customIdOf(desk.playground, list, 'Next')
    await desk.bot.close()
    const bot = await openBot(desk.deps)
    const page = await desk.playground.interact.button(message.id, next, 'admin')
    expect(await desk.read(page)).toContain('11–11 of 11 stories')
    await bot.close()
  })
})

describe('a connection that fails', () => {
  test('is resumed by discord.js when the gateway drops it', async () => {
    desk = await openDesk()
    desk.playground.gateway.drop()
    await expect.poll(() => desk?.playground.gateway.counts().resumes, { timeout: 8000 }).toBe(1)
    await expect.poll(() => desk?.bot.ready(), { timeout: 8000 }).toBe(true)
    expect(await desk.read(await desk.ask('axis status'))).toContain('Status')
    expect(desk.bot.reopened()).toBe(0)
  })

  test('identifies anew after an invalid session', async () => {
    desk = await openDesk()
    desk.playground.gateway.invalidSession()
    await expect
      .poll(() => desk?.playground.gateway.counts().identifies, { timeout: 10_000 })
      .toBe(2)
    await expect.poll(() => answers(desk), { timeout: 8000 }).toBe(true)
  })

  test('INVALID_SESSION together with RESUMED does not end the process: the bot comes back', async () => {
    desk = await openDesk()
    desk.playground.gateway.answerNextResume('both')
    desk.playground.gateway.drop()
    await expect.poll(() => desk?.bot.reopened(), { timeout: 15_000 }).toBeGreaterThanOrEqual(1)
    await expect.poll(() => desk?.bot.ready(), { timeout: 15_000 }).toBe(true)
    await expect.poll(() => answers(desk), { timeout: 8000 }).toBe(true)
    expect(desk.log.map(({ event }) => event)).toContain('bot.connection-failed')
  }, 40_000)

  async function answers(of: Desk | undefined): Promise<boolean> {
    try {
      return (await of?.read(await of.ask('axis status')))?.includes('Status') === true
    } catch {
      return false
    }
  }

  test('a token that Discord refuses is told in one sentence, without another try', async () => {
    desk = await openDesk()
    desk.playground.clear()
    const opened = openBot({ ...desk.deps, token: 'MTIzNDU2Nzg5MDEyMzQ1Njc4.GAAAAA.bad' })
    await expect(opened).rejects.toThrow(UserError)
    await expect(opened).rejects.toThrow('DISCORD_TOKEN')
    const refused = desk.playground.requests().filter((each) => each.status === 401)
    expect(refused).toHaveLength(1)
  })

  test('a token revoked while it runs is fatal and told once', async () => {
    const fatal: Error[] = []
    desk = await openDesk({ onFatal: (error) => fatal.push(error) })
    desk.playground.faults.revokeToken()
    desk.playground.gateway.drop()
    await expect.poll(() => fatal.length, { timeout: 15_000 }).toBe(1)
    expect(fatal[0]?.message).toContain('DISCORD_TOKEN')
    expect(desk.bot.ready()).toBe(false)
  }, 30_000)

  test('a Discord that is not there yet is tried again until it is', async () => {
    const first = await openDesk()
    const { deps, playground } = first
    playground.faults.next(
      { path: '/gateway/bot', times: 5 },
      { kind: 'status', status: 503, when: 'before' },
    )
    const bot = await openBot(deps)
    expect(bot.ready()).toBe(false)
    await expect.poll(() => bot.ready(), { timeout: 10_000 }).toBe(true)
    await bot.close()
    await first.close()
  }, 20_000)
})

describe('the guard of shards', () => {
  test('a shard without them is refused, so that a release that moves them is noticed', () => {
    expect(() => guardShard({}, () => undefined)).toThrow('has no shard.onMessage any more')
  })
})
