import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { cutText, stripInvisible, toLine } from '../../src/lib/text.ts'

describe('one line', () => {
  test('has no line break, no control and no bidi character', () => {
    expect(toLine('  a\n\tb\u2028c\u202e d\u0000 ')).toBe('a b c d')
  })

  test('keeps the joiners that Persian and emoji need', () => {
    expect(stripInvisible('می‌شود 👩‍👧')).toBe('می‌شود 👩‍👧')
  })
})

describe('a cut', () => {
  test('leaves a text that fits as it is', () => {
    expect(cutText('abc', 3)).toBe('abc')
  })

  test('never exceeds its length and ends between graphemes', () => {
    const graphemes = new Intl.Segmenter('und', { granularity: 'grapheme' })
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), fc.integer({ min: 1, max: 30 }), (text, max) => {
        const cut = cutText(text, max)
        expect(cut.length).toBeLessThanOrEqual(max)
        if (text.length <= max) return
        const kept = cut.slice(0, -1)
        const borders = [...graphemes.segment(text)].map(({ index }) => index)
        expect(borders.some((border) => text.slice(0, border).trimEnd() === kept)).toBe(true)
      }),
    )
  })

  test('of an emoji family takes all of it or none', () => {
    expect(cutText('👩‍👩‍👧‍👦👩‍👩‍👧‍👦', 15)).toBe('👩‍👩‍👧‍👦…')
    expect(cutText('👩‍👩‍👧‍👦👩‍👩‍👧‍👦', 8)).toBe('…')
  })
})
