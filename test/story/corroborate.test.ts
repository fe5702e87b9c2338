import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { carried, countIndependent, toCampCounts, toFamilies } from '../../src/story/corroborate.ts'
import { deriveStory } from '../../src/story/derive.ts'
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

describe('whatever is told by whom', () => {
  const anyArticle = fc.record({
    family: fc.constantFrom('agency-1', 'agency-2', 'ledger', 'courier', 'post'),
    camp: fc.constantFrom('western', 'north-state', 'unheard'),
    title: fc.constantFrom('Dam breached', 'Dam at Velmora breached', 'Прорыв плотины'),
  })
  const anyArticles = fc
    .array(anyArticle, { minLength: 1, maxLength: 30 })
    .map((told) =>
      told.map(({ family, camp, title }, at) =>
        toArticle({ title: `${title} ${at}`, outlet: `${family} feed ${at % 3}`, family, camp }),
      ),
    )

  test('a family never counts twice, however many feeds and articles it has', () => {
    fc.assert(
      fc.property(anyArticles, (articles) => {
        const families = toFamilies(articles)
        expect(new Set(families).size).toBe(families.length)
        expect(families).toEqual(toFamilies([...articles, ...articles]))
        const independent = countIndependent(articles, CAMPS)
        expect(independent).toBeLessThanOrEqual(families.length)
        expect(independent).toBeGreaterThan(0)
        expect(countIndependent([...articles, ...articles], CAMPS)).toBe(independent)
      }),
    )
  })

  test('another article of a family that tells it already adds no publisher', () => {
    fc.assert(
      fc.property(anyArticles, fc.nat(), (articles, pick) => {
        const again = articles[pick % articles.length]
        if (again === undefined) return
        const more = [...articles, { ...again, id: 'another', outlet: 'another feed of it' }]
        expect(countIndependent(more, CAMPS)).toBe(countIndependent(articles, CAMPS))
      }),
    )
  })

  test('a story has the same publishers, camps and severity in whatever order its articles came', () => {
    fc.assert(
      fc.property(anyArticles, fc.nat(), (articles, seed) => {
        const told = [...new Map(articles.map((article) => [article.id, article])).values()]
        const turn = seed % told.length
        const turned = [...told.slice(turn), ...told.slice(0, turn)]
        const derive = (list: typeof told) => deriveStory(list, [], { id: 'S-1', camps: CAMPS })
        expect(derive(turned)).toEqual(derive(told))
      }),
      { numRuns: 50 },
    )
  })
})
