import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  domainOf,
  escapeText,
  findLink,
  markedLink,
  maskedLink,
  plainText,
} from '../../src/card/escape.ts'
import { toLine } from '../../src/lib/text.ts'
import { parseMarkdown } from '../../src/playground/markdown.ts'
import { anyLink, anyText } from './arbitrary.ts'

/** Takes the backslash of each escape away again. */
const bare = (escaped: string): string =>
  escaped.replace(/\\([^A-Za-z0-9\s])/gu, '$1').replaceAll('@\u200b', '@')

describe('escaped text', () => {
  test.each([
    ['@everyone', '@\u200beveryone'],
    ['<@&1>', '\\<@\u200b&1\\>'],
    ['[x](y)', '\\[x\\]\\(y\\)'],
    ['||s||', '\\|\\|s\\|\\|'],
    ['`c`', '\\`c\\`'],
    ['# h', '\\# h'],
    ['> q', '\\> q'],
    ['-# s', '\\-\\# s'],
    ['1. one', '1\\. one'],
    ['<t:1:R>', '\\<t\\:1\\:R\\>'],
    ['</cmd:1>', '\\</cmd\\:1\\>'],
    ['discord.gg/abc', 'discord\\.gg/abc'],
    ['a\n# b', 'a \\# b'],
    ['a\u202eb', 'ab'],
  ])('%j becomes %j', (text, escaped) => {
    expect(escapeText(text, 100)).toBe(escaped)
  })

  test('to a reader of Markdown it is plain text, whatever was written', () => {
    fc.assert(
      fc.property(anyText, fc.integer({ min: 1, max: 300 }), (text, max) => {
        const marks = parseMarkdown(escapeText(text, max), 'block')
        expect(marks.filter((mark) => mark.kind !== 'text')).toEqual([])
      }),
      { numRuns: 300 },
    )
  })

  test('it reads as the text did, on one line', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 60 }), (text) => {
        const line = toLine(text.toWellFormed()).replace(/(\p{M}{4})\p{M}+/gu, '$1')
        expect(bare(escapeText(text, 10_000))).toBe(line)
      }),
    )
  })

  test('it never exceeds its length, never ends in half an escape or half a grapheme', () => {
    const graphemes = new Intl.Segmenter('und', { granularity: 'grapheme' })
    fc.assert(
      fc.property(anyText, fc.integer({ min: 1, max: 120 }), (text, max) => {
        const escaped = escapeText(text, max)
        expect(escaped.length).toBeLessThanOrEqual(max)
        expect(escaped.isWellFormed()).toBe(true)
        expect(/(?:^|[^\\])(?:\\\\)*\\$/u.test(escaped)).toBe(false)
        const whole = bare(escapeText(text, 1_000_000))
        const cut = bare(escaped)
        if (cut === whole || cut === '') return
        expect(cut.endsWith('…')).toBe(true)
        const kept = cut.slice(0, -1)
        expect(whole.startsWith(kept)).toBe(true)
        const borders = [...graphemes.segment(whole)].map(({ index }) => index)
        expect(borders.some((border) => whole.slice(0, border).trimEnd() === kept)).toBe(true)
      }),
      { numRuns: 300 },
    )
  })

  test('no bidi control, no control character, no raw at-sign name passes', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        for (const shown of [escapeText(text, 500), plainText(text, 500)]) {
          expect(shown).not.toMatch(/[\u202a-\u202e\u2066-\u2069\u200e\u200f]/u)
          expect(shown).not.toMatch(/[\u0000-\u001f\u007f-\u009f]/u)
          expect(shown).not.toMatch(/@(?:everyone|here|&?\d)/u)
        }
      }),
      { numRuns: 300 },
    )
  })

  test('a pile of combining marks stays within its line', () => {
    expect(escapeText(`Z${'\u0301'.repeat(200)}algo`, 100)).toBe(`Z${'\u0301'.repeat(4)}algo`)
  })

  test('Persian half-spaces and joined emoji stay whole', () => {
    expect(escapeText('می‌شود 👩‍👩‍👧‍👦', 100)).toBe('می‌شود 👩‍👩‍👧‍👦')
    expect(escapeText('ab👩‍👩‍👧‍👦', 8)).toBe('ab…')
  })
})

describe('links', () => {
  test('only http and https addresses are links', () => {
    expect(findLink('javascript:alert(1)')).toBeUndefined()
    expect(findLink('data:text/html,x')).toBeUndefined()
    expect(findLink('no address')).toBeUndefined()
    expect(findLink(undefined)).toBeUndefined()
    expect(findLink('https://a.example/x')).toBe('https://a.example/x')
  })

  test('parentheses and spaces are encoded, credentials dropped', () => {
    expect(findLink('https://bank.example@evil.example/a (b)')).toBe(
      'https://evil.example/a%20%28b%29',
    )
  })

  test('an address that is too long is none', () => {
    expect(findLink(`https://a.example/${'x'.repeat(3000)}`)).toBeUndefined()
  })

  test('a look-alike host shows its ASCII form', () => {
    expect(domainOf(findLink('https://www.аpple.example/') ?? '')).toMatch(/^xn--/u)
  })

  test('a masked link shows where it goes', () => {
    expect(maskedLink('[Reuters](evil)', 'https://www.post.example/a', 100)).toBe(
      '[\\[Reuters\\]\\(evil\\)](https://www.post.example/a) (post.example)',
    )
  })

  test('a masked link is one link to its own address or plain text, whatever was written', () => {
    fc.assert(
      fc.property(anyText, anyLink, (text, link) => {
        const marks = parseMarkdown(maskedLink(text, link, 200), 'block')
        const links = marks.filter((mark) => mark.kind === 'link')
        const url = findLink(link, 300)
        expect(links.map((mark) => mark.url)).toEqual(
          url === undefined || escapeText(text, 200) === '' ? [] : [url],
        )
        expect(marks.filter((mark) => mark.kind !== 'link' && mark.kind !== 'text')).toEqual([])
      }),
      { numRuns: 300 },
    )
  })
})

describe('a marked link', () => {
  test('has its stretches in bold', () => {
    const marks = [
      { start: 5, end: 11 },
      { start: 12, end: 15 },
    ]
    expect(markedLink('Iran denies 120 [drones](x)', marks, 'https://a.example/b', 200)).toBe(
      '[Iran **denies** **120** \\[drones\\]\\(x\\)](https://a.example/b) (a.example)',
    )
  })

  test('a cut ends the stretch that it falls into', () => {
    const marked = markedLink('Iran denies everything', [{ start: 5, end: 22 }], undefined, 15)
    expect(marked).toBe('Iran **denie…**')
  })

  test('whatever was written and marked, it is plain text and bold text and no longer than it may be', () => {
    const cuts = fc.array(fc.nat(80), { minLength: 2, maxLength: 6 })
    fc.assert(
      fc.property(anyText, cuts, fc.integer({ min: 20, max: 120 }), (text, at, max) => {
        const borders = [...new Set(at)]
          .filter((border) => border <= text.length)
          .sort((a, b) => a - b)
        const marks = borders
          .slice(1)
          .map((end, index) => ({ start: borders[index] ?? 0, end }))
          .filter((_, index) => index % 2 === 0)
        const marked = markedLink(text, marks, undefined, max)
        expect(marked.length).toBeLessThanOrEqual(max)
        const kinds = parseMarkdown(marked, 'block').map(({ kind }) => kind)
        expect(kinds.filter((kind) => kind !== 'text' && kind !== 'bold')).toEqual([])
      }),
      { numRuns: 300 },
    )
  })
})
