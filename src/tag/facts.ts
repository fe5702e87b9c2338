// What stands in an article: hits, numbers and the atoms they set, zone by zone.

import type { Instant, Lang } from '../types.ts'
import { type Matcher, type Meaning, ZONE_WEIGHTS } from './compile.ts'
import { findHits, type Hit, type NumberHit } from './match.ts'
import { EVERY_ZONE, type Facts, isYear } from './score.ts'
import { datelineEnd, outletStart } from './trim.ts'

/** What of an article is looked at; texts are plain. */
export type TagInput = {
  readonly title: string
  readonly summary?: string
  readonly content?: string
  readonly languageHint?: Lang
  readonly outlet?: string
  readonly publishedAt?: Instant
}

const CONTENT_MAX = 4000

/** What is found in an article, as rules and the second vote see it. */
export function toFacts(matcher: Matcher, item: TagInput): Facts {
  const found: Hit[] = []
  const numbers: NumberHit[] = []
  const into = { hits: found, numbers }
  const { title, summary } = item
  findHits(
    matcher,
    { text: title, zone: 0, from: datelineEnd(title), to: outletStart(title, item.outlet) },
    into,
  )
  if (summary) {
    // A summary that begins with the title again tells nothing new, but does no harm: zones count once.
    findHits(
      matcher,
      { text: summary, zone: 1, from: datelineEnd(summary), to: summary.length },
      into,
    )
  }
  if (item.content) {
    const content = item.content.slice(0, CONTENT_MAX)
    findHits(
      matcher,
      { text: content, zone: 2, from: datelineEnd(content), to: content.length },
      into,
    )
  }
  const at = item.publishedAt
  const hits = toSureHits(found, at)
  const atoms = matcher.atomNames.length
  const bits = new Uint8Array(atoms)
  const firsts = new Uint16Array(atoms * ZONE_WEIGHTS.length)
  for (let place = 0; place < hits.length; place += 1) {
    const hit = hits[place]
    if (!hit) continue
    for (const atom of hit.meaning.atoms) {
      bits[atom] = (bits[atom] ?? 0) | (1 << hit.zone)
      const slot = hit.zone * atoms + atom
      if (firsts[slot] === 0) firsts[slot] = place + 1
    }
  }
  for (const { atom, least } of matcher.numbers) {
    for (const { zone, value } of numbers) {
      if (value >= least && !isYear(value)) bits[atom] = (bits[atom] ?? 0) | (1 << zone)
    }
  }
  for (const { atom, from, to } of matcher.periods) {
    if (at !== undefined && at >= from && at < to) bits[atom] = EVERY_ZONE
  }
  const first = firstActor(hits)
  for (const atom of matcher.firstAtoms.get(first ?? '') ?? []) bits[atom] = EVERY_ZONE
  return { hits, numbers, bits, firsts }
}

/** Without names out of their dates; a hint counts beside a sure name of any actor. */
function toSureHits(found: readonly Hit[], at: Instant | undefined): readonly Hit[] {
  let sure = false
  let all = true
  for (const { meaning } of found) {
    if (meaning.hint || !isInOffice(meaning, at)) all = false
    else if (meaning.kind === 'actor') sure = true
  }
  if (all) return found
  return found.filter(({ meaning }) => isInOffice(meaning, at) && (sure || !meaning.hint))
}

const isInOffice = ({ from, to }: Meaning, at: Instant | undefined): boolean =>
  at === undefined || ((from === undefined || at >= from) && (to === undefined || at <= to))

function firstActor(hits: readonly Hit[]): string | undefined {
  let first: Hit | undefined
  for (const hit of hits) {
    if (hit.meaning.kind !== 'actor' || hit.zone !== 0) continue
    if (!first || hit.start < first.start) first = hit
  }
  return first?.meaning.ref
}

/** Actors that reach one point: any name in title or summary, several in the content. */
export function rolledUp(matcher: Matcher, hits: readonly Hit[]): readonly string[] {
  const points = new Map<string, number>()
  for (const { meaning, zone } of hits) {
    if (meaning.kind !== 'actor') continue
    points.set(meaning.ref, (points.get(meaning.ref) ?? 0) + (ZONE_WEIGHTS[zone] ?? 0))
  }
  const ids: string[] = []
  for (const [id, sum] of points) {
    if (sum >= 1) ids.push(id, ...(matcher.parents.get(id) ?? []))
  }
  return ids
}
