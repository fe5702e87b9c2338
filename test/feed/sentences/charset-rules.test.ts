// XML 1.0 appendix F, RFC 7303 and RFC 3023: who is believed about a document's charset. Beyond them, by the bytes:
// valid UTF-8 is UTF-8, and what cannot be in a charset is not.

import { describe, expect, test } from 'vitest'
import { read } from './told.ts'

const RUSSIAN = 'Привет мир'
const CP1251 = 'cff0e8e2e5f220ece8f0'
const KOI8 = 'f0d2c9d7c5d420cdc9d2'
const UTF8 = Buffer.from(RUSSIAN).toString('hex')
const WEST = { latin: 'c974e9', text: 'Été' }

const feed = (title: string, encoding = ''): string =>
  `<?xml version="1.0"${encoding === '' ? '' : ` encoding="${encoding}"`}?><rss version="2.0"><channel><title>o</title><item><title>${title}</title></item></channel></rss>`
const bytes = (hex: string, encoding = ''): Buffer => {
  const [before = '', after = ''] = feed('|', encoding).split('|')
  return Buffer.concat([Buffer.from(before), Buffer.from(hex, 'hex'), Buffer.from(after)])
}
const utf16 = (text: string, order: 'le' | 'be', marked: boolean): Buffer => {
  const little = Buffer.from(`${marked ? '\ufeff' : ''}${text}`, 'utf16le')
  return order === 'le' ? little : little.swap16()
}
const utf32 = (text: string, order: 'le' | 'be', marked: boolean): Buffer => {
  const little = Buffer.alloc(0)
  const points = [...`${marked ? '\ufeff' : ''}${text}`].map((char) => char.codePointAt(0) ?? 0)
  return points.reduce((all, point) => {
    const four = Buffer.alloc(4)
    if (order === 'le') four.writeUInt32LE(point)
    else four.writeUInt32BE(point)
    return Buffer.concat([all, four])
  }, little)
}

type Row = readonly [sentence: string, document: Buffer, text: string, contentType?: string]

const tell = (rows: readonly Row[]): void => {
  for (const [sentence, document, text, contentType] of rows) {
    test(sentence, async () => {
      const told = await read(document, contentType === undefined ? {} : { contentType })
      expect(told).toMatchObject({ items: [{ title: text }] })
    })
  }
}

describe('Unicode and its marks', () => {
  tell([
    ['UTF-8 needs no declaration', Buffer.from(feed(RUSSIAN)), RUSSIAN],
    ['UTF-8 with a mark', Buffer.from(`\ufeff${feed(RUSSIAN)}`), RUSSIAN],
    [
      'UTF-8 with a mark and a broken byte',
      Buffer.concat([Buffer.from('\ufeff'), bytes(`${UTF8}20e920${UTF8}`)]),
      `${RUSSIAN} é ${RUSSIAN}`,
    ],
    [
      'quotes of windows-1252 that became controls',
      Buffer.from(feed('\u0093a\u0094 \u0096 b\u0085')),
      '“a” – b…',
    ],
    ['quotes of windows-1250 in ISO 8859-2', bytes('8461942097b1', 'iso-8859-2'), '„a” —ą'],
    ['UTF-8 with two marks', Buffer.from(`\ufeff\ufeff${feed(RUSSIAN)}`), RUSSIAN],
    ['a mark after white space', Buffer.from(`\n\ufeff${feed(RUSSIAN)}`), RUSSIAN],
    ['a mark that was read as Latin-1', Buffer.from(`ï»¿${feed(RUSSIAN)}`), RUSSIAN],
    ['UTF-16LE with a mark', utf16(feed(RUSSIAN, 'utf-16'), 'le', true), RUSSIAN],
    ['UTF-16BE with a mark', utf16(feed(RUSSIAN, 'utf-16'), 'be', true), RUSSIAN],
    ['UTF-16LE without a mark', utf16(feed(RUSSIAN, 'utf-16le'), 'le', false), RUSSIAN],
    ['UTF-16BE without a mark', utf16(feed(RUSSIAN, 'utf-16be'), 'be', false), RUSSIAN],
    ['UTF-16 that says it is UTF-8', utf16(feed(RUSSIAN, 'utf-8'), 'le', true), RUSSIAN],
    ['UTF-16 that says nothing', utf16(feed(RUSSIAN), 'be', true), RUSSIAN],
    ['UTF-16 that begins with white space', utf16(`\n${feed(RUSSIAN)}`, 'le', false), RUSSIAN],
    [
      'UTF-16 of an odd number of bytes',
      Buffer.concat([utf16(feed(RUSSIAN), 'le', true), Buffer.from([10])]),
      RUSSIAN,
    ],
    ['UTF-32LE with a mark', utf32(feed(RUSSIAN, 'utf-32'), 'le', true), RUSSIAN],
    ['UTF-32BE with a mark', utf32(feed(RUSSIAN, 'utf-32'), 'be', true), RUSSIAN],
    ['UTF-32LE without a mark', utf32(feed(RUSSIAN), 'le', false), RUSSIAN],
    ['UTF-32BE without a mark', utf32(feed(RUSSIAN), 'be', false), RUSSIAN],
    ['UTF-8 that says it is UTF-16', Buffer.from(feed(RUSSIAN, 'utf-16')), RUSSIAN],
    ['UTF-8 that says it is UTF-32', Buffer.from(feed(RUSSIAN, 'utf-32')), RUSSIAN],
    ['UTF-8 that says it is UCS-2', Buffer.from(feed(RUSSIAN, 'iso-10646-ucs-2')), RUSSIAN],
    ['one byte a letter that says it is UTF-16', bytes(WEST.latin, 'utf-16'), WEST.text],
    ['one byte a letter that says it is UCS-4', bytes(WEST.latin, 'csUCS4'), WEST.text],
    ['a letter beyond the basic plane', Buffer.from(feed('🚀')), '🚀'],
    ['a letter beyond the basic plane in UTF-16', utf16(feed('🚀'), 'be', true), '🚀'],
    ['surrogates written as UTF-8', bytes('eda0bdedba80'), '🚀'],
    [
      'UTF-8 written as UTF-8 once more',
      Buffer.from(feed(Buffer.from(RUSSIAN).toString('latin1'))),
      RUSSIAN,
    ],
    ['windows-1252 written as UTF-8', Buffer.from(feed('Ð\u009fÑ€Ð¸Ð²ÐµÑ‚ Ð¼Ð¸Ñ€')), RUSSIAN],
    [
      'Latin letters that only look like it',
      Buffer.from(feed('Ã© is how é looks when encoded twice')),
      'Ã© is how é looks when encoded twice',
    ],
    ['Latin letters', Buffer.from(feed('Été à Paris, où ça')), 'Été à Paris, où ça'],
    ['zero bytes among the letters', Buffer.from(feed('a\u0000b')), 'ab'],
  ])
})

