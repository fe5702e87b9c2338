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

/** Two actors or themes at once: what is asked for together stands together, since two frequent ones may meet rarely. */
const bothFacet = (a: string, b: string): string => (a < b ? `both:${a}|${b}` : `both:${b}|${a}`)

const isNamed = (facet: string): boolean => /^(?:actor|theme):/.test(facet)

/** What is kept with a story, so that just the places where it stands are removed when it moves. */
export type Places = { readonly levels: readonly Relevance[]; readonly facets: readonly string[] }

/** Every place where a story stands: each of its facets, and every two of its actors and themes, at each level. */
export function placesOf({
  levels,
  facets,
}: Places): readonly { readonly level: Relevance; readonly facet: string }[] {
  const named = facets.filter(isNamed)
  const both = named.flatMap((a, at) => named.slice(at + 1).map((b) => bothFacet(a, b)))
  const all = [...facets, ...both]
  return levels.flatMap((level) => all.map((facet) => ({ level, facet })))
}

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

/** The facets that a story needs to pass a filter, and to have `more`; `ANY_FACET` alone where nothing is asked for. */
export function facetsWanted(
  filter: StoryFilter,
  more: { readonly actor?: string; readonly theme?: string } = {},
): readonly string[] {
  const named = [
    ...new Set([
      ...[...(filter.actors ?? []), ...(more.actor === undefined ? [] : [more.actor])].map(
        actorFacet,
      ),
      ...[...(filter.themes ?? []), ...(more.theme === undefined ? [] : [more.theme])].map(
        themeFacet,
      ),
    ]),
  ]
  // Each with the next: of one alone there is no next.
  const wanted = new Set(named.length === 1 ? named : [])
  for (const [at, b] of named.entries()) {
    const a = named[at - 1]
    if (a !== undefined) wanted.add(bothFacet(a, b))
  }
  if (filter.camp !== undefined) wanted.add(`camp:${filter.camp}`)
  if (filter.lang !== undefined) wanted.add(`lang:${filter.lang}`)
  if (filter.severity !== undefined && filter.severity !== 'low') {
    wanted.add(`severity:${filter.severity}`)
  }
  return wanted.size === 0 ? [ANY_FACET] : [...wanted]
}
