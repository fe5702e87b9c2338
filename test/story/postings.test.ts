import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { openPostings } from '../../src/story/postings.ts'
import { toMember } from './member.ts'

const terms = (...ids: number[]) => Uint32Array.from(ids)
const weighted = (...pairs: (readonly [number, number])[]) => ({
  ids: Uint32Array.from(pairs.map(([id]) => id)),
  weights: Float32Array.from(pairs.map(([, weight]) => weight)),
})

describe('openPostings', () => {
  test('those that share most weight are found', () => {
    const postings = openPostings()
    const both = toMember('a')
    const light = toMember('b')
    const none = toMember('c')
    postings.add(both, terms(1, 2))
    postings.add(light, terms(2, 3))
    postings.add(none, terms(4))

    expect(postings.heaviest(weighted([1, 5], [2, 1]), { looked: 8, most: 1 })).toEqual([both])
    expect(new Set(postings.heaviest(weighted([1, 5], [2, 1]), { looked: 8, most: 9 }))).toEqual(
      new Set([both, light]),
    )
  })

  test('only the heaviest terms are looked up', () => {
    const postings = openPostings()
    const heavy = toMember('heavy')
    postings.add(heavy, terms(1))
    postings.add(toMember('light'), terms(2))

    expect(postings.heaviest(weighted([1, 5], [2, 1]), { looked: 1, most: 9 })).toEqual([heavy])
  })

  test('equals are all found, so that the answer does not depend on the order they came in', () => {
    const postings = openPostings()
    const equals = ['a', 'b', 'c'].map((id) => toMember(id))
    for (const member of equals) postings.add(member, terms(7))

    expect(postings.heaviest(weighted([7, 1]), { looked: 8, most: 2 })).toHaveLength(3)
  })

  test('what left is never found again, and its number serves the next', () => {
    fc.assert(
      fc.property(
        fc.array(fc.record({ id: fc.nat(9), term: fc.nat(4), leaves: fc.boolean() })),
        (steps) => {
          const postings = openPostings()
          const open = new Map<number, { member: ReturnType<typeof toMember>; term: number }>()
          for (const { id, term, leaves } of steps) {
            const known = open.get(id)
            if (known && leaves) {
              postings.remove(known.member, terms(known.term))
              open.delete(id)
            } else if (!known) {
              const member = toMember(String(id))
              postings.add(member, terms(term))
              open.set(id, { member, term })
            }
          }
          for (const term of [0, 1, 2, 3, 4]) {
            const found = postings.heaviest(weighted([term, 1]), { looked: 1, most: 99 })
            const held = [...open.values()].filter((one) => one.term === term)
            expect(new Set(found)).toEqual(new Set(held.map(({ member }) => member)))
          }
        },
      ),
    )
  })

  test('of a term that everybody uses only the newest are read', () => {
    const postings = openPostings()
    const members = Array.from({ length: 600 }, (_, at) => toMember(String(at)))
    for (const member of members) postings.add(member, terms(1))

    const found = postings.heaviest(weighted([1, 1]), { looked: 1, most: 999 })

    expect(found).toHaveLength(128)
    expect(new Set(found)).toEqual(new Set(members.slice(-128)))
  })
})
