import type { Chart } from '../types.ts'
import {
  axisText,
  type ChartOption,
  colourOf,
  cut,
  FAINT,
  INK,
  LINE,
  TOP,
  toFrame,
} from './chart-frame.ts'

type Activity = Extract<Chart, { readonly kind: 'activity' }>

const LEGEND_ROW = 41
const LEGEND_COLUMNS = 3

/** Stories a day as bars, by theme where there is more than one, before the band of what is usual. */
export function activityOption(chart: Activity): ChartOption {
  const hasBand = chart.usual.some((usual) => usual !== undefined)
  const entries = chart.series.length + (hasBand ? 1 : 0)
  const bottom = 16 + Math.ceil(entries / LEGEND_COLUMNS) * LEGEND_ROW
  return {
    ...toFrame(chart),
    grid: {
      left: 16,
      right: 20,
      top: TOP + 4,
      bottom: bottom + 8,
      outerBoundsMode: 'same',
      outerBoundsContain: 'axisLabel',
    },
    legend: {
      bottom: 10,
      left: 'center',
      icon: 'roundRect',
      itemWidth: 22,
      itemHeight: 14,
      itemGap: 22,
      textStyle: axisText(),
      data: [...chart.series.map(({ label }) => cut(label, 22)), ...(hasBand ? [USUAL] : [])],
    },
    xAxis: {
      type: 'category',
      data: chart.days,
      axisLabel: { ...axisText(), hideOverlap: true, margin: 12 },
      axisLine: { lineStyle: { color: LINE } },
      axisTick: { show: false },
    },
    yAxis: {
      type: 'value',
      minInterval: 1,
      axisLabel: axisText(),
      splitLine: { lineStyle: { color: LINE } },
    },
    series: [...(hasBand ? bandOf(chart) : []), ...chart.series.map(toBar)],
  }
}

const USUAL = 'usual range'

const toBar = ({ label, values }: Activity['series'][number], index: number): ChartOption => ({
  name: cut(label, 22),
  type: 'bar',
  stack: 'stories',
  barMaxWidth: 44,
  barCategoryGap: '28%',
  data: values,
  itemStyle: { color: colourOf(index) },
  z: 3,
})

/** The range as the area between two stacked lines, the expected count as a dashed one. */
function bandOf({ usual }: Activity): readonly ChartOption[] {
  const line = (name: string, data: readonly (number | '-')[], extra: ChartOption) => ({
    name,
    type: 'line',
    symbol: 'none',
    silent: true,
    data,
    ...extra,
  })
  const of = (value: (one: NonNullable<Activity['usual'][number]>) => number) =>
    usual.map((one) => (one === undefined ? ('-' as const) : value(one)))
  return [
    line(
      'low',
      of((one) => one.low),
      { stack: 'band', lineStyle: { opacity: 0 }, z: 1 },
    ),
    line(
      USUAL,
      of((one) => one.high - one.low),
      {
        stack: 'band',
        lineStyle: { opacity: 0 },
        itemStyle: { color: FAINT },
        areaStyle: { color: FAINT, opacity: 0.28 },
        z: 1,
      },
    ),
    line(
      'expected',
      of((one) => one.expected),
      { lineStyle: { color: INK, width: 2, type: [8, 6] }, z: 5 },
    ),
  ]
}
