import type { Lang } from '../types.ts'
import { mayCross } from './cross.ts'
import type { Member } from './open-story.ts'
import { openPostings, type Postings } from './postings.ts'
import { sensesOf, senseWeightsOf } from './vector.ts'

const SENSES_LOOKED_UP = 10
/** Of each other language. */
const CANDIDATES_MAX = 24

/** The open articles of each language, found by the concepts and names that they share with others. */
export type Linker = {
  readonly add: (member: Member) => void
  readonly remove: (member: Member) => void
  /** Open articles of other languages that share the most, in no order. */
  readonly near: (member: Member) => readonly Member[]
}

export function openLinker(): Linker {
  const languages = new Map<Lang, Postings>()
  return {
    add: (member) => {
      const postings = languages.get(member.document.lang) ?? openPostings()
      languages.set(member.document.lang, postings)
      postings.add(member, sensesOf(member.vector))
    },
    remove: (member) => {
      languages.get(member.document.lang)?.remove(member, sensesOf(member.vector))
    },
    near: (member) => {
      const senses = { ids: sensesOf(member.vector), weights: senseWeightsOf(member.vector) }
      const limits = { looked: SENSES_LOOKED_UP, most: CANDIDATES_MAX }
      const found: Member[] = []
      for (const [lang, postings] of languages) {
        if (lang === member.document.lang) continue
        for (const other of postings.heaviest(senses, limits)) {
          if (mayCross(member, other)) found.push(other)
        }
      }
      return found
    },
  }
}
