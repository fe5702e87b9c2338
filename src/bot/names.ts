import { foldName, likeness } from '../lib/fuzzy.ts'
import type { PackEntry, PackInfo } from '../pack.ts'

export type NameKind = 'actor' | 'asset' | 'theme'

/** An entry of the pack by one of its names. */
export type Named = {
  readonly kind: NameKind
  readonly entry: PackEntry
  /** The name that was meant, as the pack writes it. */
  readonly name: string
}

export type Names = {
  /** The entry with this id or name, in any language of the pack. */
  readonly find: (kinds: readonly NameKind[], text: string) => Named | undefined
  /** The most alike names for a text that is none, best first. */
  readonly near: (kinds: readonly NameKind[], text: string, max: number) => readonly Named[]
  /** What may be meant while somebody types: prefix, then other places, then alike. */
  readonly complete: (
    kinds: readonly NameKind[],
    typed: string,
    weight: (named: Named) => number,
  ) => readonly Named[]
}

type Row = Named & { readonly folded: readonly { readonly name: string; readonly fold: string }[] }

const NEAR_ENOUGH = 0.45
const ALIKE_WHILE_TYPING = 0.55
/** Likeness says nothing about one or two letters. */
const FUZZY_FROM_LENGTH = 3
const COMPLETE_MAX = 25

/** All names of a pack, folded once. */
export function toNames(pack: PackInfo): Names {
  const rows: readonly Row[] = [
    ...pack.actors.map((entry) => toRow('actor', entry)),
    ...pack.themes.map((entry) => toRow('theme', entry)),
    ...pack.assets.map((entry) => toRow('asset', entry)),
  ]
  const of = (kinds: readonly NameKind[]) => rows.filter((row) => kinds.includes(row.kind))
  return {
    find: (kinds, text) => {
      const fold = foldName(text)
      if (fold === '') return undefined
      const candidates = of(kinds)
      const byId = candidates.find((row) => row.entry.id === text.trim().toLowerCase())
      return byId ?? candidates.find((row) => row.folded.some((one) => one.fold === fold))
    },
    near: (kinds, text, max) => {
      const fold = foldName(text)
      return of(kinds)
        .map((row) => ({ row, score: bestLikeness(row, fold) }))
        .filter(({ score }) => score >= NEAR_ENOUGH)
        .sort((a, b) => b.score - a.score)
        .slice(0, max)
        .map(({ row }) => row)
    },
    complete: (kinds, typed, weight) => {
      const fold = foldName(typed)
      const found: { readonly named: Named; readonly rank: number; readonly weight: number }[] = []
      for (const row of of(kinds)) {
        const hit = rankOf(row, fold, typed.trim().toLowerCase())
        if (hit === undefined) continue
        found.push({ named: { ...row, name: hit.name }, rank: hit.rank, weight: weight(row) })
      }
      return found
        .sort((a, b) => a.rank - b.rank || b.weight - a.weight)
        .slice(0, COMPLETE_MAX)
        .map(({ named }) => named)
    },
  }
}

function toRow(kind: NameKind, entry: PackEntry): Row {
  const names = new Map<string, string>()
  for (const name of [entry.label, entry.id, ...entry.names.map((one) => one.name)]) {
    const fold = foldName(name)
    if (fold !== '' && !names.has(fold)) names.set(fold, name)
  }
  const folded = [...names].map(([fold, name]) => ({ name, fold }))
  return { kind, entry, name: entry.label, folded }
}

/** 0 the label begins so, 1 another name does, 2 a word of a name does, 3 it is inside, 4 and up: alike. */
function rankOf(
  row: Row,
  fold: string,
  typed: string,
): { readonly rank: number; readonly name: string } | undefined {
  if (fold === '') return { rank: 0, name: row.entry.label }
  if (row.entry.id === typed) return { rank: 0, name: row.entry.label }
  let best: { rank: number; name: string } | undefined
  row.folded.forEach((one, at) => {
    const rank = placeOf(one.fold, fold, at === 0)
    if (rank !== undefined && (best === undefined || rank < best.rank)) {
      best = { rank, name: one.name }
    }
  })
  if (best !== undefined || fold.length < FUZZY_FROM_LENGTH) return best
  const score = bestLikeness(row, fold)
  return score < ALIKE_WHILE_TYPING ? undefined : { rank: 5 - score, name: row.entry.label }
}

function placeOf(name: string, typed: string, isLabel: boolean): number | undefined {
  if (name.startsWith(typed)) return isLabel ? 0 : 1
  if (name.includes(` ${typed}`)) return 2
  return typed.length >= FUZZY_FROM_LENGTH && name.includes(typed) ? 3 : undefined
}

function bestLikeness(row: Row, fold: string): number {
  let best = 0
  for (const one of row.folded) best = Math.max(best, likeness(one.fold, fold))
  return best
}
