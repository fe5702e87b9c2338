import { HOUR_MS } from '../lib/clock.ts'
import type { Member } from './open-story.ts'

/** Two languages tell one event only within so many hours. */
const LINKED_WITHIN_MS = 12 * HOUR_MS
/** So many rare names or numbers must be the same … */
const SHARED_MIN = 2
/** … and make up this much of both articles, as a cosine. */
const COSINE_MIN = 0.3
const ACTORS_MIN = 0.5
const NEWEST_PER_NAME = 64

/** Finds what another language tells of the same event, on strong evidence alone. */
export type Linker = {
  readonly add: (member: Member) => void
  readonly remove: (member: Member) => void
  /** The open article of another language that tells the same, if one surely does. */
  readonly find: (member: Member) => Member | undefined
}

/** Indexes open articles by names in transliteration and numbers. */
export function openLinker(): Linker {
  const postings = new Map<number, Member[]>()
  const counts = new Map<number, number>()
  let size = 0
  const idf = (name: number): number => Math.log((size + 1) / ((counts.get(name) ?? 0) + 0.5))
  return {
    add: (member) => {
      size += 1
      for (const name of member.document.names) {
        counts.set(name, (counts.get(name) ?? 0) + 1)
        const list = postings.get(name)
        if (!list) postings.set(name, [member])
        else if (list.push(member) > 2 * NEWEST_PER_NAME) list.splice(0, NEWEST_PER_NAME)
      }
    },
    remove: (member) => {
      size -= 1
      for (const name of member.document.names) {
        const left = (counts.get(name) ?? 0) - 1
        if (left > 0) counts.set(name, left)
        else counts.delete(name)
        const list = postings.get(name)
        const at = list?.indexOf(member) ?? -1
        if (list && at >= 0) list.splice(at, 1)
        if (list?.length === 0) postings.delete(name)
      }
    },
    find: (member) => {
      let best: { member: Member; cosine: number } | undefined
      for (const other of toCandidates(member, postings)) {
        if (!mayLink(member, other)) continue
        const cosine = cosineOf(member, other, idf)
        if (cosine < COSINE_MIN) continue
        const isBetter =
          !best ||
          cosine > best.cosine ||
          (cosine === best.cosine && other.document.id < best.member.document.id)
        if (isBetter) best = { member: other, cosine }
      }
      return best?.member
    },
  }
}

function toCandidates(
  member: Member,
  postings: ReadonlyMap<number, readonly Member[]>,
): ReadonlySet<Member> {
  const shared = new Map<Member, number>()
  for (const name of member.document.names) {
    for (const other of (postings.get(name) ?? []).slice(-NEWEST_PER_NAME)) {
      shared.set(other, (shared.get(other) ?? 0) + 1)
    }
  }
  const found = new Set<Member>()
  for (const [other, count] of shared) if (count >= SHARED_MIN) found.add(other)
  return found
}

/** Both are news of the same actors and, where both tell an act, of the same act, at about one time. */
function mayLink(a: Member, b: Member): boolean {
  if (a.document.lang === b.document.lang) return false
  if (a.article.tags.class !== 'news' || b.article.tags.class !== 'news') return false
  if (Math.abs(a.document.saidAt - b.document.saidAt) > LINKED_WITHIN_MS) return false
  if (jaccard(a.document.titleActors, b.document.titleActors) < ACTORS_MIN) return false
  const acts = new Set(signalsOf(a))
  const others = signalsOf(b)
  return acts.size === 0 || others.length === 0 || others.some((act) => acts.has(act))
}

const signalsOf = (member: Member): readonly string[] =>
  member.article.tags.matches.filter(({ kind }) => kind === 'signal').map(({ ref }) => ref)

function cosineOf(a: Member, b: Member, idf: (name: number) => number): number {
  const shared = new Set(b.document.names)
  let both = 0
  for (const name of a.document.names) if (shared.has(name)) both += idf(name) ** 2
  return both === 0 ? 0 : both / Math.sqrt(massOf(a, idf) * massOf(b, idf))
}

function massOf(member: Member, idf: (name: number) => number): number {
  let mass = 0
  for (const name of member.document.names) mass += idf(name) ** 2
  return mass
}

function jaccard(a: ReadonlySet<string>, b: ReadonlySet<string>): number {
  let both = 0
  for (const value of a) if (b.has(value)) both += 1
  return both === 0 ? 0 : both / (a.size + b.size - both)
}
