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
    const hit = firstOf(choice, zone, facts)
    if (hit && !hits.includes(hit)) hits.push(hit)
  }
  return hits
}

/** The earliest mention of one of the parts, in a zone or (-1) in any. */
function firstOf(choice: readonly Part[], zone: number, facts: Facts): Hit | undefined {
  const atoms = facts.bits.length
  let best = 0
  for (const { shown } of choice) {
    if (!facts.bits[shown]) continue
    for (let at = zone < 0 ? 0 : zone; at < ZONES.length; at += 1) {
      const place = facts.firsts[at * atoms + shown] ?? 0
      if (place > 0 && (best === 0 || place < best)) best = place
      if (zone >= 0) break
    }
  }
  return best === 0 ? undefined : facts.hits[best - 1]
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
