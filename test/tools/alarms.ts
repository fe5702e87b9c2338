// Prints the table of docs/quality.md, "Alarms": node test/tools/alarms.ts

import { simulate } from '../trend/simulate.ts'

const KEYS = 100
const MEANS = [0.1, 0.3, 1, 3, 8]
const DISPERSIONS = [0.2, 0.6]

process.stdout.write(
  '| stories an hour | dispersion | rising | breaking | 8 × the usual hour noticed |\n|---|---|---|---|---|\n',
)
for (const mean of MEANS) {
  for (const dispersion of DISPERSIONS) {
    const { falseAlarms, caught } = simulate({ mean, dispersion, keys: KEYS, seed: 1 })
    const { rising, breaking } = falseAlarms
    process.stdout.write(
      `| ${mean} | ${dispersion} | ${rising.toFixed(2)} | ${breaking.toFixed(2)} | ${caught.toFixed(2)} |\n`,
    )
  }
}
