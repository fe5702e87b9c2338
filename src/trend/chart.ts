// The one file that makes pixels: d3's scales and shapes lay an SVG out, resvg (WebAssembly) makes it a PNG. resvg
// and the font are large, so this module is loaded in the chart thread only (chart-thread.ts).

import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { initWasm, Resvg } from '@resvg/resvg-wasm'
import type { Chart } from '../types.ts'
import { drawActivity } from './chart-activity.ts'
import { drawAgainst } from './chart-against.ts'
import { drawCamps } from './chart-camps.ts'
import { type Drawing, FONT, PAPER, toFrame } from './chart-frame.ts'
import { drawPairs } from './chart-pairs.ts'

/** Pixels of the picture for one of the drawing: sharp where a phone has more of them. */
const SCALE = 2

const resolve = createRequire(import.meta.url).resolve
let ready: Promise<readonly Uint8Array[]> | undefined

/** Draws a chart as a PNG of 1,120 pixels width. */
export async function drawChart(chart: Chart): Promise<Uint8Array> {
  ready ??= prepare()
  const fonts = await ready
  const svg = toSvg(chart)
  const resvg = new Resvg(svg, {
    background: PAPER,
    fitTo: { mode: 'zoom', value: SCALE },
    font: { fontBuffers: [...fonts], defaultFontFamily: FONT, sansSerifFamily: FONT },
  })
  try {
    const image = resvg.render()
    const png = image.asPng()
    image.free()
    return png
  } finally {
    resvg.free()
  }
}

/** The same drawing before it becomes pixels. */
export const toSvg = (chart: Chart): string => toFrame(chart, toDrawing(chart))

function toDrawing(chart: Chart): Drawing {
  switch (chart.kind) {
    case 'activity':
      return drawActivity(chart)
    case 'against':
      return drawAgainst(chart)
    case 'pairs':
      return drawPairs(chart)
    case 'camps':
      return drawCamps(chart)
    default:
      return chart satisfies never
  }
}

async function prepare(): Promise<readonly Uint8Array[]> {
  await initWasm(readFileSync(resolve('@resvg/resvg-wasm/index_bg.wasm')))
  return ['DejaVuSans.ttf', 'DejaVuSans-Bold.ttf'].map((file) =>
    readFileSync(new URL(`fonts/${file}`, import.meta.url)),
  )
}
