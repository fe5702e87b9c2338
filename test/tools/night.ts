// node test/tools/night.ts [SEED | stream]: what a breaking night posts with the default presets, channel by channel.

import { HOUR_MS, MINUTE_MS } from '../../src/lib/clock.ts'
import { makeNight } from '../jobs/night.ts'
import { replay } from '../jobs/replay.ts'
import { readStream } from '../jobs/stream.ts'

const [, , which = '1'] = process.argv
const start = Date.UTC(2026, 10, 25, 20)
const span = { count: 900, start, spanMs: 3 * HOUR_MS }
const articles = which === 'stream' ? readStream(span) : makeNight({ seed: Number(which), ...span })
const until = start + 3.5 * HOUR_MS
const { channels, ...totals } = await replay(articles, { start, until, stepMs: MINUTE_MS })
console.log(JSON.stringify({ night: which, ...totals }))
for (const { texts, ...figures } of channels) {
  console.log(JSON.stringify(figures))
  if (process.argv.includes('--show')) console.log(texts.join('\n\n'), '\n')
}
