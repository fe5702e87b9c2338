// npm run chaos -- [--seed N] [--kills N] [--runs N] [--real] [--named] [--quiet-discord]: prints its seed, what happened, and the verdict.

import { parseArgs } from 'node:util'
import { readBody } from './bot.ts'
import { play } from './play.ts'
import { POINTS } from './points.ts'

const { values } = parseArgs({
  options: {
    seed: { type: 'string' },
    kills: { type: 'string', default: '40' },
    runs: { type: 'string', default: '1' },
    'quiet-discord': { type: 'boolean', default: false },
    real: { type: 'boolean', default: false },
    named: { type: 'boolean', default: false },
    verbose: { type: 'boolean', default: false },
  },
})
const first = Number(values.seed ?? Math.floor(Math.random() * 1e6))
const body = await readBody()
const points = new Map<string, number>()
const total = {
  kills: 0,
  faults: 0,
  messages: 0,
  digests: 0,
  stories: 0,
  unknown: 0,
  lost: 0,
  twice: 0,
}
const started = performance.now()
for (let run = 0; run < Number(values.runs); run += 1) {
  const seed = first + run
  const played = await play({
    seed,
    kills: Number(values.kills),
    faults: !values['quiet-discord'],
    body,
    real: values.real,
    ...(values.named && { points: POINTS.filter((point) => !points.has(point)) }),
    ...(values.verbose && { onEvent: (text: string) => console.log(text) }),
  })
  for (const [point, count] of played.points) points.set(point, (points.get(point) ?? 0) + count)
  for (const one of played.unknown) console.log(`seed ${seed}: unknown ${one}`)
  for (const fault of [...played.lost, ...played.twice]) console.log(`seed ${seed}: ${fault}`)
  total.kills += played.kills
  total.faults += played.faults
  total.messages += played.messages
  total.digests += played.digests
  total.stories += played.stories
  total.unknown += played.unknown.length
  total.lost += played.lost.length
  total.twice += played.twice.length
  console.log(
    `seed ${seed}: ${played.kills} kills, ${played.faults} faults, ${played.messages} messages, ${played.digests} digests, ${played.stories} stories; unknown ${played.unknown.length}, lost ${played.lost.length}, twice ${played.twice.length}`,
  )
}
const missed = POINTS.filter((point) => !points.has(point))
const seconds = Math.round((performance.now() - started) / 1000)
console.log(`points killed at: ${points.size}; never reached: ${missed.join(', ') || 'none'}`)
console.log(
  `seeds ${first}–${first + Number(values.runs) - 1}, ${seconds} s:`,
  JSON.stringify(total),
)
await body.parser.close()
// A killed life may hang in a request for ever.
process.exit(total.lost + total.twice === 0 ? 0 : 1)
