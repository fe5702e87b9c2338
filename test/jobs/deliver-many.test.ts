// Many channels at once: what a round costs the store, and what becomes of it when it is cut short.

import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { openPublisher } from '../../src/bot/send/publish.ts'
import { sendRequest } from '../../src/bot/send/request.ts'
import { deliverDue } from '../../src/jobs/deliver/deliver.ts'
import { fixedClock, MINUTE_MS, SECOND_MS } from '../../src/lib/clock.ts'
import { openPlayground, type Playground } from '../../src/playground/open.ts'
import type { Store } from '../../src/ports.ts'
import { openStore } from '../../src/store/open.ts'
import type { Delivery, DeliveryStatus } from '../../src/types.ts'
import { makeDelivery } from '../store/make.ts'

const START = Date.UTC(2026, 10, 25, 7)
const CHANNELS = 60
/** So many messages are on their way at once. */
const AT_ONCE = 16

let playground: Playground
let store: Store
let clock: ReturnType<typeof fixedClock>

beforeEach(async () => {
  clock = fixedClock(START)
  const names = Array.from({ length: CHANNELS }, (_, n) => ({
    name: `channel-${n}`,
    kind: 'text' as const,
  }))
  playground = await openPlayground({
    now: clock.now,
    guilds: [{ name: 'Wide', channels: names }],
  })
  store = await openStore({ path: ':memory:', clock })
})

afterEach(async () => {
  await store.close()
  await playground.close()
})

const channels = (): readonly string[] =>
  [...playground.world.all.guilds.values()].flatMap((guild) => [...guild.channels.keys()])

/** One message to each of so many channels. */
async function owe(count: number): Promise<void> {
  await store.addDeliveries(
    channels()
      .slice(0, count)
      .map(
        (channelId, n): Delivery =>
          makeDelivery(`message ${n}`, { channelId, createdAt: START, nextTryAt: START }),
      ),
  )
}

const deliver = (through: Partial<Store> = {}, onRequest = () => {}): Promise<number> =>
  deliverDue({
    store: { ...store, ...through },
    publisher: openPublisher({
      token: playground.token,
      apiBase: playground.apiBase,
      log: () => {},
      clock,
      perSecond: () => 1000,
      makeRequest: async (url, init) => {
        onRequest()
        return (sendRequest as NonNullable<typeof sendRequest>)(url, init)
      },
    }),
    clock,
    log: () => {},
    holder: 'here',
    channelGapMs: 0,
    toPosted: async () => [],
  })

const posted = (): readonly number[] => channels().map((id) => playground.messages(id).length)
const total = (): number => posted().reduce((sum, one) => sum + one, 0)

async function statuses(): Promise<Readonly<Partial<Record<DeliveryStatus, number>>>> {
  const all = await store.deliveries('ax-AAAAA', 2 * CHANNELS)
  const groups = Map.groupBy(all, ({ status }) => status)
  return Object.fromEntries([...groups].map(([status, ones]) => [status, ones.length]))
}

describe('a round of many channels', () => {
  test('claims some fifty at a time, saves several outcomes at once, and asks for a backup once', async () => {
    await owe(40)
    const calls = { claimDeliveries: 0, saveDeliveries: 0, meta: 0 }
    const counted: Partial<Store> = {
      claimDeliveries: (claim) => {
        calls.claimDeliveries += 1
        return store.claimDeliveries(claim)
      },
      saveDeliveries: (outcomes) => {
        calls.saveDeliveries += 1
        return store.saveDeliveries(outcomes)
      },
      meta: (key) => {
        calls.meta += 1
        return store.meta(key)
      },
    }
    expect(await deliver(counted)).toBe(40)
    expect(calls.claimDeliveries).toBeLessThanOrEqual(3)
    expect(calls.saveDeliveries).toBeLessThan(20)
    expect(calls.meta).toBe(1)
    expect(await statuses()).toEqual({ sent: 40 })
  })

  test('that dies before the common commit of its answers repeats nothing', async () => {
    await owe(20)
    const full = async (): Promise<void> => {
      throw new Error('the process is gone')
    }
    expect(await deliver({ saveDeliveries: full })).toBe(0)
    expect(total()).toBe(20)
    expect(await statuses()).toEqual({ sending: 20 })
    expect(await deliver()).toBe(0)
    playground.faults.forgetNonces()
    clock.set(START + 10 * MINUTE_MS)
    expect(await deliver()).toBe(20)
    expect(total()).toBe(20)
    expect(await statuses()).toEqual({ sent: 20 })
  })

  test('sends nothing whose claim may have ended while it waited: that is claimed anew', async () => {
    await owe(40)
    const saved: DeliveryStatus[] = []
    const watched: Partial<Store> = {
      saveDeliveries: (outcomes) => {
        saved.push(...outcomes.map(({ delivery }) => delivery.status))
        return store.saveDeliveries(outcomes)
      },
    }
    expect(await deliver(watched, () => clock.set(START + 50 * SECOND_MS))).toBe(40)
    expect(saved.filter((status) => status === 'retry')).toHaveLength(40 - AT_ONCE)
    expect(posted().slice(0, 40)).toEqual(Array.from({ length: 40 }, () => 1))
  })

  test('that can claim no more ends what is under way before it fails', async () => {
    await owe(CHANNELS)
    let claims = 0
    const failing: Partial<Store> = {
      claimDeliveries: async (claim) => {
        claims += 1
        if (claims > 1) throw new Error('the store is away')
        return store.claimDeliveries(claim)
      },
    }
    await expect(deliver(failing)).rejects.toThrow('the store is away')
    const after = await statuses()
    expect(after.sending).toBeUndefined()
    expect(after.sent ?? 0).toBe(total())
    await deliver()
    expect(await statuses()).toEqual({ sent: CHANNELS })
    expect(total()).toBe(CHANNELS)
  })
})
