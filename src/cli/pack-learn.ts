// `axis pack learn`: the numbers of the second vote, from labelled lines and from the pack's own tests.

import { createReadStream, existsSync } from 'node:fs'
import { writeFile } from 'node:fs/promises'
import { parseArticleLine, parseLabels } from '../config/json-lines.ts'
import { UserError } from '../lib/errors.ts'
import { compilePack, type Matcher } from '../tag/compile.ts'
import { toFacts } from '../tag/facts.ts'
import { type Example, learnVote } from '../tag/learn.ts'
import { type TagInput, toMargins } from '../tag/tag.ts'
import { POINT_LOGIT } from '../tag/vote.ts'
import type { Relevance } from '../types.ts'
import { type CliIo, readLines, writeLine } from './io.ts'
import { openMatcher } from './pack-path.ts'

export type LearnChoice = {
  readonly pack?: string
  readonly out?: string
  readonly l2: number
  readonly weight: number
  readonly floor: number
  readonly lift: number
  /** Smaller weights are left out. */
  readonly least: number
}

const ROUNDS = 60
const LEAST_EXAMPLES = 4
/** So many examples is each test of the pack. */
const PROMISE_WEIGHT = 2
const CORE_LEAN = 1 / 3

/**
 * Learns from every part but `check` of all files, and writes the pack's `vote`: a model for every theme and one
 * for `core`. `related` follows the themes; a model of its own raised false alarms (decision 090).
 */
export async function learnPack(
  io: CliIo,
  files: readonly string[],
  choice: LearnChoice,
): Promise<void> {
  for (const file of files) {
    if (!existsSync(file)) throw new UserError(`${file}: there is no such file`)
  }
  const { vote: _, ...bare } = (await openMatcher(io, choice.pack)).pack
  const matcher = compilePack(bare)
  const promises: readonly Example[] = bare.tests
    .filter((test) => test.relevance !== undefined && test.themes !== undefined)
    .map(({ title, summary, at, relevance, themes }) =>
      toExample(
        matcher,
        {
          title,
          ...(summary === undefined ? {} : { summary }),
          ...(at === undefined ? {} : { publishedAt: at }),
        },
        { relevance: relevance ?? 'no', themes: themes ?? [] },
      ),
    )
  // A promise is firmer than one reader's word.
  const examples = Array.from({ length: PROMISE_WEIGHT }, () => promises).flat()
  for (const file of files) {
    let line = 0
    for await (const text of readLines(createReadStream(file, 'utf8'))) {
      line += 1
      const { id: _id, ...input } = parseArticleLine(text, line)
      const labels = parseLabels(text, line)
      if (labels.part !== 'check') examples.push(toExample(matcher, input, labels))
    }
  }
  const models = learnVote(matcher, examples, [...bare.themes.map(({ id }) => id), 'core'], {
    l2: choice.l2,
    least: LEAST_EXAMPLES,
    rounds: ROUNDS,
  })
  const json = toJson(models, choice)
  if (choice.out === undefined) await writeLine(io.stdout, json)
  else await writeFile(choice.out, `${json}\n`)
}

function toExample(
  matcher: Matcher,
  input: TagInput,
  { relevance, themes }: { readonly relevance: Relevance; readonly themes: readonly string[] },
): Example {
  const facts = toFacts(matcher, input)
  const labels = new Set(themes)
  if (relevance === 'core') labels.add('core')
  return { margins: toMargins(matcher, facts), bits: facts.bits, labels }
}

/** A part of a pack as JSON, a model a line. */
function toJson(
  models: Readonly<Record<string, Readonly<Record<string, number>>>>,
  choice: LearnChoice,
): string {
  const { weight, floor, lift, least } = choice
  const lines = Object.entries(models).map(([id, weights]) => {
    // F1 is best below even odds: every model leans to saying yes by so many points, `core` by less, since it lacks precision.
    const lean = lift * POINT_LOGIT * (id === 'core' ? CORE_LEAN : 1)
    const kept = Object.entries(weights)
      .filter(([feature, value]) => feature === 'bias' || Math.abs(value) >= least)
      .map(([feature, value]) => [feature, feature === 'bias' ? value + lean : value])
      .map(([feature, value]) => [feature, Math.round(Number(value) * 1000) / 1000])
    return `      ${JSON.stringify(id)}: ${JSON.stringify(Object.fromEntries(kept))}`
  })
  return `{\n  "vote": {\n    "weight": ${weight},\n    "floor": ${floor},\n    "models": {\n${lines.join(',\n')}\n    }\n  }\n}`
}
