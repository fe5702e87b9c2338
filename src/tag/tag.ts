// From an article to its tags: one pure function. Same matcher, same article, same tags (laws 10 and 12).

import type { ArticleClass, Gate, Match, Relevance, Tags } from '../types.ts'
import { type Matcher, ZONE_WEIGHTS } from './compile.ts'
import { rolledUp, type TagInput, toFacts } from './facts.ts'
import { detectLanguage } from './language.ts'
import type { Hit } from './match.ts'
import { addMatches, hitsOf, round, toMatch } from './reasons.ts'
import { type Facts, scoreOf } from './score.ts'
import { pointsOfVote } from './vote.ts'

export type { TagInput }

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
      addMatches('theme', theme.id, held, facts, texts, matches)
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
    addMatches('tie', 'core', core.held, facts, texts, matches)
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

const orderOf = (matcher: Matcher, actor: string): number => matcher.order.get(actor) ?? 0
