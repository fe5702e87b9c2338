import type { Chart, TrendRow } from '../types.ts'
import {
  AS_USUAL,
  axisText,
  type ChartOption,
  cut,
  FONT,
  INK,
  LESS,
  LINE,
  MORE,
  TEXT_SIZE,
  TOP,
  toFrame,
} from './chart-frame.ts'

type Against = Extract<Chart, { readonly kind: 'against' }>

/** Height of one row of the chart, in its own pixels. */
export const AGAINST_ROW = 46

/** A bar for what was told, a whisker for what is usual, so that a count out of its range stands out. */
export function againstOption(chart: Against): ChartOption {
  const rows = chart.rows.map(({ row }) => row)
  return {
    ...toFrame(chart),
    grid: {
      left: 16,
      right: 90,
      top: TOP,
      bottom: 16,
      outerBoundsMode: 'same',
      outerBoundsContain: 'axisLabel',
    },
    xAxis: {
      type: 'value',
      minInterval: 1,
      axisLabel: axisText(),
      splitLine: { lineStyle: { color: LINE } },
    },
    yAxis: {
      type: 'category',
      inverse: true,
      data: chart.rows.map(({ label }) => cut(label, 22)),
      axisLabel: axisText(TEXT_SIZE - 1),
      axisLine: { lineStyle: { color: LINE } },
      axisTick: { show: false },
    },
    series: [
      {
        type: 'bar',
        barWidth: 22,
        data: rows.map((row) => ({
          value: row.stories,
          itemStyle: { color: colourOfRow(row) },
          label: { formatter: labelOfRow(row) },
        })),
        label: {
          show: true,
          position: 'right',
          distance: 10,
          color: INK,
          fontSize: TEXT_SIZE,
          fontWeight: 'bold',
          fontFamily: FONT,
          textBorderColor: '#2b2d31',
          textBorderWidth: 4,
        },
        z: 2,
      },
      {
        type: 'custom',
        data: rows.map(({ usual }, index) => [
          index,
          usual?.low ?? 0,
          usual?.high ?? 0,
          usual?.expected ?? -1,
        ]),
        encode: { x: [1, 2], y: 0 },
        renderItem: drawWhisker,
        z: 3,
      },
    ],
  }
}

/** Sign and colour, never colour alone. */
function labelOfRow({ stories, usual }: TrendRow): string {
  if (usual === undefined) return String(stories)
  if (stories > usual.high) return `${stories} ▲`
  return stories < usual.low ? `${stories} ▼` : String(stories)
}

function colourOfRow({ stories, usual }: TrendRow): string {
  if (usual === undefined) return AS_USUAL
  if (stories > usual.high) return MORE
  return stories < usual.low ? LESS : AS_USUAL
}

/** The part of ECharts' drawing interface that a whisker needs. */
type DrawApi = {
  readonly value: (dimension: number) => number
  readonly coord: (point: readonly [number, number]) => readonly [number, number]
}

function drawWhisker(_params: unknown, api: DrawApi): ChartOption | undefined {
  const row = api.value(0)
  const expected = api.value(3)
  if (expected < 0) return undefined
  const [left, y] = api.coord([api.value(1), row])
  const [right] = api.coord([api.value(2), row])
  const [middle] = api.coord([expected, row])
  const stroke = { stroke: '#ffffff', lineWidth: 3, opacity: 0.9 }
  const bar = (x1: number, y1: number, x2: number, y2: number): ChartOption => ({
    type: 'line',
    shape: { x1, y1, x2, y2 },
    style: stroke,
  })
  return {
    type: 'group',
    children: [
      bar(left, y + 17, right, y + 17),
      bar(left, y + 12, left, y + 22),
      bar(right, y + 12, right, y + 22),
      {
        type: 'circle',
        shape: { cx: middle, cy: y + 17, r: 6 },
        style: { fill: '#ffffff' },
      },
    ],
  }
}
