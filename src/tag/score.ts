// Points: which rules hold for an article, in which zone, and how much they give.

import type { Matcher, Part, Rule, Score } from './compile.ts'
import { ZONE_WEIGHTS } from './compile.ts'
import type { Hit, NumberHit } from './match.ts'

/** What was found in an article, as rules see it. */
export type Facts = {
  readonly hits: readonly Hit[]
  readonly numbers: readonly NumberHit[]
  /** Zones (bits 1 title, 2 summary, 4 content) in which each atom stands. */
  readonly bits: Uint8Array
  /** Place in `hits` (from 1; 0 = none) of the first mention of each atom: zone × atoms + atom. */
  readonly firsts: Uint16Array
}

/** A rule that held: its zone (-1 = across zones) and its points with the zone's weight. */
export type Held = { readonly rule: Rule; readonly zone: number; readonly points: number }

const ACROSS_WEIGHT = 1
export const EVERY_ZONE = 7

/** All rules of a score that hold, with the sum of their points. */
export function scoreOf(
  matcher: Matcher,
  score: Score,
  facts: Facts,
): { readonly points: number; readonly held: readonly Held[] } {
  let points = 0
  let held: Held[] | undefined
  for (const rule of score.rules) {
    const zones = zonesOf(rule, facts.bits)
    if (zones === 0) continue
    let inZone = 0
    for (let zone = 0; zone < ZONE_WEIGHTS.length; zone += 1) {
      if (!(zones & (1 << zone))) continue
      if (rule.near > 0 && !isNear(matcher, rule, zone, facts)) continue
      const given = rule.points * (ZONE_WEIGHTS[zone] ?? 0)
      inZone += 1
      points += given
      held ??= []
      held.push({ rule, zone, points: given })
    }
    if (inZone === 0 && rule.across && zones & ACROSS) {
      points += rule.points * ACROSS_WEIGHT
      held ??= []
      held.push({ rule, zone: -1, points: rule.points * ACROSS_WEIGHT })
    }
  }
  return { points, held: held ?? NOTHING }
}

const NOTHING: readonly Held[] = []
const ACROSS = 8

/** Bits of the zones where every part stands; bit 8 where they all stand somewhere. */
function zonesOf(rule: Rule, bits: Uint8Array): number {
  let zones = rule.zones
  let free = false
  let across = true
  for (const choice of rule.all) {
    let own = 0
    for (const { atom, title } of choice) {
      const set = bits[atom] ?? 0
      // A part that is asked for in the title leaves the zone of the rule to the others.
      if (!title) own |= set
      else if (set & TITLE) own |= EVERY_ZONE
    }
    if (own === 0) return 0
    if (!choice.every((part) => part.title)) free = true
    zones &= own
    across &&= (own & TITLE_OR_SUMMARY) !== 0
  }
  for (const { atom, title } of rule.none) {
    if ((bits[atom] ?? 0) & (title ? TITLE : EVERY_ZONE)) return 0
  }
  return (free ? zones : zones & TITLE) | (across ? ACROSS : 0)
}

const TITLE = 1
const TITLE_OR_SUMMARY = 3

/** Whether all parts of a rule stand within its distance in a zone. */
function isNear(matcher: Matcher, rule: Rule, zone: number, facts: Facts): boolean {
  const places: number[][] = []
  for (const choice of rule.all.slice(0, rule.nearParts)) {
    const own = placesOfAny(matcher, choice, zone, facts)
    // Periods and the like stand everywhere.
    if (own === undefined) continue
    if (own.length === 0) return false
    places.push(own)
  }
  const [first, ...others] = places
  if (!first) return true
  return first.some((start) => {
    let at = start
    for (const own of others) {
      const next = rule.ordered
        ? own.find((place) => place > at && place - at <= rule.near)
        : own.find((place) => Math.abs(place - start) <= rule.near)
      if (next === undefined) return false
      at = next
    }
    return true
  })
}

function placesOfAny(
  matcher: Matcher,
  choice: readonly Part[],
  zone: number,
  facts: Facts,
): number[] | undefined {
  const places: number[] = []
  for (const { atom } of choice) {
    const own = placesOf(matcher, atom, zone, facts)
    if (own !== undefined) places.push(...own)
    else if (facts.bits[atom]) return undefined
  }
  return places
}

function placesOf(
  matcher: Matcher,
  atom: number,
  zone: number,
  facts: Facts,
): number[] | undefined {
  const name = matcher.atomNames[atom] ?? ''
  if (/^(?:#|%|1@)/.test(name)) return undefined
  if (name.startsWith('>=')) {
    const least = Number(name.slice(2))
    return facts.numbers
      .filter((number) => number.zone === zone && number.value >= least && !isYear(number.value))
      .map((number) => number.at)
  }
  return facts.hits
    .filter((hit) => hit.zone === zone && hit.meaning.atoms.includes(atom))
    .map((hit) => hit.first)
}

/** 1900 to 2100 is a year, not a count. */
export const isYear = (value: number): boolean => value >= 1900 && value <= 2100
