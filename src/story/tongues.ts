import type { Lang } from '../types.ts'

/**
 * Which names more than one language of the window writes. Only those can tell that two articles are of
 * one event: where a script has no capitals, any word may look like a name.
 */
export type Tongues = {
  readonly add: (lang: Lang, senses: Iterable<number>) => void
  readonly remove: (senses: Iterable<number>) => void
  /** Whether a language other than `lang` has written it. */
  readonly isShared: (sense: number, lang: Lang) => boolean
}

export function openTongues(): Tongues {
  const seen = new Map<number, { count: number; readonly first: Lang; isShared: boolean }>()
  return {
    add: (lang, senses) => {
      for (const sense of senses) {
        const known = seen.get(sense)
        if (!known) seen.set(sense, { count: 1, first: lang, isShared: false })
        else {
          known.count += 1
          if (known.first !== lang) known.isShared = true
        }
      }
    },
    remove: (senses) => {
      for (const sense of senses) {
        const known = seen.get(sense)
        if (!known) continue
        known.count -= 1
        if (known.count === 0) seen.delete(sense)
      }
    },
    isShared: (sense, lang) => {
      const known = seen.get(sense)
      return known !== undefined && (known.isShared || known.first !== lang)
    },
  }
}
