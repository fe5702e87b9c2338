// Whether the parts of a rule stand near each other. Places are ascending, so that a long text costs little
// more than its length.

import type { Matcher } from './compile.ts'
import type { NearChoice, Rule } from './rules.ts'
import type { Facts } from './space.ts'
import { isYear } from './space.ts'

/** Whether all parts of a rule that must be near are within its distance in a zone. */
export function isNear(matcher: Matcher, rule: Rule, zone: number, facts: Facts): boolean {
  const places: (readonly number[])[] = []
  for (const choice of rule.nearChoices) {
    // What holds for the whole article is near to everything.
    if (choice.everywhere.some((atom) => facts.bits[atom] !== 0)) continue
    const own = placesOf(matcher, choice, zone, facts)
    if (own.length === 0) return false
    places.push(own)
  }
  const [first, ...others] = places
  if (!first) return true
  return first.some((start) => hasOthers(start, others, rule))
}

function hasOthers(
  start: number,
  others: readonly (readonly number[])[],
  { near, ordered }: Rule,
): boolean {
  let at = start
  for (const own of others) {
    // In order each part counts from the one before it, else all from the first.
    const [least, most] = ordered ? [at + 1, at + near] : [start - near, start + near]
    const next = firstFrom(own, least)
    if (next === undefined || next > most) return false
    at = next
  }
  return true
}

/** The first of ascending places that is no earlier than `least`. */
function firstFrom(places: readonly number[], least: number): number | undefined {
  let low = 0
  let high = places.length
  while (low < high) {
    const middle = (low + high) >> 1
    if ((places[middle] ?? 0) < least) low = middle + 1
    else high = middle
  }
  return places[low]
}

/** Words of a zone at which one of the parts stands, ascending. */
function placesOf(
  { atomKinds }: Matcher,
  { numbers, mentions }: NearChoice,
  zone: number,
  { numbers: found, hits, zoneEnds }: Facts,
): readonly number[] {
  const places: number[] = []
  for (const atom of numbers) {
    const kind = atomKinds[atom]
    if (kind?.kind !== 'number') continue
    for (const { zone: own, at, value } of found) {
      if (own === zone && value >= kind.least && !isYear(value)) places.push(at)
    }
  }
  const others = places.length
  const end = zoneEnds[zone] ?? 0
  for (let at = zone === 0 ? 0 : (zoneEnds[zone - 1] ?? 0); at < end; at += 1) {
    const hit = hits[at]
    if (hit && isAny(hit.meaning.atoms, mentions)) places.push(hit.first)
  }
  return others === 0 ? places : places.sort((a, b) => a - b)
}

function isAny(atoms: readonly number[], wanted: Uint8Array): boolean {
  for (let at = 0; at < atoms.length; at += 1) {
    const atom = atoms[at] ?? 0
    if (atom < wanted.length && wanted[atom] === 1) return true
  }
  return false
}
