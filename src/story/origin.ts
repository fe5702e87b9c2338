import agencies from '../../config/story/origins.json' with { type: 'json' }
import type { OriginArticle } from '../lib/origins.ts'
import { toWords, type Word } from '../lib/words.ts'
import type { TaggedArticle } from '../types.ts'

/** An origin's name may stand this many words after the phrase that announces it, or before its verb. */
const CUE_BEFORE = 3
const CUE_AFTER = 2

// How outlets say where a report comes from, in the languages read.
const BEFORE = toCues([
  'according to',
  'citing',
  'cited',
  'told',
  'quoted by',
  'reported by',
  'report by',
  'per',
  'по данным',
  'по информации',
  'сообщает',
  'сообщили',
  'сообщила',
  'сообщило',
  'пишет',
  'передает',
  'со ссылкой на',
  'за даними',
  'повідомляє',
  'повідомили',
  'пише',
  'передає',
  'з посиланням на',
  'به گزارش',
  'به نقل از',
  'گزارش داد',
  'به گفته',
  'نوشت',
  'وفق ما نقلت',
  'نقلت',
  'نقلا عن',
  'ذكرت',
  'أفادت',
  'بحسب',
  'حسب',
  'وفقا ل',
  'قالت وكالة',
  'وكالة',
  'לפי',
  'דיווח של',
  'דיווח',
  'על פי',
  'כך דיווחה',
  'מדווחת',
])
const AFTER = toCues([
  'reports',
  'reported',
  'report',
  'says',
  'said',
  'news agency',
  'сообщает',
  'сообщил',
  'сообщила',
  'сообщило',
  'пишет',
  'узнал',
  'повідомляє',
  'пише',
  'گزارش داد',
  'گزارش',
  'نوشت',
  'خبر داد',
  'تفيد',
  'تكشف',
  'تقول',
  'מדווח',
  'דיווח',
  'דיווחה',
])

type Phrase = readonly string[]
type Agency = { readonly name: string; readonly forms: readonly Phrase[] }

const AGENCIES: readonly Agency[] = Object.entries(agencies).map(([name, forms]) => ({
  name,
  forms: forms.map(toPhrase),
}))

/** Names by the normal form of their first word. */
type Index = ReadonlyMap<string, readonly { readonly name: string; readonly form: Phrase }[]>

const KNOWN: Index = toIndex(AGENCIES)
const NAME_OF: ReadonlyMap<string, string> = new Map(
  AGENCIES.flatMap(({ name, forms }) => forms.map((form) => [form.join(' '), name])),
)

type Sourced = Pick<TaggedArticle, 'title' | 'summary' | 'outlet'>

/**
 * Who the articles name as their source by an attribution phrase ("Reuters reports", «по данным»,
 * a dateline in brackets), each once, most named first: agencies and papers that are known, and whoever tells the
 * same story. An outlet that names itself is no origin of its own report, but a name that others give as
 * well counts.
 */
export function toOrigins(
  articles: readonly Sourced[],
  read: readonly ReadOrigin[] = readOrigins(articles),
): readonly string[] {
  const counts = new Map<string, number>()
  for (const { named } of read) {
    for (const name of named) counts.set(name, (counts.get(name) ?? 0) + 1)
  }
  return [...counts].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1)).map(([name]) => name)
}

export type ReadOrigin = { readonly named: readonly string[]; readonly cited?: string }

/** The articles of a story as lib/origins.ts counts them; `copies` by id. */
export function toOriginArticles(
  articles: readonly TaggedArticle[],
  copies: ReadonlySet<string>,
  read: readonly ReadOrigin[] = readOrigins(articles),
): readonly OriginArticle[] {
  return articles.map(({ id, family, camp, seenAt, backlog }, at) => {
    const { named = [], cited } = read[at] ?? {}
    return {
      family,
      camp,
      seenAt,
      backlog,
      copy: copies.has(id),
      origins: named,
      ...(cited !== undefined && { cited }),
    }
  })
}

/**
 * Of each article whom it names, and the name under which the others cite its own outlet, where they do: the
 * report and those who took it from there are one origin.
 */
