// The numbers that a headline gives: in digits of any script or in words, but not those in names (Su-35).

import { toWords } from './words.ts'

/** A number of a text, as digits, and where it stands. */
export type Figure = { readonly value: string; readonly start: number; readonly end: number }

const DIGITS =
  /[\d\u0660-\u0669\u06f0-\u06f9]+(?:[.,\u066b\u066c\u00a0\u202f ][\d\u0660-\u0669\u06f0-\u06f9]+)*/gu
/** A year says when, not how many. */
const YEAR = /^(?:19|20)\d\d$/u

// Words for small numbers. Left out is what is mostly another word: «one», Persian «no», «village», «towards».
const WORDS: ReadonlyMap<string, string> = new Map(
  Object.entries({
    2: 'two два две двое двух дві двоє двох دو اثنان اثنین اثنتان שני שתי שניים',
    3: 'three три трое трех троє трьох سه ثلاثه ثلاث שלושה שלוש',
    4: 'four четыре четверо четырех чотири четверо чотирьох چهار اربعه اربع ארבעה ארבע',
    5: 'five пять пятеро пяти пʼять пятеро пяти پنج خمسه خمس חמישה חמש',
    6: 'six шесть шестеро шести шість шестеро шести شش سته ست שישה שש',
    7: 'seven семь семеро семи сім семеро семи هفت سبعه سبع שבעה שבע',
    8: 'eight восемь восьмеро восьми вісім восьмеро восьми هشت ثمانیه ثمان שמונה',
    9: 'nine девять девятеро девяти девять девяти تسعه تسع תשעה תשע',
    10: 'ten десять десятеро десяти десять десяти عشره عشر עשרה עשר',
    11: 'eleven одиннадцать одинадцять یازده',
    12: 'twelve двенадцать дванадцять دوازده',
    20: 'twenty двадцать двадцять بیست عشرون عشرین עשרים',
    30: 'thirty тридцать тридцять ثلاثون ثلاثین שלושים',
    50: 'fifty пятьдесят пятдесят پنجاه خمسون خمسین חמישים',
    100: 'hundred сто صد מאה',
  }).flatMap(([value, words]) =>
    words.split(' ').flatMap((word) => {
      const norm = toWords(word)[0]?.norm
      return norm === undefined ? [] : [[norm, value] as const]
    }),
  ),
)
/** Numbers of a text in order. */
export function findFigures(text: string): readonly Figure[] {
  const figures: Figure[] = []
  for (const match of text.matchAll(DIGITS)) {
    const start = match.index
    const end = start + match[0].length
    // Su-35, F16, S-400: part of a name. 24/7, 09:30 and 3-2 are no counts.
    if (/[\p{L}\p{N}][-‑–/:]?$|[-‑/:]$/u.test(text.slice(0, start))) continue
    if (/^[-‑–/:]?\p{N}|^[-‑]?\p{L}/u.test(text.slice(end))) continue
    const value = toValue(match[0])
    if (!YEAR.test(value)) figures.push({ value, start, end })
  }
  for (const { norm, start, end } of toWords(text)) {
    const value = WORDS.get(norm)
    if (value !== undefined) figures.push({ value, start, end })
  }
  return figures.sort((a, b) => a.start - b.start)
}

/** `1,200`, `1 200` and `۱۲۰۰` are 1200; `3,5` is 3.5. */
function toValue(text: string): string {
  const ascii = text.replace(/[\u0660-\u0669\u06f0-\u06f9]/gu, (digit) =>
    String((digit.codePointAt(0) ?? 0) & 0xf),
  )
  const parts = ascii.split(/[.,\u066b\u066c\u00a0\u202f ]/u)
  const grouped = parts.slice(1).every((part) => part.length === 3)
  return grouped ? parts.join('') : parts.join('.')
}
