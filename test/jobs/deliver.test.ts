import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { openPublisher } from '../../src/bot/send/publish.ts'
import { deliverDue, RESTORED_KEY } from '../../src/jobs/deliver/deliver.ts'
import { fixedClock, HOUR_MS, MINUTE_MS, SECOND_MS } from '../../src/lib/clock.ts'
import { openPlayground, type Playground } from '../../src/playground/open.ts'
import type { Clock, Store } from '../../src/ports.ts'
import { openStore } from '../../src/store/open.ts'
import type { Delivery } from '../../src/types.ts'
import { makeDelivery, makeDigest, makeSubscription } from '../store/make.ts'

const START = Date.UTC(2026, 10, 25, 7)

let playground: Playground
let store: Store
let clock: ReturnType<typeof fixedClock>

beforeEach(async () => {
  clock = fixedClock(START)
  playground = await openPlayground({ now: clock.now })
  store = await openStore({ path: ':memory:', clock })
})

afterEach(async () => {
  await store.close()
  await playground.close()
})

const SLOT = '2026-11-25T07:00'
const { id: SUBSCRIPTION } = makeSubscription('s')

const delivery = (part: number, channelId: string): Delivery =>
  makeDelivery(`part ${part}`, {
    id: `NONCE${part}`,
    subscriptionId: SUBSCRIPTION,
    channelId,
    slot: SLOT,
    part,
    body: {
      embeds: [{ description: `part ${part}`, footer: { text: `${SUBSCRIPTION} · NONCE${part}` } }],
      allowed_mentions: { parse: [] },
    },
    createdAt: START,
    nextTryAt: START,
  })

async function seed(parts = 1): Promise<string> {
  const { id } = playground.world.channels.intel
  const guildId = playground.world.guild.id
  await store.saveSubscription(makeSubscription('s', { guildId, channelId: id }))
  await store.saveDigest(
    makeDigest(SUBSCRIPTION, SLOT),
    Array.from({ length: parts }, (_, part) => delivery(part, id)),
  )
  return id
}

/** Sends what is due; messages of a channel stand `channelGapMs` apart by the given clock. */
function deliver(
  of: {
    readonly holder?: string
    readonly token?: string
    readonly channelGapMs?: number
    readonly by?: Clock
    readonly pace?: Map<string, number>
  } = {},
): Promise<number> {
  const { holder = 'here', token = playground.token, channelGapMs = 0, by = clock, pace } = of
  return deliverDue({
    store,
    publisher: openPublisher({ token, apiBase: playground.apiBase, log: () => {}, clock: by }),
    clock: by,
    log: () => {},
    holder,
    channelGapMs,
    ...(pace && { pace }),
    toPosted: async () => [],
  })
}

/** Real time that begins when the deliveries are due. */
const real: Clock = { now: () => START + performance.now() }

const shown = (channelId: string): readonly string[] =>
  playground.messages(channelId).map((message) => JSON.stringify(message.embeds))

