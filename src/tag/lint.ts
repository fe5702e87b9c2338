// Weak spots of a pack that is valid: terms that never count, count for two, or hit everything.

import type { Pack, Terms } from '../pack.ts'
import type { Instant } from '../types.ts'
import { lintHits } from './lint-hits.ts'
import { type Lint, type Listed, listTerms } from './listed.ts'
import { parseTerm } from './term.ts'

/** Everything that a maker of a pack should look at. */
export function lintPack(pack: Pack, now: Instant): readonly Lint[] {
  const terms = listTerms(pack)
  const faults = lintTerms(terms)
  return [
    ...faults,
    ...lintDoubles(terms),
    ...lintLanguages(pack),
    ...lintActors(pack, now),
    ...lintUnused(pack),
    // A term that holds no word cannot be compiled: that is mended first.
    ...(faults.some(({ text }) => text.includes('holds no word')) ? [] : lintHits(pack, terms)),
  ]
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
  for (const actor of pack.actors) {
    const place = `actors.${actor.id}`
    // A part or an ally of another is no country; what else has none says so: `demonyms: {}`.
    if (!actor.demonyms && actor.parent === undefined && actor.ally === undefined) {
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

/** What no rule speaks of does nothing; actors and assets are shown for themselves. */
function lintUnused(pack: Pack): readonly Lint[] {
  const scores = [
    ...pack.themes,
    pack.relevance.core,
    pack.relevance.related,
    ...pack.classes,
    ...pack.signals,
  ]
  const parts = scores.flatMap(({ rules }) =>
    rules.flatMap(({ all, none }) => [...all.flat(), ...(none ?? [])]),
  )
  const needs = pack.themes.flatMap((theme) => theme.needs ?? [])
  const spoken = new Set(
    [...parts, ...needs].map((part) => part.replace(/^[th]:/, '').replace(/^1@/, '@')),
  )
  const unused = (place: string, name: string): readonly Lint[] =>
    spoken.has(name) ? [] : [{ level: 'warning', place, text: 'no rule speaks of it' }]
  return [
    ...pack.concepts.flatMap(({ id }) => unused(`concepts.${id}`, id)),
    ...pack.periods.flatMap(({ id }) => unused(`periods.${id}`, `#${id}`)),
    ...Object.keys(pack.groups).flatMap((id) => unused(`groups.${id}`, `@${id}`)),
  ]
}
