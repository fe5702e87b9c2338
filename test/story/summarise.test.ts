import { describe, expect, test } from 'vitest'
import { summarise } from '../../src/story/summarise.ts'
import { BRIDGE, toArticle } from './article.ts'

describe('summarise', () => {
  test('gives two sentences at most, each as its outlet wrote it and with its outlet', () => {
    const sentences = summarise(BRIDGE, 'Bridge falls', 'en')

    expect(sentences.length).toBeGreaterThan(0)
    expect(sentences.length).toBeLessThanOrEqual(2)
    for (const { text, outlet, articleId } of sentences) {
      const source = BRIDGE.find(({ id }) => id === articleId)
      expect(source?.outlet).toBe(outlet)
      expect(source?.summary).toContain(text)
    }
  })

  test('does not say the title again', () => {
    const article = toArticle({
      title: 'A barge struck the bridge at Port Meridan on Sunday',
      summary: 'A barge struck the bridge at Port Meridan on Sunday.',
    })

    expect(summarise([article], article.title, 'en')).toEqual([])
  })

  test('leaves out what was cut off, and other languages', () => {
    const cut = toArticle({
      title: 'Bridge falls',
      summary: 'Divers were still looking for the pilot of the barge when night fell over the…',
    })
    const other = toArticle({
      title: 'Мост рухнул',
      summary: 'Водолазы искали лоцмана баржи до самой ночи, сообщил капитан порта.',
      tags: { lang: 'ru' },
    })

    expect(summarise([cut, other], 'Bridge falls', 'en')).toEqual([])
  })
})
