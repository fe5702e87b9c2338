import { UserError } from '../lib/errors.ts'
import { foldName, likeness } from '../lib/fuzzy.ts'
import { type ParsedQuery, parseQuery } from '../lib/query.ts'
import { packResolve } from '../lib/query-names.ts'
import type { Ask } from './command.ts'
import { shown } from './resolve.ts'

export type GoodQuery = Extract<ParsedQuery, { readonly kind: 'ok' }>

const CONTEXT_CHARACTERS = 12
const NEAR_MAX = 3
const CAMP_ALIKE = 0.4

/** Parses with the names of the pack and the store's words; throws UserError that says where the mistake is. */
export function toQuery(ask: Ask, text: string): GoodQuery {
  const { answers } = ask.deps
  const names = packResolve(answers.pack())
  const camps = answers.camps()
  const parsed = parseQuery(text, {
    ...names,
    words: answers.searchWords,
    // A pack knows no camps; what is stored carries their ids.
    id: (field, value) =>
      field === 'camp'
        ? camps.find((camp) => camp.id === value.toLowerCase())?.id
        : names.id?.(field, value),
  })
  if (parsed.kind === 'ok') return parsed
  const before = text.slice(Math.max(0, parsed.at - CONTEXT_CHARACTERS), parsed.at)
  const after = text.slice(parsed.at, parsed.at + CONTEXT_CHARACTERS)
  const place = `at character ${parsed.at + 1}: “${shown(before)} ⟨here⟩ ${shown(after)}”`
  const near = nearOf(ask, parsed.text)
  const hint = near.length === 0 ? '' : ` Did you mean ${near.join(', ')}?`
  throw new UserError(
    `The query has a mistake ${place}: ${parsed.text}.${hint} Write words, "exact phrase", -not, OR, ( ), or title: source: lang: actor: theme: camp: relevance: before a word.`,
  )
}

const UNKNOWN = /^I know no (actor|theme|camp) “(.+)”$/u

/** Names like one that nothing carries, as they can be written behind the field. */
function nearOf(ask: Ask, text: string): readonly string[] {
  const [, field, value = ''] = UNKNOWN.exec(text) ?? []
  if (field === 'actor' || field === 'theme') {
    return ask.names.near([field], value, NEAR_MAX).map(({ entry }) => `${field}:${entry.id}`)
  }
  if (field !== 'camp') return []
  const fold = foldName(value)
  return ask.deps.answers
    .camps()
    .map(({ id, label }) => ({
      id,
      score: Math.max(likeness(foldName(label), fold), likeness(foldName(id), fold)),
    }))
    .filter(({ score }) => score >= CAMP_ALIKE)
    .sort((a, b) => b.score - a.score)
    .slice(0, NEAR_MAX)
    .map(({ id }) => `camp:${id}`)
}