export function readOrigins(articles: readonly Sourced[]): readonly ReadOrigin[] {
  const own = new Map(articles.map(({ outlet }) => [outlet, toOwnName(outlet)]))
  const tellers = toIndex(
    [...own]
      .filter(([outlet, name]) => name === outlet)
      .map(([name]) => ({ name, forms: toForms(name) })),
  )
  const read = articles.map(({ title, summary, outlet }) => {
    const name = own.get(outlet) ?? outlet
    const named = find(title, summary, [KNOWN, tellers]).filter((one) => one !== name)
    return { name, named }
  })
  const all = new Set(read.flatMap(({ named }) => named))
  return read.map(({ name, named }) => (all.has(name) ? { named, cited: name } : { named }))
}

/** The name under which others cite an outlet: `Reuters` of `Reuters World News`; its own where nobody is known to. */
export function toOwnName(outlet: string): string {
  const words = toPhrase(outlet)
  for (let length = words.length; length > 0; length -= 1) {
    const name = NAME_OF.get(words.slice(0, length).join(' '))
    // One word may begin many names: alone it must be all there is, or be followed by what newsrooms are called.
    if (name !== undefined && (length > 1 || words.slice(1).every((word) => NEWSROOM.has(word)))) {
      return name
    }
  }
  return outlet
}

const NEWSROOM: ReadonlySet<string> = new Set(
  'news agency world english newspaper online com новости агентство خبرگزاری نیوز وکاله'.split(' '),
)

/** Shorter names would be found in every sentence. */
const OWN_NAME_MIN = 5

/** The name of an outlet, with and without what newsrooms are called. */
function toForms(outlet: string): readonly Phrase[] {
  const whole = toPhrase(outlet).filter((word, at) => at > 0 || word !== 'the')
  const bare = whole.filter((word) => !NEWSROOM.has(word))
  return [whole, bare].filter((form) => form.join(' ').length >= OWN_NAME_MIN)
}

function toIndex(agencies: readonly Agency[]): Index {
  return Map.groupBy(
    agencies.flatMap(({ name, forms }) => forms.map((form) => ({ name, form }))),
    ({ form }) => form[0] ?? '',
  )
}

function find(
  title: string,
  summary: string | undefined,
  indexes: readonly Index[],
): readonly string[] {
  const names = new Set<string>()
  for (const text of [title, summary ?? '']) {
    const words = toWords(text)
    for (const [at, word] of words.entries()) {
      for (const index of indexes) {
        for (const { name, form } of index.get(word.norm) ?? []) {
          if (isAttributed(text, words, at, form)) names.add(name)
        }
      }
    }
  }
  return [...names].sort()
}

function isAttributed(text: string, words: readonly Word[], at: number, form: Phrase): boolean {
  const end = at + form.length
  const first = words[at]
  const last = words[end - 1]
  if (!isAt(words, at, form) || !first || !last || first.cased === 'lower') return false
  // A dateline `(AP) —`, or a title that begins with its source: `Name: …`.
  const opens = /[([]\s*$/u.test(text.slice(0, first.start))
  if (opens && /^\s*[)\]]/u.test(text.slice(last.end))) return true
  if (at === 0 && /^\s*:/u.test(text.slice(last.end))) return true
  for (let back = 1; back <= CUE_BEFORE; back += 1) {
    if (BEFORE.some((cue) => isAt(words, at - back - cue.length + 1, cue))) return true
  }
  for (let ahead = 0; ahead < CUE_AFTER; ahead += 1) {
    if (AFTER.some((cue) => isAt(words, end + ahead, cue))) return true
  }
  return false
}

function isAt(words: readonly Word[], at: number, phrase: Phrase): boolean {
  if (at < 0 || at + phrase.length > words.length) return false
  return phrase.every((norm, step) => words[at + step]?.norm === norm)
}

function toPhrase(text: string): Phrase {
  return toWords(text).map((word) => word.norm)
}

function toCues(texts: readonly string[]): readonly Phrase[] {
  return texts.map(toPhrase)
}
