import { describe, expect, test } from 'vitest'
import { tokensOf, wordsOf } from '../../src/store/match.ts'
import { makeArticle } from './make.ts'

describe('the words of an article', () => {
  test('are normalised, whatever letter stands in them', () => {
    const letters = Array.from({ length: 0xd800 }, (_, unit) => String.fromCharCode(unit))
    const changed = letters.flatMap((letter) => {
      const { title } = wordsOf(makeArticle('a', { title: `ab${letter}cd ${letter}` }))
      const again = title.normalize('NFKC').toLowerCase()
      return again === title && !/[^\w :.\u0080-\u{10ffff}-]/u.test(title) ? [] : [letter]
    })
    expect(changed).toEqual([])
  })

  test('of one publisher after another are each its own', () => {
    const sourceOf = (outlet: string, feedId: string, family: string): readonly string[] =>
      tokensOf(wordsOf(makeArticle('a', { outlet, feedId, family })).source)
    expect(sourceOf('Coast Herald', 'coast', 'coast.example')).toContain('herald')
    expect(sourceOf('Coast Herald', 'coast', 'other.example')).toContain('other')
    expect(sourceOf('Coast Herald', 'world', 'other.example')).toContain('world')
    expect(sourceOf('Hill Post', 'world', 'other.example')).toEqual([
      'hill',
      'post',
      '_',
      'world',
      '_',
      'other',
      'exampl',
    ])
  })
})
