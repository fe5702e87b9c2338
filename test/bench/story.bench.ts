// What an article costs the clusterer as its window grows, and what a restart of that window costs, from a store in a
// file as well, in a process of its own; in time on the processor (other processes do not count). Prints a table,
// asserts nothing.
// node --expose-gc test/bench/story.bench.ts [--store] [articles …]
import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { rebuild } from '../../src/jobs/poll/ingest.ts'
import { STATISTICS_KEY } from '../../src/jobs/poll/poll.ts'
import { fixedClock } from '../../src/lib/clock.ts'
import { hash128 } from '../../src/lib/hash.ts'
import { openStore } from '../../src/store/open.ts'
import {
  type ClusterChange,
  type Clusterer,
  openClusterer,
  type StoredMember,
} from '../../src/story/cluster.ts'
import type { TaggedArticle } from '../../src/types.ts'
import { makeFeedState } from '../store/make.ts'
import { hoursLater, toArticle } from '../story/article.ts'

const args = process.argv.slice(2)
const WITH_STORE = args.includes('--store')
/** This process is the one that restarts, from this file. */
const REBUILT = args[0] === '--rebuild' ? args[1] : undefined
const SIZES = REBUILT === undefined ? args.filter((arg) => arg !== '--store').map(Number) : []
if (SIZES.length === 0 && REBUILT === undefined) SIZES.push(10_000, 100_000)
const PER_BATCH = 50
const BATCHES_MEASURED = 20
/** The window fills in so many hours: no story falls silent. */
const HOURS = 20
const OUTLETS = 400
/** Words by rank, as often as Zipf's law has it. */
const WORDS = 40_000

const random = toRandom(11)
let serial = 0

for (const size of SIZES) {
  const folder = mkdtempSync(join(tmpdir(), 'axis-story-bench-'))
  const clock = fixedClock(hoursLater(HOURS))
  const path = join(folder, 'axis.db')
  const store = WITH_STORE ? await openStore({ path, clock }) : undefined
  const clusterer = openClusterer({ camps: [] })
  const items: StoredMember[] = []
  while (clusterer.openArticles() < size) {
    const at = hoursLater((HOURS * clusterer.openArticles()) / size)
    const batch = Array.from({ length: PER_BATCH }, () => makeArticle(at))
    const change = clusterer.add(batch, at)
    items.push(...toItems(batch, change))
    await store?.commitPoll({
      ...change,
      at,
      state: makeFeedState('wire'),
      articles: batch,
      again: [],
    })
  }
  const statistics = clusterer.statistics()
  const times: number[] = []
  for (let round = 0; round < BATCHES_MEASURED; round += 1) {
    const batch = Array.from({ length: PER_BATCH }, () => makeArticle(hoursLater(HOURS)))
    const start = process.cpuUsage()
    clusterer.add(batch, hoursLater(HOURS))
    times.push(toMs(process.cpuUsage(start)) / PER_BATCH)
  }
  times.sort((a, b) => a - b)
  console.log(
    `${size} open articles: ${times[times.length >> 1]?.toFixed(2)} ms an article (median)`,
  )
  items.length = Math.min(items.length, size)
  await measure('restart', (restored) => restored.restore(items, toSpan()), statistics)
  const bare = items.map(({ article, membership }) => ({ article, membership }))
  await measure('restart, words read again', (one) => one.restore(bare, toSpan()), statistics)
  if (store) {
    await store.setMeta(STATISTICS_KEY, statistics)
    await store.close()
    const child = ['--expose-gc', import.meta.filename, '--rebuild', path]
    spawnSync(process.execPath, child, { stdio: 'inherit' })
  }
  rmSync(folder, { recursive: true })
}

if (REBUILT !== undefined) await measureStore(REBUILT)

function toSpan() {
  return { newest: hoursLater(HOURS), split: [] }
}

function toItems(
  batch: readonly TaggedArticle[],
  { memberships, kept }: ClusterChange,
): readonly StoredMember[] {
  const data = new Map(kept.map((one) => [one.articleId, one.data]))
  return memberships.flatMap((membership) => {
    const article = batch.find(({ id }) => id === membership.articleId)
    const one = data.get(membership.articleId)
    return article ? [{ article, membership, ...(one !== undefined && { kept: one }) }] : []
  })
}

async function measure(
  name: string,
  work: (restored: Clusterer) => unknown,
  statistics: string,
): Promise<void> {
  globalThis.gc?.()
  const before = used()
  const clock = performance.now()
  const start = process.cpuUsage()
  const restored = openClusterer({ camps: [], statistics })
  await work(restored)
  tell(name, start, clock, before)
  restored.openArticles()
}

/** As a process does that polls. */
async function measureStore(path: string): Promise<void> {
  const clock = fixedClock(hoursLater(HOURS))
  const store = await openStore({ path, clock })
  globalThis.gc?.()
  const before = used()
  const began = performance.now()
  const start = process.cpuUsage()
  const restored = await rebuild({
    store,
    clock,
    log: () => {},
    windowHours: 72,
    openClusterer: (kept) =>
      openClusterer({ camps: [], ...(kept !== undefined && { statistics: kept }) }),
  })
  tell(`restart from the store (${restored.openArticles()})`, start, began, before)
  await store.close()
}

function tell(name: string, start: NodeJS.CpuUsage, began: number, before: number): void {
  const seconds = toMs(process.cpuUsage(start)) / 1000
  const wall = (performance.now() - began) / 1000
  globalThis.gc?.()
  const megabytes = (used() - before) / 1e6
  console.log(
    `  ${name}: ${seconds.toFixed(1)} s, ${wall.toFixed(1)} s on the clock, about ${megabytes.toFixed(0)} MB more`,
  )
}

function used(): number {
  const { heapUsed, arrayBuffers } = process.memoryUsage()
  return heapUsed + arrayBuffers
}

/** Including what collects garbage beside it. */
function toMs({ user, system }: NodeJS.CpuUsage): number {
  return (user + system) / 1000
}

function makeArticle(seenAt: number): TaggedArticle {
  serial += 1
  const outlet = `Outlet ${Math.floor(random() * OUTLETS)}`
  return toArticle({
    id: hash128(String(serial)),
    outlet,
    title: words(10),
    summary: `${words(28)}. ${words(20)}.`,
    seenAt,
  })
}

function words(count: number): string {
  return Array.from({ length: count }, () => word(Math.floor(WORDS ** random()))).join(' ')
}

/** A word for a rank: syllables in base 20, so that stems stay apart. */
function word(rank: number): string {
  let text = ''
  for (let left = rank + 400; left > 0; left = Math.floor(left / 20)) {
    text += `${'bdfgklmnprstvzbdfgkl'.charAt(left % 20)}${'aeiou'.charAt(left % 5)}`
  }
  return text
}

function toRandom(seed: number): () => number {
  let state = seed
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return state / 2 ** 32
  }
}
