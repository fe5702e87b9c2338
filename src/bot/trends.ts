// Themes and actors against their own past: the last window beside the mean of the four before it.

import { toBody, toFooter } from '../card/body.ts'
import type { CardContext } from '../card/context.ts'
import { coverageWords } from '../card/coverage.ts'
import { escapeText } from '../card/escape.ts'
import { labelOf, PLAIN_COLOUR } from '../card/word.ts'
import { DAY_MS } from '../lib/clock.ts'
import type { PackEntry } from '../pack.ts'
import type { Counted, StoryFilter } from '../ports.ts'
import type { MessageBody } from '../types.ts'
import type { Ask } from './command.ts'

/** The baseline is the mean of so many windows; with fewer than two seen none is given. */
export const BASELINE_WINDOWS = 4
const BASELINE_MIN = 2
const SHOWN = 8
/** Under this difference in standard deviations (of a count) it is the usual. */
const NOTABLE = 2

export type Trend = {
  readonly id: string
  readonly n: number
  /** Absent where the past is not known far enough. */
  readonly expected?: number
}

export type TrendsInput = {
  readonly window: string
  readonly what: string
  readonly themes: readonly Trend[]
  readonly actors: readonly Trend[]
  /** Whole windows of the past that were seen. */
  readonly windows: number
}

/** Counts of the window and of those before it, most notable first. */
export async function readTrends(
  ask: Ask,
  kind: 'actor' | 'theme',
  filter: StoryFilter,
  windowMs: number,
): Promise<{ readonly trends: readonly Trend[]; readonly windows: number }> {
  const { store, clock } = ask.deps
  const now = clock.now()
  const windows = Math.min(BASELINE_WINDOWS, await seenWindows(ask, windowMs))
  const current = await store.counts(kind, { ...filter, since: now - windowMs, until: now })
  if (windows < BASELINE_MIN)
    return { trends: current.map(({ id, stories }) => ({ id, n: stories })), windows }
  const past: (readonly Counted[])[] = []
  for (let back = 1; back <= windows; back += 1) {
    const until = now - back * windowMs
    past.push(await store.counts(kind, { ...filter, since: until - windowMs, until }))
  }
  return { trends: toTrends(current, past), windows }
}

/** Each count beside the mean of the past ones, the furthest from its mean first. */
export function toTrends(
  current: readonly Counted[],
  past: readonly (readonly Counted[])[],
): readonly Trend[] {
  const ids = new Set([...current, ...past.flat()].map((one) => one.id))
  const countIn = (counted: readonly Counted[], id: string): number =>
    counted.find((one) => one.id === id)?.stories ?? 0
  return [...ids]
    .map((id) => {
      const sum = past.reduce((total, counted) => total + countIn(counted, id), 0)
      return { id, n: countIn(current, id), expected: sum / past.length }
    })
    .sort((a, b) => Math.abs(deviation(b)) - Math.abs(deviation(a)) || b.n - a.n)
}

/** Difference in standard deviations of a Poisson count; one is added so that nothing divides by zero. */
export const deviation = ({ n, expected = n }: Trend): number =>
  (n - expected) / Math.sqrt(expected + 1)

async function seenWindows(ask: Ask, windowMs: number): Promise<number> {
  const states = await ask.deps.store.feedStates()
  const firsts = states.flatMap((state) => state.firstSuccessAt ?? [])
  if (firsts.length === 0) return 0
  return Math.max(0, Math.floor((ask.deps.clock.now() - Math.min(...firsts)) / windowMs) - 1)
}

export function trendsCard(input: TrendsInput, ctx: CardContext): MessageBody {
  const what = input.what === '' ? '' : ` · ${escapeText(input.what, 120)}`
  const baseline =
    input.windows < BASELINE_MIN
      ? '-# no baseline yet: too little of the past was seen'
      : `-# stories, against the mean of the ${input.windows} windows before`
  return toBody({
    embeds: [
      {
        title: `Trends · last ${input.window}${what}`,
        description: [
          baseline,
          '**Themes**',
          ...linesOf(input.themes, ctx.pack.themes),
          '**Actors**',
          ...linesOf(input.actors, ctx.pack.actors),
        ].join('\n'),
        color: PLAIN_COLOUR,
        footer: toFooter(coverageWords(ctx.coverage), ctx),
      },
    ],
  })
}

function linesOf(trends: readonly Trend[], entries: readonly PackEntry[]): readonly string[] {
  const shown = trends.slice(0, SHOWN)
  if (shown.length === 0) return ['none seen']
  return shown.map((trend) => {
    const label = escapeText(labelOf(trend.id, entries), 60)
    if (trend.expected === undefined) return `${label} ${trend.n}`
    const by = deviation(trend)
    const sign =
      by >= NOTABLE ? '▲ more than usual' : by <= -NOTABLE ? '▼ less than usual' : 'as usual'
    return `${label} **${trend.n}** (expected ${trend.expected.toFixed(1)}) ${sign}`
  })
}

export const WINDOWS: Readonly<Record<string, number>> = {
  '24h': DAY_MS,
  '7d': 7 * DAY_MS,
  '30d': 30 * DAY_MS,
}
