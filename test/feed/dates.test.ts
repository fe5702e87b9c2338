import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { findDate } from '../../src/feed/dates.ts'

const iso = (text: string, context = {}): string | undefined => {
  const at = findDate(text, context)
  return at === undefined ? undefined : new Date(at).toISOString().replace('.000Z', 'Z')
}

describe('a date is read', () => {
  test.each([
    ['Wed, 15 Nov 2023 10:00:00 GMT', '2023-11-15T10:00:00Z'],
    ['Wed,15 Nov 2023 10:00:00 GMT', '2023-11-15T10:00:00Z'],
    ['15 Nov 2023 10:00 UT', '2023-11-15T10:00:00Z'],
    ['Wed, 15 Nov 99 10:00:00 PDT', '1999-11-15T17:00:00Z'],
    ['Wednesday, November 15, 2023 10:00 PM', '2023-11-15T22:00:00Z'],
    ['15/Nov/2023 10:00:00 +0000', '2023-11-15T10:00:00Z'],
    ['15-Nov-2023', '2023-11-15T00:00:00Z'],
    ['Wed, 15 Nov 2023 10:00:00 "GMT"', '2023-11-15T10:00:00Z'],
    ['Wed, 15 Nov 2023 10:00:60 GMT', '2023-11-15T10:01:00Z'],
    ['2023-11-15', '2023-11-15T00:00:00Z'],
    ['2023-11', '2023-11-01T00:00:00Z'],
    ['2023', '2023-01-01T00:00:00Z'],
    ['2023-11-15T10Z', '2023-11-15T10:00:00Z'],
    ['2023-11-15T10:00Z', '2023-11-15T10:00:00Z'],
    ['2023-11-15T10:00:00.123456+0330', '2023-11-15T06:30:00.123Z'],
    ['2023-11-15T10:00:00 +03:00', '2023-11-15T07:00:00Z'],
    ['2023-11-15T10:00:00-08:00 PST', '2023-11-15T18:00:00Z'],
    ['2023-11-15 10:00:00 UTC', '2023-11-15T10:00:00Z'],
    ['2023-11-15t10:00:00z', '2023-11-15T10:00:00Z'],
    ['2023/11/15 10:00', '2023-11-15T10:00:00Z'],
    ['2023-W46-3', '2023-11-15T00:00:00Z'],
    ['20231115101455', '2023-11-15T10:14:55Z'],
    ['2023-11-15T10:00:00+03:00[Europe/Moscow]', '2023-11-15T07:00:00Z'],
    ['2023-11-15T10:00:00+03:00:00', '2023-11-15T07:00:00Z'],
    ['23-10-31', '2023-10-31T00:00:00Z'],
    ['231031', '2023-10-31T00:00:00Z'],
    ['-23-11', '2023-11-01T00:00:00Z'],
    ['23-319', '2023-11-15T00:00:00Z'],
    ['Wed, 15 Nov 2023 10.14.55 GMT', '2023-11-15T10:14:55Z'],
    ['Wed, 15 Nov 2023 10:00:00 PT', '2023-11-15T18:00:00Z'],
    ['Wed, 15 Nov 2023 10:00:00 XYZ', '2023-11-15T10:00:00Z'],
    ['2023年11月15日 10:00', '2023-11-15T10:00:00Z'],
    ['15.11.2023', '2023-11-15T00:00:00Z'],
    ['15.11.2023, 10:00 Uhr', '2023-11-15T10:00:00Z'],
    ['11/15/2023 10:00', '2023-11-15T10:00:00Z'],
    ['15/11/2023', '2023-11-15T00:00:00Z'],
    ['15 мая 2023', '2023-05-15T00:00:00Z'],
    ['15 сент. 2023 г., 10:00 мск', '2023-09-15T07:00:00Z'],
    ['10:00 15.11.2023', '2023-11-15T10:00:00Z'],
    ['1 квітня 2023 р. 10:00', '2023-04-01T10:00:00Z'],
    ['29 اسفند 1399', '2021-03-19T00:00:00Z'],
    ['30 اسفند 1399', '2021-03-20T00:00:00Z'],
    ['1 فروردین 1400', '2021-03-21T00:00:00Z'],
    ['1 Mehr 1402', '2023-09-23T00:00:00Z'],
    ['15 août 2023', '2023-08-15T00:00:00Z'],
    ['15 de março de 2023', '2023-03-15T00:00:00Z'],
    ['15 März 2023', '2023-03-15T00:00:00Z'],
    ['15 Ağustos 2023', '2023-08-15T00:00:00Z'],
    ['15 أغسطس 2023', '2023-08-15T00:00:00Z'],
    ['15 نوفمبر/تشرين الثاني 2023', '2023-11-15T00:00:00Z'],
    ['15 آب / أغسطس 2023', '2023-08-15T00:00:00Z'],
    ['יום שלישי, 14 בנובמבר 2023', '2023-11-14T00:00:00Z'],
    ['Mar 14 Nov 2023 10:00:00 +0100', '2023-11-14T09:00:00Z'],
    ['Mar 14 2023', '2023-03-14T00:00:00Z'],
    ['14 listopada 2023', '2023-11-14T00:00:00Z'],
    ['Sept. 5, 2023 at 3:04 p.m. ET', '2023-09-05T19:04:00Z'],
    ['Tue Nov 14 2023 10:00:00 GMT+0300 (Moscow Standard Time)', '2023-11-14T07:00:00Z'],
  ])('%s', (text, expected) => {
    expect(iso(text)).toBe(expected)
  })

  test.each([
    ['IST', {}, '2023-11-15T04:30:00Z'],
    ['IST', { zone: 'Asia/Jerusalem' }, '2023-11-15T08:00:00Z'],
    ['IST', { language: 'he' }, '2023-11-15T08:00:00Z'],
    ['CST', {}, '2023-11-15T16:00:00Z'],
    ['CST', { zone: 'Asia/Shanghai' }, '2023-11-15T02:00:00Z'],
    ['AST', { zone: 'Asia/Riyadh' }, '2023-11-15T07:00:00Z'],
    ['IRST', {}, '2023-11-15T06:30:00Z'],
    ['EET', {}, '2023-11-15T08:00:00Z'],
    ['MSK', {}, '2023-11-15T07:00:00Z'],
    ['A', {}, '2023-11-15T10:00:00Z'],
    ['Europe/Kyiv', {}, '2023-11-15T08:00:00Z'],
  ])('the zone %s of a feed %o', (zone, context, expected) => {
    expect(iso(`Wed, 15 Nov 2023 10:00:00 ${zone}`, context)).toBe(expected)
  })

  test('without a zone it is the feed’s, on both sides of a change of clocks', () => {
    const zone = 'America/New_York'
    expect(iso('2023-07-15 10:00', { zone })).toBe('2023-07-15T14:00:00Z')
    expect(iso('2023-12-15 10:00', { zone })).toBe('2023-12-15T15:00:00Z')
    expect(iso('2023-03-12 02:30', { zone })).toBe('2023-03-12T07:30:00Z')
    expect(iso('2023-11-05 01:30', { zone })).toBe('2023-11-05T05:30:00Z')
    expect(iso('2023-07-15', { zone })).toBe('2023-07-15T04:00:00Z')
    expect(iso('2023-07-15', { zone: 'No/Where' })).toBe('2023-07-15T00:00:00Z')
  })

  test('slashes that fit both orders follow the feed’s zone or language, else nothing', () => {
    expect(iso('05/06/2023')).toBeUndefined()
    expect(iso('05/06/2023', { zone: 'America/New_York' })).toBe('2023-05-06T04:00:00Z')
    expect(iso('05/06/2023', { language: 'fr' })).toBe('2023-06-05T00:00:00Z')
    expect(iso('05/06/2023', { language: 'en-US' })).toBe('2023-05-06T00:00:00Z')
    expect(iso('05/06/2023', { language: 'en-gb' })).toBe('2023-06-05T00:00:00Z')
    expect(iso('05/06/2023', { language: 'en' })).toBeUndefined()
  })
})

