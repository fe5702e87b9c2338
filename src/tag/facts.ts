// What stands in an article: hits, numbers and the atoms they set, zone by zone.

import type { Instant, Lang } from '../types.ts'
import type { Matcher } from './compile.ts'
import { languageOf } from './language.ts'
import { findHits } from './match.ts'
import { ZONE_WEIGHTS } from './rules.ts'
import { EVERY_ZONE } from './score.ts'
import type { Hit, NumberHit } from './scratch.ts'
import { HEAD, headEnd, shapesOf } from './shape.ts'
import { type Facts, isYear, type Space, toSpace, wipe } from './space.ts'
import type { Meaning } from './trie.ts'
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

/** What is found in an article, as rules and the second vote see it; lists of its own. */
export function toFacts(matcher: Matcher, item: TagInput): Facts {
  const { atomNames, space } = matcher
  return readFacts(
    matcher,
    item,
    toSpace({
      atoms: atomNames.length,
      rules: space.awake.length,
      actors: space.actors.length,
    }),
  )
}

/** The same, written into a space: good until something else is read into it. */
export function readFacts(matcher: Matcher, item: TagInput, space: Space): Facts {
  wipe(space)
  const found: Hit[] = []
  const numbers: NumberHit[] = []
  const into = { hits: found, numbers }
  const { title, summary } = item
  findHits(
    matcher,
    { text: title, zone: 0, from: datelineEnd(title), to: outletStart(title, item.outlet) },
    into,
  )
  // The title is still cut.
  const lang = languageOf(matcher.scratch.cuts, item.languageHint)
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
  const hits = toSureHits(found, item.publishedAt)
  const { bits, firsts, awake, actors } = space
  const zoneEnds = toZoneEnds(hits)
  const facts = { lang, hits, zoneEnds, numbers, there: [], bits, firsts, awake, actors }
  setMentions(matcher, facts)
  setWhole(matcher, facts, item.publishedAt)
  if (matcher.formed) setShape(matcher, facts, title)
  return facts
}

function toZoneEnds(hits: readonly Hit[]): readonly number[] {
  let title = 0
  while (title < hits.length && hits[title]?.zone === 0) title += 1
  let summary = title
  while (summary < hits.length && hits[summary]?.zone === 1) summary += 1
  return [title, summary, hits.length]
}

/** Sets bits of zones for an atom and wakes the rules that wait for it. */
export function setAtom(matcher: Matcher, facts: Facts, atom: number, zones: number): void {
  const before = facts.bits[atom] ?? 0
  facts.bits[atom] = before | zones
  if (before !== 0) return
  facts.there.push(atom)
  const wakes = matcher.wakes[atom]
  if (wakes === undefined) return
  for (let at = 0; at < wakes.length; at += 1) facts.awake[wakes[at] ?? 0] = 1
}

function setMentions(matcher: Matcher, facts: Facts): void {
  const { hits, firsts, bits } = facts
  for (let place = 0; place < hits.length; place += 1) {
    const hit = hits[place]
    if (!hit) continue
    const { atoms } = hit.meaning
    // Whatever set the first of them in this zone set the others as well.
    if ((bits[atoms[0] ?? 0] ?? 0) & (1 << hit.zone)) continue
    for (let at = 0; at < atoms.length; at += 1) {
      const atom = atoms[at] ?? 0
      setAtom(matcher, facts, atom, 1 << hit.zone)
      const slot = hit.zone * bits.length + atom
      if (firsts[slot] === 0) firsts[slot] = place + 1
    }
  }
}

/** What stands at no word of its own: numbers, periods, who is named first. */
function setWhole(matcher: Matcher, facts: Facts, at: Instant | undefined): void {
  for (const { zone, value } of facts.numbers) {
    for (const { atom, least } of matcher.numbers) {
      if (value >= least && !isYear(value)) setAtom(matcher, facts, atom, 1 << zone)
    }
  }
  for (const { atom, from, to } of matcher.periods) {
    if (at !== undefined && at >= from && at < to) setAtom(matcher, facts, atom, EVERY_ZONE)
  }
  const first = firstActor(facts.hits)
  if (first === undefined) return
  for (const atom of matcher.firstAtoms.get(first) ?? []) {
    setAtom(matcher, facts, atom, EVERY_ZONE)
  }
}

/** What the form of the title says, and which atoms stand in its head. */
function setShape(matcher: Matcher, facts: Facts, title: string): void {
  const end = headEnd(title)
  for (const shape of shapesOf(title, end)) {
    const atom = matcher.shapes.get(shape)
    if (atom !== undefined) setAtom(matcher, facts, atom, TITLE)
  }
  if (end === 0) return
  for (const { zone, start, meaning } of facts.hits) {
    if (zone !== 0 || start >= end) break
    for (const atom of meaning.atoms) facts.bits[atom] = (facts.bits[atom] ?? 0) | HEAD
  }
}

const TITLE = 1

/** Without names out of their dates; a hint counts beside a sure name of any actor. */
function toSureHits(found: readonly Hit[], at: Instant | undefined): readonly Hit[] {
  let sure = false
  let all = true
  for (let place = 0; place < found.length; place += 1) {
    const meaning = found[place]?.meaning
    if (!meaning) continue
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
  for (let place = 0; place < hits.length; place += 1) {
    const hit = hits[place]
    if (hit?.meaning.kind !== 'actor' || hit.zone !== 0) continue
    if (!first || hit.start < first.start) first = hit
  }
  return first?.meaning.ref
}

/**
 * Actors that reach one point (any name in title or summary, several in the content) and those that they
 * roll up to, in the pack's order.
 */
export function toActors(matcher: Matcher, { hits, actors }: Facts): readonly string[] {
  for (let place = 0; place < hits.length; place += 1) {
    const hit = hits[place]
    if (hit?.meaning.kind !== 'actor') continue
    const own = matcher.order.get(hit.meaning.ref) ?? 0
    actors[own] = (actors[own] ?? 0) + (ZONE_WEIGHTS[hit.zone] ?? 0)
  }
  const there: number[] = []
  for (let own = 0; own < actors.length; own += 1) {
    if ((actors[own] ?? 0) < 1) continue
    for (const one of [own, ...(matcher.parents[own] ?? [])]) {
      if (!there.includes(one)) there.push(one)
    }
  }
  return there.sort((a, b) => a - b).map((own) => matcher.pack.actors[own]?.id ?? '')
}