describe('header, declaration, bytes', () => {
  tell([
    ['the header names it', bytes(CP1251), RUSSIAN, 'application/xml; charset=windows-1251'],
    ['the declaration names it', bytes(CP1251, 'windows-1251'), RUSSIAN, 'application/xml'],
    [
      'RFC 7303 §3: the header comes before the declaration',
      bytes(CP1251, 'koi8-r'),
      RUSSIAN,
      'application/xml; charset=windows-1251',
    ],
    ['a header of text/xml', bytes(CP1251), RUSSIAN, 'text/xml; charset=windows-1251'],
    [
      'text/xml without a charset leaves it to the declaration',
      bytes(CP1251, 'windows-1251'),
      RUSSIAN,
      'text/xml',
    ],
    ['text/xml without a charset and UTF-8', bytes(UTF8), RUSSIAN, 'text/xml'],
    ['text/html without a charset', bytes(KOI8, 'koi8-r'), RUSSIAN, 'text/html'],
    ['a charset in quotes', bytes(CP1251), RUSSIAN, 'application/rss+xml; charset="windows-1251"'],
    [
      'a charset in single quotes',
      bytes(CP1251),
      RUSSIAN,
      "application/rss+xml; charset='windows-1251'",
    ],
    [
      'white space around the sign',
      bytes(CP1251),
      RUSSIAN,
      'application/rss+xml ; charset = windows-1251',
    ],
    ['a colon for the sign', bytes(CP1251), RUSSIAN, 'text/xml; charset:windows-1251'],
    ['capitals', bytes(CP1251), RUSSIAN, 'TEXT/XML; CHARSET=WINDOWS-1251'],
    [
      'another parameter before it',
      bytes(CP1251),
      RUSSIAN,
      'text/xml; version=2; charset=windows-1251; x=y',
    ],
    ['an empty charset', bytes(CP1251, 'windows-1251'), RUSSIAN, 'text/xml; charset='],
    [
      'an unknown charset in the header',
      bytes(CP1251, 'windows-1251'),
      RUSSIAN,
      'text/xml; charset=bogus',
    ],
    ['an unknown charset in the declaration and UTF-8', bytes(UTF8, 'bogus'), RUSSIAN],
    [
      'a header that says UTF-8 of windows-1251',
      bytes(CP1251, 'windows-1251'),
      RUSSIAN,
      'text/xml; charset=utf-8',
    ],
    [
      'a header that says windows-1251 of UTF-8',
      bytes(UTF8, 'utf-8'),
      RUSSIAN,
      'text/xml; charset=windows-1251',
    ],
    [
      'a header that says Latin-1 by default',
      bytes(CP1251, 'windows-1251'),
      RUSSIAN,
      'text/xml; charset=iso-8859-1',
    ],
    [
      'a header that says ASCII by default',
      bytes(CP1251, 'windows-1251'),
      RUSSIAN,
      'text/xml; charset=us-ascii',
    ],
    ['a declaration that says UTF-8 of windows-1251', bytes(CP1251, 'utf-8'), RUSSIAN],
    ['a declaration that says Latin-1 of UTF-8', bytes(UTF8, 'iso-8859-1'), RUSSIAN],
    ['a declaration that says ASCII of UTF-8', bytes(UTF8, 'us-ascii'), RUSSIAN],
    [
      'a declaration in single quotes',
      Buffer.concat([
        Buffer.from("<?xml version='1.0' encoding='windows-1251'?>"),
        bytes(CP1251).subarray(21),
      ]),
      RUSSIAN,
    ],
    [
      'a declaration without quotes',
      Buffer.concat([
        Buffer.from('<?xml version=1.0 encoding=windows-1251?>'),
        bytes(CP1251).subarray(21),
      ]),
      RUSSIAN,
    ],
    [
      'a declaration after white space',
      Buffer.concat([Buffer.from('\n '), bytes(KOI8, 'koi8-r')]),
      RUSSIAN,
    ],
    ['Latin-1 means windows-1252', bytes('93419420972095', 'iso-8859-1'), '“A” — •'],
    ['nothing said and not UTF-8', bytes(WEST.latin), WEST.text],
    [
      'UTF-8 with one broken byte',
      bytes(`${UTF8}20e920${UTF8}${UTF8}${UTF8}`, 'utf-8'),
      `${RUSSIAN} é ${RUSSIAN.repeat(3)}`,
    ],
    ['a euro sign of windows-1252', bytes('80203130'), '€ 10'],
  ])
})

