// From an article to its tags: one pure function. Same matcher, same article, same tags (laws 10 and 12).

import { toCuts } from '../lib/words.ts'
import type { ArticleClass, Gate, Instant, Lang, Match, Relevance, Tags } from '../types.ts'
import { type Matcher, ZONE_WEIGHTS, ZONES } from './compile.ts'
import { detectLanguage } from './language.ts'
import { findHits, type Hit, type NumberHit, type Scratch } from './match.ts'
import { EVERY_ZONE, type Facts, type Held, isYear, scoreOf } from './score.ts'
import { datelineEnd, outletStart } from './trim.ts'
import { pointsOfVote } from './vote.ts'

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

/** Tags an article as the pack of the matcher says, with every match, gate and point behind it. */
export function tagArticle(matcher: Matcher, item: TagInput): Tags {
  const facts = toFacts(matcher, item)
  const { bits } = facts
  const matches: Match[] = []
  const gates: Gate[] = []
  const texts = [item.title, item.summary ?? '', item.content ?? '']

  const actors = [...new Set(rolledUp(matcher, facts.hits))]
  for (const hit of facts.hits) {
    const { kind, ref } = hit.meaning
    if (kind === 'actor' || kind === 'asset') {
      matches.push(toMatch(kind, ref, hit, ZONE_WEIGHTS[hit.zone] ?? 0, texts))
    }
  }

  const themes: string[] = []
  for (const theme of matcher.themes) {
    const { points, held } = scoreOf(matcher, theme, facts)
    const { total, added } = withVote(matcher, theme.id, points, bits)
    const needed = theme.needs.length === 0 || theme.needs.some((atom) => (bits[atom] ?? 0) > 0)
    const passed = total >= theme.threshold && needed
    if (passed) {
      themes.push(theme.id)
      addMatches(matcher, 'theme', theme.id, held, facts, texts, matches)
    }
    if (points > 0) {
      gates.push({
        ref: theme.id,
        passed,
        text: `${theme.id}: ${round(points)}${added} of ${theme.threshold} points${needed ? '' : `; needs one of ${theme.needs.map((atom) => matcher.atomNames[atom]).join(', ')}`}`,
      })
    }
    const atom = matcher.atomIds.get(`%${theme.id}`)
    // What is tagged weighs like the title.
    if (passed && atom !== undefined) bits[atom] = 1
  }

  const relevance = toRelevance(matcher, facts, texts, matches, gates)
  return {
    lang: detectLanguage(item.title, item.languageHint),
    relevance,
    actors: actors.sort((a, b) => orderOf(matcher, a) - orderOf(matcher, b)),
    assets: [...new Set(facts.hits.filter(isAsset).map((hit) => hit.meaning.ref))],
    themes: relevance === 'no' ? [] : themes,
    class: toClass(matcher, facts, texts, matches),
    matches: withSignals(matcher, facts, texts, matches),
    gates,
    packHash: matcher.pack.hash,
  }
}

const isAsset = (hit: Hit): boolean => hit.meaning.kind === 'asset'

function toRelevance(
  matcher: Matcher,
  facts: Facts,
  texts: readonly string[],
  matches: Match[],
  gates: Gate[],
): Relevance {
  const { pack } = matcher
  const missing = pack.sides.filter(
    ({ id }) => !(facts.bits[matcher.atomIds.get(`@${id}`) ?? -1] ?? 0),
  )
  const core = scoreOf(matcher, matcher.core, facts)
  const coreVote = withVote(matcher, 'core', core.points, facts.bits)
  const related = scoreOf(matcher, matcher.related, facts)
  const relatedVote = withVote(matcher, 'related', related.points, facts.bits)
  const isCore = missing.length === 0 && coreVote.total >= matcher.core.threshold
  const isRelated = relatedVote.total >= matcher.related.threshold
  const all = pack.sides.map(({ label }) => label)
  const there = pack.sides.filter((side) => !missing.includes(side)).map(({ label }) => label)
  const sides =
    missing.length === 0
      ? ''
      : `needs ${all.join(' and ')}: ${there.length === 0 ? 'none' : `only ${there.join(', ')}`}; `
  gates.push({
    ref: 'core',
    passed: isCore,
    text: `core: ${sides}${round(core.points)}${coreVote.added} of ${matcher.core.threshold} points`,
  })
  gates.push({
    ref: 'related',
    passed: isRelated || isCore,
    text: `related: ${round(related.points)}${relatedVote.added} of ${matcher.related.threshold} points`,
  })
  if (isCore) {
    addMatches(matcher, 'tie', 'core', core.held, facts, texts, matches)
    return 'core'
  }
  if (isRelated) return 'related'
  return 'no'
}

