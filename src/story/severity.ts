import type { PackSeverity } from '../pack.ts'
import type { ArticleClass, Match, Severity, TaggedArticle } from '../types.ts'
import { carried } from './corroborate.ts'

/** Least points for each step above `low`; the pack's signals carry the points. */
export type SeverityRules = {
  readonly medium: number
  readonly high: number
  readonly critical: number
  /** Highest severity by class, as the pack says; taxonomy.md's own where absent. */
  readonly caps?: Readonly<Partial<Record<ArticleClass, Severity>>>
  /** By a signal, those that add nothing beside it: words about an act are no second act. */
  readonly beside?: PackSeverity['beside']
}

const CAPS: NonNullable<SeverityRules['caps']> = {
  opinion: 'low',
  analysis: 'low',
  explainer: 'low',
  anniversary: 'low',
  live: 'medium',
  roundup: 'medium',
}

export const SEVERITY_RULES: SeverityRules = { medium: 2, high: 4, critical: 7, caps: CAPS }

/** The rules of a pack. */
export const toSeverityRules = ({ levels, caps, beside }: PackSeverity): SeverityRules => ({
  ...levels,
  caps,
  ...(beside === undefined ? {} : { beside }),
})

export type SeverityDecision = {
  readonly severity: Severity
  /** What was added up, and the caps that held it down (0 points), in words. */
  readonly points: readonly { readonly text: string; readonly points: number }[]
}

/** What counts of an article. */
export type Weighed = Pick<TaggedArticle, 'id' | 'family' | 'tags'>

const STEPS: readonly Severity[] = ['low', 'medium', 'high', 'critical']

/**
 * Severity of a story (taxonomy.md): the points of the signals that it carries, each once and at most
 * as often as one article says it, then the caps: one family alone high, and those of the pack by the
 * class of the medoid.
 */
export function toSeverity(
  articles: readonly Weighed[],
  medoid: Weighed,
  families: readonly string[],
  rules: SeverityRules,
): SeverityDecision {
  const points: { text: string; points: number }[] = []
  let sum = 0
  const refs = carried(articles, medoid.id, signalsOf)
  const idle = new Set(refs.flatMap((ref) => rules.beside?.[ref] ?? []))
  for (const ref of refs) {
    if (idle.has(ref)) continue
    const match = strongestOf(articles, ref)
    if (!match || (match.points < 0 && !isCommon(articles, medoid, ref))) continue
    sum += match.points
    points.push({ text: `${ref}: “${match.text}”`, points: match.points })
  }
  points.sort((a, b) => b.points - a.points || (a.text < b.text ? -1 : 1))
  let severity = stepOf(sum, rules)
  const strongest = Math.max(0, ...points.map((one) => one.points))
  const caps = [
    ...(strongest > rules.medium ? [] : [WORDS_ALONE]),
    ...(strongest > rules.high ? [] : [DETAILS_ALONE]),
    ...capsOf(medoid.tags.class, families.length, rules.caps ?? CAPS),
  ]
  for (const cap of caps) {
    if (STEPS.indexOf(cap.at) >= STEPS.indexOf(severity)) continue
    severity = cap.at
    points.push({ text: `${cap.why}: at most ${cap.at}`, points: 0 })
  }
  return { severity, points }
}

const isSignal = (match: Match): boolean => match.kind === 'signal'

const signalsOf = (article: Weighed): readonly string[] =>
  article.tags.matches.filter(isSignal).map((match) => match.ref)

/**
 * What takes away must be the story's own: others that condemn or deny an act do not undo it. The medoid says
 * it, or most of the articles do.
 */
function isCommon(articles: readonly Weighed[], medoid: Weighed, ref: string): boolean {
  if (signalsOf(medoid).includes(ref)) return true
  const saying = articles.filter((article) => signalsOf(article).includes(ref))
  return saying.length * 2 > articles.length
}

function strongestOf(articles: readonly Weighed[], ref: string): Match | undefined {
  let best: Match | undefined
  for (const { tags } of articles) {
    for (const match of tags.matches) {
      if (isSignal(match) && match.ref === ref && (!best || match.points > best.points))
        best = match
    }
  }
  return best
}

function stepOf(sum: number, rules: SeverityRules): Severity {
  if (sum >= rules.critical) return 'critical'
  if (sum >= rules.high) return 'high'
  return sum >= rules.medium ? 'medium' : 'low'
}

type Cap = { readonly at: Severity; readonly why: string }

/** Talks, threats and announcements add up to no act: one signal must say more than medium by itself. */
const WORDS_ALONE: Cap = { at: 'medium', why: 'nothing that alone is more than medium' }

/** Nor do the details of one attack add up to a turning point. */
const DETAILS_ALONE: Cap = { at: 'high', why: 'nothing that alone is more than high' }

function capsOf(
  kind: ArticleClass,
  families: number,
  byClass: NonNullable<SeverityRules['caps']>,
): readonly Cap[] {
  const caps: Cap[] = []
  if (families <= 1) caps.push({ at: 'high', why: 'one publisher alone' })
  const at = byClass[kind]
  if (at !== undefined) caps.push({ at, why: CLASS_WORDS[kind] })
  return caps
}

const CLASS_WORDS: Readonly<Record<ArticleClass, string>> = {
  news: 'news',
  opinion: 'opinion',
  analysis: 'analysis',
  explainer: 'explainer',
  live: 'live page',
  roundup: 'round-up',
  anniversary: 'anniversary',
}
