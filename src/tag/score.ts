// Points: which rules hold for an article, in which zone, and how much they give.

import type { Matcher } from './compile.ts'
import { isNear } from './near.ts'
import { type Rule, type Score, ZONE_WEIGHTS } from './rules.ts'
import { HEAD } from './shape.ts'
import type { Facts } from './space.ts'

/** A rule that held: its zone (-1 = across zones) and its points with the zone's weight. */
export type Held = { readonly rule: Rule; readonly zone: number; readonly points: number }

const ACROSS_WEIGHT = 1
export const EVERY_ZONE = 7

export type Scored = { readonly points: number; readonly held: readonly Held[] }

/** All rules of a score that hold, with the sum of their points. */
export function scoreOf(matcher: Matcher, score: Score, facts: Facts): Scored {
  let points = 0
  let held: Held[] | undefined
  const { rules, first } = score
  for (let at = 0; at < rules.length; at += 1) {
    if (facts.awake[first + at] === 0) continue
    const rule = rules[at]
    if (!rule) continue
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
  const { codes, none } = rule
  for (let at = 0; at < codes.length; at += 1) {
    const choice = codes[at]
    if (choice === undefined) continue
    let own = 0
    let inTitle = 1
    for (let each = 0; each < choice.length; each += 1) {
      const code = choice[each] ?? 0
      const set = bits[code >> 2] ?? 0
      const where = code & 3
      // A part that is asked for in the title leaves the zone of the rule to the others.
      if (where === 0) own |= set & EVERY_ZONE
      else own |= set & (PLACES_OF[where] ?? 0) ? EVERY_ZONE : 0
      if (where === 0) inTitle = 0
    }
    if (own === 0) return 0
    if (!inTitle) free = true
    zones &= own
    across &&= (own & TITLE_OR_SUMMARY) !== 0
  }
  for (let each = 0; each < none.length; each += 1) {
    const code = none[each] ?? 0
    if ((bits[code >> 2] ?? 0) & (PLACES_OF[code & 3] ?? 0)) return 0
  }
  return (free ? zones : zones & TITLE) | (across ? ACROSS : 0)
}

const TITLE = 1
/** By where a part must stand: any zone, the title, the title's head. */
const PLACES_OF: readonly number[] = [EVERY_ZONE, TITLE, HEAD]
const TITLE_OR_SUMMARY = 3
