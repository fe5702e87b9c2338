// What every chart shares: Discord's dark theme, sizes that are still readable on a phone, the sample mark.

import { scaleLinear } from 'd3-scale'
import type { Chart } from '../types.ts'
import { element, type Svg } from './svg.ts'

/** What a kind of chart draws below title and note, and how high the whole picture is then. */
export type Drawing = { readonly height: number; readonly parts: readonly Svg[] }

/** A chart is drawn at this width; inside an embed a phone shows it some 290 pixels wide, at half of it. */
export const WIDTH = 560
export const FONT = 'DejaVu Sans'
export const TEXT_SIZE = 22
export const SMALL_SIZE = 20

export const INK = '#dbdee1'
export const FAINT = '#a3a9b3'
export const LINE = '#43464d'
/** The colour of an embed in the dark theme. */
export const PAPER = '#2b2d31'
/** Told apart by people who see few colours as well: they differ in lightness too. */
export const COLOURS = ['#4f9cf9', '#f7b955', '#3fbf8f', '#e86fa0', '#b79cff', '#8b919b'] as const
export const MORE = '#f7b955'
export const LESS = '#4f9cf9'
export const AS_USUAL = '#8b919b'

/** Where the drawing begins below title and note. */
export const TOP = 90
export const MARGIN = 16
const LABEL_GAP = 8

export const colourOf = (index: number): string => COLOURS[index % COLOURS.length] ?? AS_USUAL

/** The whole picture as SVG. */
export function toFrame(chart: Chart, { height, parts }: Drawing): Svg {
  const room = WIDTH - 2 * (MARGIN + 4)
  const title = fitText(chart.title, room - (chart.sample === true ? SAMPLE_ROOM : 0), TITLE)
  const note =
    chart.note === undefined ? [] : [label(MARGIN + 4, 66, fitText(chart.note, room, NOTE), NOTE)]
  // Generated numbers are marked inside the picture: it may be shared without its message.
  const mark = chart.sample === true ? [label(WIDTH - MARGIN, 36, 'SAMPLE', SAMPLE)] : []
  const size = { width: WIDTH, height }
  return element(
    'svg',
    { xmlns: 'http://www.w3.org/2000/svg', ...size, viewBox: `0 0 ${WIDTH} ${height}` },
    [
      element('rect', { ...size, fill: PAPER }),
      label(MARGIN + 4, 39, title, TITLE),
      ...note,
      ...mark,
      ...parts,
    ],
  )
}

type TextLook = {
  readonly size?: number
  readonly colour?: string
  readonly bold?: boolean
  readonly anchor?: 'start' | 'middle' | 'end'
  /** Degrees, around its own place. */
  readonly turn?: number
}

/** Room that the mark takes from the title. */
const SAMPLE_ROOM = 120
const TITLE: TextLook = { size: 25, colour: '#ffffff', bold: true }
const NOTE: TextLook = { size: 18, colour: FAINT }
const SAMPLE: TextLook = { size: 22, colour: '#ff8a8a', bold: true, anchor: 'end' }

/** A text whose base line begins, ends or has its middle at a point. */
export function label(x: number, y: number, text: string, look: TextLook = {}): Svg {
  const { size = SMALL_SIZE, colour = INK, bold = false, anchor = 'start', turn } = look
  return element(
    'text',
    {
      x,
      y,
      fill: colour,
      'font-family': FONT,
      'font-size': size,
      'font-weight': bold ? 'bold' : undefined,
      'text-anchor': anchor === 'start' ? undefined : anchor,
      transform: turn === undefined ? undefined : `rotate(${turn} ${x} ${y})`,
    },
    [],
    text,
  )
}

/** A rule of the grid. */
export const rule = (x1: number, y1: number, x2: number, y2: number, colour = LINE): Svg =>
  element('line', { x1, y1, x2, y2, stroke: colour, 'stroke-width': 1 })

/** Whole numbers from 0 to at least `most`, on `room` units of the drawing. */
export function countScale(most: number, room: readonly [number, number], ticks = 6) {
  const scale = scaleLinear([0, Math.max(1, most)], room).nice(ticks)
  return { scale, ticks: scale.ticks(ticks).filter(Number.isInteger) }
}

/** `12k` of 12000: labels of an axis have little room. */
export const shortCount = (count: number): string =>
  count >= 1000 ? `${Math.round(count / 100) / 10}k` : String(count)

/** Width that the longest of some labels needs left of a drawing, gap included. */
export const labelRoom = (labels: readonly string[], size = SMALL_SIZE): number =>
  Math.max(0, ...labels.map((text) => measureText(text, size))) + LABEL_GAP

/** A text cut so that it takes no more than a width. */
export function fitText(
  text: string,
  width: number,
  { size = SMALL_SIZE, bold = false }: TextLook,
): string {
  for (let max = [...text].length; max > 1; max -= 1) {
    const shorter = cut(text, max)
    if (measureText(shorter, size, bold) <= width) return shorter
  }
  return cut(text, 1)
}

/** A text for a picture: cut between characters, an ellipsis where something is missing. */
export function cut(text: string, max: number): string {
  const signs = [...text]
  return signs.length <= max ? text : `${signs.slice(0, max - 1).join('')}…`
}

const BOLD = 1.1
const DIGIT = 0.64
const NARROW = 0.36
const WIDE = 0.95
const CAPITAL = 0.72
const PLAIN = 0.61

/** Width of a text in this font, near enough to lay it out: without a browser nobody measures. */
export function measureText(text: string, size: number, bold = false): number {
  let ems = 0
  for (const sign of text) ems += widthOf(sign)
  return ems * size * (bold ? BOLD : 1)
}

function widthOf(sign: string): number {
  if (/[\p{M}\u200b-\u200f]/u.test(sign)) return 0
  if (/\p{Script=Han}/u.test(sign)) return 1
  if (/[ijlI.,:;|!'()[\]/\s·]/u.test(sign)) return NARROW
  if (/\d/u.test(sign)) return DIGIT
  if (/[mwMW@%жшщюЖШЩЮМ—…▲▼]/u.test(sign)) return WIDE
  return /\p{Lu}/u.test(sign) ? CAPITAL : PLAIN
}
