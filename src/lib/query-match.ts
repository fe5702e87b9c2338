// Whether a story is what a query asks for, without a store.

import type { SearchExpr, SearchField } from '../ports.ts'
import type { Story } from '../types.ts'
import { queryWords } from './words.ts'

/** What a query can ask of one thing; texts are normalised words between single spaces. */
export type QueryFacts = {
  readonly title: readonly string[]
  readonly text: readonly string[]
  readonly source: readonly string[]
  readonly langs: readonly string[]
  readonly actors: readonly string[]
  readonly themes: readonly string[]
  readonly camps: readonly string[]
  readonly relevance: string
}

/** A story as a query of a subscription sees it: titles of every language, sentences, outlets and tags. */
export function storyFacts(story: Story): QueryFacts {
  const titles = [story.title, ...story.sides.map((side) => side.title)].map(wordsOf)
  const outlets = [
    story.outlet,
    story.first.outlet,
    ...story.sides.map((side) => side.outlet ?? ''),
    ...story.summary.map((sentence) => sentence.outlet),
    ...story.families,
  ]
  return {
    title: titles,
    text: [...titles, ...story.summary.map((sentence) => wordsOf(sentence.text))],
    source: outlets.map(wordsOf),
    langs: [story.lang, ...story.sides.map((side) => side.lang)],
    actors: story.actors,
    themes: story.themes,
    camps: story.camps.map(({ camp }) => camp),
    relevance: story.relevance,
  }
}

/** Texts of some thousand stories; twice as many at the most. */
const KNOWN_MAX = 20_000
/** The same stories are asked about by every subscription and mute, tick after tick. */
let known = new Map<string, string>()
let before = new Map<string, string>()

function wordsOf(text: string): string {
  const found = known.get(text)
  if (found !== undefined) return found
  const words = before.get(text) ?? ` ${queryWords(text).join(' ')} `
  if (known.size >= KNOWN_MAX) {
    before = known
    known = new Map()
  }
  known.set(text, words)
  return words
}

/** Whether the facts are what the expression asks for. */
export function matchesQuery(expr: SearchExpr, facts: QueryFacts): boolean {
  switch (expr.kind) {
    case 'word':
      return expr.words.some((form) => holds(facts.text, form))
    case 'phrase':
      return holds(facts.text, expr.words.join(' '))
    case 'title':
      return matchesQuery(expr.expr, { ...facts, text: facts.title })
    case 'not':
      return !matchesQuery(expr.expr, facts)
    case 'and':
      return expr.exprs.every((part) => matchesQuery(part, facts))
    case 'or':
      return expr.exprs.some((part) => matchesQuery(part, facts))
    case 'field':
      return matchesField(expr.field, expr.value, facts)
    default:
      return expr satisfies never
  }
}

function matchesField(field: SearchField, value: string, facts: QueryFacts): boolean {
  switch (field) {
    case 'source':
      return holds(facts.source, queryWords(value).join(' '))
    case 'lang':
      return facts.langs.includes(value)
    case 'actor':
      return facts.actors.includes(value)
    case 'theme':
      return facts.themes.includes(value)
    case 'camp':
      return facts.camps.includes(value)
    case 'relevance':
      return facts.relevance === value
    default:
      return field satisfies never
  }
}

const holds = (texts: readonly string[], words: string): boolean =>
  words !== '' && texts.some((text) => text.includes(` ${words} `))
