// Names of months and weekdays. Gregorian ones come from the runtime's ICU in the languages of news feeds;
// what ICU does not know (abbreviations of newsrooms, Levantine and Maghreb Arabic, Jalali) is listed here.

import { foldWord } from './fold.ts'
import { findNamesOf, findRareNames, namesOf } from './locales.ts'

const LOCALES: readonly string[] =
  'en ru uk be fa ar ar-DZ pt de fr es it nl pl cs tr az he el hu ro bg sr sv da nb fi id ka kk'.split(
    ' ',
  )

const EXTRA: Readonly<Record<string, number>> = {
  sept: 9,
  jänner: 1,
  jaenner: 1,
  maerz: 3,
  mrz: 3,
  enero: 1,
  okt: 10,
  dez: 12,
  abr: 4,
  ago: 8,
  fev: 2,
  fevrier: 2,
  aout: 8,
  decembre: 12,
  setembro: 9,
  set: 9,
  out: 10,
  marco: 3,
  янв: 1,
  фев: 2,
  февр: 2,
  мар: 3,
  апр: 4,
  июн: 6,
  июл: 7,
  авг: 8,
  сен: 9,
  сент: 9,
  окт: 10,
  ноя: 11,
  нояб: 11,
  дек: 12,
  яну: 1,
  юни: 6,
  юли: 7,
  ное: 11,
  мая: 5,
  січ: 1,
  лют: 2,
  бер: 3,
  кві: 4,
  квіт: 4,
  тра: 5,
  трав: 5,
  чер: 6,
  черв: 6,
  лип: 7,
  сер: 8,
  вер: 9,
  жов: 10,
  лис: 11,
  гру: 12,
  يناير: 1,
  جانفي: 1,
  فبراير: 2,
  فيفري: 2,
  أبريل: 4,
  ابريل: 4,
  أفريل: 4,
  افريل: 4,
  مايو: 5,
  ماي: 5,
  يونيو: 6,
  يونيه: 6,
  جوان: 6,
  يوليو: 7,
  يوليه: 7,
  جويلية: 7,
  أغسطس: 8,
  اغسطس: 8,
  أوت: 8,
  اوت: 8,
  سبتمبر: 9,
  أكتوبر: 10,
  اكتوبر: 10,
  نوفمبر: 11,
  ديسمبر: 12,
  'كانون الثاني': 1,
  شباط: 2,
  آذار: 3,
  اذار: 3,
  نيسان: 4,
  أيار: 5,
  ايار: 5,
  حزيران: 6,
  تموز: 7,
  آب: 8,
  أيلول: 9,
  ايلول: 9,
  'تشرين الأول': 10,
  'تشرين الاول': 10,
  'تشرين الثاني': 11,
  'كانون الأول': 12,
  'كانون الاول': 12,
  ژانویه: 1,
  فوریه: 2,
  مارس: 3,
  آوریل: 4,
  مه: 5,
  ژوئن: 6,
  ژوئیه: 7,
  ژوییه: 7,
  جولای: 7,
  اوت_: 8,
  آگوست: 8,
  سپتامبر: 9,
  اکتبر: 10,
  نوامبر: 11,
  دسامبر: 12,
}

/** Iranian names, then the Dari ones of Afghanistan. */
const JALALI: Readonly<Record<string, number>> = {
  فروردین: 1,
  اردیبهشت: 2,
  خرداد: 3,
  تیر: 4,
  مرداد: 5,
  امرداد: 5,
  شهریور: 6,
  مهر: 7,
  آبان: 8,
  ابان: 8,
  آذر: 9,
  اذر: 9,
  دی: 10,
  بهمن: 11,
  اسفند: 12,
  حمل: 1,
  ثور: 2,
  جوزا: 3,
  سرطان: 4,
  اسد: 5,
  سنبله: 6,
  میزان: 7,
  عقرب: 8,
  قوس: 9,
  جدی: 10,
  دلو: 11,
  حوت: 12,
  farvardin: 1,
  ordibehesht: 2,
  khordad: 3,
  tir: 4,
  mordad: 5,
  shahrivar: 6,
  mehr: 7,
  aban: 8,
  azar: 9,
  dey: 10,
  bahman: 11,
  esfand: 12,
}

const ENGLISH: readonly string[] =
  'january february march april may june july august september october november december'.split(' ')
const ENGLISH_DAYS: readonly string[] =
  'monday tuesday wednesday thursday friday saturday sunday'.split(' ')

/** Words between the parts of a date that say nothing. */
const FILLERS: ReadonlySet<string> = new Set(
  'at on of the de del d o о в во у г р года год року рік um uhr klo kl à às a as le den der om saat ساعت في في_ - – — | di le il alle ore h t of/ في: ב בשעה יום в: г/ روز las los el el m gada godine ora uur plkst pukul jam luc ngay ob v updated published posted'
    .split(' ')
    .map(foldWord),
)

const foldName = (name: string): string => foldWord(name.replace(/_$/, ''))

/** The month that a lower-case name means, in the document's language first, or `undefined`. */
export function findMonth(
  name: string,
  language?: string,
): { readonly month: number; readonly jalali: boolean } | undefined {
  if (name.length < 2) return undefined
  const english = fromEnglish(name, ENGLISH)
  if (english > 0) return { month: english, jalali: false }
  if (/^[\d\s+:./-]*$/.test(name)) return undefined
  const own = language === undefined ? undefined : findNamesOf(language)?.months.get(name)
  if (own !== undefined) return { month: own, jalali: false }
  const jalali = jalaliMonths.get(name)
  if (jalali !== undefined) return { month: jalali, jalali: true }
  // Hebrew writes its preposition together with the name.
  const month =
    extraMonths.get(name) ??
    namesOf(LOCALES).months.get(name) ??
    namesOf(LOCALES).months.get(name.replace(/^ב(?=[א-ת]{3})/, '')) ??
    findRareNames(name)?.months.get(name)
  return month === undefined ? undefined : { month, jalali: false }
}

/** Whether a lower-case word is a weekday's name. */
export function isWeekday(word: string): boolean {
  if (fromEnglish(word, ENGLISH_DAYS) > 0) return true
  if (/^\d/.test(word)) return false
  return namesOf(LOCALES).weekdays.has(word) || (findRareNames(word)?.weekdays.has(word) ?? false)
}

/** Whether a lower-case word says nothing in a date. */
export const isFiller = (word: string): boolean => FILLERS.has(word)

/** 1-based index of the English name that a word of three letters or more begins. */
function fromEnglish(word: string, list: readonly string[]): number {
  if (word.length < 3 || !/^[a-z]+$/.test(word)) return 0
  return list.findIndex((name) => name.startsWith(word)) + 1
}

const toMonths = (names: Readonly<Record<string, number>>): ReadonlyMap<string, number> =>
  new Map(Object.entries(names).map(([name, month]) => [foldName(name), month]))

const extraMonths = toMonths(EXTRA)
const jalaliMonths = toMonths(JALALI)
