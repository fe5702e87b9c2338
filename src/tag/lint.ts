// Weak spots of a pack that is valid: terms that never count, count for two, or hit everything.

import type { Pack, Terms } from '../pack.ts'
import type { Instant } from '../types.ts'
import { compilePack } from './compile.ts'
import { tagArticle } from './tag.ts'
import { parseTerm } from './term.ts'

/** `place` is the path of the thing: `actors.iran.names.en`. */
export type Lint = {
  readonly level: 'error' | 'warning'
  readonly place: string
  readonly text: string
}

type Listed = {
  readonly place: string
  readonly owner: string
  readonly lang: string
  readonly term: string
}

/** Everything that a maker of a pack should look at. */
export function lintPack(pack: Pack, now: Instant): readonly Lint[] {
  const terms = listTerms(pack)
  return [
    ...lintTerms(terms),
    ...lintDoubles(terms),
    ...lintLanguages(pack),
    ...lintActors(pack, now),
    ...lintShadowed(pack, terms),
  ]
}

function listTerms(pack: Pack): readonly Listed[] {
  const listed: Listed[] = []
  const add = (owner: string, place: string, terms: Terms | undefined): void => {
    for (const [lang, list] of Object.entries(terms ?? {})) {
      for (const term of list) listed.push({ place: `${place}.${lang}`, owner, lang, term })
    }
  }
  for (const actor of pack.actors) {
    const at = `actors.${actor.id}`
    for (const key of ['names', 'demonyms', 'organisations', 'places', 'hints'] as const) {
      add(at, `${at}.${key}`, actor[key])
    }
    for (const [index, person] of (actor.people ?? []).entries()) {
      add(`${at}.people[${index}]`, `${at}.people[${index}].names`, person.names)
    }
  }
  for (const { id, names } of pack.assets) add(`assets.${id}`, `assets.${id}.names`, names)
  for (const { id, terms } of pack.concepts) add(`concepts.${id}`, `concepts.${id}.terms`, terms)
  add('blocks', 'blocks', pack.blocks)
  return listed
}

const COMMON: ReadonlySet<string> = new Set(
  'the a an of to in on and for with is at by it as that from и в на не что с по это та що на в у від و في من على این که از در به و את של על לא זה'.split(
    ' ',
  ),
)

function lintTerms(terms: readonly Listed[]): readonly Lint[] {
  const found: Lint[] = []
  for (const { place, term } of terms) {
    let sequences: readonly (readonly string[])[] = []
    try {
      sequences = parseTerm(term)
    } catch (error) {
      found.push({
        level: 'error',
        place,
        text: error instanceof Error ? error.message : String(error),
      })
    }
    for (const words of sequences) {
      const bare = words.map((word) => word.replace(/[=^*]/g, ''))
      if (bare.length === 1 && [...(bare[0] ?? '')].length < 2) {
        found.push({ level: 'error', place, text: `“${term}” is a single letter` })
      } else if (bare.every((word) => COMMON.has(word.toLowerCase()))) {
        found.push({ level: 'error', place, text: `“${term}” is too common to mean anything` })
      } else if (words.length === 1 && words[0]?.endsWith('*') && (bare[0]?.length ?? 0) < 3) {
        found.push({ level: 'warning', place, text: `“${term}” begins half the dictionary` })
      }
    }
  }
  return found
}

/** The same term under two owners of one kind counts for both; twice under one owner does nothing. */
function lintDoubles(terms: readonly Listed[]): readonly Lint[] {
  const found: Lint[] = []
  const seen = new Map<string, Listed>()
  for (const listed of terms) {
    const kind = listed.place.split('.')[0]
    const key = `${kind}|${listed.lang}|${listed.term}`
    const before = seen.get(key)
    if (!before) seen.set(key, listed)
    else if (before.owner.split('.people')[0] === listed.owner.split('.people')[0]) {
      if (before.place === listed.place) {
        found.push({
          level: 'warning',
          place: listed.place,
          text: `“${listed.term}” is there twice`,
        })
      }
    } else if (kind !== 'concepts') {
      found.push({
        level: 'warning',
        place: listed.place,
        text: `“${listed.term}” counts for ${before.owner} as well`,
      })
    }
  }
  return found
}

function lintLanguages(pack: Pack): readonly Lint[] {
  const found: Lint[] = []
  const check = (place: string, terms: Terms): void => {
    const missing = pack.languages.filter((lang) => (terms[lang]?.length ?? 0) === 0)
    if (missing.length > 0) {
      found.push({ level: 'warning', place, text: `says nothing in ${missing.join(', ')}` })
    }
  }
  for (const { id, names } of pack.actors) check(`actors.${id}.names`, names)
  for (const { id, terms } of pack.concepts) check(`concepts.${id}.terms`, terms)
  return found
}

function lintActors(pack: Pack, now: Instant): readonly Lint[] {
  const found: Lint[] = []
  const bodies = new Set(pack.groups.bodies ?? [])
  const sides = new Set(pack.groups.proxies ?? [])
  for (const actor of pack.actors) {
    const place = `actors.${actor.id}`
    if (!actor.demonyms && !bodies.has(actor.id) && !sides.has(actor.id)) {
      found.push({ level: 'warning', place, text: 'has no demonyms' })
    }
    for (const [index, person] of (actor.people ?? []).entries()) {
      const open = (actor.people ?? []).some(
        (other) => other.role === person.role && (other.to === undefined || other.to > now),
      )
      if (person.role && person.to !== undefined && person.to <= now && !open) {
        found.push({
          level: 'warning',
          place: `${place}.people[${index}]`,
          text: `${person.role}: nobody holds this office since ${new Date(person.to).toISOString().slice(0, 10)}`,
        })
      }
    }
  }
  return found
}

/** A name that a longer or a blocking term swallows never counts. */
function lintShadowed(pack: Pack, terms: readonly Listed[]): readonly Lint[] {
  const matcher = compilePack(pack)
  const found: Lint[] = []
  for (const { place, owner, term } of terms) {
    const [kind, id] = owner.split('.')
    if (kind !== 'actors' && kind !== 'assets') continue
    if (place.includes('.hints.') || place.includes('.people[')) continue
    const title = term.replace(/[=^*]/g, '').replace(/\([^)]*\)/g, '')
    const tags = tagArticle(matcher, { title })
    const given: readonly string[] = kind === 'actors' ? tags.actors : tags.assets
    if (!given.includes(id ?? '')) {
      found.push({
        level: 'warning',
        place,
        text: `“${term}” never counts: another term swallows it`,
      })
    }
  }
  return found
}
