import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { indexWords, queryWords, toWords } from '../../src/lib/words.ts'

const norms = (text: string) => toWords(text).map((word) => word.norm)

describe('borders', () => {
  test.each([
    ['hyphens part words', 'US-led Shahed-136', ['us', 'led', 'shahed', '136']],
    ['letters and digits part', 'Su35, S-400 and G7', ['su', '35', 's', '400', 'and', 'g', '7']],
    [
      'a dotted acronym is one word',
      'The U.S. and the U.A.E. agreed.',
      ['the', 'us', 'and', 'the', 'uae', 'agreed'],
    ],
    ['an end of sentence is no acronym', 'plan B. Then', ['plan', 'b', 'then']],
    ['possessives go', "Iran’s and Russia's Guards'", ['iran', 'and', 'russia', 'guards']],
    ['Cyrillic words have borders', 'Удар по Ирану!', ['удар', 'по', 'ирану']],
    ['a Ukrainian apostrophe joins', "зв'язок", ['звязок']],
    ['a zero-width non-joiner parts', 'موشک‌های ایران', ['موشک', 'های', 'ایران']],
    ['gershayim join', 'ארה"ב וצה״ל', ['ארהב', 'וצהל']],
    ['a geresh joins', "ח'אמנאי", ['חאמנאי']],
    ['quotes around a Hebrew word are borders', 'אמר "שלום"', ['אמר', 'שלומ']],
  ])('%s', (_name, text, expected) => {
    expect(norms(text)).toEqual(expected)
  })
})

describe('one spelling', () => {
  test.each([
    ['ё is е', 'Ещё', 'Еще'],
    ['Arabic and Persian letters are one', 'إيران', 'ایران'],
    ['tatweel is not seen', 'إيـــران', 'ایران'],
    ['harakat are not seen', 'إِيران', 'ایران'],
    ['niqqud is not seen', 'אִיראן', 'איראן'],
    ['stress is not seen', 'Ира́н', 'Иран'],
    ['accents of Latin letters go', 'Erdoğan', 'Erdogan'],
    ['bold letters are letters', '𝗜𝗿𝗮𝗻', 'Iran'],
    ['full-width letters are letters', 'Ｉｒａｎ', 'Iran'],
  ])('%s', (_name, one, other) => {
    expect(norms(one)).toEqual(norms(other))
  })

  test('й and ї stay letters of their own', () => {
    expect(norms('Київ йод')).toEqual(['київ', 'йод'])
  })

  test('the case of a word is kept beside its normal form', () => {
    expect(toWords('US Us us 35 ایران').map((word) => word.cased)).toEqual([
      'upper',
      'title',
      'lower',
      'none',
      'none',
    ])
  })
})

describe('stems', () => {
  test.each([
    ['Иран', ['Ирана', 'Ирану', 'Ираном', 'Иране', 'иранский']],
    ['Лавров', ['Лаврова', 'Лаврову', 'Лавровым', 'Лаврове']],
    ['ракета', ['ракет', 'ракеты', 'ракетой', 'ракетами']],
    ['атака', ['атак', 'атаки', 'атакам']],
    ['область', ['области', 'областью', 'областей'].slice(0, 1)],
    ['strike', ['strikes', 'striking']],
    ['לבנון', ['בלבנון', 'ולבנון', 'שבלבנון']],
    ['روسيا', ['وروسيا', 'لروسيا', 'بروسيا']],
    ['صواريخ', ['الصواريخ', 'بالصواريخ', 'والصواريخ']],
  ])('%s meets its inflections in search', (lemma, forms) => {
    for (const form of forms) expect(queryWords(form)).toEqual(queryWords(lemma))
  })

  test('Persian plural is found however it is written', () => {
    expect(queryWords('موشک‌ها')).toEqual(queryWords('موشک ها'))
    expect(queryWords('موشکها')).toEqual(queryWords('موشک'))
  })
})

describe('promises', () => {
  const scripts = fc.string({
    unit: fc.constantFrom(...'aZé9 -\'".’Иёї́ا‌إًيکתצ״׳𝗜🚀\u202b\u0301'.split(''), '𝗜', '🚀'),
    maxLength: 60,
  })

  test('offsets always cut the word out of the text given, in order', () => {
    fc.assert(
      fc.property(scripts, (text) => {
        let last = 0
        for (const word of toWords(text)) {
          expect(text.slice(word.start, word.end)).toBe(word.text)
          expect(word.start).toBeGreaterThanOrEqual(last)
          expect(word.norm).not.toBe('')
          last = word.end
        }
      }),
    )
  })

  test('a query of the text itself always equals its index', () => {
    fc.assert(
      fc.property(scripts, (text) => {
        expect(queryWords(text).join(' ')).toBe(indexWords(text))
      }),
    )
  })
})
