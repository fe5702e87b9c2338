import { describe, expect, test } from 'vitest'
import { openHostGate } from '../../src/jobs/poll/host-gate.ts'
import { sleep } from '../../src/lib/clock.ts'

const clock = { now: () => performance.now() }

describe('manners towards a host', () => {
  test('one request at a time, with a pause between them', async () => {
    const gate = openHostGate({ perHost: 1, gapMs: 30, isExempt: () => false, clock })
    const spans: { from: number; to: number }[] = []
    const task = async () => {
      const from = clock.now()
      await sleep(5)
      spans.push({ from, to: clock.now() })
    }
    await Promise.all([1, 2, 3].map((n) => gate(`https://a.example/${n}`, task)))
    const gaps = spans.slice(1).map((span, index) => span.from - (spans[index]?.to ?? 0))
    expect(Math.min(...gaps)).toBeGreaterThanOrEqual(28)
  })

  test('hosts do not wait for each other', async () => {
    const gate = openHostGate({ perHost: 1, gapMs: 10_000, isExempt: () => false, clock })
    const done = await Promise.all(
      ['a', 'b', 'c'].map((host) => gate(`https://${host}.example/`, async () => host)),
    )
    expect(done).toEqual(['a', 'b', 'c'])
  })

  test('loopback that was allowed needs no manners', async () => {
    const gate = openHostGate({ perHost: 1, gapMs: 10_000, isExempt: () => true, clock })
    let running = 0
    let most = 0
    await Promise.all(
      [1, 2, 3].map((n) =>
        gate(`http://127.0.0.1/${n}`, async () => {
          running += 1
          most = Math.max(most, running)
          await sleep(5)
          running -= 1
        }),
      ),
    )
    expect(most).toBe(3)
  })

  test('a task that fails frees its place', async () => {
    const gate = openHostGate({ perHost: 1, gapMs: 0, isExempt: () => false, clock })
    const failing = gate('https://a.example/', async () => {
      throw new Error('no')
    })
    await expect(failing).rejects.toThrow('no')
    expect(await gate('https://a.example/', async () => 'next')).toBe('next')
  })
})
