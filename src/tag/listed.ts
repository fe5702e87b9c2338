import type { Pack, Terms } from '../pack.ts'

/** One term with where it stands in the pack and what it belongs to. */
export type Listed = {
  /** `actors.iran.names.en`. */
  readonly place: string
  /** `actors.iran`, or a person of it. */
  readonly owner: string
  readonly lang: string
  readonly term: string
}

/** `place` is the path of the thing: `actors.iran.names.en`. */
export type Lint = {
  readonly level: 'error' | 'warning'
  readonly place: string
  readonly text: string
}

/** Every term of a pack in order. */
export function listTerms(pack: Pack): readonly Listed[] {
  const listed: Listed[] = []
  const add = (owner: string, place: string, terms: Terms | undefined): void => {
    for (const [lang, list] of Object.entries(terms ?? {})) {
      for (const term of list) listed.push({ place: `${place}.${lang}`, owner, lang, term })
    }
  }
  for (const actor of pack.actors) {
    const at = `actors.${actor.id}`
    for (const key of ['names', 'demonyms', 'organisations', 'places', 'hints'] as const) {
      add(at, `${at}.${key}`, actor[key])
    }
    for (const [index, person] of (actor.people ?? []).entries()) {
      add(`${at}.people[${index}]`, `${at}.people[${index}].names`, person.names)
    }
  }
  for (const { id, names } of pack.assets) add(`assets.${id}`, `assets.${id}.names`, names)
  for (const { id, terms } of pack.concepts) add(`concepts.${id}`, `concepts.${id}.terms`, terms)
  add('blocks', 'blocks', pack.blocks)
  return listed
}
