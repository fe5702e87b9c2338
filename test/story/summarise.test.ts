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

  test('prefers what begins with a name over what points back', () => {
    const article = toArticle({
      title: 'Ferry runs aground off Meridan',
      summary:
        'She had left the harbour an hour before with forty passengers. The ferry Aurora ran onto a sandbank near the lighthouse of Meridan.',
    })

    expect(summarise([article], 'Ferry aground', 'en')[0]?.text).toMatch(/^The ferry Aurora/u)
  })

  test('prefers an outlet that is nobody’s voice where both say as much', () => {
    const camps = [
      { id: 'north-state', label: 'Northern state', order: 1, contrast: true, state: true },
      { id: 'coast', label: 'Coast', order: 2, contrast: true },
    ]
    const summary = 'Engineers closed the southern lock of the canal on Monday morning.'
    const [state, free] = ['north-state', 'coast'].map((camp) =>
      toArticle({ outlet: `Paper of ${camp}`, camp, title: 'Canal lock closed', summary }),
    )
    if (state === undefined || free === undefined) throw new Error('no articles')

    expect(summarise([state, free], 'Lock', 'en', camps).map(({ outlet }) => outlet)).toEqual([
      'Paper of coast',
    ])
  })

  test('copies in the papers of one house weigh as one', () => {
    const copy = 'The mayor opened a flower market in the old quarter of Velmora.'
    const copies = ['One', 'Two', 'Three', 'Four'].map((name) =>
      toArticle({ outlet: name, family: 'one-house', title: 'Velmora', summary: copy }),
    )
    const others = ['Five', 'Six', 'Seven'].map((name) =>
      toArticle({
        outlet: name,
        title: 'Velmora floods',
        summary: `Floods reached the lower streets of Velmora before dawn, ${name} reports.`,
      }),
    )

    expect(summarise([...copies, ...others], 'News', 'en')[0]?.text).toMatch(/^Floods/u)
  })

  test('does not begin with the title that the lead repeats', () => {
    const title = 'Harbour bridge shut after storm'
    const lead = `${title} Engineers found cracks in two of the four towers, the port authority said.`
    const [sentence] = summarise([toArticle({ title, summary: lead })], title, 'en')

    expect(sentence?.text).toBe(
      'Engineers found cracks in two of the four towers, the port authority said.',
    )
  })

  test('takes nothing from an article that is not relevant where others are', () => {
    const park = 'The park of the harbour opens with forty new benches after a year of work.'
    const bridge = 'The port authority shut the harbour bridge on Monday after two towers cracked.'
    const idle = toArticle({ title: 'Park', summary: park, outlet: 'A', tags: { relevance: 'no' } })
    const articles = [idle, toArticle({ title: 'Bridge', summary: bridge, outlet: 'B' })]

    expect(summarise(articles, 'Cracks', 'en').map(({ text }) => text)).toEqual([bridge])
    expect(summarise([idle], 'Benches', 'en').map(({ text }) => text)).toEqual([park])
  })

  test('prefers a sentence to a post with signs for headings', () => {
    const plain = 'The port authority shut the harbour bridge on Monday after two towers cracked.'
    const post = '🚧 Bridge shut 🚧 The port authority shut the harbour bridge after two cracks.'
    const articles = [
      toArticle({ title: 'Harbour: post', summary: post, outlet: 'A' }),
      toArticle({ title: 'Harbour: news', summary: plain, outlet: 'B' }),
    ]

    expect(summarise(articles, 'Cracks', 'en')[0]?.text).toBe(plain)
  })

  test('leaves out what publishers hang on', () => {
    const article = toArticle({
      title: 'Ferry aground',
      summary: 'Subscribe to our morning letter for the news of the harbour and the sea.',
    })

    expect(summarise([article], 'Ferry', 'en')).toEqual([])
  })

  test('leaves out the signature below a rule', () => {
    const article = toArticle({
      title: 'Ferry aground',
      summary:
        'The ferry Aurora ran onto a sandbank near the lighthouse of Meridan ـ ـ ـ ـ ـ News of the harbour at @harbour every day',
    })

    expect(summarise([article], 'Ferry', 'en').map(({ text }) => text)).toEqual([
      'The ferry Aurora ran onto a sandbank near the lighthouse of Meridan',
    ])
  })
})
