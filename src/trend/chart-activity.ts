import { scaleBand } from 'd3-scale'
import { area, line } from 'd3-shape'
import type { Chart } from '../types.ts'
import {
  colourOf,
  countScale,
  cut,
  type Drawing,
  FAINT,
  INK,
  label,
  labelRoom,
  MARGIN,
  measureText,
  rule,
  SMALL_SIZE,
  shortCount,
  TOP,
  WIDTH,
} from './chart-frame.ts'
import { element, type Svg } from './svg.ts'

type Activity = Extract<Chart, { readonly kind: 'activity' }>
type Usual = NonNullable<Activity['usual'][number]>

const PLOT_HEIGHT = 250
const LEGEND_ROW = 34
const SWATCH = 22
const SWATCH_GAP = 6
const ENTRY_GAP = 22
const BAR_MAX = 44

/** Stories a day as bars, by theme where there is more than one, before the band of what is usual. */
export function drawActivity(chart: Activity): Drawing {
  const { days, series } = chart
  const usual = chart.usual.flatMap((one, day) => (one === undefined ? [] : [{ day, ...one }]))
  const totals = days.map((_, day) => series.reduce((sum, one) => sum + (one.values[day] ?? 0), 0))
  const most = Math.max(0, ...totals, ...usual.map(({ high }) => high))
  const bottom = TOP + 4 + PLOT_HEIGHT
  const { scale: y, ticks } = countScale(most, [bottom, TOP + 12])
  const left = MARGIN + labelRoom(ticks.map(shortCount))
  const right = WIDTH - MARGIN - 14
  const x = scaleBand<number>(
    days.map((_, day) => day),
    [left, right],
  ).padding(0.28)
  const middle = (day: number): number => (x(day) ?? left) + x.bandwidth() / 2
  const legend = drawLegend(chart, usual.length > 0, bottom + 66)
  return {
    height: bottom + 66 + (legend.rows - 1) * LEGEND_ROW + 24,
    parts: [
      ...ticks.flatMap((count) => [
        rule(left, y(count), right, y(count)),
        label(left - 8, y(count) + 7, shortCount(count), { anchor: 'end' }),
      ]),
      ...drawBand(usual, middle, y),
      ...days.flatMap((_, day) => drawBar(series, day, middle(day), x.bandwidth(), y)),
      ...drawExpected(usual, middle, y),
      ...drawDays(days, middle, bottom + 30),
      ...legend.parts,
    ],
  }
}

type Place = (value: number) => number

function drawBar(
  series: Activity['series'],
  day: number,
  middle: number,
  room: number,
  y: Place,
): readonly Svg[] {
  const width = Math.min(BAR_MAX, room)
  let below = 0
  return series.flatMap(({ values }, index) => {
    const count = values[day] ?? 0
    if (count === 0) return []
    const top = y(below + count)
    const height = y(below) - top
    below += count
    return [
      element('rect', { x: middle - width / 2, y: top, width, height, fill: colourOf(index) }),
    ]
  })
}

type UsualDay = Usual & { readonly day: number }

/** The range of what is usual; a band over one day alone would have no width. */
function drawBand(usual: readonly UsualDay[], x: Place, y: Place): readonly Svg[] {
  const path = area<UsualDay>()
    .x(({ day }) => x(day))
    .y0(({ low }) => y(low))
    .y1(({ high }) => y(high))([...usual])
  return path === null ? [] : [element('path', { d: path, fill: FAINT, 'fill-opacity': 0.28 })]
}

function drawExpected(usual: readonly UsualDay[], x: Place, y: Place): readonly Svg[] {
  const path = line<UsualDay>()
    .x(({ day }) => x(day))
    .y(({ expected }) => y(expected))([...usual])
  const look = { fill: 'none', stroke: INK, 'stroke-width': 2, 'stroke-dasharray': '8 6' }
  return path === null ? [] : [element('path', { d: path, ...look })]
}

/** As many days as fit beside each other, the newest always among them. */
function drawDays(days: readonly string[], x: Place, y: number): readonly Svg[] {
  const widest = Math.max(0, ...days.map((day) => measureText(day, SMALL_SIZE))) + 14
  const step = days.length < 2 ? 1 : Math.max(1, Math.ceil(widest / (x(1) - x(0))))
  return days.flatMap((day, index) =>
    (days.length - 1 - index) % step === 0
      ? [label(inside(x(index), day), y, day, { anchor: 'middle' })]
      : [],
  )
}

/** The middle of a label that may not be cut off at the right. */
const inside = (x: number, text: string): number =>
  Math.min(x, WIDTH - MARGIN / 2 - measureText(text, SMALL_SIZE) / 2)

function drawLegend(
  { series }: Activity,
  hasBand: boolean,
  top: number,
): { readonly rows: number; readonly parts: readonly Svg[] } {
  const entries = [
    ...series.map((one, index) => ({ text: cut(one.label, 24), colour: colourOf(index) })),
    ...(hasBand ? [{ text: 'usual range', colour: '#5f646d' }] : []),
  ]
  const parts: Svg[] = []
  let [x, row] = [MARGIN + 4, 0]
  for (const { text, colour } of entries) {
    const width = SWATCH + SWATCH_GAP + measureText(text, SMALL_SIZE)
    if (x + width > WIDTH - MARGIN && x > MARGIN + 4) [x, row] = [MARGIN + 4, row + 1]
    const y = top + row * LEGEND_ROW
    parts.push(
      element('rect', { x, y: y - 13, width: SWATCH, height: 14, rx: 4, fill: colour }),
      label(x + SWATCH + SWATCH_GAP, y, text),
    )
    x += width + ENTRY_GAP
  }
  return { rows: row + 1, parts }
}
