// Draws one chart of each kind, to be looked at: node test/tools/charts.ts FOLDER

import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { drawChart } from '../../src/trend/chart.ts'
import { CHARTS } from '../trend/charts.ts'

const folder = process.argv[2] ?? '.'
mkdirSync(folder, { recursive: true })
for (const chart of CHARTS) {
  writeFileSync(join(folder, `${chart.kind}.png`), await drawChart(chart))
}
