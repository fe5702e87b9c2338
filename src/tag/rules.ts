// Rules over numbered parts ("atoms"): what a pack writes as words becomes numbers once, so that an
// article asks only the rules that something in it speaks to.

import type { PackRule } from '../pack.ts'
import type { Field } from '../types.ts'

export const ZONES: readonly Field[] = ['title', 'summary', 'content']
export const ZONE_WEIGHTS: readonly number[] = [2, 1, 0.4]
const ALL_ZONES = 7

/** An atom, and where it must stand: anywhere, in the title, or in the title's head (shape.ts). */
export type Part = {
  readonly atom: number
  readonly where: 'anywhere' | 'title' | 'head'
  /** The atom whose mention explains it: `@x` for `1@x`. */
  readonly shown: number
}

/** The same parts as numbers, for asking an article: four times the atom, and where it must stand. */
export type Code = Int32Array
const WHERE = { anywhere: 0, title: 1, head: 2 } as const
const toCode = ({ atom, where }: Part): number => atom * 4 + WHERE[where]

export type Rule = {
  /** Its place among all rules of the matcher. */
  readonly id: number
  /** One part of each choice. */
  readonly all: readonly (readonly Part[])[]
  readonly codes: readonly Code[]
  /** Per choice, the atoms whose mentions explain it. */
  readonly shown: readonly Int32Array[]
  readonly none: Code
  /** In words; 0 = anywhere. */
  readonly near: number
  /** The choices that must be near. */
  readonly nearChoices: readonly NearChoice[]
  readonly ordered: boolean
  /** Bits of the zones that count. */
  readonly zones: number
  /** Parts in different zones count too. */
  readonly across: boolean
  readonly points: number
}

/** Ids of its rules go on from that of the first one. */
export type Score = {
  readonly threshold: number
  readonly rules: readonly Rule[]
  readonly first: number
}

export type Theme = Score & {
  readonly id: string
  readonly needs: readonly number[]
  /** `%id`. */
  readonly atom: number
}

/** The atoms of a choice by what they speak of. */
export type NearChoice = {
  /** Holds for the whole article: whatever is near is near to it. */
  readonly everywhere: readonly number[]
  readonly numbers: readonly number[]
  /** 1 at every atom that is a mention; it ends after the last of them. */
  readonly mentions: Uint8Array
}

/** A mention stands at a word, a number has a least value, the rest holds for the whole article. */
export type AtomKind =
  | { readonly kind: 'mention' | 'everywhere' }
  | { readonly kind: 'number'; readonly least: number }

export function toAtomKind(name: string): AtomKind {
  if (/^(?:#|%|1@|is:)/.test(name)) return { kind: 'everywhere' }
  return name.startsWith('>=')
    ? { kind: 'number', least: Number(name.slice(2)) }
    : { kind: 'mention' }
}

export function compileRule(rule: PackRule, id: number, atom: (name: string) => number): Rule {
  const toPart = (written: string): Part => {
    const place = PLACES[written.slice(0, 2)]
    const name = place === undefined ? written : written.slice(2)
    const shown = atom(name.startsWith('1@') ? name.slice(1) : name)
    return { atom: atom(name), where: place ?? 'anywhere', shown }
  }
  const zones = (rule.in ?? []).reduce((bits, field) => bits | (1 << ZONES.indexOf(field)), 0)
  const all = rule.all.map((choice) => choice.map(toPart))
  const near = rule.near === undefined ? [] : rule.all.slice(0, rule.nearParts ?? all.length)
  return {
    id,
    all,
    codes: all.map((choice) => Int32Array.from(choice, toCode)),
    shown: all.map((choice) => Int32Array.from(choice, ({ shown }) => shown)),
    none: Int32Array.from((rule.none ?? []).map(toPart), toCode),
    near: rule.near ?? 0,
    nearChoices: near.map((choice) => toNearChoice(choice, atom)),
    ordered: rule.ordered === true,
    zones: zones === 0 ? ALL_ZONES : zones,
    across: rule.near === undefined && rule.in === undefined,
    points: rule.points,
  }
}

const PLACES: Readonly<Record<string, 'title' | 'head'>> = { 't:': 'title', 'h:': 'head' }

function toNearChoice(choice: readonly string[], atom: (name: string) => number): NearChoice {
  const of = (kind: AtomKind['kind']): readonly number[] =>
    choice
      .map((written) => written.replace(/^[th]:/, ''))
      .filter((name) => toAtomKind(name).kind === kind)
      .map(atom)
  const mentioned = of('mention')
  const mentions = new Uint8Array(Math.max(-1, ...mentioned) + 1)
  for (const one of mentioned) mentions[one] = 1
  return { everywhere: of('everywhere'), numbers: of('number'), mentions }
}

/**
 * Per atom, the rules to look at when it is there. A rule stands under the atoms of one of its choices, the
 * one that articles have least often: concepts rather than actors, periods and themes; few rather than many.
 */
export function toWakes(
  rules: readonly Rule[],
  atomNames: readonly string[],
): readonly (readonly number[])[] {
  const wakes: number[][] = atomNames.map(() => [])
  const costOf = (choice: readonly Part[]): number =>
    choice.reduce(
      (sum, { atom }) => sum + (/^(?:[#%1@]|is:)/.test(atomNames[atom] ?? '') ? COMMON : 1),
      0,
    )
  for (const { id, all } of rules) {
    const [rarest] = all.toSorted((a, b) => costOf(a) - costOf(b))
    for (const { atom } of rarest ?? []) if (!wakes[atom]?.includes(id)) wakes[atom]?.push(id)
  }
  return wakes
}

/** An actor, a period or a shape is there as often as so many concepts. */
const COMMON = 10
