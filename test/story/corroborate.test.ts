import { describe, expect, test } from 'vitest'
import { carried, countIndependent, toCampCounts } from '../../src/story/corroborate.ts'
import type { Camp } from '../../src/types.ts'
import { toArticle } from './article.ts'

const CAMPS: readonly Camp[] = [
  { id: 'western', label: 'Western', order: 1, contrast: true },
  { id: 'north-state', label: 'Northern state', order: 2, contrast: true, state: true },
]

const tell = (family: string, camp: string, actors: readonly string[] = []) =>
  toArticle({ title: `${family} reports`, outlet: family, family, camp, tags: { actors } })

describe('corroboration', () => {
  test('families of one state camp count as one publisher', () => {
    const articles = [
      tell('agency-1', 'north-state'),
      tell('agency-2', 'north-state'),
      tell('ledger', 'western'),
      tell('ledger', 'western'),
    ]

    expect(countIndependent(articles, CAMPS)).toBe(2)
  })

  test('camps are listed most articles first, ties in their own order', () => {
    const articles = [tell('a', 'unheard'), tell('b', 'north-state'), tell('c', 'western')]

    expect(toCampCounts(articles, CAMPS).map(({ camp }) => camp)).toEqual([
      'western',
      'north-state',
      'unheard',
    ])
  })

  test('an actor needs the medoid, or a third of the articles and two families', () => {
    const medoid = tell('a', 'western', ['norrland'])
    const articles = [
      medoid,
      tell('b', 'western', ['sudmark']),
      tell('c', 'western', ['sudmark', 'ostland']),
      tell('d', 'western'),
    ]

    expect(carried(articles, medoid.id, ({ tags }) => tags.actors)).toEqual(['norrland', 'sudmark'])
  })
})
