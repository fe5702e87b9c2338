import { describe, expect, test } from 'vitest'
import { fixedClock, HOUR_MS } from '../../src/lib/clock.ts'
import { health } from '../../src/ops/health.ts'
import { openStore } from '../../src/store/open.ts'
import { DAY, makeDelivery, makeDigest, makeFeedState, makeSubscription } from '../store/make.ts'

async function withStore(state: { polledAt?: number; owedAt?: number }) {
  const clock = fixedClock(DAY)
  const store = await openStore({ path: ':memory:', clock })
  if (state.polledAt !== undefined) {
    await store.saveFeedStates([makeFeedState('f', { checkedAt: state.polledAt })])
  }
  if (state.owedAt !== undefined) {
    const subscription = makeSubscription('s')
    await store.saveSubscription(subscription)
    await store.saveDigest(makeDigest(subscription.id, '2026-11-24T07:00'), [
      makeDelivery('d', { subscriptionId: subscription.id, createdAt: state.owedAt }),
    ])
  }
  return { store, clock }
}

describe('health', () => {
  test('a bot that polled lately and owes nothing is well', async () => {
    const { store, clock } = await withStore({ polledAt: DAY - 60_000 })
    expect(await health(store, clock)).toMatchObject({ ok: true, reasons: [] })
  })

  test('a bot that never polled is not', async () => {
    const { store, clock } = await withStore({})
    expect((await health(store, clock)).reasons).toEqual(['no feed was ever polled'])
  })

  test('a poll of two hours ago is told', async () => {
    const { store, clock } = await withStore({ polledAt: DAY - 2 * HOUR_MS })
    expect((await health(store, clock)).reasons).toEqual(['the last poll was 120 min ago'])
  })

  test('a delivery that waits for an hour is told', async () => {
    const { store, clock } = await withStore({ polledAt: DAY, owedAt: DAY - HOUR_MS })
    const found = await health(store, clock)
    expect(found.reasons).toEqual(['a delivery has been waiting for 60 min'])
    expect(found.facts.waiting).toBe(1)
  })
})
