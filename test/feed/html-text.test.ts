import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { looksLikeHtml, toPlainLine, toPlainText } from '../../src/feed/html/text.ts'

describe('HTML to plain text', () => {
  test.each([
    ['order of mixed text and tags', 'a <b>b</b> c <i>d</i> e', 'a b c d e'],
    ['words of neighbouring inline tags stay together', 'un<b>break</b>able', 'unbreakable'],
    ['paragraphs', '<p>a</p><p>b</p>', 'a\n\nb'],
    ['line breaks of the source are spaces', 'a\n  b\tc', 'a b c'],
    ['br is a line', 'a<br>b<br/>c', 'a\nb\nc'],
    ['two br are a paragraph', 'a<br><br>b', 'a\n\nb'],
    ['nested blocks are one border', '<div><div>a</div></div><div>b</div>', 'a\nb'],
    ['lists', '<ul><li>a</li><li><p>b</p></li></ul>', '• a\n• b'],
    ['lists without end tags', '<ul><li>a<li>b</ul>', '• a\n• b'],
    ['empty list items', '<ul><li></li><li>a</li></ul>', '• a'],
    ['headings', '<h2>a</h2>b', 'a\n\nb'],
    ['scripts and styles are silent', 'a<script>if (x < y) {}</script><style>p{}</style>b', 'ab'],
    ['an unclosed script costs nothing else', 'a<script src="x">b', 'ab'],
    ['comments', 'a<!-- <p>x</p> -->b', 'ab'],
    ['an unclosed comment', 'a <!-- b', 'a b'],
    ['entities', '&lt;b&gt; &amp; &nbsp;x &eacute; &#8212; &#x1F600; &#150;', '<b> & x é — 😀 –'],
    ['entities without semicolon', 'a&nbsp b &#8217s', 'a b ’s'],
    ['an ampersand in an address', 'x?a=1&copy=2&reg_id=3', 'x?a=1&copy=2&reg_id=3'],
    ['entities escaped twice', 'Q&amp;amp;A &amp;#8217;', 'Q&A ’'],
    ['markup escaped twice', '&lt;p&gt;a&lt;/p&gt;&lt;p&gt;b&lt;/p&gt;', 'a\n\nb'],
    [
      'angle brackets that are no tags',
      '5 < 6 > 4, <3, <ann@outlet.example>',
      '5 < 6 > 4, <3, <ann@outlet.example>',
    ],
    ['a tag that never ends', 'a <b', 'a <b'],
    ['greater-than in an attribute', '<a title="a > b">x</a>', 'x'],
    ['an unclosed quote in an attribute', '<a href="x>y</a> z', 'y z'],
    ['prefixed and upper-case tags', '<h:P>a</h:P><BR>b', 'a\n\nb'],
    ['CDATA inside', '<p><![CDATA[a & b]]></p>', 'a & b'],
    ['bidi controls', '\u202ea\u2066b\u200f', 'ab'],
    ['a joiner where Persian needs it', 'می\u200cرود', 'می\u200cرود'],
    ['a joiner where nothing needs it', 'a\u200cb\u200d c', 'ab c'],
    ['emoji sequences', '👩‍💻 🇺🇦 👍🏽', '👩‍💻 🇺🇦 👍🏽'],
  ])('%s', (_what, html, text) => {
    expect(toPlainText(html)).toBe(text)
  })

  test('a tag among words is a word', () => {
    expect(looksLikeHtml('Use the <script> tag')).toBe(false)
    expect(looksLikeHtml('One <br> two')).toBe(true)
    expect(looksLikeHtml('Use the <p> tag')).toBe(false)
    expect(looksLikeHtml('One<p>two')).toBe(true)
    expect(looksLikeHtml('<p> One')).toBe(true)
    expect(toPlainText('Use the &lt;p&gt; tag')).toBe('Use the <p> tag')
  })

  test('a line is one line', () => {
    expect(toPlainLine('<p>a</p> <p>b</p>')).toBe('a b')
  })

  test('plain text of plain text is the same text', () => {
    const words = fc.array(fc.constantFrom('порт', 'می‌رود', 'a', '5', '😀', '—', '\n', ' '), {
      maxLength: 30,
    })
    fc.assert(
      fc.property(words, (list) => {
        const once = toPlainText(list.join(' '))
        expect(toPlainText(once)).toBe(once)
      }),
    )
  })

  test('nothing invisible survives, whatever comes in', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 300 }), (html) => {
        expect(toPlainText(html)).not.toMatch(
          /[\u0000-\u0008\u000b-\u001f\u202a-\u202e\u2066-\u2069\u200b\ufeff]/,
        )
      }),
    )
  })
})

test.each([
  ['a <b>b</b>', true],
  ['a<br>b', true],
  ['x <img src="y">', true],
  ['Tom &amp; Jerry', true],
  ['History of the <blink> tag', false],
  ['5 < 6 and 7 > 3', false],
  ['Tom & Jerry', false],
  ['<unknown>text</unknown>', false],
])('%s is HTML: %s', (text, expected) => {
  expect(looksLikeHtml(text)).toBe(expected)
})
