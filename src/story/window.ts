import type { Membership } from '../types.ts'
import type { Member } from './open-story.ts'
import { dot } from './vector.ts'

/** Articles that share one of so many terms with a new one are looked at, heaviest terms first. */
const TERMS_LOOKED_UP = 12
/** Of each term, only the newest articles: the cost of an article stays flat as the window grows. */
const NEWEST_PER_TERM = 128
const CANDIDATES_MAX = 48
/** As many as a membership keeps: a restart finds the same neighbourhoods. */
export const NEIGHBOURS_MAX = 5

export type Candidate = { readonly member: Member; readonly cosine: number }

/** The open articles, found by the heavy terms that they share. */
export type Window = {
  readonly add: (member: Member) => void
  readonly remove: (member: Member) => void
  /** Nearest open articles of the same language, nearest first. */
  readonly nearest: (member: Member) => readonly Candidate[]
}

export function openWindow(): Window {
  // Newest last; cut back when twice as long as what is ever read.
  const postings = new Map<number, Member[]>()
  return {
    add: (member) => {
      for (const term of member.vector.ids) {
        const list = postings.get(term)
        if (!list) postings.set(term, [member])
        else if (list.push(member) > 2 * NEWEST_PER_TERM) list.splice(0, NEWEST_PER_TERM)
      }
    },
    remove: (member) => {
      for (const term of member.vector.ids) {
        const list = postings.get(term)
        const at = list?.indexOf(member) ?? -1
        if (!list || at < 0) continue
        list.splice(at, 1)
        if (list.length === 0) postings.delete(term)
      }
    },
    nearest: (member) => {
      const rough = new Map<Member, number>()
      for (const { term, weight } of heaviestTerms(member, postings)) {
        for (const other of (postings.get(term) ?? []).slice(-NEWEST_PER_TERM)) {
          if (other === member || other.document.lang !== member.document.lang) continue
          rough.set(other, (rough.get(other) ?? 0) + weight)
        }
      }
      return heaviest(rough)
        .map((other) => ({ member: other, cosine: cosineOf(member, other) }))
        .sort(
          (a, b) => b.cosine - a.cosine || (a.member.document.id < b.member.document.id ? -1 : 1),
        )
    },
  }
}

/** The members of most weight, without sorting all of them. */
function heaviest(rough: ReadonlyMap<Member, number>): readonly Member[] {
  if (rough.size <= CANDIDATES_MAX) return [...rough.keys()]
  const weights = Float64Array.from(rough.values()).sort()
  const least = weights[weights.length - CANDIDATES_MAX] ?? 0
  return [...rough].filter(([, weight]) => weight >= least).map(([other]) => other)
}

/** The article's heaviest terms that an open article has too. */
function heaviestTerms(
  member: Member,
  postings: ReadonlyMap<number, readonly Member[]>,
): readonly { readonly term: number; readonly weight: number }[] {
  const { ids, sharp } = member.vector
  const terms: { term: number; weight: number }[] = []
  for (let at = 0; at < ids.length; at += 1) {
    const term = ids[at] ?? 0
    if (postings.has(term)) terms.push({ term, weight: sharp[at] ?? 0 })
  }
  return terms.sort((a, b) => b.weight - a.weight || a.term - b.term).slice(0, TERMS_LOOKED_UP)
}

const cosineOf = (a: Member, b: Member): number =>
  dot(a.vector.ids, a.vector.sharp, b.vector.ids, b.vector.sharp)

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

/** The same from what the store kept of the article. */
export const keptNeighbours = (membership: Membership): ReadonlyMap<string, number> =>
  new Map([
    [membership.articleId, 1],
    ...membership.neighbours.map(({ articleId, likeness }) => [articleId, likeness] as const),
  ])
