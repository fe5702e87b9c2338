import { describe, expect, test } from 'vitest'
import { findOrigins, toOrigins } from '../../src/story/origin.ts'
import { toArticle } from './article.ts'

describe('findOrigins', () => {
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
    expect(findOrigins(title)).toEqual(origins)
  })

  test('an origin is told once for a story, most named first', () => {
    const articles = [
      toArticle({ title: 'Bridge is shut, Reuters reports', outlet: 'A' }),
      toArticle({ title: 'Мост закрыт, сообщает Рейтер', outlet: 'B' }),
      toArticle({ title: 'AP: bridge is shut', outlet: 'C' }),
    ]

    expect(toOrigins(articles)).toEqual(['Reuters', 'AP'])
  })
})
