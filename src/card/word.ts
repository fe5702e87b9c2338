// Small words of cards: severity, counts, labels of the pack.

import type { PackEntry, PackInfo } from '../pack.ts'
import type { Camp, Severity, Story } from '../types.ts'

/** Sign and word together: never colour or emoji alone. */
export const SEVERITY_SIGN: Readonly<Record<Severity, string>> = {
  critical: '🔴 CRITICAL',
  high: '🟠 HIGH',
  medium: '🟡 MEDIUM',
  low: '⚪ LOW',
}

export const SEVERITY_COLOUR: Readonly<Record<Severity, number>> = {
  critical: 0xd92d20,
  high: 0xf79009,
  medium: 0xeaaa08,
  low: 0x98a2b3,
}

/** Colour of cards that have no severity. */
export const PLAIN_COLOUR = 0x4a5568

/** `1 article`, `6 articles`, `1,024 articles`. */
export function countOf(n: number, one: string, many = `${one}s`): string {
  return `${n.toLocaleString('en-US')} ${n === 1 ? one : many}`
}

/** What a page shows of the whole: `9–12 of 12 stories`, and `3 stories` where it shows all of them. */
export function rangeOf(
  page: { readonly offset: number; readonly shown: number; readonly total: number },
  whole: string,
): string {
  const { offset, shown, total } = page
  return shown === 0 || shown === total ? whole : `${offset + 1}–${offset + shown} of ${whole}`
}

/** `1 story`, `n stories`. */
export const storiesOf = (n: number): string => countOf(n, 'story', 'stories')

/** The camp of outlets that nobody has placed: they are no side of their own. */
const UNPLACED = 'unknown'
export const isPlaced = (camp: string): boolean => camp !== UNPLACED && camp !== ''

/** The one camp that tells a story, `Iran state only`; undefined where more do, or nobody knows. Not escaped. */
export function onlyCamp(story: Story, camps: readonly Camp[]): string | undefined {
  const [only, other] = story.camps
  if (only === undefined || other !== undefined || !isPlaced(only.camp)) return undefined
  return `${campLabel(only.camp, camps)} only`
}

export const campLabel = (id: string, camps: readonly Camp[]): string =>
  camps.find((camp) => camp.id === id)?.label ?? (id === '' ? 'Unknown' : id)

/** Label of an actor, asset or theme; the id where the pack no longer knows it. */
export const labelOf = (id: string, entries: readonly PackEntry[]): string =>
  entries.find((entry) => entry.id === id)?.label ?? id

/** A label inside a sentence: `war in Ukraine`, `arms transfers`; an acronym keeps its capitals. */
export function lowerFirst(label: string): string {
  const [first = '', second = ''] = label
  const isAcronym = second !== '' && second !== second.toLowerCase()
  return isAcronym ? label : first.toLowerCase() + label.slice(first.length)
}

/** The finest of the actors: one that another of them rolls up to is left out. */
export function finestActors(ids: readonly string[], pack: PackInfo): readonly string[] {
  const parents = new Set<string>()
  for (const id of ids) {
    let parent = pack.actors.find((actor) => actor.id === id)?.parent
    while (parent !== undefined && !parents.has(parent)) {
      parents.add(parent)
      const next: string = parent
      parent = pack.actors.find((actor) => actor.id === next)?.parent
    }
  }
  return ids.filter((id) => !parents.has(id))
}

/** `Ukraine 2 · Iran state 1`: articles by camp, most first. */
export const campCounts = (story: Story, camps: readonly Camp[]): string =>
  story.camps.map(({ camp, articles }) => `${campLabel(camp, camps)} ${articles}`).join(' · ')
