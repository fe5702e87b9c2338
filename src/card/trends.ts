import { DAY_MS, HOUR_MS } from '../lib/clock.ts'
import type { PackEntry } from '../pack.ts'
import type { Alarm, MessageBody, TrendRow, Trends } from '../types.ts'
import { alarmLabel, burstWords } from './alarm.ts'
import { toBody, toDateTime, toFooter } from './body.ts'
import type { CardContext } from './context.ts'
import { coverageWords } from './coverage.ts'
import { escapeText } from './escape.ts'
import { DESCRIPTION_MAX } from './limits.ts'
import { fitBlocks } from './story.ts'
import { countOf, labelOf, PLAIN_COLOUR } from './word.ts'

export type TrendsInput = {
  /** `24h`, `7d`. */
  readonly window: string
  /** Actor and theme that it is narrowed to, in words; empty for all. */
  readonly what: string
  readonly trends: Trends
}

const SHOWN = 8
const PAIRS_SHOWN = 4
const ALARMS_SHOWN = 5

/** `/axis trends`: themes, actors and pairs beside what is usual for them, and the alarms of the window. */
export function trendsCard(input: TrendsInput, ctx: CardContext): MessageBody {
  const { trends } = input
  const what = input.what === '' ? '' : ` · ${escapeText(input.what, 120)}`
  const blocks = [
    historyLine(trends),
    ...listOf('Themes', trends.themes, ctx.pack.themes, SHOWN),
    ...listOf('Actors', trends.actors, ctx.pack.actors, SHOWN),
    ...listOf('Together', trends.pairs, ctx.pack.actors, PAIRS_SHOWN),
    ...alarmsOf(trends.alarms, ctx),
  ]
  return toBody({
    embeds: [
      {
        title: `Trends · last ${input.window}${what}`,
        description: fitBlocks(blocks, DESCRIPTION_MAX),
        color: PLAIN_COLOUR,
        footer: toFooter(coverageWords(ctx.coverage), ctx),
      },
    ],
  })
}

function historyLine({ historyMs, historyNeededMs, sample }: Trends): string {
  const mark = sample === true ? ' · **sample: these counts were generated**' : ''
  const seen = daysOf(historyMs)
  if (historyMs >= historyNeededMs) {
    return `-# stories that began, beside what ${seen} of history make usual${mark}`
  }
  return `-# no baseline yet: ${seen} of history, ${daysOf(historyNeededMs)} needed for this window${mark}`
}

const daysOf = (ms: number): string =>
  ms < DAY_MS ? countOf(Math.floor(ms / HOUR_MS), 'hour') : countOf(Math.floor(ms / DAY_MS), 'day')

function listOf(
  heading: string,
  rows: readonly TrendRow[],
  entries: readonly PackEntry[],
  most: number,
): readonly string[] {
  const shown = rows.slice(0, most)
  const out = shown.filter(isOut)
  const rest = shown.filter((row) => !isOut(row))
  const words = rest.map((row) => plainWords(row, entries)).join(' · ')
  const isKnown = rest.some(({ usual }) => usual !== undefined)
  return [
    ...(shown.length === 0 ? [] : [`**${heading}**`]),
    ...out.map((row) => outLine(row, entries)),
    // A phone has no room for a line each of what is as ever.
    ...(rest.length === 0 ? [] : [`${isKnown ? 'as usual (expected): ' : ''}${words}`]),
  ]
}

const isOut = ({ stories, usual }: TrendRow): boolean =>
  usual !== undefined && (stories > usual.high || stories < usual.low)

const nameOf = ({ id }: TrendRow, entries: readonly PackEntry[]): string => {
  const names = id.split('|').map((part) => labelOf(part, entries))
  return escapeText(names.join(' and '), 80)
}

/** `▲ Arms transfers **42**, more than usual: 21.0 expected, 12 to 30`. */
function outLine(row: TrendRow, entries: readonly PackEntry[]): string {
  const { stories, usual } = row
  const [low, high] = [Math.ceil(usual?.low ?? 0), Math.floor(usual?.high ?? 0)]
  const [sign, word] = stories > high ? ['▲', 'more'] : ['▼', 'less']
  return `${sign} ${nameOf(row, entries)} **${stories}**, ${word} than usual: ${usual?.expected.toFixed(1)} expected, ${low} to ${high}`
}

/** `Nuclear 20 (12.8)`. */
function plainWords(row: TrendRow, entries: readonly PackEntry[]): string {
  const { stories, usual } = row
  return `${nameOf(row, entries)} ${stories}${usual === undefined ? '' : ` (${usual.expected.toFixed(1)})`}`
}

function alarmsOf(alarms: readonly Alarm[], ctx: CardContext): readonly string[] {
  if (alarms.length === 0) return ['**Bursts** none in this window']
  const lines = alarms.slice(0, ALARMS_SHOWN).map((alarm) => {
    const sign = alarm.level === 'breaking' ? '⏫ breaking' : '🔼 rising'
    const mark = alarm.sample === true ? '\\[sample\\] ' : ''
    const label = escapeText(alarmLabel(alarm, ctx.pack), 80)
    return `${sign} · ${mark}${toDateTime(alarm.at)} · **${label}**: ${burstWords(alarm)}, ${countOf(alarm.publishers, 'publisher')}`
  })
  const more = alarms.length - ALARMS_SHOWN
  return ['**Bursts**', ...lines, ...(more > 0 ? [`+${more} more`] : [])]
}
