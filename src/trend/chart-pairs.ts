import type { Chart } from '../types.ts'
import {
  axisText,
  type ChartOption,
  cut,
  FONT,
  PAPER,
  TEXT_SIZE,
  TOP,
  toFrame,
} from './chart-frame.ts'

type Pairs = Extract<Chart, { readonly kind: 'pairs' }>

/** How often two actors stand in one story: each pair once, below the diagonal, with its number. */
export function pairsOption(chart: Pairs): ChartOption {
  const { labels, cells } = chart
  const rows = labels.slice(1)
  const columns = labels.slice(0, -1)
  const data = rows.flatMap((_, row) =>
    columns.slice(0, row + 1).map((_label, column) => [column, row, cells[row + 1]?.[column] ?? 0]),
  )
  const most = Math.max(1, ...data.map(([, , count = 0]) => count))
  return {
    ...toFrame(chart),
    grid: {
      left: 16,
      right: 20,
      top: TOP,
      bottom: 16,
      outerBoundsMode: 'same',
      outerBoundsContain: 'axisLabel',
    },
    xAxis: {
      type: 'category',
      data: columns.map((label) => cut(label, 14)),
      axisLabel: { ...axisText(), rotate: 35, interval: 0 },
      axisLine: { show: false },
      axisTick: { show: false },
    },
    yAxis: {
      type: 'category',
      inverse: true,
      data: rows.map((label) => cut(label, 16)),
      axisLabel: axisText(),
      axisLine: { show: false },
      axisTick: { show: false },
    },
    series: [
      {
        type: 'heatmap',
        data: data.map((value) => toCell(value, most)),
        label: { show: true, fontSize: TEXT_SIZE, fontFamily: FONT, fontWeight: 'bold' },
      },
    ],
    // Heat maps need one; the colours are given with the cells.
    visualMap: { show: false, min: 0, max: most, inRange: { color: [PAPER, PAPER] } },
  }
}

const COLD = [0x36, 0x39, 0x40] as const
const WARM = [0xf7, 0xb9, 0x55] as const

function toCell(value: readonly number[], most: number): ChartOption {
  const count = value[2] ?? 0
  // By the square root, so that small counts differ from none.
  const heat = Math.sqrt(count / most)
  const colour = COLD.map((cold, at) => Math.round(cold + ((WARM[at] ?? 0) - cold) * heat))
  return {
    value,
    itemStyle: { color: `rgb(${colour.join(',')})`, borderColor: PAPER, borderWidth: 3 },
    label: { show: count > 0, color: heat > 0.55 ? '#1e1f22' : '#dbdee1' },
  }
}
