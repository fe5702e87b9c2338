// Why: the hits behind a decision, as matches that can be stored and shown (law 10).

import type { Match } from '../types.ts'
import { type Part, ZONES } from './compile.ts'
import type { Hit } from './match.ts'
import type { Facts, Held } from './score.ts'

/** Adds the hits behind what held; a place is shown once. */
export function addMatches(
  kind: Match['kind'],
  ref: string,
  held: readonly Held[],
  facts: Facts,
  texts: readonly string[],
  matches: Match[],
): void {
  const seen = new Set<Hit>()
  for (const one of held) {
    const hits = hitsOf(one, facts)
    const own = hits.filter((hit) => hit.meaning.kind !== 'actor')
    const shown = own.length > 0 ? own : hits.slice(0, 1)
    shown.forEach((hit, at) => {
      if (seen.has(hit)) return
      seen.add(hit)
      // The points of a rule stand at its first part; the others are shown with none.
      matches.push(toMatch(kind, ref, hit, at === 0 ? one.points : 0, texts))
    })
  }
}

/** The first hit of each part of a rule that held. */
export function hitsOf({ rule, zone }: Held, facts: Facts): readonly Hit[] {
  const hits: Hit[] = []
  for (const choice of rule.all) {
    const hit = facts.hits.find((one) => (zone < 0 || one.zone === zone) && fits(one, choice))
    if (hit && !hits.includes(hit)) hits.push(hit)
  }
  return hits
}

function fits({ meaning }: Hit, choice: readonly Part[]): boolean {
  for (const { shown } of choice) if (meaning.atoms.includes(shown)) return true
  return false
}

export function toMatch(
  kind: Match['kind'],
  ref: string,
  hit: Hit,
  points: number,
  texts: readonly string[],
): Match {
  return {
    kind,
    ref,
    field: ZONES[hit.zone] ?? 'title',
    text: (texts[hit.zone] ?? '').slice(hit.start, hit.end),
    at: hit.start,
    points: round(points),
  }
}

export const round = (points: number): number => Math.round(points * 100) / 100
