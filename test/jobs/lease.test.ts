import { describe, expect, test } from 'vitest'
import { withLease } from '../../src/jobs/lease.ts'
import { fixedClock } from '../../src/lib/clock.ts'
import { openStore } from '../../src/store/open.ts'

describe('a lease', () => {
  test('keeps a second holder out while a task runs and lets it in afterwards', async () => {
    const clock = fixedClock(1_000_000)
    const store = await openStore({ path: ':memory:', clock })
    const lease = { store, clock, name: 'ingest' }
    const inner = await withLease({ ...lease, holder: 'a' }, () =>
      withLease({ ...lease, holder: 'b' }, async () => 'b ran'),
    )
    expect(inner).toBeUndefined()
    expect(await withLease({ ...lease, holder: 'b' }, async () => 'b ran')).toBe('b ran')
    await store.close()
  })

  test('of a holder that died is free when it lapses', async () => {
    const clock = fixedClock(1_000_000)
    const store = await openStore({ path: ':memory:', clock })
    await store.claimLease('ingest', 'dead', clock.now() + 30_000, clock.now())
    const lease = { store, clock, name: 'ingest', holder: 'alive' }
    expect(await withLease(lease, async () => true)).toBeUndefined()
    clock.set(clock.now() + 30_001)
    expect(await withLease(lease, async () => true)).toBe(true)
    await store.close()
  })

  test('is given back when the task fails', async () => {
    const clock = fixedClock(1_000_000)
    const store = await openStore({ path: ':memory:', clock })
    const failing = withLease({ store, clock, name: 'x', holder: 'a' }, async () => {
      throw new Error('boom')
    })
    await expect(failing).rejects.toThrow('boom')
    expect(await store.claimLease('x', 'b', clock.now() + 1, clock.now())).toBe(true)
    await store.close()
  })
})
