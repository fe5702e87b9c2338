// The lists that an article's facts are written into, made once per matcher and wiped for each article:
// making them anew would cost as much as finding the words.

import type { Lang } from '../types.ts'
import type { Hit, NumberHit } from './scratch.ts'

export type Space = {
  /** Zones (bits 1 title, 2 summary, 4 content) in which each atom stands. */
  readonly bits: Uint8Array
  /** Place in the article's hits (from 1; 0 = none) of the first mention of each atom: zone × atoms + atom. */
  readonly firsts: Uint16Array
  /** Rules that something speaks to. */
  readonly awake: Uint8Array
  /** Points of each actor, by its place in the pack. */
  readonly actors: Float64Array
}

/** What was found in an article, as rules see it. */
export type Facts = Space & {
  /** Of the title. */
  readonly lang: Lang
  /** In the order of their zones, and of their words. */
  readonly hits: readonly Hit[]
  /** Atoms that stand anywhere, in the order in which they were found. */
  readonly there: number[]
  /** Per zone, the place after its last hit. */
  readonly zoneEnds: readonly number[]
  readonly numbers: readonly NumberHit[]
}

const ZONE_COUNT = 3

export const toSpace = ({
  atoms,
  rules,
  actors,
}: {
  readonly atoms: number
  readonly rules: number
  readonly actors: number
}): Space => ({
  bits: new Uint8Array(atoms),
  firsts: new Uint16Array(atoms * ZONE_COUNT),
  awake: new Uint8Array(rules),
  actors: new Float64Array(actors),
})

export function wipe({ bits, firsts, awake, actors }: Space): void {
  bits.fill(0)
  firsts.fill(0)
  awake.fill(0)
  actors.fill(0)
}

/** 1900 to 2100 is a year, not a count. */
export const isYear = (value: number): boolean => value >= 1900 && value <= 2100
