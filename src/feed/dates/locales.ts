// Names of months and weekdays as the runtime's ICU knows them.

import { foldWord } from './fold.ts'

export type Names = {
  readonly months: ReadonlyMap<string, number>
  readonly weekdays: ReadonlySet<string>
}

/** Languages of few feeds, by the letters that a name is written in: asked only where no other name fits. */
const RARE: readonly (readonly [RegExp, readonly string[]])[] = [
  [
    /\p{Script=Latin}/u,
    'sk sl hr bs sr-Latn sq lt lv et ca gl eu is vi ms fil uz sw af'.split(' '),
  ],
  [/\p{Script=Arabic}/u, ['ur', 'ps', 'ckb', 'ug', 'sd']],
  [/\p{Script=Cyrillic}/u, ['mk', 'ky', 'tg', 'mn', 'tt']],
  [/\p{Script=Devanagari}/u, ['hi', 'mr', 'ne']],
  [/\p{Script=Armenian}/u, ['hy']],
  [/\p{Script=Bengali}/u, ['bn']],
  [/\p{Script=Thai}/u, ['th']],
  [/\p{Script=Tamil}/u, ['ta']],
  [/\p{Script=Telugu}/u, ['te']],
  [/\p{Script=Ethiopic}/u, ['am', 'ti']],
]
const MAX_TABLES = 64
const tables = new Map<string, Names>()
const languages = new Map<string, Names | undefined>()

/** Names in rarer languages of the script that a word is written in. */
export function findRareNames(word: string): Names | undefined {
  const locales = RARE.find(([script]) => script.test(word))?.[1]
  return locales === undefined ? undefined : namesOf(locales)
}

/** Names in one language, or `undefined` where the runtime does not know it. */
export function findNamesOf(language: string): Names | undefined {
  if (languages.has(language)) return languages.get(language)
  if (languages.size >= MAX_TABLES) languages.clear()
  const names = findNames(language)
  languages.set(language, names)
  return names
}

function findNames(language: string): Names | undefined {
  const [primary = ''] = language.toLowerCase().split(/[-_]/)
  if (!/^[a-z]{2,3}$/.test(primary) || primary === 'en') return undefined
  return Intl.DateTimeFormat.supportedLocalesOf(primary).length === 0
    ? undefined
    : namesOf([primary])
}

/** Names in several languages; one that means two months in two of them means none. Built once. */
export function namesOf(locales: readonly string[]): Names {
  const key = locales.join(' ')
  const known = tables.get(key)
  if (known !== undefined) return known
  const months = new Map<string, number>()
  const clashes = new Set<string>()
  const weekdays = new Set<string>()
  for (const locale of locales) {
    for (const style of ['long', 'short'] as const) {
      addMonths(locale, style, months, clashes)
      addWeekdays(locale, style, weekdays)
    }
  }
  for (const name of clashes) months.delete(name)
  const built = { months, weekdays }
  if (tables.size >= MAX_TABLES) tables.clear()
  tables.set(key, built)
  return built
}

function addMonths(
  locale: string,
  month: 'long' | 'short',
  months: Map<string, number>,
  clashes: Set<string>,
): void {
  const tag = `${locale}-u-ca-gregory-nu-latn`
  const alone = new Intl.DateTimeFormat(tag, { month, timeZone: 'UTC' })
  const inDate = new Intl.DateTimeFormat(tag, { day: 'numeric', month, timeZone: 'UTC' })
  for (let index = 0; index < 12; index += 1) {
    const date = Date.UTC(2024, index, 15)
    const inside = inDate.formatToParts(date).find(({ type }) => type === 'month')?.value ?? ''
    for (const name of [foldWord(alone.format(date)), foldWord(inside)]) {
      if (name.length < 2 || /^\d/.test(name)) continue
      const other = months.get(name)
      if (other !== undefined && other !== index + 1) clashes.add(name)
      months.set(name, index + 1)
    }
  }
}

function addWeekdays(locale: string, weekday: 'long' | 'short', weekdays: Set<string>): void {
  const format = new Intl.DateTimeFormat(`${locale}-u-ca-gregory`, { weekday, timeZone: 'UTC' })
  for (let day = 1; day <= 7; day += 1) {
    const name = foldWord(format.format(Date.UTC(2024, 0, day)))
    weekdays.add(name).add(name.split(' ').at(-1) ?? name)
  }
}
