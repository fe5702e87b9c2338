// Terms that no article hits: what a maker of a pack may leave out, or has spelt wrong.

import { compilePack } from './compile.ts'
import { readFacts, type TagInput } from './facts.ts'
import { listTerms } from './listed.ts'

/** One list of terms of the pack, and those of it that were never found. */
export type NeverHit = {
  /** `actors.iran.names.en`. */
  readonly place: string
  readonly of: number
  readonly terms: readonly string[]
}

export type HitCount = {
  readonly read: (article: TagInput) => void
  /** Lists with terms that nothing read so far has hit, in the pack's order. */
  readonly neverHit: () => readonly NeverHit[]
}

/** Counts which terms of a pack articles hit. Of terms that match the same words the first one has the hit. */
export function openHitCount(pack: Parameters<typeof compilePack>[0]): HitCount {
  const matcher = compilePack(pack)
  const hit = new Set<string>()
  return {
    read: (article) => {
      for (const { meaning, term } of readFacts(matcher, article, matcher.space).hits) {
        hit.add(`${meaning.kind}|${meaning.ref}|${term}`)
      }
    },
    neverHit: () => {
      const lists = Map.groupBy(
        listTerms(pack).filter(({ owner }) => owner !== 'blocks'),
        ({ place }) => place,
      )
      return [...lists].flatMap(([place, listed]) => {
        const terms = listed
          .filter(({ owner, term }) => !hit.has(`${toKey(owner)}|${term}`))
          .map(({ term }) => term)
        return terms.length === 0 ? [] : [{ place, of: listed.length, terms }]
      })
    },
  }
}

/** `actors.iran.people[2]` is found as the actor. */
const toKey = (owner: string): string => {
  const [kind = '', id = ''] = owner.split('.')
  return `${kind.slice(0, -1)}|${id}`
}
