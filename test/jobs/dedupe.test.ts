import { describe, expect, test } from 'vitest'
import { dedupe } from '../../src/jobs/poll/dedupe.ts'
import type { TaggedArticle } from '../../src/types.ts'

const article = (id: string, ...keys: string[]): TaggedArticle => ({
  id,
  feedId: 'f',
  outlet: 'Outlet',
  family: 'outlet',
  camp: 'western',
  title: `Title ${id}`,
  categories: [],
  seenAt: 0,
  keys,
  backlog: false,
  tags: {
    lang: 'en',
    relevance: 'no',
    actors: [],
    assets: [],
    themes: [],
    class: 'news',
    matches: [],
    gates: [],
    packHash: 'p',
  },
})

describe('the same article', () => {
  test('any known key makes it the same', () => {
    const { fresh, again } = dedupe([article('a', 'g1', 'u1')], new Map([['u1', 'old']]))
    expect(fresh).toEqual([])
    expect(again).toEqual([{ articleId: 'old', keys: ['g1', 'u1'], title: 'Title a' }])
  })

  test('two items of one document that share a key are one article', () => {
    const { fresh, again } = dedupe([article('a', 'g1', 'u1'), article('b', 'g2', 'u1')], new Map())
    expect(fresh.map(({ id }) => id)).toEqual(['a'])
    expect(again.map(({ articleId }) => articleId)).toEqual(['a'])
  })

  test('a new key of a known article is known from then on', () => {
    const { fresh } = dedupe(
      [article('a', 'g1', 'u2'), article('b', 'u2')],
      new Map([['g1', 'old']]),
    )
    expect(fresh).toEqual([])
  })

  test('unknown keys are fresh', () => {
    expect(dedupe([article('a', 'g1'), article('b', 'g2')], new Map()).fresh).toHaveLength(2)
  })
})
