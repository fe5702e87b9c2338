import agencies from '../../config/story/origins.json' with { type: 'json' }
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

/**
 * Who the articles name as their source by an attribution phrase ("Reuters reports", «по данным»,
 * a dateline in brackets), each once, most named first. An outlet that names itself is no origin of
 * its own report, but a name that others give as well counts.
 */
export function toOrigins(articles: readonly TaggedArticle[]): readonly string[] {
  const counts = new Map<string, number>()
  for (const article of articles) {
    for (const name of findOrigins(article.title, article.summary)) {
      counts.set(name, (counts.get(name) ?? 0) + 1)
    }
  }
  return [...counts].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1)).map(([name]) => name)
}

/** Origins that one article names, in the order of `config/story/origins.json`. */
export function findOrigins(title: string, summary?: string): readonly string[] {
  const fields = [title, summary ?? ''].map((text) => ({ text, words: toWords(text) }))
  const names: string[] = []
  for (const { name, forms } of AGENCIES) {
    if (fields.some(({ text, words }) => forms.some((form) => isAttributed(text, words, form)))) {
      names.push(name)
    }
  }
  return names
}

function isAttributed(text: string, words: readonly Word[], form: Phrase): boolean {
  for (let at = 0; at + form.length <= words.length; at += 1) {
    if (!isAt(words, at, form)) continue
    const end = at + form.length
    const first = words[at]
    const last = words[end - 1]
    if (!first || !last || first.cased === 'lower') continue
    // A dateline `(AP) —`, or a title that begins with its source: `Name: …`.
    if (/[([]\s*$/u.test(text.slice(0, first.start)) && /^\s*[)\]]/u.test(text.slice(last.end)))
      return true
    if (at === 0 && /^\s*:/u.test(text.slice(last.end))) return true
    for (let back = 1; back <= CUE_BEFORE; back += 1) {
      if (BEFORE.some((cue) => isAt(words, at - back - cue.length + 1, cue))) return true
    }
    for (let ahead = 0; ahead < CUE_AFTER; ahead += 1) {
      if (AFTER.some((cue) => isAt(words, end + ahead, cue))) return true
    }
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
