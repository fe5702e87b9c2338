import { scaleLinear } from 'd3-scale'
import { HOUR_MS, MINUTE_MS } from '../lib/clock.ts'
import type { Chart, Instant } from '../types.ts'
import {
  colourOf,
  cut,
  type Drawing,
  label,
  labelRoom,
  MARGIN,
  measureText,
  PAPER,
  rule,
  SMALL_SIZE,
  TEXT_SIZE,
  TOP,
  WIDTH,
} from './chart-frame.ts'
import { element } from './svg.ts'

type Camps = Extract<Chart, { readonly kind: 'camps' }>

const ROW = 66
const NAME_SIZE = TEXT_SIZE - 2
const DOT = 9
/** Articles this close would lie on each other: they are moved apart, up and down, by a dot's width. */
const SPREAD = 0.3

/** When each camp told a story: one dot an article, one row a camp, the first to tell it on top. */
export function drawCamps({ camps, from, to }: Camps): Drawing {
  const room = Math.max(30 * MINUTE_MS, to - from)
  const step = stepOf(room)
  // From one full step to another, with room for the first dot and the last.
  const start = Math.floor((from - room * 0.02) / step) * step
  const end = Math.ceil((from + room * 1.02) / step) * step
  const names = camps.map((camp) => `${cut(camp.label, 14)} · ${camp.at.length}`)
  const left = MARGIN + labelRoom(names, NAME_SIZE)
  const right = WIDTH - MARGIN - 54
  const bottom = TOP + ROW * Math.max(1, camps.length)
  const x = scaleLinear([start, end], [left, right])
  const ticks = Array.from(
    { length: Math.round((end - start) / step) + 1 },
    (_, n) => start + n * step,
  )
  const widest = Math.max(...ticks.map((at) => measureText(timeLabel(at, room), SMALL_SIZE))) + 14
  const every = Math.max(1, Math.ceil((widest * (ticks.length - 1)) / (right - left)))
  return {
    height: bottom + 44,
    parts: [
      ...ticks.map((at) => rule(x(at), TOP, x(at), bottom)),
      rule(left, bottom, right, bottom),
      ...ticks.flatMap((at, index) =>
        index % every === 0
          ? [label(x(at), bottom + 26, timeLabel(at, room), { anchor: 'middle' })]
          : [],
      ),
      ...camps.flatMap(({ at }, row) => {
        const middle = TOP + ROW * (row + 0.5)
        return [
          label(left - 10, middle + 8, names[row] ?? '', { size: NAME_SIZE, anchor: 'end' }),
          ...spread(at, room).map(([time, off]) =>
            element('circle', {
              cx: x(time),
              cy: middle + off * ROW,
              r: DOT,
              fill: colourOf(row),
              stroke: PAPER,
              'stroke-width': 2,
            }),
          ),
        ]
      }),
    ],
  }
}

/** In the middle first, then up and down in turn. */
const PLACES = [0, -1, 1]

function spread(at: readonly Instant[], room: number): readonly (readonly [Instant, number])[] {
  let last = Number.NEGATIVE_INFINITY
  let step = 0
  return [...at]
    .sort((a, b) => a - b)
    .map((time) => {
      step = time - last < room * 0.03 ? step + 1 : 0
      last = time
      return [time, (PLACES[step % PLACES.length] ?? 0) * SPREAD] as const
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

/** Some four labels, at full hours where there is room. */
const stepOf = (room: number): number =>
  STEPS_MS.find((step) => room / step <= 4) ?? Math.ceil(room / 4 / STEP_MAX_MS) * STEP_MAX_MS

function timeLabel(at: Instant, room: number): string {
  const date = new Date(at)
  const time = date.toISOString().slice(11, 16)
  if (room < 12 * HOUR_MS) return time
  const day = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short', timeZone: 'UTC' })
  return time === '00:00' ? day.format(date) : time
}
