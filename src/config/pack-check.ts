// What a schema cannot see: ids that are there twice, references that lead nowhere.

import type { Pack, PackRule, PackShape } from '../pack.ts'
import type { Instant } from '../types.ts'
import { toPosition } from './pack-lines.ts'
import type { PackFile } from './pack-schema.ts'

type Span = { readonly from?: Instant; readonly to?: Instant }

const SHAPES = {
  'is:headed': true,
  'is:asked': true,
  'is:quoted': true,
} satisfies Record<PackShape, true>

/** Problems of a merged pack, each with the file and path of the part that holds it. */
export function checkReferences(pack: Pack, files: readonly PackFile[]): readonly string[] {
  const problems: string[] = []
  const actors = new Set(pack.actors.map(({ id }) => id))
  const concepts = new Set(pack.concepts.map(({ id }) => id))
  const themes = new Set(pack.themes.map(({ id }) => id))
  const periods = new Set(pack.periods.map(({ id }) => id))
  const assets = new Set(pack.assets.map(({ id }) => id))
  const signals = new Set(pack.signals.map(({ id }) => id))
  const sets = new Set([...pack.sides.map(({ id }) => id), ...Object.keys(pack.groups)])

  for (const kind of ['actors', 'assets', 'concepts', 'themes'] as const) {
    const seen = new Set<string>()
    for (const { part, ...file } of files) {
      for (const [at, { id }] of (part[kind] ?? []).entries()) {
        const place = `${kind}[${at}].id`
        if (seen.has(id))
          problems.push(`${toPosition(file, place)}: ${place} “${id}” is there twice`)
        seen.add(id)
      }
    }
  }
  for (const { part, ...file } of files) {
    const unknown = (place: string, name: string) =>
      problems.push(
        `${toPosition(file, place)}: ${place} names “${name}”, which is not in the pack`,
      )
    const checkPart = (place: string, name: string): void => {
      if (isKnownPart(name)) return
      unknown(place, name)
    }
    const checkRules = (place: string, rules: readonly Omit<PackRule, 'points'>[]): void => {
      for (const [at, rule] of rules.entries()) {
        for (const name of [...rule.all.flat(), ...(rule.none ?? [])]) {
          checkPart(`${place}.rules[${at}]`, name)
        }
      }
    }
    for (const [at, { actors: members }] of (part.sides ?? []).entries()) {
      for (const id of members) if (!actors.has(id)) unknown(`sides[${at}].actors`, id)
    }
    for (const [name, members] of Object.entries(part.groups ?? {})) {
      for (const id of members) if (!actors.has(id)) unknown(`groups.${name}`, id)
    }
    for (const [at, actor] of (part.actors ?? []).entries()) {
      for (const key of ['parent', 'ally'] as const) {
        const id = actor[key]
        if (id !== undefined && !actors.has(id)) unknown(`actors[${at}].${key}`, id)
      }
    }
    const checkSpan = (place: string, { from, to }: Span): void => {
      if (from !== undefined && to !== undefined && to <= from) {
        problems.push(`${toPosition(file, place)}: ${place} ends before it begins`)
      }
    }
    for (const [at, period] of (part.periods ?? []).entries()) checkSpan(`periods[${at}]`, period)
    for (const [at, actor] of (part.actors ?? []).entries()) {
      for (const [index, person] of (actor.people ?? []).entries()) {
        checkSpan(`actors[${at}].people[${index}]`, person)
      }
    }
    for (const [at, theme] of (part.themes ?? []).entries()) {
      checkRules(`themes[${at}]`, theme.rules)
      for (const name of theme.needs ?? []) checkPart(`themes[${at}].needs`, name)
    }
    for (const [at, one] of (part.classes ?? []).entries()) checkRules(`classes[${at}]`, one.rules)
    for (const [at, one] of (part.signals ?? []).entries()) checkRules(`signals[${at}]`, one.rules)
    if (part.relevance) {
      checkRules('relevance.core', part.relevance.core.rules)
      checkRules('relevance.related', part.relevance.related.rules)
    }
    for (const [id, others] of Object.entries(part.severity?.beside ?? {})) {
      for (const one of [id, ...others]) if (!signals.has(one)) unknown('severity.beside', one)
    }
    for (const [at, test] of (part.tests ?? []).entries()) {
      for (const id of test.actors ?? []) if (!actors.has(id)) unknown(`tests[${at}].actors`, id)
      for (const id of test.themes ?? []) if (!themes.has(id)) unknown(`tests[${at}].themes`, id)
      for (const id of test.assets ?? []) if (!assets.has(id)) unknown(`tests[${at}].assets`, id)
    }
  }
  return problems

  function isKnownPart(name: string): boolean {
    if (/^[th]:/.test(name)) return isKnownPart(name.slice(2))
    if (name.startsWith('is:')) return name in SHAPES
    if (name.startsWith('>=')) return /^>=\d+$/.test(name)
    if (name.startsWith('#')) return periods.has(name.slice(1))
    if (name.startsWith('%')) return themes.has(name.slice(1))
    if (name.startsWith('asset:')) return assets.has(name.slice(6))
    const set = /^1?@(.+)$/.exec(name)?.[1]
    if (set !== undefined) return actors.has(set) || sets.has(set)
    return concepts.has(name)
  }
}