describe('deliveries', () => {
  test('the parts of a digest arrive once and in order', async () => {
    const channel = await seed(3)
    expect(await deliver()).toBe(3)
    expect(await deliver()).toBe(0)
    expect(shown(channel).map((text) => /part \d/.exec(text)?.[0])).toEqual([
      'part 0',
      'part 1',
      'part 2',
    ])
  })

  test('a channel gets its messages with a pause between them, kept from one round to the next', async () => {
    const channel = await seed(4)
    const paced = { by: real, channelGapMs: 120, pace: new Map<string, number>() }
    const started = performance.now()
    await deliver(paced)
    await store.addDeliveries([delivery(9, channel)])
    await deliver(paced)
    expect(shown(channel)).toHaveLength(5)
    expect(performance.now() - started).toBeGreaterThanOrEqual(4 * 119)
  })

  test('edits keep the pause as messages do: never more than five in five seconds', async () => {
    const channel = await seed(1)
    await deliver()
    const [message] = playground.messages(channel)
    const edits = Array.from({ length: 6 }, (_, n) => {
      const { slot: _slot, ...edit } = delivery(20 + n, channel)
      return { ...edit, kind: 'edit' as const, targetId: message?.id ?? '' }
    })
    await store.addDeliveries(edits)
    const started = performance.now()
    await deliver({ by: real, channelGapMs: 120 })
    expect(performance.now() - started).toBeGreaterThanOrEqual(5 * 119)
    const patches = playground.requests().filter(({ method }) => method === 'PATCH')
    expect(patches).toHaveLength(6)
    expect(JSON.stringify(playground.messages(channel)[0]?.embeds)).toContain('part 25')
  })

  test('a message that was stored but not answered is not posted twice', async () => {
    const channel = await seed()
    playground.faults.next(
      { method: 'POST', path: '/messages', times: 5 },
      { kind: 'status', status: 502, when: 'after' },
    )
    await deliver()
    playground.faults.clear()
    clock.set(START + 30 * SECOND_MS)
    await deliver()
    expect(shown(channel)).toHaveLength(1)
    expect((await store.deliveries(SUBSCRIPTION, 5))[0]).toMatchObject({ status: 'sent' })
  })

  test('an answer lost longer ago than Discord remembers is looked for and found', async () => {
    const channel = await seed()
    playground.faults.next(
      { method: 'POST', path: '/messages', times: 5 },
      { kind: 'status', status: 502, when: 'after' },
    )
    await deliver()
    playground.faults.clear()
    playground.faults.forgetNonces()
    clock.set(START + 30 * MINUTE_MS)
    await deliver()
    expect(shown(channel)).toHaveLength(1)
    expect((await store.deliveries(SUBSCRIPTION, 5))[0]).toMatchObject({ status: 'sent' })
  })

  test('a process that dies between post and save repeats nothing', async () => {
    const channel = await seed()
    const [claimed] = await store.claimDeliveries({
      holder: 'dead',
      now: START,
      until: START + MINUTE_MS,
      limit: 10,
    })
    if (!claimed) throw new Error('nothing to claim')
    const publisher = openPublisher({
      token: playground.token,
      apiBase: playground.apiBase,
      log: () => {},
      clock,
    })
    await publisher.publish(claimed)
    expect(await deliver()).toBe(0)
    clock.set(START + 10 * MINUTE_MS)
    playground.faults.forgetNonces()
    expect(await deliver()).toBe(1)
    expect(shown(channel)).toHaveLength(1)
  })

  test('after a backup was put in place what it does not know of is looked for, for a day', async () => {
    const channel = await seed()
    const publisher = openPublisher({
      token: playground.token,
      apiBase: playground.apiBase,
      log: () => {},
      clock,
    })
    // Posted after the backup was made: the store that was put back still owes it.
    await publisher.publish(delivery(0, channel))
    playground.faults.forgetNonces()
    await store.setMeta(RESTORED_KEY, String(START))
    clock.set(START + HOUR_MS)
    expect(await deliver()).toBe(1)
    expect(shown(channel)).toHaveLength(1)
    const looks = () => playground.requests().filter(({ method }) => method === 'GET').length
    const before = looks()
    clock.set(START + 25 * HOUR_MS)
    await store.addDeliveries([{ ...delivery(1, channel), nextTryAt: clock.now() }])
    expect(await deliver()).toBe(1)
    expect(looks()).toBe(before)
    expect(shown(channel)).toHaveLength(2)
  })

  test('what Discord asks to send later waits, and what stands behind it waits with it', async () => {
    const channel = await seed(2)
    playground.faults.next(
      { method: 'POST', path: '/messages', times: 1 },
      { kind: 'rate-limit', retryAfterMs: 30_000 },
    )
    await deliver()
    expect(shown(channel)).toHaveLength(0)
    clock.set(START + 5 * MINUTE_MS)
    playground.faults.clear()
    const again = await deliver()
    expect(again).toBe(2)
    expect(shown(channel)).toHaveLength(2)
  })

  test('a channel that refuses pauses its subscription with the reason, and resumes by itself', async () => {
    const channel = await seed()
    playground.change.permissionLost(channel, 'SendMessages')
    await deliver()
    expect((await store.findSubscription(SUBSCRIPTION))?.pausedReason).toMatch(/Discord refused/)
    playground.change.permissionBack(channel)
    clock.set(START + 20 * MINUTE_MS)
    await deliver()
    expect((await store.findSubscription(SUBSCRIPTION))?.pausedReason).toBeUndefined()
    expect(shown(channel)).toHaveLength(1)
  })

  test('a deleted channel drops the delivery with its reason', async () => {
    const channel = await seed()
    playground.change.channelDeleted(channel)
    await deliver()
    expect((await store.deliveries(SUBSCRIPTION, 5))[0]).toMatchObject({
      status: 'dropped',
      reason: expect.stringMatching(/Discord refused/),
    })
  })

  test('a token that Discord no longer accepts ends delivery with a text that says what to do', async () => {
    await seed()
    playground.faults.revokeToken()
    await expect(deliver()).rejects.toThrow(/make a new one/)
    expect((await store.deliveries(SUBSCRIPTION, 5))[0]?.status).toBe('retry')
  })
})
