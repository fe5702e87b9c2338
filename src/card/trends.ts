import { DAY_MS, HOUR_MS } from '../lib/clock.ts'
import type { PackEntry } from '../pack.ts'
import type { Alarm, MessageBody, TrendRow, Trends } from '../types.ts'
import { alarmLabel, burstWords } from './alarm.ts'
import { toBody, toDateTime, toFooter } from './body.ts'
import type { CardContext } from './context.ts'
import { coverageWords } from './coverage.ts'
import { escapeText } from './escape.ts'
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
        description: blocks.join('\n'),
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
  if (rows.length === 0) return []
  return [`**${heading}**`, ...rows.slice(0, most).map((row) => lineOf(row, entries))]
}

/** `▲ Arms transfers **42**, 21.0 expected, usually 12–30`. */
function lineOf({ id, stories, usual }: TrendRow, entries: readonly PackEntry[]): string {
  const names = id.split('|').map((part) => labelOf(part, entries))
  const label = escapeText(names.join(' and '), 80)
  if (usual === undefined) return `${label} **${stories}**`
  const range = `${usual.expected.toFixed(1)} expected, usually ${Math.ceil(usual.low)}–${Math.floor(usual.high)}`
  if (stories > usual.high) return `▲ ${label} **${stories}**, more than usual: ${range}`
  if (stories < usual.low) return `▼ ${label} **${stories}**, less than usual: ${range}`
  return `${label} **${stories}**, as usual: ${range}`
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
