// What an article costs the clusterer as its window grows, in time on the processor (other processes do
// not count); prints a table, asserts nothing.
// node --expose-gc test/bench/story.bench.ts
import { hash128 } from '../../src/lib/hash.ts'
import { openClusterer, type StoredMember } from '../../src/story/cluster.ts'
import type { TaggedArticle } from '../../src/types.ts'
import { hoursLater, NOON, toArticle } from '../story/article.ts'

const SIZES = process.argv.slice(2).map(Number)
if (SIZES.length === 0) SIZES.push(10_000, 100_000)
const PER_BATCH = 50
const BATCHES_MEASURED = 20
const OUTLETS = 400
/** Words by rank, as often as Zipf's law has it. */
const WORDS = 40_000

const random = toRandom(11)
let serial = 0

for (const size of SIZES) {
  const clusterer = openClusterer({ camps: [] })
  const items: StoredMember[] = []
  const stories = []
  while (clusterer.openArticles() < size) {
    const batch = Array.from({ length: PER_BATCH }, () => makeArticle())
    const change = clusterer.add(batch, NOON)
    stories.push(...change.stories)
    const kept = new Map(change.kept.map(({ articleId, data }) => [articleId, data]))
    for (const membership of change.memberships) {
      const article = batch.find(({ id }) => id === membership.articleId)
      const data = kept.get(membership.articleId)
      if (article) items.push({ article, membership, ...(data !== undefined && { kept: data }) })
    }
  }
  const times: number[] = []
  for (let round = 0; round < BATCHES_MEASURED; round += 1) {
    const batch = Array.from({ length: PER_BATCH }, () => makeArticle())
    const start = process.cpuUsage()
    clusterer.add(batch, hoursLater(1))
    times.push(toMs(process.cpuUsage(start)) / PER_BATCH)
  }
  times.sort((a, b) => a - b)
  items.length = Math.min(items.length, size)
  globalThis.gc?.()
  const before = process.memoryUsage().heapUsed + process.memoryUsage().arrayBuffers
  const restored = openClusterer({ camps: [], statistics: clusterer.statistics() })
  const start = process.cpuUsage()
  restored.restore(items, { newest: NOON, split: [] })
  const seconds = toMs(process.cpuUsage(start)) / 1000
  globalThis.gc?.()
  const megabytes =
    (process.memoryUsage().heapUsed + process.memoryUsage().arrayBuffers - before) / 1e6
  console.log(
    `${size} open articles: ${times[times.length >> 1]?.toFixed(2)} ms an article (median), restart ${seconds.toFixed(1)} s, about ${megabytes.toFixed(0)} MB more`,
  )
}

/** Including what collects garbage beside it. */
function toMs({ user, system }: NodeJS.CpuUsage): number {
  return (user + system) / 1000
}

function makeArticle(): TaggedArticle {
  serial += 1
  const outlet = `Outlet ${Math.floor(random() * OUTLETS)}`
  return toArticle({
    id: hash128(String(serial)),
    outlet,
    title: words(10),
    summary: `${words(28)}. ${words(20)}.`,
    seenAt: NOON,
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
