import { UserError } from '../lib/errors.ts'
import { type ParsedQuery, packResolve, parseQuery } from '../lib/query.ts'
import type { Ask } from './command.ts'
import { shown } from './resolve.ts'

export type GoodQuery = Extract<ParsedQuery, { readonly kind: 'ok' }>

const CONTEXT_CHARACTERS = 12

/** Parses with the names of the pack and the store's words; throws UserError that says where the mistake is. */
export function toQuery(ask: Ask, text: string): GoodQuery {
  const { answers } = ask.deps
  const parsed = parseQuery(text, { ...packResolve(answers.pack()), words: answers.searchWords })
  if (parsed.kind === 'ok') return parsed
  const before = text.slice(Math.max(0, parsed.at - CONTEXT_CHARACTERS), parsed.at)
  const after = text.slice(parsed.at, parsed.at + CONTEXT_CHARACTERS)
  const place = `at character ${parsed.at + 1}: “${shown(before)} ⟨here⟩ ${shown(after)}”`
  throw new UserError(
    `The query has a mistake ${place}: ${parsed.text}. Write words, "exact phrase", -not, OR, ( ), or title: source: lang: actor: theme: camp: relevance: before a word.`,
  )
}
