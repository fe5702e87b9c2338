import type { Lang, Membership } from '../types.ts'
import { toCosine } from './likeness.ts'
import type { Member } from './open-story.ts'
import { openPostings, type Postings } from './postings.ts'
import { termsOf, termWeightsOf } from './vector.ts'

/** Articles that share one of so many terms with a new one are looked at, heaviest terms first. */
const TERMS_LOOKED_UP = 12
const CANDIDATES_MAX = 32
/** As many as a membership keeps: a restart finds the same neighbourhoods. */
export const NEIGHBOURS_MAX = 5

export type Candidate = { readonly member: Member; readonly cosine: number }

/** The open articles of each language, found by the heavy terms that they share. */
export type Window = {
  readonly add: (member: Member) => void
  readonly remove: (member: Member) => void
  /** Nearest open articles of the same language, nearest first. */
  readonly nearest: (member: Member) => readonly Candidate[]
}

export function openWindow(): Window {
  const languages = new Map<Lang, Postings>()
  function postingsOf(lang: Lang): Postings {
    const postings = languages.get(lang) ?? openPostings()
    languages.set(lang, postings)
    return postings
  }
  return {
    add: (member) => postingsOf(member.document.lang).add(member, termsOf(member.vector)),
    remove: (member) => postingsOf(member.document.lang).remove(member, termsOf(member.vector)),
    nearest: (member) =>
      postingsOf(member.document.lang)
        .heaviest(
          { ids: termsOf(member.vector), weights: termWeightsOf(member.vector) },
          { looked: TERMS_LOOKED_UP, most: CANDIDATES_MAX },
        )
        .map((other) => ({
          member: other,
          cosine: toCosine(member.vector, other.vector),
        }))
        .sort(
          (a, b) => b.cosine - a.cosine || (a.member.document.id < b.member.document.id ? -1 : 1),
        ),
  }
}

/** An article's neighbourhood: its nearest with their cosines, and itself. */
export function toNeighbours(
  member: Member,
  candidates: readonly Candidate[],
): ReadonlyMap<string, number> {
  const near = new Map<string, number>([[member.document.id, 1]])
  for (const { member: other, cosine } of candidates.slice(0, NEIGHBOURS_MAX)) {
    near.set(other.document.id, cosine)
  }
  return near
}

/** The same from what the store kept of an article: its neighbours with their cosines, in one order. */
export function keptNeighbours(
  articleId: string,
  neighbours: Membership['neighbours'],
  cosines: readonly number[],
  idOf: (id: string) => string,
): ReadonlyMap<string, number> {
  const near = new Map([[articleId, 1]])
  for (const [at, one] of neighbours.entries()) {
    near.set(idOf(one.articleId), cosines[at] ?? one.likeness)
  }
  return near
}