describe('two charsets in one document', () => {
  const two = (first: string, second: string, encoding: string): Buffer => {
    const [before = '', between = '', after = ''] = feed(
      '|</title></item><item><title>|',
      encoding,
    ).split('|')
    const parts = [before, Buffer.from(first, 'hex'), between, Buffer.from(second, 'hex'), after]
    return Buffer.concat(parts.map((part) => Buffer.from(part)))
  }

  test.each([
    ['UTF-8, then windows-1251', UTF8, CP1251, 'utf-8'],
    ['windows-1251, then UTF-8', CP1251, UTF8, 'windows-1251'],
    ['UTF-8, then KOI8-R by its label', UTF8, KOI8, 'koi8-r'],
  ])('%s', async (_sentence, first, second, encoding) => {
    const repeated = (hex: string): string => `${hex}20`.repeat(4)
    const told = await read(two(repeated(first), repeated(second), encoding))
    const title = Array(4).fill(RUSSIAN).join(' ')
    expect(told).toMatchObject({ items: [{ title }, { title }] })
  })
})

describe('a label of one byte a letter that the bytes contradict', () => {
  const LONG = 'Порт снова открыт для судов'
  const long = {
    cp1251: 'cfeef0f220f1edeee2e020eef2eaf0fbf220e4ebff20f1f3e4eee2',
    koi8: 'f0cfd2d420d3cecfd7c120cfd4cbd2d9d420c4ccd120d3d5c4cfd7',
  }

  tell([
    ['Latin-1, but windows-1251', bytes(CP1251, 'iso-8859-1'), RUSSIAN],
    [
      'Latin-1 by the header, but windows-1251',
      bytes(CP1251),
      RUSSIAN,
      'text/xml; charset=iso-8859-1',
    ],
    ['windows-1252, but KOI8-R', bytes(KOI8, 'windows-1252'), RUSSIAN],
    ['windows-1251, but KOI8-R', bytes(long.koi8, 'windows-1251'), LONG],
    ['KOI8-R, but windows-1251', bytes(long.cp1251, 'koi8-r'), LONG],
    [
      'Latin-1 and Latin letters',
      bytes(
        '4ff9206c27e974e92064e9e76f69742c205365f16f72204dfc6c6c6572206e61ef76656d656e74206372e9e965',
        'iso-8859-1',
      ),
      "Où l'été déçoit, Señor Müller naïvement créée",
    ],
  ])

  test('the document’s language tells what nobody else does', async () => {
    const document = (letters: string): Buffer =>
      Buffer.concat([
        Buffer.from('<rss><channel><title>o</title><language>pl</language><item><title>'),
        Buffer.from(letters, 'hex'),
        Buffer.from('</title></item></channel></rss>'),
      ])
    const iso = await read(document('5a61bff3b3e62067eab66cb1206a61bcf1'))
    const windows = await read(document('5a61bff3b3e62067ea9c6cb9206a619ff1'))
    for (const told of [iso, windows]) {
      expect(told).toMatchObject({ items: [{ title: 'Zażółć gęślą jaźń' }] })
    }
  })
})
