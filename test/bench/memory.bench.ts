// node test/bench/memory.bench.ts [GUILDS] [CHANNELS]: what `axis run` holds in memory once it is connected to that many servers.

import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openPlayground } from '../../src/playground/open.ts'
import { startAxis } from '../e2e/bot-process.ts'

const count = Number(process.argv[2] ?? 2500)
const CHANNELS = Number(process.argv[3] ?? 10)
const SETTLE_MS = 15_000

const channels = Array.from({ length: CHANNELS }, (_, n) => ({
  name: `c-${n}`,
  kind: 'text' as const,
}))
const guilds = Array.from({ length: count }, (_, n) => ({ name: `Server ${n}`, channels }))
const playground = await openPlayground({ guilds, shards: Math.ceil(count / 1000) })
const folder = mkdtempSync(join(tmpdir(), 'axis-memory-'))
// One feed that nobody serves: memory of reading is another question.
const feed = { id: 'none', url: 'http://127.0.0.1:9/', outlet: 'None', camp: 'western' }
writeFileSync(join(folder, 'feeds.yaml'), JSON.stringify({ feeds: [feed] }))
const bot = startAxis(['run'], {
  DISCORD_TOKEN: playground.token,
  DISCORD_API_BASE: playground.apiBase,
  AXIS_DATA: folder,
  AXIS_FEEDS: join(folder, 'feeds.yaml'),
  AXIS_ALLOW_PRIVATE_FEEDS: '1',
  LOG_LEVEL: 'info',
})
await bot.waitFor('"run.ready"', 30_000)
await new Promise((resolve) => setTimeout(resolve, SETTLE_MS))
const status = readFileSync(`/proc/${bot.pid}/status`, 'utf8')
const read = (name: string): number =>
  Math.round(Number(new RegExp(`${name}:\\s+(\\d+)`).exec(status)?.[1]) / 1024)
console.log(
  JSON.stringify({
    guilds: count,
    channelsEach: CHANNELS,
    rssMb: read('VmRSS'),
    peakMb: read('VmHWM'),
  }),
)
await bot.kill()
await playground.close()
rmSync(folder, { recursive: true })
