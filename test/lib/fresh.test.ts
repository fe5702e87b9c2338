import { expect, test } from 'vitest'
import { fixedClock } from '../../src/lib/clock.ts'
import { toFresh } from '../../src/lib/fresh.ts'

test('what was read stays for a while, then it is read anew', async () => {
  const clock = fixedClock(1000)
  let reads = 0
  const fresh = toFresh(async () => (reads += 1), clock, 100)
  expect(await fresh.get()).toBe(1)
  clock.set(1099)
  expect(await fresh.get()).toBe(1)
  clock.set(1100)
  expect(await fresh.get()).toBe(2)
  clock.set(900)
  expect(await fresh.get()).toBe(3)
  fresh.drop()
  expect(await fresh.get()).toBe(4)
})

test('all who ask at once share one reading', async () => {
  let reads = 0
  const fresh = toFresh(async () => (reads += 1), fixedClock(0), 100)
  expect(await Promise.all([fresh.get(), fresh.get(), fresh.get()])).toEqual([1, 1, 1])
})

test('a failed reading is not kept', async () => {
  let isBroken = true
  const read = async (): Promise<string> => {
    if (isBroken) throw new Error('locked')
    return 'well'
  }
  const fresh = toFresh(read, fixedClock(0), 100)
  await expect(fresh.get()).rejects.toThrow('locked')
  isBroken = false
  expect(await fresh.get()).toBe('well')
})
