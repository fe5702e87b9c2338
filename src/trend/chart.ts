// The one file that draws: ECharts makes an SVG without a browser, resvg (WebAssembly) makes it a PNG.
// Both are large, so this module is loaded in the chart thread only (chart-thread.ts).

import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { initWasm, Resvg } from '@resvg/resvg-wasm'
import { BarChart, CustomChart, HeatmapChart, LineChart, ScatterChart } from 'echarts/charts'
import {
  GraphicComponent,
  GridComponent,
  LegendComponent,
  TitleComponent,
  VisualMapComponent,
} from 'echarts/components'
import { init, setPlatformAPI, use } from 'echarts/core'
import { SVGRenderer } from 'echarts/renderers'
import type { Chart } from '../types.ts'
import { activityOption } from './chart-activity.ts'
import { AGAINST_ROW, againstOption } from './chart-against.ts'
import { CAMPS_ROW, campsOption } from './chart-camps.ts'
import { type ChartOption, FONT, measureText, PAPER, TOP, WIDTH } from './chart-frame.ts'
import { pairsOption } from './chart-pairs.ts'

use([
  BarChart,
  CustomChart,
  HeatmapChart,
  LineChart,
  ScatterChart,
  GraphicComponent,
  GridComponent,
  LegendComponent,
  TitleComponent,
  VisualMapComponent,
  SVGRenderer,
])

setPlatformAPI({ measureText })

/** Pixels of the picture for one of the drawing: sharp where a phone has more of them. */
const SCALE = 1.5

const resolve = createRequire(import.meta.url).resolve
let ready: Promise<readonly Uint8Array[]> | undefined

/** Draws a chart as a PNG of 1,200 pixels width. */
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
export function toSvg(chart: Chart): string {
  const drawing = init(null, null, {
    renderer: 'svg',
    ssr: true,
    width: WIDTH,
    height: heightOf(chart),
  })
  try {
    drawing.setOption(toOption(chart))
    return drawing.renderToSVGString()
  } finally {
    drawing.dispose()
  }
}

function toOption(chart: Chart): ChartOption {
  switch (chart.kind) {
    case 'activity':
      return activityOption(chart)
    case 'against':
      return againstOption(chart)
    case 'pairs':
      return pairsOption(chart)
    case 'camps':
      return campsOption(chart)
    default:
      return chart satisfies never
  }
}

function heightOf(chart: Chart): number {
  switch (chart.kind) {
    case 'activity':
      return 500
    case 'against':
      return TOP + 60 + AGAINST_ROW * Math.max(1, chart.rows.length)
    case 'pairs':
      return TOP + 120 + 56 * Math.max(1, chart.labels.length - 1)
    case 'camps':
      return TOP + 60 + CAMPS_ROW * Math.max(1, chart.camps.length)
    default:
      return chart satisfies never
  }
}

async function prepare(): Promise<readonly Uint8Array[]> {
  await initWasm(readFileSync(resolve('@resvg/resvg-wasm/index_bg.wasm')))
  return ['DejaVuSans.ttf', 'DejaVuSans-Bold.ttf'].map((file) =>
    readFileSync(resolve(`dejavu-fonts-ttf/ttf/${file}`)),
  )
}
