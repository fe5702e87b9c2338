import { expect, test } from 'vitest'
import { openTurns } from '../../src/lib/turns.ts'

test('turns come at an even pace: no window of time holds more than its share', async () => {
  const turn = openTurns(() => 200)
  const times: number[] = []
  await Promise.all(
    Array.from({ length: 60 }, async () => {
      await turn()
      times.push(performance.now())
    }),
  )
  const most = Math.max(
    ...times.map((from) => times.filter((at) => at >= from && at < from + 100).length),
  )
  // 100 ms hold 20 turns, and what a late timer catches up with.
  expect(most).toBeLessThanOrEqual(45)
  expect((times.at(-1) ?? 0) - (times[0] ?? 0)).toBeGreaterThan(150)
})
