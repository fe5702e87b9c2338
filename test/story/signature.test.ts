import { describe, expect, test } from 'vitest'
import { toHeadline, withoutSignature } from '../../src/story/signature.ts'

describe('what channels and blogs hang on each item', () => {
  test.each([
    ['Bridge is shut - - - - - Harbour channel, join us', 'Bridge is shut'],
    ['پل بسته شد ـ ـ ـ ـ ـ ـ تازه‌ترین خبرها', 'پل بسته شد'],
    [
      'The bridge is shut. The post Bridge shut appeared first on Harbour Blog.',
      'The bridge is shut.',
    ],
    ['پل بسته شد. نوشته پل بسته شد اولین بار در وبگاه بندر پدیدار شد.', 'پل بسته شد.'],
    ['Мост закрыт. Сообщение Мост закрыт появились сначала на Вестник порта.', 'Мост закрыт.'],
    ['Bridge is shut @Harbour_News', 'Bridge is shut'],
    ['Bridge is shut via @Harbour_News @second', 'Bridge is shut'],
    ['The bridge , built in 1911 , is shut .', 'The bridge, built in 1911, is shut.'],
  ])('is left out: %s', (text, bare) => {
    expect(withoutSignature(text)).toBe(bare)
  })

  test.each([
    ['Mail to @harbour is late, says the post'],
    ['A well-known bridge – the old one – is shut'],
    ['The post office is shut'],
    ['It costs 3 , 5 or more'],
  ])('and nothing else: %s', (text) => {
    expect(withoutSignature(text)).toBe(text.replace('3 , 5', '3, 5'))
  })
})

describe('the headline of a story', () => {
  test('has no signature, outlet or section', () => {
    const outlet = 'Harbour Times'
    expect(toHeadline({ title: 'Bridge is shut for good | Harbour Times', outlet })).toBe(
      'Bridge is shut for good',
    )
    expect(toHeadline({ title: 'Bridge is shut - - - - more at @harbour', outlet })).toBe(
      'Bridge is shut',
    )
  })

  test('is the whole title where nothing would be left', () => {
    expect(toHeadline({ title: '- - - - -', outlet: 'Harbour Times' })).toBe('- - - - -')
  })
})
