import { expect, test } from 'vitest'
import { sleep } from '../../src/lib/clock.ts'
import { openTurns } from '../../src/lib/turns.ts'

const PER_SECOND = 200
/** Turns in 100 ms, and what a late timer may catch up with in 60. */
const MOST = 20 + 12 + 3

/** When each of so many turns came, milliseconds. */
function takeTurns(turn: () => Promise<void>, count: number): Promise<readonly number[]> {
  return Promise.all(Array.from({ length: count }, () => turn().then(() => performance.now())))
}

const most = (times: readonly number[]): number =>
  Math.max(...times.map((from) => times.filter((at) => at >= from && at < from + 100).length))

test('turns come at an even pace: no window of time holds more than its share', async () => {
  const times = await takeTurns(
    openTurns(() => PER_SECOND),
    60,
  )
  expect(most(times)).toBeLessThanOrEqual(MOST)
  expect((times.at(-1) ?? 0) - (times[0] ?? 0)).toBeGreaterThan(150)
})

test('who waited while the process stood still comes at the same pace afterwards', async () => {
  const taken = takeTurns(
    openTurns(() => PER_SECOND),
    80,
  )
  await sleep(50)
  const until = performance.now() + 300
  while (performance.now() < until);
  expect(most((await taken).filter((at) => at >= until))).toBeLessThanOrEqual(MOST)
})

test('a pace that changes holds for those who wait already', async () => {
  let perSecond = 20
  const taken = takeTurns(
    openTurns(() => perSecond),
    30,
  )
  await sleep(100)
  perSecond = 1000
  const times = await taken
  expect((times.at(-1) ?? 0) - (times[0] ?? 0)).toBeLessThan(900)
})

test('after its end there are no more turns, for those who wait either', async () => {
  const end = new AbortController()
  const turn = openTurns(() => 10, end.signal)
  await turn()
  const waiting = Promise.allSettled([turn(), turn()])
  end.abort()
  expect((await waiting).map(({ status }) => status)).toEqual(['rejected', 'rejected'])
  await expect(turn()).rejects.toThrow()
})
