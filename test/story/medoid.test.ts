import { describe, expect, test } from 'vitest'
import { findMedoid } from '../../src/story/medoid.ts'
import { toArticle } from './article.ts'

const PLAIN = 'Harbour bridge shut after storm damage'

/** Which of two titles of the same words stands for the story, whichever comes first. */
function chosen(other: string): readonly string[] {
  return [
    [PLAIN, other],
    [other, PLAIN],
  ].map(
    (titles) =>
      findMedoid(titles.map((title, at) => toArticle({ title, outlet: `Outlet ${at}` }))).title,
  )
}

describe('the title that stands for a story', () => {
  test.each([
    ['Harbour bridge shut after storm damage @HarbourNow'],
    ['Harbour bridge shut after storm damage #storm'],
    ['Harbour bridge shut after storm damage https://harbour.example/a'],
    ['Harbour bridge shut after storm damage?'],
    ['Harbour bridge shut? After storm, damage'],
    ['HARBOUR BRIDGE SHUT AFTER STORM DAMAGE'],
    ['Why harbour bridge shut after storm damage'],
  ])('is not one that asks, shouts or is a post: %s', (other) => {
    expect(chosen(other)).toEqual([PLAIN, PLAIN])
  })

  test('is of a relevant article where there is one, however many are not', () => {
    const parks = ['A', 'B', 'C'].map((outlet) =>
      toArticle({ title: 'Park of the harbour opens', outlet, tags: { relevance: 'no' } }),
    )
    const bridge = toArticle({ title: PLAIN, outlet: 'D' })
    expect(findMedoid([...parks, bridge]).outlet).toBe('D')
    expect(findMedoid(parks).title).toBe('Park of the harbour opens')
  })

  test('is the older of two that are as good', () => {
    const both = ['b', 'a'].map((name, at) => toArticle({ title: PLAIN, outlet: name, seenAt: at }))
    expect(findMedoid(both).outlet).toBe('b')
  })

  test('is asked of a story that has articles', () => {
    expect(() => findMedoid([])).toThrow('no medoid')
  })
})
