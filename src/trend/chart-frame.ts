// What every chart shares: Discord's dark theme, sizes that are still readable at 400 pixels, the sample mark.

import type { Chart } from '../types.ts'

/** Options of ECharts are plain data of its own making; chart.ts hands them over. */
export type ChartOption = Readonly<Record<string, unknown>>

/** A chart is drawn at this width; a phone shows it at half of it. */
export const WIDTH = 800
export const FONT = 'DejaVu Sans'
export const TEXT_SIZE = 22
export const SMALL_SIZE = 19

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
export const TOP = 96

export const colourOf = (index: number): string => COLOURS[index % COLOURS.length] ?? AS_USUAL

export function toFrame(chart: Chart): ChartOption {
  return {
    animation: false,
    backgroundColor: PAPER,
    textStyle: { fontFamily: FONT, color: INK, fontSize: TEXT_SIZE },
    title: {
      text: cut(chart.title, chart.sample === true ? 36 : 44),
      subtext: chart.note === undefined ? '' : cut(chart.note, 70),
      left: 16,
      top: 10,
      itemGap: 8,
      textStyle: { color: '#ffffff', fontSize: 27, fontWeight: 'bold', fontFamily: FONT },
      subtextStyle: { color: FAINT, fontSize: SMALL_SIZE, fontFamily: FONT },
    },
    ...(chart.sample === true ? { graphic: [sampleMark()] } : {}),
  }
}

/** Generated numbers are marked inside the picture: it may be shared without its message. */
function sampleMark(): ChartOption {
  return {
    type: 'text',
    right: 16,
    top: 14,
    z: 100,
    style: { text: 'SAMPLE', fill: '#ff8a8a', fontSize: 24, fontWeight: 'bold', fontFamily: FONT },
  }
}

export const axisText = (size = SMALL_SIZE): ChartOption => ({
  color: INK,
  fontSize: size,
  fontFamily: FONT,
})

/** A text for a picture: cut between characters, an ellipsis where something is missing. */
export function cut(text: string, max: number): string {
  const signs = [...text]
  return signs.length <= max ? text : `${signs.slice(0, max - 1).join('')}…`
}

const SIZE_DEFAULT = 12
const BOLD = 1.1
const DIGIT = 0.64
const NARROW = 0.36
const WIDE = 0.95
const CAPITAL = 0.72
const PLAIN = 0.61

/**
 * Width of a text in pixels, near enough to lay it out. Without a browser nobody measures, and what ECharts
 * guesses instead is too narrow for this font: legends would run into each other.
 */
export function measureText(text: string, font = ''): { readonly width: number } {
  const size = Number(/([\d.]+)px/u.exec(font)?.[1] ?? SIZE_DEFAULT)
  let ems = 0
  for (const sign of text) ems += widthOf(sign)
  return { width: ems * size * (/bold/u.test(font) ? BOLD : 1) }
}

function widthOf(sign: string): number {
  if (/[\p{M}\u200b-\u200f]/u.test(sign)) return 0
  // ECharts takes the width of a Han sign for the height of a line.
  if (/\p{Script=Han}/u.test(sign)) return 1
  if (/[ijlI.,:;|!'()[\]/\s·]/u.test(sign)) return NARROW
  if (/\d/u.test(sign)) return DIGIT
  if (/[mwMW@%жшщюЖШЩЮМ—…▲▼]/u.test(sign)) return WIDE
  return /\p{Lu}/u.test(sign) ? CAPITAL : PLAIN
}
