import type { Member } from './open-story.ts'
import { dot } from './vector.ts'
import type { Weights } from './weights.ts'

/** Articles that share a rare term with a new one are looked at; so many terms, rarest first. */
const RARE_TERMS = 12
/** Of each term, only the newest articles: the cost of an article stays flat as the window grows. */
const NEWEST_PER_TERM = 128
const CANDIDATES_MAX = 48
const NEIGHBOURS_MAX = 10

export type Candidate = { readonly member: Member; readonly cosine: number }

/** The open articles of the window, found by the rare terms that they share. */
export type Window = {
  readonly add: (member: Member) => void
  readonly remove: (member: Member) => void
  /** Nearest open articles of the same language, nearest first. */
  readonly nearest: (member: Member) => readonly Candidate[]
  readonly size: () => number
}

export function openWindow(weights: Weights): Window {
  const postings = new Map<number, Member[]>()
  let size = 0
  return {
    size: () => size,
    add: (member) => {
      size += 1
      for (const term of member.vector.ids) {
        const list = postings.get(term)
        if (list) list.push(member)
        else postings.set(term, [member])
      }
    },
    remove: (member) => {
      size -= 1
      for (const term of member.vector.ids) {
        const list = postings.get(term)
        if (!list) continue
        // Oldest first, and the oldest leave first: the search is short.
        const at = list.indexOf(member)
        if (at >= 0) list.splice(at, 1)
        if (list.length === 0) postings.delete(term)
      }
    },
    nearest: (member) => {
      const rough = new Map<Member, number>()
      for (const { term, weight } of rareTerms(member, postings, weights)) {
        const list = postings.get(term) ?? []
        for (let at = Math.max(0, list.length - NEWEST_PER_TERM); at < list.length; at += 1) {
          const other = list[at]
          if (!other || other === member || other.document.lang !== member.document.lang) continue
          rough.set(other, (rough.get(other) ?? 0) + weight)
        }
      }
      return [...rough]
        .sort((a, b) => b[1] - a[1] || (a[0].document.id < b[0].document.id ? -1 : 1))
        .slice(0, CANDIDATES_MAX)
        .map(([other]) => ({ member: other, cosine: cosine(member, other) }))
        .sort(
          (a, b) => b.cosine - a.cosine || (a.member.document.id < b.member.document.id ? -1 : 1),
        )
    },
  }
}

/** The article's rarest terms that another open article has too. */
function rareTerms(
  member: Member,
  postings: ReadonlyMap<number, readonly Member[]>,
  weights: Weights,
): readonly { readonly term: number; readonly weight: number }[] {
  const { ids, sharp } = member.vector
  const terms: { term: number; weight: number; idf: number }[] = []
  for (let at = 0; at < ids.length; at += 1) {
    const term = ids[at] ?? 0
    if (postings.has(term)) terms.push({ term, weight: sharp[at] ?? 0, idf: weights.idf(term) })
  }
  return terms.sort((a, b) => b.weight - a.weight || a.term - b.term).slice(0, RARE_TERMS)
}

const cosine = (a: Member, b: Member): number =>
  dot(a.vector.ids, a.vector.sharp, b.vector.ids, b.vector.sharp)

/** An article's neighbourhood: its nearest with their cosines, and itself. */
export function toNeighbours(
  member: Member,
  candidates: readonly Candidate[],
): ReadonlyMap<string, number> {
  const near = new Map<string, number>([[member.document.id, 1]])
  for (const { member: other, cosine: value } of candidates.slice(0, NEIGHBOURS_MAX)) {
    near.set(other.document.id, value)
  }
  return near
}
