// Why: the hits behind a decision, as matches that can be stored and shown (law 10).

import type { Match } from '../types.ts'
import { type Matcher, ZONES } from './compile.ts'
import type { Hit } from './match.ts'
import type { Facts, Held } from './score.ts'

export function addMatches(
  matcher: Matcher,
  kind: Match['kind'],
  ref: string,
  held: readonly Held[],
  facts: Facts,
  texts: readonly string[],
  matches: Match[],
): void {
  const seen = new Set<string>()
  for (const one of held) {
    const hits = hitsOf(matcher, one, facts)
    const own = hits.filter((hit) => hit.meaning.kind !== 'actor')
    const shown = own.length > 0 ? own : hits.slice(0, 1)
    shown.forEach((hit, at) => {
      const key = `${hit.zone}:${hit.start}`
      if (seen.has(key)) return
      seen.add(key)
      // The points of a rule stand at its first part; the others are shown with none.
      matches.push(toMatch(kind, ref, hit, at === 0 ? one.points : 0, texts))
    })
  }
}

/** The first hit of each part of a rule that held. */
export function hitsOf(matcher: Matcher, { rule, zone }: Held, facts: Facts): readonly Hit[] {
  const hits: Hit[] = []
  for (const choice of rule.all) {
    const atoms = choice.map(({ atom }) => plainAtom(matcher, atom))
    const hit = facts.hits.find(
      (one) =>
        (zone < 0 || one.zone === zone) && one.meaning.atoms.some((atom) => atoms.includes(atom)),
    )
    if (hit && !hits.includes(hit)) hits.push(hit)
  }
  return hits
}

/** `1@x` is explained by a mention of `@x`. */
function plainAtom(matcher: Matcher, atom: number): number {
  const name = matcher.atomNames[atom] ?? ''
  return name.startsWith('1@') ? (matcher.atomIds.get(name.slice(1)) ?? atom) : atom
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
