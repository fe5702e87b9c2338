// Whether a story reaches a subscription: positive evidence for every filter (law 8).

import { matchesQuery, parseQuery, plainResolve, type Resolve, storyFacts } from '../lib/query.ts'
import type { SearchExpr } from '../ports.ts'
import type { Camp, Filters, Relevance, Story } from '../types.ts'
import { severityRank } from './material.ts'

/** The stage that stopped a story, as `why` names it. */
export type Stage =
  | 'story'
  | 'relevance'
  | 'severity'
  | 'theme'
  | 'actor'
  | 'camp'
  | 'language'
  | 'publishers-min'
  | 'camps-min'
  | 'query'

export type Passed =
  | { readonly passed: true }
  | { readonly passed: false; readonly stage: Stage; readonly text: string }

const RELEVANCE_RANK: Readonly<Record<Relevance, number>> = { no: 0, related: 1, core: 2 }

/** The first filter that stops a story, or that it passed. A query that does not parse lets nothing through. */
export function passes(
  filters: Filters,
  story: Story,
  camps: readonly Camp[],
  resolve: Resolve = plainResolve,
): Passed {
  const stop = (stage: Stage, text: string): Passed => ({ passed: false, stage, text })
  if (filters.story !== undefined && filters.story !== story.id) {
    return stop('story', `it follows ${filters.story} alone`)
  }
  const query = filters.query === undefined ? undefined : parseQuery(filters.query, resolve)
  if (query?.kind === 'error') return stop('query', `the query has a mistake: ${query.text}`)
  const expr = query?.expr
  if (!isRelevant(filters, story, expr)) {
    return stop('relevance', `it is ${story.relevance}, wanted ${filters.relevance}`)
  }
  if (filters.severity && severityRank(story.severity) < severityRank(filters.severity)) {
    return stop('severity', `it is ${story.severity}, wanted ${filters.severity} and above`)
  }
  if (!overlaps(filters.themes, story.themes)) {
    return stop('theme', `it has ${listed(story.themes)}, wanted ${filters.themes.join(' or ')}`)
  }
  if (!overlaps(filters.actors, [...story.actors, ...story.assets])) {
    return stop('actor', `it has ${listed(story.actors)}, wanted ${filters.actors.join(' or ')}`)
  }
  const itsCamps = story.camps.map(({ camp }) => camp)
  if (!overlaps(filters.camps, itsCamps)) {
    return stop('camp', `it has ${listed(itsCamps)}, wanted ${filters.camps.join(' or ')}`)
  }
  const langs = storyLangs(story)
  if (!overlaps(filters.langs, langs)) {
    return stop('language', `it is in ${listed(langs)}, wanted ${filters.langs.join(' or ')}`)
  }
  const publishers = independentPublishers(story, camps)
  if (publishers < (filters.publishersMin ?? 0)) {
    return stop('publishers-min', `${publishers} of ${filters.publishersMin} publishers`)
  }
  const contrast = contrastCamps(story, camps)
  if (contrast < (filters.campsMin ?? 0)) {
    return stop('camps-min', `${contrast} of ${filters.campsMin} camps`)
  }
  if (expr && !matchesQuery(expr, storyFacts(story))) {
    return stop('query', `it does not match ${filters.query}`)
  }
  return { passed: true }
}

/** `no` passes only where everything is wanted *and* the sources are named. */
function isRelevant(filters: Filters, story: Story, expr: SearchExpr | undefined): boolean {
  if (story.relevance === 'no') {
    return filters.relevance === 'no' && expr !== undefined && namesSource(expr)
  }
  return RELEVANCE_RANK[story.relevance] >= RELEVANCE_RANK[filters.relevance]
}

/** Whether every way to match the expression goes through a named source. */
export function namesSource(expr: SearchExpr): boolean {
  switch (expr.kind) {
    case 'field':
      return expr.field === 'source'
    case 'and':
      return expr.exprs.some(namesSource)
    case 'or':
      return expr.exprs.length > 0 && expr.exprs.every(namesSource)
    case 'title':
      return namesSource(expr.expr)
    case 'word':
    case 'phrase':
    case 'not':
      return false
    default:
      return expr satisfies never
  }
}

/**
 * Publisher families, those of one state camp counted as one. Where the story does not carry the
 * count, the least that its articles by camp allow.
 */
export function independentPublishers(story: Story, camps: readonly Camp[]): number {
  if (story.independent !== undefined) return story.independent
  const state = new Set(camps.filter((camp) => camp.state).map((camp) => camp.id))
  let spare = 0
  for (const { camp, articles } of story.camps) if (state.has(camp)) spare += articles - 1
  return Math.max(Math.min(1, story.families.length), story.families.length - spare)
}

/** Camps of the public debate that tell the story. */
export function contrastCamps(story: Story, camps: readonly Camp[]): number {
  const contrast = new Set(camps.filter((camp) => camp.contrast).map((camp) => camp.id))
  return story.camps.filter(({ camp }) => contrast.has(camp)).length
}

/** Every language that the story is told in. */
export const storyLangs = (story: Story): readonly string[] => [
  ...new Set([story.lang, ...story.sides.map((side) => side.lang)]),
]

const overlaps = (wanted: readonly string[], has: readonly string[]): boolean =>
  wanted.length === 0 || wanted.some((one) => has.includes(one))

const listed = (ids: readonly string[]): string => (ids.length > 0 ? ids.join(', ') : 'none')
