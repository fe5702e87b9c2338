// Who was killed while it planned holds the lease of planning a little longer; whoever starts next must not wait long.
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { SHARED_LEASE_MS } from '../../src/jobs/lease.ts'
import { HOUR_MS, MINUTE_MS, SECOND_MS } from '../../src/lib/clock.ts'
import { openPlayground } from '../../src/playground/open.ts'
import { openStore } from '../../src/store/open.ts'
import { makeSubscription } from '../store/make.ts'
import { startAxis } from './bot-process.ts'

const TAKEOVER_MS = 15 * SECOND_MS

test('a digest that is due leaves within 15 s of a kill in the middle of planning', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'axis-takeover-'))
  const playground = await openPlayground()
  const { guild, channels } = playground.world
  const store = await openStore({ path: join(folder, 'axis.db'), clock: { now: Date.now } })
  const now = Date.now()
  await store.saveSubscription(
    makeSubscription('due', {
      guildId: guild.id,
      channelId: channels.intel.id,
      createdAt: now - 2 * HOUR_MS,
      times: [new Date(now - MINUTE_MS).toISOString().slice(11, 16)],
      zone: 'UTC',
      empty: 'post',
    }),
  )
  const bot = startAxis(['run', '--role', 'deliver'], {
    DISCORD_TOKEN: playground.token,
    DISCORD_API_BASE: playground.apiBase,
    AXIS_DATA: folder,
    LOG_LEVEL: 'info',
  })
  // What the killed one leaves behind, as late as it can be.
  const killedAt = Date.now()
  await store.claimLease('plan', 'killed', killedAt + SHARED_LEASE_MS, killedAt)
  await store.takePart('deliver', 'killed', killedAt + TAKEOVER_MS, killedAt)
  await bot.waitFor('"delivery.sent"', 2 * TAKEOVER_MS)
  expect(Date.now() - killedAt).toBeGreaterThan(SHARED_LEASE_MS - SECOND_MS)
  expect(Date.now() - killedAt).toBeLessThanOrEqual(TAKEOVER_MS + SECOND_MS)
  expect(playground.messages(channels.intel.id)).toHaveLength(1)
  expect(await bot.stop()).toBe(0)
  await store.close()
  await playground.close()
  await rm(folder, { recursive: true, force: true })
})
