import { foldName, toAlike } from '../lib/fuzzy.ts'
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

type Row = Named & {
  readonly folded: readonly { readonly name: string; readonly fold: string }[]
}

const NEAR_ENOUGH = 0.45
const ALIKE_WHILE_TYPING = 0.55
/** Likeness says nothing about one or two letters. */
const FUZZY_FROM_LENGTH = 3
/** With so many that really begin or contain what is typed, nobody needs a guess. */
const GUESS_BELOW = 5
const COMPLETE_MAX = 25

/** All names of a pack, folded and indexed once. */
export function toNames(pack: PackInfo): Names {
  const rows: readonly Row[] = [
    ...pack.actors.map((entry) => toRow('actor', entry)),
    ...pack.themes.map((entry) => toRow('theme', entry)),
    ...pack.assets.map((entry) => toRow('asset', entry)),
  ]
  const all = rows.flatMap((row) => row.folded.map((one) => ({ row, ...one })))
  const alike = toAlike(all.map((one) => one.fold))

  /** The most alike name of each entry, best first. */
  function guess(kinds: readonly NameKind[], fold: string, least: number) {
    const best = new Map<Row, { readonly named: Named; readonly score: number }>()
    for (const { at, score } of alike(fold, least)) {
      const hit = all[at]
      if (hit === undefined || !kinds.includes(hit.row.kind) || best.has(hit.row)) continue
      best.set(hit.row, { named: { ...hit.row, name: hit.name }, score })
    }
    return [...best.values()]
  }

  return {
    find: (kinds, text) => {
      const fold = foldName(text)
      if (fold === '') return undefined
      const candidates = rows.filter((row) => kinds.includes(row.kind))
      const byId = candidates.find((row) => row.entry.id === text.trim().toLowerCase())
      return byId ?? candidates.find((row) => row.folded.some((one) => one.fold === fold))
    },
    near: (kinds, text, max) =>
      guess(kinds, foldName(text), NEAR_ENOUGH)
        .slice(0, max)
        .map(({ named }) => named),
    complete: (kinds, typed, weight) => {
      const fold = foldName(typed)
      const found: { readonly named: Named; readonly rank: number; readonly weight: number }[] = []
      const seen = new Set<string>()
      for (const row of rows) {
        if (!kinds.includes(row.kind)) continue
        const hit = rankOf(row, fold, typed.trim().toLowerCase())
        if (hit === undefined) continue
        seen.add(row.entry.id)
        found.push({ named: { ...row, name: hit.name }, rank: hit.rank, weight: weight(row) })
      }
      if (found.length < GUESS_BELOW && fold.length >= FUZZY_FROM_LENGTH) {
        for (const { named, score } of guess(kinds, fold, ALIKE_WHILE_TYPING)) {
          if (!seen.has(named.entry.id))
            found.push({ named, rank: 5 - score, weight: weight(named) })
        }
      }
      return found
        .sort((a, b) => a.rank - b.rank || b.weight - a.weight)
        .slice(0, COMPLETE_MAX)
        .map(({ named }) => named)
    },
  }
}

/** `Iran`, or `КСИР (IRGC)` where another name than the label was meant. */
export const namedLabel = ({ name, entry }: Named): string =>
  foldName(name) === foldName(entry.label) || foldName(name) === foldName(entry.id)
    ? entry.label
    : `${name} (${entry.label})`

function toRow(kind: NameKind, entry: PackEntry): Row {
  const names = new Map<string, string>()
  for (const name of [entry.label, entry.id, ...entry.names.map((one) => one.name)]) {
    const fold = foldName(name)
    if (fold !== '' && !names.has(fold)) names.set(fold, name)
  }
  const folded = [...names].map(([fold, name]) => ({ name, fold }))
  return { kind, entry, name: entry.label, folded }
}

/** 0 the label begins so, 1 another name does, 2 a word of a name does, 3 it is inside. */
function rankOf(
  row: Row,
  fold: string,
  typed: string,
): { readonly rank: number; readonly name: string } | undefined {
  if (fold === '' || row.entry.id === typed) return { rank: 0, name: row.entry.label }
  let best: { rank: number; name: string } | undefined
  row.folded.forEach((one, at) => {
    const rank = placeOf(one.fold, fold, at === 0)
    if (rank !== undefined && (best === undefined || rank < best.rank)) {
      best = { rank, name: one.name }
    }
  })
  return best
}

function placeOf(name: string, typed: string, isLabel: boolean): number | undefined {
  if (name.startsWith(typed)) return isLabel ? 0 : 1
  if (name.includes(` ${typed}`)) return 2
  return typed.length >= FUZZY_FROM_LENGTH && name.includes(typed) ? 3 : undefined
}
