// From an article to its tags: one pure function. Same matcher, same article, same tags (laws 10 and 12).

import type { PackSide } from '../pack.ts'
import type { ArticleClass, Gate, Match, Relevance, Tags } from '../types.ts'
import type { Matcher } from './compile.ts'
import { readFacts, setAtom, type TagInput, toActors } from './facts.ts'
import { addMatches, hitsOf, pointsText, toMatch } from './reasons.ts'
import { ZONE_WEIGHTS } from './rules.ts'
import { type Scored, scoreOf } from './score.ts'
import type { Facts } from './space.ts'
import { pointsOfVote, toMargin } from './vote.ts'

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
  const scores = scoreThemes(matcher, facts)
  const margins = matcher.themes.map(({ threshold }, at) =>
    toMargin(scores[at]?.points ?? 0, threshold),
  )
  const decided = { scores, margins, texts, matches, gates }
  const themes = toThemes(matcher, facts, decided)
  const relevance = toRelevance(matcher, facts, decided)
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

/** What the rules say, and what is written down about it. */
type Decided = {
  readonly scores: readonly Scored[]
  /** Of every theme, by the rules alone. */
  readonly margins: readonly number[]
  readonly texts: readonly string[]
  readonly matches: Match[]
  readonly gates: Gate[]
}

/** Points of the themes in the pack's order; `%theme` in the rules of a later one means what the rules of this one say. */
function scoreThemes(matcher: Matcher, facts: Facts): readonly Scored[] {
  return matcher.themes.map((theme) => {
    const score = scoreOf(matcher, theme, facts)
    // What is tagged weighs like the title.
    if (score.points >= theme.threshold) setAtom(matcher, facts, theme.atom, TITLE)
    return score
  })
}

const TITLE = 1

function toThemes(matcher: Matcher, facts: Facts, decided: Decided): readonly string[] {
  const { bits } = facts
  const themes: string[] = []
  for (const [at, theme] of matcher.themes.entries()) {
    const { points, held } = decided.scores[at] ?? NOTHING
    const { total, added } = withVote(matcher, theme, points, facts, decided.margins)
    const needed = theme.needs.length === 0 || theme.needs.some((atom) => (bits[atom] ?? 0) > 0)
    const passed = total >= theme.threshold && needed
    if (passed) {
      themes.push(theme.id)
      addMatches('theme', theme.id, held, facts, decided.texts, decided.matches)
      setAtom(matcher, facts, theme.atom, TITLE)
    } else bits[theme.atom] = 0
    if (points > 0) {
      decided.gates.push({
        ref: theme.id,
        passed,
        text: `${theme.id}: ${pointsText(points)}${added} of ${theme.threshold} points${needed ? '' : `; needs one of ${theme.needs.map((atom) => matcher.atomNames[atom]).join(', ')}`}`,
      })
    }
  }
  return themes
}

const NOTHING: Scored = { points: 0, held: [] }

function toRelevance(matcher: Matcher, facts: Facts, decided: Decided): Relevance {
  const { pack } = matcher
  const { margins, gates } = decided
  const missing = pack.sides.filter((_, at) => !facts.bits[matcher.sides[at] ?? -1])
  const core = scoreOf(matcher, matcher.core, facts)
  const coreModel = { id: 'core', threshold: matcher.core.threshold }
  const coreVote = withVote(matcher, coreModel, core.points, facts, margins)
  const related = scoreOf(matcher, matcher.related, facts)
  const relatedModel = { id: 'related', threshold: matcher.related.threshold }
  const relatedVote = withVote(matcher, relatedModel, related.points, facts, margins)
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
    addMatches('tie', 'core', core.held, facts, decided.texts, decided.matches)
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
  const scores = scoreThemes(matcher, facts)
  const { core, related } = matcher
  return {
    ...Object.fromEntries(
      matcher.themes.map(({ id, threshold }, at) => [
        id,
        toMargin(scores[at]?.points ?? 0, threshold),
      ]),
    ),
    core: toMargin(scoreOf(matcher, core, facts).points, core.threshold),
    related: toMargin(scoreOf(matcher, related, facts).points, related.threshold),
  }
}

function withVote(
  matcher: Matcher,
  { id, threshold }: { readonly id: string; readonly threshold: number },
  points: number,
  facts: Facts,
  margins: readonly number[],
): { readonly total: number; readonly added: string } {
  const { vote } = matcher
  // Nothing is asked where no vote could change the outcome.
  if (!vote || points < vote.floor || Math.abs(points - threshold) > vote.weight) {
    return { total: points, added: '' }
  }
  const extra = pointsOfVote(vote, id, facts, margins)
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
