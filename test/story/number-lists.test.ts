import fc from 'fast-check'
import { expect, test } from 'vitest'
import { type NumberLists, openNumberLists } from '../../src/story/number-lists.ts'

function read(lists: NumberLists, term: number): readonly number[] {
  const found: number[] = []
  lists.newest(term, (value) => found.push(value))
  return found
}

test('numbers of a term are read newest first, as many as are ever read', () => {
  const lists = openNumberLists(10)
  for (let value = 0; value < 15; value += 1) lists.push(7, value)

  expect(read(lists, 7)).toEqual([14, 13, 12, 11, 10, 9, 8, 7, 6, 5])
  expect(read(lists, 8)).toEqual([])
})

test('terms that belong in one place stand side by side', () => {
  const lists = openNumberLists(10)
  const same = [5, 5 + 2 ** 12, 5 + 2 ** 20, 0xffff0005]
  for (const [at, term] of same.entries()) lists.push(term, at)
  lists.remove(same[1] ?? 0, 1)

  expect(same.map((term) => read(lists, term))).toEqual([[0], [], [2], [3]])
  expect(same.map(lists.has)).toEqual([true, false, true, true])
})

test('a list twice as long as what is read loses its oldest half', () => {
  const lists = openNumberLists(10)
  for (let value = 0; value <= 20; value += 1) lists.push(1, value)
  for (let value = 20; value >= 11; value -= 1) lists.remove(1, value)

  expect(read(lists, 1)).toEqual([10])
})

test('what is not there is not removed, and an empty list is none', () => {
  const lists = openNumberLists(10)
  lists.push(1, 1)
  lists.remove(1, 2)
  lists.remove(2, 1)
  expect(read(lists, 1)).toEqual([1])
  lists.remove(1, 1)
  expect(lists.has(1)).toBe(false)
  lists.push(1, 3)
  expect(read(lists, 1)).toEqual([3])
})

test('any terms that come and go are what a map of lists would hold', () => {
  const anyTerm = fc.oneof(fc.nat(12), fc.integer({ min: 0, max: 0xffffffff }))
  const anySteps = fc.array(fc.record({ term: anyTerm, value: fc.nat(40), leaves: fc.boolean() }), {
    maxLength: 2000,
  })
  fc.assert(
    fc.property(anySteps, fc.nat(3000), fc.integer({ min: 1, max: 9 }), (steps, more, most) => {
      const lists = openNumberLists(most)
      const map = new Map<number, number[]>()
      const others = Array.from({ length: more }, (_, n) => ({
        term: Math.imul(n, 0x9e3779b1) >>> 0,
        value: n,
        leaves: false,
      }))
      for (const { term, value, leaves } of [...steps, ...others, ...steps]) {
        const list = map.get(term) ?? []
        map.set(term, list)
        if (leaves) {
          lists.remove(term, value)
          const at = list.indexOf(value)
          if (at >= 0) list.splice(at, 1)
        } else if (!list.includes(value)) {
          lists.push(term, value)
          list.push(value)
          if (list.length > 2 * most) list.splice(0, most)
        }
      }
      for (const [term, list] of map) {
        expect(lists.has(term)).toBe(list.length > 0)
        expect(read(lists, term)).toEqual(list.slice(-most).reverse())
      }
    }),
    { numRuns: 40 },
  )
})
