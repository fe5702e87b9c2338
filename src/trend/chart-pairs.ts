import type { Chart } from '../types.ts'
import {
  cut,
  type Drawing,
  INK,
  label,
  labelRoom,
  MARGIN,
  measureText,
  PAPER,
  SMALL_SIZE,
  shortCount,
  TEXT_SIZE,
  TOP,
  WIDTH,
} from './chart-frame.ts'
import { element, type Svg } from './svg.ts'

type Pairs = Extract<Chart, { readonly kind: 'pairs' }>

const ROW = 50
const TURN_DEGREES = -35

/** How often two actors stand in one story: each pair once, below the diagonal, with its number. */
export function drawPairs({ labels, cells }: Pairs): Drawing {
  const rows = labels.slice(1).map((text) => cut(text, 14))
  const columns = labels.slice(0, -1).map((text) => cut(text, 14))
  const counts = rows.map((_, row) => columns.map((__, column) => cells[row + 1]?.[column] ?? 0))
  const most = Math.max(1, ...counts.flatMap((line, row) => line.slice(0, row + 1)))
  const left = MARGIN + labelRoom(rows)
  const width = (WIDTH - MARGIN - left) / Math.max(1, columns.length)
  const bottom = TOP + ROW * Math.max(1, rows.length)
  const sin = Math.sin((-TURN_DEGREES * Math.PI) / 180)
  const turned = Math.max(0, ...columns.map((text) => measureText(text, SMALL_SIZE))) * sin
  return {
    height: bottom + turned + 44,
    parts: [
      ...rows.map((text, row) =>
        label(left - 8, TOP + ROW * (row + 0.5) + 7, text, { anchor: 'end' }),
      ),
      ...columns.map((text, column) =>
        label(left + width * (column + 0.5) + 8, bottom + 20, text, {
          anchor: 'end',
          turn: TURN_DEGREES,
        }),
      ),
      ...counts.flatMap((line, row) =>
        line.slice(0, row + 1).flatMap((count, column) => {
          const place = { x: left + width * column, y: TOP + ROW * row }
          return drawCell(count, count / most, { ...place, width, height: ROW })
        }),
      ),
    ],
  }
}

const COLD = [0x36, 0x39, 0x40] as const
const WARM = [0xf7, 0xb9, 0x55] as const
/** From here on dark figures stand out more than light ones. */
const DARK_FROM = 0.42

type Box = Readonly<Record<'x' | 'y' | 'width' | 'height', number>>

function drawCell(count: number, share: number, box: Box): readonly Svg[] {
  // By the square root, so that small counts differ from none.
  const heat = Math.sqrt(share)
  const colour = COLD.map((cold, at) => Math.round(cold + ((WARM[at] ?? 0) - cold) * heat))
  const cell = element('rect', {
    ...box,
    fill: `rgb(${colour.join(',')})`,
    stroke: PAPER,
    'stroke-width': 3,
  })
  if (count === 0) return [cell]
  const text = shortCount(count)
  // In a narrow column a number of three digits is smaller than the others, not wider than its cell.
  const size = Math.min(
    TEXT_SIZE,
    (TEXT_SIZE * (box.width - 6)) / measureText(text, TEXT_SIZE, true),
  )
  const look = { size, bold: true, anchor: 'middle' } as const
  const ink = heat > DARK_FROM ? '#1e1f22' : INK
  const [x, y] = [box.x + box.width / 2, box.y + box.height / 2 + 8]
  return [cell, label(x, y, text, { ...look, colour: ink })]
}
