import { HOUR_MS, MINUTE_MS } from '../lib/clock.ts'
import type { Chart, Instant } from '../types.ts'
import {
  axisText,
  type ChartOption,
  colourOf,
  cut,
  LINE,
  PAPER,
  TEXT_SIZE,
  TOP,
  toFrame,
} from './chart-frame.ts'

type Camps = Extract<Chart, { readonly kind: 'camps' }>

export const CAMPS_ROW = 64
/** Articles this close would lie on each other: they are moved apart, up and down. */
const SPREAD = 0.16

/** When each camp told a story: one dot an article, one row a camp, the first to tell it on top. */
export function campsOption(chart: Camps): ChartOption {
  const { camps, from, to } = chart
  const room = Math.max(30 * MINUTE_MS, to - from)
  const step = stepOf(room)
  return {
    ...toFrame(chart),
    grid: {
      left: 16,
      right: 40,
      top: TOP,
      bottom: 16,
      outerBoundsMode: 'same',
      outerBoundsContain: 'axisLabel',
    },
    xAxis: {
      type: 'value',
      // From one full step to another, with room for the first dot and the last.
      min: Math.floor((from - room * 0.02) / step) * step,
      max: Math.ceil((from + room * 1.02) / step) * step,
      interval: step,
      axisLabel: {
        ...axisText(),
        hideOverlap: true,
        formatter: (at: number) => timeLabel(at, room),
      },
      splitLine: { lineStyle: { color: LINE } },
      axisLine: { onZero: false, lineStyle: { color: LINE } },
      axisTick: { show: false },
    },
    yAxis: {
      type: 'value',
      inverse: true,
      min: -0.5,
      max: camps.length - 0.5,
      interval: 0.5,
      axisLabel: {
        ...axisText(TEXT_SIZE - 1),
        formatter: (row: number) => {
          const camp = camps[row]
          return camp === undefined ? '' : `${cut(camp.label, 18)}  ${camp.at.length}`
        },
      },
      splitLine: { show: false },
      axisLine: { show: false },
      axisTick: { show: false },
    },
    series: camps.map(({ at }, row) => ({
      type: 'scatter',
      symbolSize: 20,
      data: spread(at, room).map(([time, off]) => [time, row + off]),
      itemStyle: { color: colourOf(row), borderColor: PAPER, borderWidth: 2 },
    })),
  }
}

function spread(at: readonly Instant[], room: number): readonly (readonly [Instant, number])[] {
  let last = Number.NEGATIVE_INFINITY
  let step = 0
  return [...at]
    .sort((a, b) => a - b)
    .map((time) => {
      step = time - last < room * 0.03 ? step + 1 : 0
      last = time
      // 0, up, down, …
      const side = step % 2 === 1 ? -1 : 1
      return [time, side * Math.min(2, Math.ceil(step / 2)) * SPREAD] as const
    })
}

const STEP_MAX_MS = 24 * HOUR_MS
const STEPS_MS = [
  10 * MINUTE_MS,
  30 * MINUTE_MS,
  HOUR_MS,
  2 * HOUR_MS,
  3 * HOUR_MS,
  6 * HOUR_MS,
  12 * HOUR_MS,
  STEP_MAX_MS,
]

/** Some five labels, at full hours where there is room. */
const stepOf = (room: number): number =>
  STEPS_MS.find((step) => room / step <= 5) ?? Math.ceil(room / 5 / STEP_MAX_MS) * STEP_MAX_MS

function timeLabel(at: Instant, room: number): string {
  const date = new Date(at)
  const time = date.toISOString().slice(11, 16)
  if (room < 12 * HOUR_MS) return time
  const day = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short', timeZone: 'UTC' })
  return time === '00:00' ? day.format(date) : time
}
