// Planning goes on whatever happens beside it: who did it was killed, or a long round is being sent.
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { PLAN_LEASE_MS } from '../../src/jobs/lease.ts'
import { HOUR_MS, MINUTE_MS, SECOND_MS } from '../../src/lib/clock.ts'
import { openPlayground, type Playground } from '../../src/playground/open.ts'
import type { Store } from '../../src/ports.ts'
import { openStore } from '../../src/store/open.ts'
import { makeArticle, makeDelivery, makePoll, makeStory, makeSubscription } from '../store/make.ts'
import { type BotProcess, startAxis } from './bot-process.ts'

const TAKEOVER_MS = 15 * SECOND_MS
/** So many channels, at one message a second. */
const WIDE = 40

let folder: string
let playground: Playground
let store: Store
let bot: BotProcess | undefined

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'axis-planning-'))
  playground = await openPlayground({
    guilds: [
      {
        name: 'Wide',
        channels: Array.from({ length: WIDE }, (_, n) => ({ name: `c-${n}`, kind: 'text' })),
      },
    ],
  })
  store = await openStore({ path: join(folder, 'axis.db'), clock: { now: Date.now } })
})

afterEach(async () => {
  await bot?.kill()
  await store.close()
  await playground.close()
  await rm(folder, { recursive: true, force: true })
})

function start(env: Readonly<Record<string, string>> = {}): BotProcess {
  bot = startAxis(['run', '--role', 'deliver'], {
    DISCORD_TOKEN: playground.token,
    DISCORD_API_BASE: playground.apiBase,
    AXIS_DATA: folder,
    LOG_LEVEL: 'info',
    ...env,
  })
  return bot
}

function channels(): { readonly guildId: string; readonly ids: readonly string[] } {
  const [guild] = [...playground.world.all.guilds.values()]
  if (guild === undefined) throw new Error('there is a guild')
  return { guildId: guild.id, ids: [...guild.channels.keys()] }
}

test('a digest that is due leaves within 15 s of a kill in the middle of planning', async () => {
  const { guildId, ids } = channels()
  const [channelId = ''] = ids
  const now = Date.now()
  await store.saveSubscription(
    makeSubscription('due', {
      guildId,
      channelId,
      createdAt: now - 2 * HOUR_MS,
      times: [new Date(now - MINUTE_MS).toISOString().slice(11, 16)],
      zone: 'UTC',
      empty: 'post',
    }),
  )
  const next = start()
  // What the killed one leaves behind, as late as it can be.
  const killedAt = Date.now()
  await store.claimLease('plan', 'killed', killedAt + PLAN_LEASE_MS, killedAt)
  await store.takePart('deliver', 'killed', killedAt + TAKEOVER_MS, killedAt)
  await next.waitFor('"delivery.sent"', 2 * TAKEOVER_MS)
  expect(Date.now() - killedAt).toBeGreaterThan(PLAN_LEASE_MS - SECOND_MS)
  expect(Date.now() - killedAt).toBeLessThanOrEqual(TAKEOVER_MS)
  expect(playground.messages(channelId)).toHaveLength(1)
  expect(await next.stop()).toBe(0)
})

test('what happens while a long round is being sent is planned at once, not after it', async () => {
  const { guildId, ids } = channels()
  const [channelId = '', ...others] = ids
  const settings = join(folder, 'settings.yaml')
  await writeFile(settings, 'deliver:\n  perSecond: 1\n')
  const now = Date.now()
  const subscription = makeSubscription('news', {
    guildId,
    channelId,
    createdAt: now - HOUR_MS,
    mode: 'instant',
    times: [],
  })
  await store.saveSubscription(subscription)
  await store.addDeliveries(
    others.map((to) => makeDelivery(to, { channelId: to, createdAt: now, nextTryAt: now })),
  )
  const long = start({ AXIS_SETTINGS: settings })
  await long.waitFor('"delivery.sent"', 30_000)
  const article = makeArticle('news', { seenAt: Date.now(), tags: { relevance: 'core' } })
  await store.commitPoll(makePoll([article], { at: Date.now(), stories: [makeStory(article)] }))
  await expect
    .poll(() => store.deliveries(subscription.id, 5), { timeout: 12_000, interval: 200 })
    .toHaveLength(1)
  const { deliveries } = await store.health()
  expect(deliveries.sending + deliveries.pending).toBeGreaterThan(WIDE / 2)
  // What waits for its turn is handed back: the end does not wait for it.
  const before = performance.now()
  expect(await long.stop()).toBe(0)
  expect(performance.now() - before).toBeLessThan(10_000)
  const after = (await store.health()).deliveries
  expect(after.sending).toBe(0)
  expect(after.unknown + after.dropped).toBe(0)
})
