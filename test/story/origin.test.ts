import { describe, expect, test } from 'vitest'
import { readOrigins, toOrigins, toOwnName } from '../../src/story/origin.ts'
import { toArticle } from './article.ts'

describe('toOrigins', () => {
  test.each([
    ['The bridge is shut, Reuters reports', ['Reuters']],
    ['Reuters: the bridge is shut', ['Reuters']],
    ['VELMORA (AP) — The bridge is shut', ['AP']],
    ['Bridge is shut, according to a Financial Times report', ['Financial Times']],
    ['По данным Рейтер, мост закрыт', ['Reuters']],
    ['Міст закрито, повідомляє Інтерфакс', ['Interfax']],
    ['به گزارش رویترز پل بسته شد', ['Reuters']],
    ['وفق ما نقلت رويترز أغلق الجسر', ['Reuters']],
    ['לפי רויטרס הגשר נסגר', ['Reuters']],
    ['Reuters building is sold to a hotel group', []],
    ['The bridge is shut', []],
  ])('%s', (title, origins) => {
    expect(toOrigins([toArticle({ title })])).toEqual(origins)
  })

  test('an origin is told once for a story, most named first', () => {
    const articles = [
      toArticle({ title: 'Bridge is shut, Reuters reports', outlet: 'A' }),
      toArticle({ title: 'Мост закрыт, сообщает Рейтер', outlet: 'B' }),
      toArticle({ title: 'AP: bridge is shut', outlet: 'C' }),
    ]

    expect(toOrigins(articles)).toEqual(['Reuters', 'AP'])
  })

  test('who tells the same story may be cited for it, and cites nobody by naming itself', () => {
    const articles = [
      toArticle({ title: 'Harbour Wire: bridge is shut', outlet: 'Harbour Wire' }),
      toArticle({ title: 'Bridge is shut, Harbour Wire reports', outlet: 'Morning Ledger' }),
      toArticle({
        title: 'Bridge is shut',
        summary: 'The bridge is shut, the Harbour Wire news agency said.',
        outlet: 'Evening Courier',
      }),
    ]

    expect(toOrigins(articles)).toEqual(['Harbour Wire'])
    expect(toOrigins(articles.slice(0, 1))).toEqual([])
  })

  test('a report and those who took it from there have one name', () => {
    const articles = [
      toArticle({ title: 'Bridge is shut', outlet: 'Harbour Wire' }),
      toArticle({ title: 'Harbour Wire reports that bridge is shut', outlet: 'Morning Ledger' }),
      toArticle({ title: 'Engineers shut bridge', outlet: 'Evening Courier' }),
    ]

    expect(readOrigins(articles)).toEqual([
      { named: [], cited: 'Harbour Wire' },
      { named: ['Harbour Wire'] },
      { named: [] },
    ])
  })

  test('an agency that names itself is no origin of its own report', () => {
    const reuters = toArticle({ title: 'Bridge is shut, Reuters reports', outlet: 'Reuters World' })

    expect(toOrigins([reuters])).toEqual([])
  })
})

describe('toOwnName', () => {
  test.each([
    ['Reuters World News', 'Reuters'],
    ['Tasnim News Agency', 'Tasnim'],
    ['ТАСС', 'TASS'],
    ['The Times of Israel', 'The Times of Israel'],
    ['Harbour Wire', 'Harbour Wire'],
  ])('%s is cited as %s', (outlet, name) => {
    expect(toOwnName(outlet)).toBe(name)
  })
})
