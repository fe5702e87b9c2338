// How long `axis run` takes until it is ready, before its first poll, and what it weighs then.
// Run: node test/bench/startup.bench.ts [rounds]. Prints CPU seconds first; asserts nothing.

import { readFileSync } from 'node:fs'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { loadFeeds } from '../../src/config/feeds.ts'
import { openPlayground } from '../../src/playground/open.ts'
import { startAxis } from '../e2e/bot-process.ts'

const rounds = Number(process.argv[2] ?? 5)
const playground = await openPlayground()
const folder = await mkdtemp(join(tmpdir(), 'axis-startup-'))
await writeFile(
  join(folder, 'feeds.yaml'),
  JSON.stringify({
    feeds: (await loadFeeds('feeds')).feeds.map((feed) => ({ ...feed, on: false })),
  }),
)
const results: { cpu: number; wall: number; megabytes: number }[] = []

for (let round = 0; round < rounds; round += 1) {
  const started = performance.now()
  const bot = startAxis(['run'], {
    DISCORD_TOKEN: playground.token,
    DISCORD_API_BASE: playground.apiBase,
    AXIS_DATA: folder,
    // No feed is on: the first poll is not part of it.
    AXIS_FEEDS: join(folder, 'feeds.yaml'),
    LOG_LEVEL: 'info',
  })
  await bot.waitFor('"run.ready"')
  const wall = (performance.now() - started) / 1000
  results.push({ wall, ...readProcess(bot.pid) })
  await bot.stop()
}

for (const [name, unit] of [
  ['cpu', 's CPU'],
  ['wall', 's until ready'],
  ['megabytes', 'MB resident'],
] as const) {
  const values = results.map((result) => result[name]).sort((a, b) => a - b)
  const median = values[Math.floor(values.length / 2)] ?? Number.NaN
  console.log(
    `${median.toFixed(2)} ${unit} (median of ${rounds}; ${values[0]?.toFixed(2)} to ${values.at(-1)?.toFixed(2)})`,
  )
}

await playground.close()
await rm(folder, { recursive: true, force: true })

/** CPU seconds and resident megabytes of a process, from /proc. */
function readProcess(pid: number): { cpu: number; megabytes: number } {
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.split(' ') ?? []
  const TICKS_PER_SECOND = 100
  const cpu = (Number(stat[11]) + Number(stat[12])) / TICKS_PER_SECOND
  const status = readFileSync(`/proc/${pid}/status`, 'utf8')
  const kilobytes = Number(/VmRSS:\s+(\d+)/.exec(status)?.[1])
  return { cpu, megabytes: kilobytes / 1024 }
}
