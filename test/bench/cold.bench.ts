// From the network to the store, everything new: CPU seconds first, as ratios of one run.
// node test/bench/cold.bench.ts [--feeds 1000] [--many 5000] [--rounds 3] [--part cold|hostile|many]. Prints, asserts nothing.
// Every contestant runs in a process of its own; each figure is the median of its rounds, taken by turns.

import { fork } from 'node:child_process'
import type { Figures, Task } from './cold-run.ts'
import { HOSTILE, ITEMS, startFeedServer } from './feed-server.ts'

const option = (name: string, fallback: number): number => {
  const at = process.argv.indexOf(`--${name}`)
  return at < 0 ? fallback : Number(process.argv[at + 1])
}
const FEEDS = option('feeds', 1000)
const MANY = option('many', 5000)
const ROUNDS = option('rounds', 3)

const PART = process.argv[process.argv.indexOf('--part') + 1]

const { child: server, base } = await startFeedServer()
const urls = (count: number): readonly string[] =>
  Array.from({ length: count }, (_, n) => `${base}/feed/${n}`)
try {
  console.log(`node ${process.version}, median of ${ROUNDS}`)
  for (const part of [cold, hostile, many]) {
    if (!process.argv.includes('--part') || part.name === PART) await part()
  }
} finally {
  server.kill()
}

async function cold(): Promise<void> {
  const feeds = urls(FEEDS)
  const figures = await runAll({
    'rss-parser, as it comes': { what: 'bare-parse', urls: feeds },
    'fetch and parse': { what: 'parse', urls: feeds },
    'fetch to store': { what: 'store', urls: feeds },
    'with clustering': { what: 'stories', urls: feeds },
  })
  console.log(`\n${FEEDS} feeds of ${ITEMS} items, nothing known yet`)
  const bare = figures.get('rss-parser, as it comes')
  for (const [name, one] of figures) printCpu(name, one, bare)
}

async function hostile(): Promise<void> {
  const feeds = urls(FEEDS)
  const bad = Array.from({ length: HOSTILE }, (_, n) => `${base}/hostile/${n}`)
  const figures = await runAll({
    'without hostile feeds': { what: 'parse', urls: feeds },
    [`with ${HOSTILE} hostile feeds among them`]: {
      what: 'parse',
      urls: [...feeds.slice(0, FEEDS / 2), ...bad, ...feeds.slice(FEEDS / 2)],
    },
  })
  console.log(`\nuntil the last of ${FEEDS} healthy feeds is read`)
  const alone = figures.get('without hostile feeds')?.healthyS ?? Number.NaN
  for (const [name, { healthyS, cpuS }] of figures) {
    console.log(
      `${name.padEnd(34)} ${healthyS.toFixed(2)} s, ${(alone / healthyS).toFixed(2)} × speed; CPU ${cpuS.toFixed(2)} s`,
    )
  }
}

async function many(): Promise<void> {
  const feeds = urls(MANY)
  const figures = await runAll({
    'bare undici': { what: 'bare-fetch', urls: feeds },
    'fetch and parse': { what: 'parse', urls: feeds, startsUp: true },
    'fetch to store': { what: 'store', urls: feeds, startsUp: true },
  })
  console.log(`\n${MANY} feeds, nothing known yet`)
  const bareMb = figures.get('bare undici')?.rssMb ?? Number.NaN
  for (const [name, { rssMb, stallMs, busyMs, cpuS }] of figures) {
    console.log(
      `${name.padEnd(34)} peak RSS ${rssMb.toFixed(0)} MB (${(rssMb / bareMb).toFixed(2)} ×, allowed ${(1.5 * bareMb + 100).toFixed(0)}), longest stall of the main thread ${stallMs.toFixed(0)} ms, its own work in one go at most ${busyMs.toFixed(0)} ms, CPU ${cpuS.toFixed(1)} s`,
    )
  }
}

function printCpu(name: string, figures: Figures, bare: Figures | undefined): void {
  const ratio = figures.cpuS / (bare?.cpuS ?? Number.NaN)
  console.log(
    `${name.padEnd(34)} CPU ${figures.cpuS.toFixed(2)} s: ${ratio.toFixed(2)} ×; wall ${figures.wallS.toFixed(2)} s; ${figures.articles} articles`,
  )
}

async function runAll(tasks: Readonly<Record<string, Task>>): Promise<Map<string, Figures>> {
  const rounds = new Map<string, Figures[]>(Object.keys(tasks).map((name) => [name, []]))
  for (let round = 0; round < ROUNDS; round += 1) {
    for (const [name, task] of Object.entries(tasks)) rounds.get(name)?.push(await runOne(task))
  }
  return new Map([...rounds].map(([name, list]) => [name, toMedian(list)]))
}

function runOne(task: Task): Promise<Figures> {
  const child = fork(new URL('cold-run.ts', import.meta.url), { serialization: 'json' })
  return new Promise((resolve, reject) => {
    child.once('message', (figures) => {
      // Our own process sends nothing else.
      resolve(figures as Figures)
      child.disconnect()
    })
    child.once('exit', (code) => reject(new Error(`the run ended with ${code}`)))
    child.send(task)
  })
}

function toMedian(list: readonly Figures[]): Figures {
  const middle = (of: keyof Figures) =>
    list.map((figures) => figures[of]).toSorted((a, b) => a - b)[Math.floor(list.length / 2)] ??
    Number.NaN
  return {
    cpuS: middle('cpuS'),
    wallS: middle('wallS'),
    healthyS: middle('healthyS'),
    rssMb: middle('rssMb'),
    stallMs: middle('stallMs'),
    busyMs: middle('busyMs'),
    articles: middle('articles'),
  }
}
