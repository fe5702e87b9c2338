import { describe, expect, test } from 'vitest'
import { toStoryText } from '../../src/story/text.ts'

const normsOf = (words: readonly { readonly norm: string }[]) =>
  words.map(({ norm }) => norm).join(' ')

describe('what clustering reads of an article', () => {
  test('is its title without outlet and section, and the words of its lead', () => {
    const text = toStoryText(
      'Bridge is shut | Harbour Times',
      'Cracks were found.',
      'Harbour Times',
    )

    expect(normsOf(text.titleWords)).toBe('bridge is shut')
    expect(normsOf(text.leadWords)).toBe('cracks were found')
  })

  test('is nothing that a channel hangs on each of its posts, in title or lead', () => {
    const text = toStoryText(
      'پل بسته شد ـ ـ ـ ـ ـ ـ تازه‌ترین خبرها',
      'Bridge is shut - - - - - Join the harbour channel @harbour',
      'Harbour channel',
    )

    expect(text.title).toBe('پل بسته شد')
    expect(normsOf(text.leadWords)).toBe('bridge is shut')
  })

  test('a title that is nothing but a signature stays', () => {
    expect(toStoryText('- - - - - harbour', undefined, 'Harbour').titleWords).toHaveLength(1)
  })

  test('ends after eighty words of the lead', () => {
    const lead = Array.from({ length: 100 }, (_, at) => `word${at}x`).join(' ')

    expect(toStoryText('Title', lead, 'Harbour').leadWords.length).toBe(80)
  })
})
