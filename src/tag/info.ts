import type { Pack, PackEntry, PackInfo, Terms } from '../pack.ts'

/** What cards, commands and autocomplete need to know of the pack. */
export function toPackInfo(pack: Pack): PackInfo {
  return {
    id: pack.id,
    title: pack.title,
    hash: pack.hash,
    coreLabel: pack.coreLabel,
    relatedLabel: pack.relatedLabel,
    covers: pack.covers,
    actors: pack.actors.map((actor) => ({
      ...toEntry(actor),
      ...(actor.parent === undefined ? {} : { parent: actor.parent }),
      names: [
        ...namesOf(actor.names),
        ...namesOf(actor.demonyms),
        ...namesOf(actor.organisations),
        ...(actor.people ?? []).flatMap((person) => namesOf(person.names)),
      ],
    })),
    assets: pack.assets.map((asset) => ({ ...toEntry(asset), names: namesOf(asset.names) })),
    themes: pack.themes.map((theme) => ({ ...toEntry(theme), names: [] })),
    sides: pack.sides.map((side) => side.actors),
  }
}

const toEntry = ({ id, label, about }: Omit<PackEntry, 'names'>) => ({
  id,
  label,
  ...(about === undefined ? {} : { about }),
})

/** Names as a person would write them: without the marks of the term syntax. */
const namesOf = (terms: Terms | undefined): PackEntry['names'] =>
  Object.entries(terms ?? {}).flatMap(([lang, list]) =>
    list.flatMap((name) => (/[(|]/.test(name) ? [] : [{ lang, name: name.replace(/[=^*]/g, '') }])),
  )
