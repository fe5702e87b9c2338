// From an article to its tags: one pure function. Same matcher, same article, same tags (laws 10 and 12).

import type { PackSide } from '../pack.ts'
import type { ArticleClass, Gate, Match, Relevance, Tags } from '../types.ts'
import type { Matcher } from './compile.ts'
import { readFacts, setAtom, type TagInput, toActors } from './facts.ts'
import { addMatches, hitsOf, pointsText, toMatch } from './reasons.ts'
import { ZONE_WEIGHTS } from './rules.ts'
import { scoreOf } from './score.ts'
import type { Facts } from './space.ts'
import { pointsOfVote } from './vote.ts'

export type { TagInput }

/** Tags an article as the pack of the matcher says, with every match, gate and point behind it. */
export function tagArticle(matcher: Matcher, item: TagInput): Tags {
  const facts = readFacts(matcher, item, matcher.space)
  const matches: Match[] = []
  const gates: Gate[] = []
  const texts = [item.title, item.summary ?? '', item.content ?? '']

  const assets: string[] = []
  for (const hit of facts.hits) {
    const { kind, ref } = hit.meaning
    if (kind !== 'actor' && kind !== 'asset') continue
    matches.push(toMatch(kind, ref, hit, ZONE_WEIGHTS[hit.zone] ?? 0, texts))
    if (kind === 'asset' && !assets.includes(ref)) assets.push(ref)
  }
  const themes = toThemes(matcher, facts, texts, matches, gates)
  const relevance = toRelevance(matcher, facts, texts, matches, gates)
  return {
    lang: facts.lang,
    relevance,
    actors: toActors(matcher, facts),
    assets,
    themes: relevance === 'no' ? [] : themes,
    class: toClass(matcher, facts, texts, matches),
    matches: withSignals(matcher, facts, texts, matches),
    gates,
    packHash: matcher.pack.hash,
  }
}

function toThemes(
  matcher: Matcher,
  facts: Facts,
  texts: readonly string[],
  matches: Match[],
  gates: Gate[],
): readonly string[] {
  const { bits } = facts
  const themes: string[] = []
  for (const theme of matcher.themes) {
    const { points, held } = scoreOf(matcher, theme, facts)
    const { total, added } = withVote(matcher, theme, points, facts)
    const needed = theme.needs.length === 0 || theme.needs.some((atom) => (bits[atom] ?? 0) > 0)
    const passed = total >= theme.threshold && needed
    if (passed) {
      themes.push(theme.id)
      addMatches('theme', theme.id, held, facts, texts, matches)
      // What is tagged weighs like the title.
      setAtom(matcher, facts, theme.atom, TITLE)
    }
    if (points > 0) {
      gates.push({
        ref: theme.id,
        passed,
        text: `${theme.id}: ${pointsText(points)}${added} of ${theme.threshold} points${needed ? '' : `; needs one of ${theme.needs.map((atom) => matcher.atomNames[atom]).join(', ')}`}`,
      })
    }
  }
  return themes
}

const TITLE = 1

function toRelevance(
  matcher: Matcher,
  facts: Facts,
  texts: readonly string[],
  matches: Match[],
  gates: Gate[],
): Relevance {
  const { pack } = matcher
  const missing = pack.sides.filter((_, at) => !facts.bits[matcher.sides[at] ?? -1])
  const core = scoreOf(matcher, matcher.core, facts)
  const coreVote = withVote(
    matcher,
    { id: 'core', threshold: matcher.core.threshold },
    core.points,
    facts,
  )
  const related = scoreOf(matcher, matcher.related, facts)
  const relatedVote = withVote(
    matcher,
    { id: 'related', threshold: matcher.related.threshold },
    related.points,
    facts,
  )
  const isCore = missing.length === 0 && coreVote.total >= matcher.core.threshold
  const isRelated = relatedVote.total >= matcher.related.threshold
  const sides = missing.length === 0 ? '' : toMissing(matcher, missing)
  gates.push({
    ref: 'core',
    passed: isCore,
    text: `core: ${sides}${pointsText(core.points)}${coreVote.added} of ${matcher.core.threshold} points`,
  })
  gates.push({
    ref: 'related',
    passed: isRelated || isCore,
    text: `related: ${pointsText(related.points)}${relatedVote.added} of ${matcher.related.threshold} points`,
  })
  if (isCore) {
    addMatches('tie', 'core', core.held, facts, texts, matches)
    return 'core'
  }
  if (isRelated) return 'related'
  return 'no'
}

/** The same few words for most articles: kept by the sides that are missing. */
function toMissing({ pack, missingTexts }: Matcher, missing: readonly PackSide[]): string {
  const key = missing.reduce((bits, side) => bits | (1 << pack.sides.indexOf(side)), 0)
  const known = missingTexts.get(key)
  if (known !== undefined) return known
  const all = pack.sides.map(({ label }) => label)
  const there = pack.sides.filter((side) => !missing.includes(side)).map(({ label }) => label)
  const text = `needs ${all.join(' and ')}: ${there.length === 0 ? 'none' : `only ${there.join(', ')}`}; `
  missingTexts.set(key, text)
  return text
}

/** Points of the rules over the threshold, for every theme, `core` and `related`: what the second vote is learnt on. */
export function toMargins(matcher: Matcher, facts: Facts): Readonly<Record<string, number>> {
  const margins: Record<string, number> = {}
  for (const theme of matcher.themes) {
    const { points } = scoreOf(matcher, theme, facts)
    margins[theme.id] = clampMargin(points - theme.threshold)
    if (points >= theme.threshold) setAtom(matcher, facts, theme.atom, TITLE)
  }
  const { core, related } = matcher
  margins.core = clampMargin(scoreOf(matcher, core, facts).points - core.threshold)
  margins.related = clampMargin(scoreOf(matcher, related, facts).points - related.threshold)
  return margins
}

/** Far over or far under is no surer than this many points. */
const MARGIN_MAX = 4
const clampMargin = (points: number): number => Math.max(-MARGIN_MAX, Math.min(MARGIN_MAX, points))

function withVote(
  matcher: Matcher,
  { id, threshold }: { readonly id: string; readonly threshold: number },
  points: number,
  facts: Facts,
): { readonly total: number; readonly added: string } {
  const { vote } = matcher
  // Nothing is asked where no vote could change the outcome.
  if (!vote || points < vote.floor || Math.abs(points - threshold) > vote.weight) {
    return { total: points, added: '' }
  }
  const extra = pointsOfVote(vote, id, facts)
  if (extra === 0) return { total: points, added: '' }
  return {
    total: points + extra,
    added: ` ${extra < 0 ? '−' : '+'} ${pointsText(Math.abs(extra))} by the second vote`,
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
    addMatches('class', id, held, facts, texts, matches)
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
    const hit = hitsOf(best, facts).at(-1)
    if (hit) matches.push(toMatch('signal', signal.id, hit, signal.points, texts))
  }
  return matches
}
