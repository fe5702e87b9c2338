import type { StoryFilter } from '../ports.ts'
import type { Relevance, Severity, Story } from '../types.ts'

/** Levels at which a story of each relevance is shown. */
const LEVELS: Readonly<Record<Relevance, readonly Relevance[]>> = {
  core: ['core', 'related', 'no'],
  related: ['related', 'no'],
  no: ['no'],
}

/** Facets of "at least this severe"; every story is at least `low`. */
const AT_LEAST: Readonly<Record<Severity, readonly Severity[]>> = {
  low: [],
  medium: ['medium'],
  high: ['medium', 'high'],
  critical: ['medium', 'high', 'critical'],
}

/** The facet that every story has. */
export const ANY_FACET = ''

export const actorFacet = (actor: string): string => `actor:${actor}`
export const themeFacet = (theme: string): string => `theme:${theme}`

/** What a story can be asked for by, without the levels. A story that another took over has none (law 4). */
export function facetsOf(story: Story): readonly string[] {
  if (story.mergedInto !== undefined) return []
  const facets = new Set([ANY_FACET])
  for (const actor of story.actors) facets.add(actorFacet(actor))
  for (const asset of story.assets) facets.add(`asset:${asset}`)
  for (const theme of story.themes) facets.add(themeFacet(theme))
  for (const { camp } of story.camps) facets.add(`camp:${camp}`)
  facets.add(`lang:${story.lang}`)
  for (const { lang } of story.sides) facets.add(`lang:${lang}`)
  for (const severity of AT_LEAST[story.severity]) facets.add(`severity:${severity}`)
  return [...facets]
}

/** The levels whose ranges a story stands in. */
export const levelsOf = (story: Story): readonly Relevance[] => LEVELS[story.relevance]

/** The facets that a story needs to pass a filter; `ANY_FACET` alone where it names none. */
export function facetsWanted(filter: StoryFilter): readonly string[] {
  const wanted = new Set<string>()
  for (const actor of filter.actors ?? []) wanted.add(actorFacet(actor))
  for (const theme of filter.themes ?? []) wanted.add(themeFacet(theme))
  if (filter.camp !== undefined) wanted.add(`camp:${filter.camp}`)
  if (filter.lang !== undefined) wanted.add(`lang:${filter.lang}`)
  if (filter.severity !== undefined && filter.severity !== 'low') {
    wanted.add(`severity:${filter.severity}`)
  }
  return wanted.size === 0 ? [ANY_FACET] : [...wanted]
}
