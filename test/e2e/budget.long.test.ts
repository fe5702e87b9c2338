// Two processes that send with one token, on one PostgreSQL: one joins while the other works, then that one is killed.
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { SECOND_MS } from '../../src/lib/clock.ts'
import { openPlayground } from '../../src/playground/open.ts'
import { openStore } from '../../src/store/open.ts'
import { makeDelivery } from '../store/make.ts'
import { canSkip, openServer } from '../store/postgres-server.ts'
import { type BotProcess, startAxis } from './bot-process.ts'

const MESSAGES = 1_000
/** Of all processes together; the playground counts Discord's own 50 a second. */
const PER_SECOND = 40
/** What a late timer may catch up with, in each of two processes. */
const SPREAD = 6

describe.skipIf(canSkip(true))('two processes that send', () => {
  test('divide the budget of their token, whoever joins or dies, and send each message once', async () => {
    const server = await openServer(true)
    const database = await server.makeDatabase()
    const folder = await mkdtemp(join(tmpdir(), 'axis-budget-'))
    const playground = await openPlayground({ guilds: wide(), rateLimits: 'real' })
    const channels = [...playground.world.all.guilds.values()].flatMap((guild) => [
      ...guild.channels.keys(),
    ])
    const clock = { now: () => Date.now() }
    const store = await openStore({ path: database, clock })
    await store.addDeliveries(
      channels.map((channelId, at) =>
        makeDelivery(`message ${at}`, {
          channelId,
          createdAt: clock.now(),
          nextTryAt: clock.now(),
        }),
      ),
    )
    const start = (): BotProcess =>
      startAxis(['run', '--role', 'deliver'], {
        DISCORD_TOKEN: playground.token,
        DISCORD_API_BASE: playground.apiBase,
        DATABASE_URL: database,
        AXIS_DATA: folder,
        LOG_LEVEL: 'info',
      })
    const sent = () => channels.filter((id) => playground.messages(id).length > 0).length

    const first = start()
    await first.waitFor('"delivery.sent"', 30_000)
    const second = start()
    await second.waitFor('"delivery.sent"', 30_000)
    const shared = { from: clock.now() + SECOND_MS, sent: sent() }
    await expect.poll(sent, { timeout: 30_000, interval: 50 }).toBeGreaterThan(shared.sent + 120)
    await first.kill()
    const killedAt = clock.now()
    await expect.poll(sent, { timeout: 150_000, interval: SECOND_MS }).toBe(channels.length)
    expect(await second.stop()).toBe(0)

    expect(channels.map((id) => playground.messages(id).length)).toEqual(channels.map(() => 1))
    expect((await store.health()).deliveries).toMatchObject({ sent: channels.length, unknown: 0 })
    const requests = playground.requests()
    expect(requests.filter(({ status }) => status === 429)).toEqual([])
    const times = requests.map(({ at }) => at)
    const busiest = Math.max(...times.map((from) => countIn(times, from, SECOND_MS)))
    expect(busiest).toBeLessThanOrEqual(PER_SECOND + SPREAD)
    // Who is left has a half while the dead one may still be sending, and all of it soon after.
    expect(countIn(times, killedAt + 2 * SECOND_MS, 5 * SECOND_MS)).toBeLessThanOrEqual(
      (5 * PER_SECOND) / 2 + SPREAD,
    )
    const busiestLater = Math.max(
      ...times.filter((at) => at > killedAt).map((from) => countIn(times, from, SECOND_MS)),
    )
    expect(busiestLater).toBeGreaterThan(PER_SECOND * 0.75)
    await store.close()
    await playground.close()
    await server.close()
    await rm(folder, { recursive: true, force: true })
  }, 240_000)
})

const countIn = (times: readonly number[], from: number, forMs: number): number =>
  times.filter((at) => at >= from && at < from + forMs).length

const wide = () =>
  Array.from({ length: MESSAGES / 10 }, (_, guild) => ({
    name: `Server ${guild}`,
    channels: Array.from({ length: 10 }, (_, n) => ({ name: `c-${n}`, kind: 'text' as const })),
  }))