/** Points of the rules over the threshold, for every theme, `core` and `related`: what the second vote is learnt on. */
export function toMargins(matcher: Matcher, facts: Facts): Readonly<Record<string, number>> {
  const margins: Record<string, number> = {}
  for (const theme of matcher.themes) {
    const { points } = scoreOf(matcher, theme, facts)
    margins[theme.id] = clampMargin(points - theme.threshold)
    const atom = matcher.atomIds.get(`%${theme.id}`)
    if (points >= theme.threshold && atom !== undefined) facts.bits[atom] = 1
  }
  const { core, related } = matcher
  margins.core = clampMargin(scoreOf(matcher, core, facts).points - core.threshold)
  margins.related = clampMargin(scoreOf(matcher, related, facts).points - related.threshold)
  return margins
}

/** Far over or far under is no surer than this many points. */
const MARGIN_MAX = 4
const clampMargin = (points: number): number => Math.max(-MARGIN_MAX, Math.min(MARGIN_MAX, points))

/** What is found in an article, as rules and the second vote see it. */
export function toFacts(matcher: Matcher, item: TagInput): Facts {
  const found: Hit[] = []
  const numbers: NumberHit[] = []
  const scratch: Scratch = { cuts: toCuts(), entries: [], places: [] }
  const into = { hits: found, numbers }
  const { title, summary } = item
  findHits(
    matcher,
    scratch,
    { text: title, zone: 0, from: datelineEnd(title), to: outletStart(title, item.outlet) },
    into,
  )
  if (summary) {
    // A summary that begins with the title again tells nothing new, but does no harm: zones count once.
    findHits(
      matcher,
      scratch,
      { text: summary, zone: 1, from: datelineEnd(summary), to: summary.length },
      into,
    )
  }
  if (item.content) {
    const content = item.content.slice(0, CONTENT_MAX)
    findHits(
      matcher,
      scratch,
      { text: content, zone: 2, from: datelineEnd(content), to: content.length },
      into,
    )
  }
  const hits = withoutLoneHints(found.filter((hit) => isInOffice(hit, item.publishedAt)))
  const bits = new Uint8Array(matcher.atomNames.length)
  for (const { meaning, zone } of hits) {
    for (const atom of meaning.atoms) bits[atom] = (bits[atom] ?? 0) | (1 << zone)
  }
  for (const { atom, least } of matcher.numbers) {
    for (const { zone, value } of numbers) {
      if (value >= least && !isYear(value)) bits[atom] = (bits[atom] ?? 0) | (1 << zone)
    }
  }
  const at = item.publishedAt
  for (const { atom, from, to } of matcher.periods) {
    if (at !== undefined && at >= from && at < to) bits[atom] = EVERY_ZONE
  }
  const first = firstActor(hits)
  for (const atom of matcher.firstAtoms.get(first ?? '') ?? []) bits[atom] = EVERY_ZONE
  return { hits, numbers, bits }
}

const isInOffice = ({ meaning }: Hit, at: Instant | undefined): boolean =>
  at === undefined || (at >= (meaning.from ?? at) && at <= (meaning.to ?? at))

/** A hint counts beside a full name of another actor, or twice. */
function withoutLoneHints(hits: readonly Hit[]): readonly Hit[] {
  const sure = hits.some((hit) => hit.meaning.kind === 'actor' && !hit.meaning.hint)
  return sure ? hits : hits.filter((hit) => !hit.meaning.hint)
}

