import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { type Budget, JOIN_MS, openBudget } from '../../src/jobs/deliver/budget.ts'
import { fixedClock, HOUR_MS, SECOND_MS } from '../../src/lib/clock.ts'
import type { Store } from '../../src/ports.ts'
import { openStore } from '../../src/store/open.ts'

const START = Date.UTC(2026, 10, 25, 7)
/** A dead process is counted for so long. */
const GONE_MS = 16 * SECOND_MS

describe('the budget of requests', () => {
  let clock: ReturnType<typeof fixedClock>
  let store: Store
  const opened: Budget[] = []

  beforeEach(async () => {
    clock = fixedClock(START)
    store = await openStore({ path: ':memory:', clock })
  })
  afterEach(async () => {
    await Promise.all(opened.splice(0).map((budget) => budget.close()))
    await store.close()
  })

  async function join(holder: string, through: Store = store): Promise<Budget> {
    const budget = openBudget({ store: through, clock, log: () => {}, holder, perSecond: 40 })
    opened.push(budget)
    expect(budget.perSecond()).toBe(0)
    await budget.renew()
    return budget
  }
  async function pass(ms: number, alive: readonly Budget[]): Promise<void> {
    clock.set(clock.now() + ms)
    for (const budget of alive) await budget.renew()
  }

  test('is all of one process that is alone, at once', async () => {
    const alone = await join('a')
    expect(alone.perSecond()).toBe(40)
  })

  test('is halved when another joins, which waits until the first knows of it', async () => {
    const first = await join('a')
    const second = await join('b')
    expect(second.perSecond()).toBe(0)
    await pass(JOIN_MS / 2, [first, second])
    expect([first.perSecond(), second.perSecond()]).toEqual([20, 0])
    await pass(JOIN_MS / 2, [first, second])
    expect([first.perSecond(), second.perSecond()]).toEqual([20, 20])
  })

  test('is whole again for who is left, at once after an end in order and soon after a crash', async () => {
    const first = await join('a')
    const second = await join('b')
    const third = await join('c')
    await pass(JOIN_MS, [first, second, third])
    expect(first.perSecond()).toBeCloseTo(40 / 3)
    await third.close()
    await first.renew()
    expect(first.perSecond()).toBe(20)
    for (let ms = 0; ms < GONE_MS; ms += 4 * SECOND_MS) await pass(4 * SECOND_MS, [first])
    expect(first.perSecond()).toBe(40)
    // Counted no more, it sends nothing, and has to join again.
    expect(second.perSecond()).toBe(0)
    await second.renew()
    expect(second.perSecond()).toBe(0)
  })

  test('is none for who cannot say that it is there, until it can', async () => {
    let isAway = false
    const takePart: Store['takePart'] = async (...args) => {
      if (isAway) throw new Error('the store is away')
      return store.takePart(...args)
    }
    const budget = await join('a', { ...store, takePart })
    isAway = true
    clock.set(START + GONE_MS)
    await expect(budget.renew()).rejects.toThrow('away')
    expect(budget.perSecond()).toBe(0)
    isAway = false
    await budget.renew()
    expect(budget.perSecond()).toBe(40)
  })

  test('is not kept shut by a clock that was set back', async () => {
    const first = await join('a')
    const second = await join('b')
    await pass(JOIN_MS, [first, second])
    clock.set(START - HOUR_MS)
    await first.renew()
    clock.set(clock.now() + JOIN_MS)
    await first.renew()
    expect(first.perSecond()).toBe(20)
  })
})
