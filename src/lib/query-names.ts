// The names of a pack as the search grammar knows them.

import type { PackInfo } from '../pack.ts'
import { foldName } from './fuzzy.ts'
import type { Resolve } from './query.ts'
import { queryWords } from './words.ts'

/** A resolver that knows every name of a pack in every language. */
export function packResolve(pack: PackInfo): Resolve {
  const known = packs.get(pack)
  if (known) return known
  const made = toResolve(pack)
  packs.set(pack, made)
  return made
}

const packs = new WeakMap<PackInfo, Resolve>()

function toResolve(pack: PackInfo): Resolve {
  const byName = new Map<string, { readonly id: string; readonly forms: readonly string[] }>()
  const ids = { actor: new Map<string, string>(), theme: new Map<string, string>() }
  const actorIds = new Set(pack.actors.map((actor) => actor.id))
  for (const entry of [...pack.actors, ...pack.assets]) {
    const forms = [...new Set([entry.label, ...entry.names.map((one) => one.name)])]
    for (const name of [entry.id, ...forms]) {
      const key = foldName(name)
      if (key === '') continue
      // The first entry keeps a name that two carry: actors before assets, in the pack's order.
      if (name !== entry.id && !byName.has(key)) byName.set(key, { id: entry.id, forms })
      if (actorIds.has(entry.id) && !ids.actor.has(key)) ids.actor.set(key, entry.id)
    }
  }
  for (const theme of pack.themes) {
    for (const name of [theme.id, theme.label, ...theme.names.map((one) => one.name)]) {
      if (!ids.theme.has(foldName(name))) ids.theme.set(foldName(name), theme.id)
    }
  }
  return {
    words: queryWords,
    alias: (text) => byName.get(foldName(text)),
    id: (field, value) => (field === 'camp' ? value : ids[field].get(foldName(value))),
  }
}
