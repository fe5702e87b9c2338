import { UserError } from '../lib/errors.ts'
import { toSeverity, toSeverityRules } from '../story/severity.ts'
import type { Matcher } from '../tag/compile.ts'
import { tagArticle } from '../tag/tag.ts'
import type { Gate, Match, Tags } from '../types.ts'
import type { AddVerb } from './io.ts'
import { writeLine } from './io.ts'
import { openMatcher } from './pack-path.ts'

type Options = {
  readonly summary?: string
  readonly outlet?: string
  readonly lang?: string
  readonly at?: string
  readonly pack?: string
  readonly json?: boolean
}

/** `axis explain "headline"`: why it is tagged as it is, and what failed. */
export const addExplain: AddVerb = (program, io) => {
  program
    .command('explain')
    .description('say how a headline is tagged and why: matches, points, thresholds, gates')
    .argument('<headline>', 'the title')
    .option('--summary <text>', 'the summary')
    .option('--outlet <name>', 'the outlet, whose own name at the end of a title does not count')
    .option('--lang <code>', 'the language of its feed')
    .option('--at <date>', 'when it was published (default: now)')
    .option('--pack <path>', 'a topic pack (default: AXIS_PACK)')
    .option('--json', 'print the decision as JSON')
    .action(async (title: string, options: Options) => {
      const at = options.at === undefined ? io.now() : Date.parse(options.at)
      if (Number.isNaN(at)) throw new UserError(`--at ${options.at} is no date; write 2026-02-28`)
      const matcher = await openMatcher(io, options.pack)
      const tags = tagArticle(matcher, {
        title,
        publishedAt: at,
        ...(options.summary === undefined ? {} : { summary: options.summary }),
        ...(options.outlet === undefined ? {} : { outlet: options.outlet }),
        ...(options.lang === undefined ? {} : { languageHint: options.lang }),
      })
      await writeLine(
        io.stdout,
        options.json ? JSON.stringify(tags, undefined, 2) : toExplanation(matcher, tags),
      )
    })
}

/** A decision for people, one fact a line. */
export function toExplanation(matcher: Matcher, tags: Tags): string {
  const { pack } = matcher
  const list = (ids: readonly string[]) => (ids.length === 0 ? 'none' : ids.join(', '))
  return [
    `relevance  ${tags.relevance}`,
    `language   ${tags.lang}`,
    `class      ${tags.class}`,
    `actors     ${list(tags.actors)}`,
    `assets     ${list(tags.assets)}`,
    `themes     ${list(tags.themes)}`,
    `severity   ${toSeverityLine(matcher, tags)}`,
    '',
    'matches',
    ...tags.matches.map(toMatchLine),
    '',
    'gates',
    ...tags.gates.map(toGateLine),
    '',
    `pack ${pack.id} ${pack.hash}`,
  ].join('\n')
}

/** The sum that the headline alone gives a story, as a story of its own would show it. */
function toSeverityLine({ pack }: Matcher, tags: Tags): string {
  const rules = toSeverityRules(pack.severity)
  const { medium, high, critical } = rules
  const article = { id: '', family: '', tags }
  const { severity, points } = toSeverity([article], article, [''], rules)
  const counted = points.filter((one) => one.points !== 0)
  const sum = counted.reduce((all, one) => all + one.points, 0)
  const terms = counted.map(({ text, points: n }) => `${text} ${n}`).join(', ')
  const caps = points.filter((one) => one.points === 0).map(({ text }) => text)
  return [
    `${severity}: ${sum} points${terms === '' ? '' : ` (${terms})`}`,
    `medium from ${medium}, high from ${high}, critical from ${critical}`,
    ...caps,
  ].join('; ')
}

const toMatchLine = ({ kind, ref, field, text, at, points, term }: Match): string => {
  const by = term === undefined ? '' : ` by the term “${term}”`
  return `  ${`${kind} ${ref}`.padEnd(26)} “${text}” in the ${field} at ${at}${by}, ${points} ${points === 1 ? 'point' : 'points'}`
}

const toGateLine = ({ passed, text }: Gate): string => `  ${passed ? 'passed' : 'failed'}  ${text}`