describe('what cannot be read with certainty is absent', () => {
  test.each([
    '',
    'yesterday',
    '2 hours ago',
    '31.02.2023',
    '2023-13-01',
    '2023-02-29',
    'Wed, 15 Nov 2023 25:00:00 GMT',
    'Wed, 15 Nov 2023 10:61:00 GMT',
    '15 Nov',
    'Nov 2023',
    '0000-00-00 00:00:00',
    '0001-01-01T00:00:00Z',
    '1234567',
    '03-12-11',
    '031211',
    '15 Foo 2023',
    '2023-11-15T10:00:00 Nowhere/City',
    '31 اسفند 1399',
    '30 اسفند 1400',
    `1${'0'.repeat(400)}`,
  ])('%s', (text) => {
    expect(findDate(text)).toBeUndefined()
  })
})

test('every instant survives the ways in which feeds write it', () => {
  const instant = fc
    .integer({ min: Date.UTC(1971, 0), max: Date.UTC(2099, 0) })
    .map((ms) => ms - (ms % 1000))
  fc.assert(
    fc.property(instant, (at) => {
      const date = new Date(at)
      const english = date.toUTCString()
      expect(findDate(english)).toBe(at)
      expect(findDate(date.toISOString())).toBe(at)
      expect(findDate(date.toISOString().replace('T', ' ').replace('.000Z', ' +0000'))).toBe(at)
      expect(findDate(english.replace(/^\w+, /, '').replace('GMT', 'UTC'))).toBe(at)
    }),
  )
})

test('no text at all makes the reader fail', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 200 }), (text) => {
      const at = findDate(text)
      expect(at === undefined || Number.isFinite(at)).toBe(true)
    }),
    { numRuns: 500 },
  )
})
