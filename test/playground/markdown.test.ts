import { describe, expect, test } from 'vitest'
import { parseMarkdown, toPlain } from '../../src/playground/markdown.ts'

const text = (value: string) => ({ kind: 'text', text: value })

describe('inline', () => {
  test.each([
    ['**a**', [{ kind: 'bold', inner: [text('a')] }]],
    [
      '*a* _b_',
      [{ kind: 'italic', inner: [text('a')] }, text(' '), { kind: 'italic', inner: [text('b')] }],
    ],
    ['__a__', [{ kind: 'underline', inner: [text('a')] }]],
    ['~~a~~', [{ kind: 'strike', inner: [text('a')] }]],
    ['||a||', [{ kind: 'spoiler', inner: [text('a')] }]],
    ['`a*b*`', [{ kind: 'code', text: 'a*b*' }]],
    ['**a *b***', [{ kind: 'bold', inner: [text('a '), { kind: 'italic', inner: [text('b')] }] }]],
    ['snake_case_name', [text('snake_case_name')]],
    ['5 * 3 * 2', [text('5 * 3 * 2')]],
    [
      '[Outlet](https://outlet.example/a)',
      [{ kind: 'link', url: 'https://outlet.example/a', inner: [text('Outlet')] }],
    ],
    ['[x](javascript:alert(1))', [text('[x](javascript:alert(1))')]],
    [
      'see https://outlet.example/a.',
      [
        text('see '),
        {
          kind: 'link',
          url: 'https://outlet.example/a',
          inner: [text('https://outlet.example/a')],
        },
        text('.'),
      ],
    ],
    ['<t:1700000000:R>', [{ kind: 'time', at: 1_700_000_000, style: 'R' }]],
    ['<@123456789012345678>', [{ kind: 'mention', of: 'user', id: '123456789012345678' }]],
    ['<@&123456789012345678>', [{ kind: 'mention', of: 'role', id: '123456789012345678' }]],
    ['<#123456789012345678>', [{ kind: 'mention', of: 'channel', id: '123456789012345678' }]],
    [
      '</axis latest:123456789012345678>',
      [{ kind: 'mention', of: 'command', id: '123456789012345678', name: 'axis latest' }],
    ],
    ['@everyone', [{ kind: 'mention', of: 'everyone', id: '@everyone' }]],
  ])('%s', (source, marks) => {
    expect(parseMarkdown(source, 'inline')).toEqual(marks)
  })

  test('a backslash takes the meaning from what follows', () => {
    const escaped =
      '\\*a\\* \\[b\\]\\(https\\://outlet.example\\) \\`c\\` \\<@123456789012345678> \\|\\|d\\|\\|'
    const marks = parseMarkdown(escaped, 'inline')
    expect(marks).toEqual([text('*a* [b](https://outlet.example) `c` <@123456789012345678> ||d||')])
  })
})

describe('blocks', () => {
  test('headings, subtext, quotes and lists begin a line', () => {
    expect(parseMarkdown('# One\n-# two\n> three\n> four\n- five').map(({ kind }) => kind)).toEqual(
      ['heading', 'subtext', 'quote', 'item'],
    )
  })

  test('escaped at the start of a line they are plain text', () => {
    expect(parseMarkdown('\\# One\n\\-# two\n\\> three')).toEqual([text('# One\n-# two\n> three')])
  })

  test('a code block keeps what looks like markup', () => {
    expect(parseMarkdown('```\n# no **heading**\n```')).toEqual([
      { kind: 'block', text: '# no **heading**' },
    ])
  })

  test('three arrows quote the rest', () => {
    expect(toPlain(parseMarkdown('a\n>>> b\nc'))).toBe('ab\nc')
  })

  test('right-to-left text stays as it was written', () => {
    const line = 'خبر: ایران و روسیه'
    expect(parseMarkdown(line)).toEqual([text(line)])
  })
})
