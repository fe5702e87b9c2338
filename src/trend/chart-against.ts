import type { Chart, TrendRow } from '../types.ts'
import {
  AS_USUAL,
  countScale,
  cut,
  type Drawing,
  LESS,
  label,
  labelRoom,
  MARGIN,
  MORE,
  rule,
  shortCount,
  TEXT_SIZE,
  TOP,
  WIDTH,
} from './chart-frame.ts'
import { element, type Svg } from './svg.ts'

type Against = Extract<Chart, { readonly kind: 'against' }>

const ROW = 50
const BAR = 22
const NAME_SIZE = TEXT_SIZE - 2
/** Room right of the longest bar for its number and sign. */
const NUMBER_ROOM = 84

/** A bar for what was told, a whisker for what is usual, so that a count out of its range stands out. */
export function drawAgainst(chart: Against): Drawing {
  const names = chart.rows.map(({ label: name }) => cut(name, 20))
  const left = MARGIN + labelRoom(names, NAME_SIZE)
  const right = WIDTH - NUMBER_ROOM
  const bottom = TOP + 8 + ROW * Math.max(1, chart.rows.length)
  const most = Math.max(0, ...chart.rows.flatMap(({ row }) => [row.stories, row.usual?.high ?? 0]))
  const { scale: x, ticks } = countScale(most, [left, right], 3)
  return {
    height: bottom + 44,
    parts: [
      ...ticks.flatMap((count) => [
        rule(x(count), TOP, x(count), bottom),
        label(x(count), bottom + 26, shortCount(count), { anchor: 'middle' }),
      ]),
      ...chart.rows.flatMap(({ row }, index) => {
        const y = TOP + 8 + ROW * index
        const width = x(row.stories) - left
        return [
          label(left - 8, y + 19, names[index] ?? '', { size: NAME_SIZE, anchor: 'end' }),
          element('rect', { x: left, y, width, height: BAR, fill: colourOfRow(row) }),
          label(left + width + 10, y + 19, wordsOfRow(row), { size: TEXT_SIZE, bold: true }),
          ...drawWhisker(row, y + BAR + 8, x),
        ]
      }),
    ],
  }
}

/** Sign and colour, never colour alone. */
function wordsOfRow({ stories, usual }: TrendRow): string {
  if (usual === undefined) return String(stories)
  if (stories > usual.high) return `${stories} ▲`
  return stories < usual.low ? `${stories} ▼` : String(stories)
}

function colourOfRow({ stories, usual }: TrendRow): string {
  if (usual === undefined) return AS_USUAL
  if (stories > usual.high) return MORE
  return stories < usual.low ? LESS : AS_USUAL
}

function drawWhisker({ usual }: TrendRow, y: number, x: (count: number) => number): readonly Svg[] {
  if (usual === undefined) return []
  const bar = (x1: number, y1: number, x2: number, y2: number): Svg =>
    element('line', { x1, y1, x2, y2, stroke: '#ffffff', 'stroke-width': 3, opacity: 0.9 })
  const [low, high] = [x(usual.low), x(usual.high)]
  return [
    bar(low, y, high, y),
    bar(low, y - 5, low, y + 5),
    bar(high, y - 5, high, y + 5),
    element('circle', { cx: x(usual.expected), cy: y, r: 6, fill: '#ffffff' }),
  ]
}
