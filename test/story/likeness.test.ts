import { describe, expect, test } from 'vitest'
import { isVetoed, scoreLikeness, toLikeness } from '../../src/story/likeness.ts'
import { scoreLink } from '../../src/story/link.ts'
import { STORY_MODEL } from '../../src/story/model.ts'
import type { Member } from '../../src/story/open-story.ts'
import { BRIDGE, OTHERS, toArticle } from './article.ts'
import { toMembers } from './member.ts'

const [bridge, again, third, other] = fourOf(
  toMembers([BRIDGE[0], BRIDGE[1], BRIDGE[2], OTHERS[0]]),
)

function fourOf(members: readonly Member[]): readonly [Member, Member, Member, Member] {
  const [a, b, c, d] = members
  if (!a || !b || !c || !d) throw new Error('four articles')
  return [a, b, c, d]
}

const score = (a: Member, b: Member): number => scoreLikeness(STORY_MODEL, toLikeness(a, b))

/** Two articles of one hour. */
function pairOf(
  one: { readonly title: string; readonly outlet?: string; readonly summary?: string },
  two: { readonly title: string; readonly outlet?: string; readonly summary?: string },
): readonly [Member, Member] {
  const [a, b] = toMembers([
    toArticle({ outlet: 'Morning Ledger', ...one }),
    toArticle({ outlet: 'Evening Post', ...two }),
  ])
  if (!a || !b) throw new Error('two articles')
  return [a, b]
}

describe('likeness', () => {
  test('is the same from both sides', () => {
    expect(toLikeness(bridge, again)).toEqual(toLikeness(again, bridge))
  })

  test('reports of one event are likelier one than reports of two', () => {
    expect(score(bridge, again)).toBeGreaterThan(score(bridge, other))
  })

  test('the same likeness says more of long texts than of short ones', () => {
    const likeness = { ...toLikeness(bridge, again), sharp: 0.2, sharpSquare: 0.04 }
    const short = { ...likeness, length: -1, sharpLength: -0.2 }
    const long = { ...likeness, length: 1, sharpLength: 0.2 }

    expect(scoreLikeness(STORY_MODEL, long)).toBeGreaterThan(scoreLikeness(STORY_MODEL, short))
  })

  test('length is that of the shorter text', () => {
    const summary = 'Engineers closed the crossing after cracks were found in two of its piers'
    const [long, short] = pairOf(
      { title: 'Velmora bridge closed', summary },
      { title: 'Velmora bridge closed' },
    )

    expect(toLikeness(long, short).length).toBe(toLikeness(short, short).length)
    expect(toLikeness(long, long).length).toBeGreaterThan(toLikeness(short, short).length)
  })

  test('where recent articles are often told twice, it takes less', () => {
    const likeness = toLikeness(bridge, again)

    expect(scoreLikeness(STORY_MODEL, { ...likeness, repeats: Math.log(0.4) })).toBeGreaterThan(
      scoreLikeness(STORY_MODEL, { ...likeness, repeats: Math.log(0.05) }),
    )
  })

  test('the setting is that of the article that came later', () => {
    const early = { ...bridge, setting: { density: 0.1, repeats: -1 } }
    const late = {
      ...again,
      document: { ...again.document, at: bridge.document.at + 1 },
      setting: { density: 0.3, repeats: -2 },
    }

    expect(toLikeness(early, late)).toMatchObject({ density: 0.3, repeats: -2 })
    expect(toLikeness(late, early)).toMatchObject({ density: 0.3, repeats: -2 })
  })

  test('two towns are two events whatever the words, two countries only in one outlet', () => {
    const towns = pairOf({ title: 'Three killed in Kharkiv' }, { title: 'Three killed in Odesa' })
    const calls = [
      { title: 'Minister holds call with Turkey' },
      { title: 'Minister holds call with Brazil' },
    ] as const

    expect(isVetoed(...towns)).toBe(true)
    expect(isVetoed(...pairOf(calls[0], calls[1]))).toBe(false)
    expect(isVetoed(...pairOf(calls[0], { ...calls[1], outlet: 'Morning Ledger' }))).toBe(true)
  })
})

describe('the score of two groups', () => {
  test('is the mean over all pairs: who contradicts counts as much as who agrees', () => {
    const group = scoreLink(STORY_MODEL, [bridge], [again, third, other])

    expect(group).toBeCloseTo(
      (score(bridge, again) + score(bridge, third) + score(bridge, other)) / 3,
    )
    expect(group).toBeLessThan(scoreLink(STORY_MODEL, [bridge], [again, third]) ?? 0)
  })

  test('is the same however the groups are told', () => {
    const one = scoreLink(STORY_MODEL, [bridge, other], [again, third])
    const two = scoreLink(STORY_MODEL, [third, again], [other, bridge])

    expect(two).toBeCloseTo(one ?? Number.NaN, 9)
  })

  test('no group is like nobody', () => {
    expect(scoreLink(STORY_MODEL, [], [bridge])).toBeUndefined()
  })
})
