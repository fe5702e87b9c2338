import { type NumberLists, openNumberLists } from './number-lists.ts'
import type { Member } from './open-story.ts'

/** Of each term, only the newest articles are read: the cost of an article stays flat as the window grows. */
const NEWEST_PER_TERM = 128

/** Terms with what each weighs in one article, aligned. */
export type Weighted = { readonly ids: Uint32Array; readonly weights: Float32Array }

export type Limits = {
  /** So many terms are looked up, heaviest first. */
  readonly looked: number
  /** So many articles are found, more only where the last are equal. */
  readonly most: number
}

/** Open articles by the terms that they hold. */
export type Postings = {
  readonly add: (member: Member, terms: Uint32Array) => void
  readonly remove: (member: Member, terms: Uint32Array) => void
  /** Those that share most weight of the heaviest terms that any open article holds; in no order. */
  readonly heaviest: (terms: Weighted, limits: Limits) => readonly Member[]
}

/** Opens empty postings. Articles are numbers inside: adding up weights by number is what makes it fast. */
export function openPostings(): Postings {
  const postings = openNumberLists(NEWEST_PER_TERM)
  const places = openPlaces()
  const tally = openTally()
  return {
    add: (member, terms) => {
      const place = places.take(member)
      for (let at = 0; at < terms.length; at += 1) postings.push(terms[at] ?? 0, place)
    },
    remove: (member, terms) => {
      const place = places.give(member)
      if (place === undefined) return
      for (const term of terms) postings.remove(term, place)
    },
    heaviest: (terms, { looked, most }) => {
      tally.start(places.size())
      for (const at of heaviestTerms(terms, postings, looked)) {
        const weight = terms.weights[at] ?? 0
        postings.newest(terms.ids[at] ?? 0, (place) => tally.add(place, weight))
      }
      return tally
        .most(most)
        .map(places.find)
        .filter((member) => member !== undefined)
    },
  }
}

/** Positions of the heaviest terms that an open article holds. */
function heaviestTerms(
  { ids, weights }: Weighted,
  postings: NumberLists,
  most: number,
): readonly number[] {
  const found: number[] = []
  for (let at = 0; at < ids.length; at += 1) if (postings.has(ids[at] ?? 0)) found.push(at)
  return found
    .sort((a, b) => (weights[b] ?? 0) - (weights[a] ?? 0) || (ids[a] ?? 0) - (ids[b] ?? 0))
    .slice(0, most)
}

/** Gives each member a small number; numbers of those that left are given again. */
function openPlaces() {
  const members: (Member | undefined)[] = []
  const placeOf = new Map<Member, number>()
  const free: number[] = []
  return {
    take: (member: Member): number => {
      const place = free.pop() ?? members.length
      members[place] = member
      placeOf.set(member, place)
      return place
    },
    give: (member: Member): number | undefined => {
      const place = placeOf.get(member)
      if (place === undefined) return undefined
      placeOf.delete(member)
      members[place] = undefined
      free.push(place)
      return place
    },
    find: (place: number): Member | undefined => members[place],
    size: (): number => members.length,
  }
}

/** Adds up weights by number, for one question at a time, without clearing what the last one left. */
function openTally() {
  let sums = new Float32Array(1024)
  let askedAt = new Uint32Array(1024)
  let question = 0
  let touched: number[] = []
  return {
    start: (size: number): void => {
      question += 1
      touched = []
      if (size <= sums.length) return
      sums = new Float32Array(size * 2)
      askedAt = new Uint32Array(size * 2)
    },
    add: (place: number, weight: number): void => {
      if (askedAt[place] === question) {
        sums[place] = (sums[place] ?? 0) + weight
        return
      }
      askedAt[place] = question
      sums[place] = weight
      touched.push(place)
    },
    most: (count: number): readonly number[] => {
      if (touched.length <= count) return touched
      const sorted = Float32Array.from(touched, (place) => sums[place] ?? 0).sort()
      const least = sorted[sorted.length - count] ?? 0
      return touched.filter((place) => (sums[place] ?? 0) >= least)
    },
  }
}
