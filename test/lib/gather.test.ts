import { describe, expect, test } from 'vitest'
import { sleep } from '../../src/lib/clock.ts'
import { toGather } from '../../src/lib/gather.ts'

/** Numbers are their own weight; each batch is noted when it is written. */
function gather(rules: {
  most: number
  waitMs?: number
  fail?: (batch: readonly number[]) => boolean
}) {
  const batches: (readonly number[])[] = []
  let writing = 0
  const gathered = toGather<number>({
    most: rules.most,
    weigh: (item) => item,
    waitMs: rules.waitMs ?? 60_000,
    write: async (batch) => {
      writing += 1
      if (writing > 1) throw new Error('two batches at a time')
      await sleep(1)
      writing -= 1
      if (rules.fail?.(batch)) throw new Error('the disk is full')
      batches.push(batch)
    },
  })
  return { batches, gathered }
}

const later = async (ms: number, item: number | undefined): Promise<number | undefined> => {
  await sleep(ms)
  return item
}

describe('what is gathered', () => {
  test('is written at once where nothing more is on its way', async () => {
    const { batches, gathered } = gather({ most: 10 })
    await gathered(async () => 3)
    await gathered(async () => 4)
    expect(batches).toEqual([[3], [4]])
  })

  test('waits for what is on its way, and is written together in the order in which it came', async () => {
    const { batches, gathered } = gather({ most: 10 })
    await Promise.all([
      gathered(() => later(20, 1)),
      gathered(() => later(1, 2)),
      gathered(() => later(10, 3)),
    ])
    expect(batches).toEqual([[2, 3, 1]])
  })

  test('is written as soon as a batch is full, whatever is still on its way', async () => {
    const { batches, gathered } = gather({ most: 5 })
    const slow = gathered(() => later(50, 1))
    await Promise.all([gathered(async () => 3), gathered(async () => 2)])
    expect(batches).toEqual([[3, 2]])
    await slow
    expect(batches).toEqual([[3, 2], [1]])
  })

  test('weighs no more than a batch may, but for one item that does so alone', async () => {
    const { batches, gathered } = gather({ most: 5 })
    await Promise.all([3, 3, 9, 1].map((item) => gathered(() => later(1, item))))
    expect(batches).toEqual([[3], [3], [9], [1]])
  })

  test('waits for nobody longer than it was told to', async () => {
    const { batches, gathered } = gather({ most: 10, waitMs: 5 })
    let isOver = false
    const endless = gathered(async () => {
      while (!isOver) await sleep(1)
      return undefined
    })
    await gathered(async () => 2)
    isOver = true
    await endless
    expect(batches).toEqual([[2]])
  })

  test('comes without those that have nothing, or that failed, which tell their error', async () => {
    const { batches, gathered } = gather({ most: 10 })
    const failed = gathered(async () => {
      await sleep(5)
      throw new Error('no such host')
    })
    const rest = Promise.all([gathered(async () => 1), gathered(() => later(2, undefined))])
    await expect(failed).rejects.toThrow('no such host')
    await rest
    expect(batches).toEqual([[1]])
  })

  test('is refused with the error of the batch that failed, and so is all that comes after it', async () => {
    const { batches, gathered } = gather({ most: 2, fail: ([first]) => first === 2 })
    const all = [2, 1, 1].map((item) => gathered(() => later(1, item)))
    for (const one of all) await expect(one).rejects.toThrow('the disk is full')
    await expect(gathered(async () => 1)).rejects.toThrow('the disk is full')
    expect(batches).toEqual([])
  })
})