function firstActor(hits: readonly Hit[]): string | undefined {
  let first: Hit | undefined
  for (const hit of hits) {
    if (hit.meaning.kind !== 'actor' || hit.zone !== 0) continue
    if (!first || hit.start < first.start) first = hit
  }
  return first?.meaning.ref
}

/** Actors that reach one point: any name in title or summary, several in the content. */
function rolledUp(matcher: Matcher, hits: readonly Hit[]): readonly string[] {
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

function withVote(
  matcher: Matcher,
  id: string,
  points: number,
  bits: Uint8Array,
): { readonly total: number; readonly added: string } {
  const { vote } = matcher
  if (!vote || points < vote.floor) return { total: points, added: '' }
  const extra = pointsOfVote(vote, id, bits)
  if (extra === 0) return { total: points, added: '' }
  return {
    total: points + extra,
    added: ` ${extra < 0 ? '−' : '+'} ${round(Math.abs(extra))} by the second vote`,
  }
}

function toClass(
  matcher: Matcher,
  facts: Facts,
  texts: readonly string[],
  matches: Match[],
): ArticleClass {
  for (const [at, score] of matcher.classes.entries()) {
    const { points, held } = scoreOf(matcher, score, facts)
    const id = matcher.pack.classes[at]?.id
    if (points < score.threshold || id === undefined) continue
    addMatches(matcher, 'class', id, held, facts, texts, matches)
    return id
  }
  return 'news'
}

function withSignals(
  matcher: Matcher,
  facts: Facts,
  texts: readonly string[],
  matches: Match[],
): readonly Match[] {
  for (const [at, score] of matcher.signals.entries()) {
    const signal = matcher.pack.signals[at]
    const { held } = scoreOf(matcher, score, facts)
    const best = held[0]
    if (!signal || !best) continue
    const hit = hitsOf(matcher, best, facts).at(-1)
    if (hit) matches.push(toMatch('signal', signal.id, hit, signal.points, texts))
  }
  return matches
}

function addMatches(
  matcher: Matcher,
  kind: Match['kind'],
  ref: string,
  held: readonly Held[],
  facts: Facts,
  texts: readonly string[],
  matches: Match[],
): void {
  const seen = new Set<string>()
  for (const one of held) {
    const hits = hitsOf(matcher, one, facts)
    const own = hits.filter((hit) => hit.meaning.kind !== 'actor')
    const shown = own.length > 0 ? own : hits.slice(0, 1)
    shown.forEach((hit, at) => {
      const key = `${hit.zone}:${hit.start}`
      if (seen.has(key)) return
      seen.add(key)
      // The points of a rule stand at its first part; the others are shown with none.
      matches.push(toMatch(kind, ref, hit, at === 0 ? one.points : 0, texts))
    })
  }
}

/** The first hit of each part of a rule that held. */
function hitsOf(matcher: Matcher, { rule, zone }: Held, facts: Facts): readonly Hit[] {
  const hits: Hit[] = []
  for (const choice of rule.all) {
    const atoms = choice.map(({ atom }) => plainAtom(matcher, atom))
    const hit = facts.hits.find(
      (one) =>
        (zone < 0 || one.zone === zone) && one.meaning.atoms.some((atom) => atoms.includes(atom)),
    )
    if (hit && !hits.includes(hit)) hits.push(hit)
  }
  return hits
}

/** `1@x` is explained by a mention of `@x`. */
function plainAtom(matcher: Matcher, atom: number): number {
  const name = matcher.atomNames[atom] ?? ''
  return name.startsWith('1@') ? (matcher.atomIds.get(name.slice(1)) ?? atom) : atom
}

function toMatch(
  kind: Match['kind'],
  ref: string,
  hit: Hit,
  points: number,
  texts: readonly string[],
): Match {
  return {
    kind,
    ref,
    field: ZONES[hit.zone] ?? 'title',
    text: (texts[hit.zone] ?? '').slice(hit.start, hit.end),
    at: hit.start,
    points: round(points),
  }
}

const orderOf = (matcher: Matcher, actor: string): number =>
  matcher.pack.actors.findIndex(({ id }) => id === actor)

const round = (points: number): number => Math.round(points * 100) / 100
