// Why: the hits behind a decision, as matches that can be stored and shown (law 10).

import type { Match } from '../types.ts'
import { ZONES } from './rules.ts'
import type { Held } from './score.ts'
import type { Hit } from './scratch.ts'
import type { Facts } from './space.ts'

/** Adds the hits behind what held; a place is shown once. */
export function addMatches(
  kind: Match['kind'],
  ref: string,
  held: readonly Held[],
  facts: Facts,
  texts: readonly string[],
  matches: Match[],
): void {
  if (held.length === 0) return
  const seen: Hit[] = []
  for (const one of held) {
    const hits = hitsOf(one, facts)
    // An actor is shown only where the rule speaks of nothing else.
    const hasOther = hits.some(isNoActor)
    // The points of a rule stand at its first part; the others are shown with none.
    let points = one.points
    for (let at = 0; at < hits.length; at += 1) {
      const hit = hits[at]
      if (!hit || (hasOther ? hit.meaning.kind === 'actor' : at > 0)) continue
      if (!seen.includes(hit)) {
        seen.push(hit)
        matches.push(toMatch(kind, ref, hit, points, texts))
      }
      points = 0
    }
  }
}

const isNoActor = (hit: Hit): boolean => hit.meaning.kind !== 'actor'

/** The first hit of each part of a rule that held. */
export function hitsOf({ rule, zone }: Held, facts: Facts): readonly Hit[] {
  const hits: Hit[] = []
  const { shown } = rule
  for (let at = 0; at < shown.length; at += 1) {
    const choice = shown[at]
    if (choice === undefined) continue
    const place = zone < 0 ? firstAnywhere(choice, facts) : firstIn(choice, zone, facts)
    const hit = facts.hits[place - 1]
    if (hit !== undefined && !hits.includes(hit)) hits.push(hit)
  }
  return hits
}

/** Place (from 1) of the earliest mention of one of the atoms in a zone; 0 where there is none. */
function firstIn(atoms: Int32Array, zone: number, { bits, firsts }: Facts): number {
  const offset = zone * bits.length
  let best = 0
  for (let at = 0; at < atoms.length; at += 1) {
    const place = firsts[offset + (atoms[at] ?? 0)] ?? 0
    if (place > 0 && (best === 0 || place < best)) best = place
  }
  return best
}

/** The same in any zone: hits stand in the order of their zones. */
function firstAnywhere(atoms: Int32Array, facts: Facts): number {
  for (let zone = 0; zone < ZONES.length; zone += 1) {
    const place = firstIn(atoms, zone, facts)
    if (place > 0) return place
  }
  return 0
}

export function toMatch(
  kind: Match['kind'],
  ref: string,
  hit: Hit,
  points: number,
  texts: readonly string[],
): Match {
  const text = (texts[hit.zone] ?? '').slice(hit.start, hit.end)
  const field = ZONES[hit.zone] ?? 'title'
  const at = hit.start
  return hit.term === text
    ? { kind, ref, field, text, at, points: round(points) }
    : { kind, ref, field, text, at, points: round(points), term: hit.term }
}

export const round = (points: number): number => Math.round(points * 100) / 100

/** The same few sums come again and again, and writing a fraction costs more than finding it. */
export function pointsText(points: number): string {
  const hundredths = Math.round(points * 100)
  if (hundredths < 0 || hundredths >= TEXTS_KEPT) return String(hundredths / 100)
  const known = texts[hundredths]
  if (known !== undefined) return known
  const text = String(hundredths / 100)
  texts[hundredths] = text
  return text
}

const TEXTS_KEPT = 5000
const texts: (string | undefined)[] = new Array(TEXTS_KEPT).fill(undefined)
