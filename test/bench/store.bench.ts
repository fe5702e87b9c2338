// How the store answers as its library grows; prints a table, asserts nothing.
// node test/bench/store.bench.ts [--million] [--postgres]: the latter on a throw-away server of Debian's packages.
// On SQLite a question during which the system gave the processor to somebody else is asked again: on a busy machine each
// p99 would tell of the others. How often that was is printed.
import { mkdtempSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Client } from 'pg'
import { queryWords } from '../../src/lib/words.ts'
import type { Search, SearchExpr } from '../../src/ports.ts'
import { isPostgres, openStore } from '../../src/store/open.ts'
import type { Relevance, TaggedArticle } from '../../src/types.ts'
import { DAY, HOUR, makeArticle, makePoll, makeStory } from '../store/make.ts'
import { openServer } from '../store/postgres-server.ts'

const SIZES = process.argv.includes('--million') ? [10_000, 100_000, 1_000_000] : [10_000, 100_000]
const RUNS = 300
const WARM_UP = 20
/** Questions asked in all for one that counts, at most. */
const ASKED_AGAIN = 3
const PER_POLL = 50
/** Articles a day: a million is a year. */
const STEP_MS = (365 * 24 * HOUR) / 1_000_000

const WORDS = Array.from({ length: 20_000 }, (_, at) => word(at))
const ACTORS = Array.from({ length: 40 }, (_, at) => `actor-${at}`)
const THEMES = Array.from({ length: 10 }, (_, at) => `theme-${at}`)
const CAMPS = ['western', 'iran-state', 'russia-state', 'ukraine', 'israel', 'arab']
const LANGS = ['en', 'ru', 'fa', 'uk', 'ar']
/** Of what real feeds carry, one article in ten concerns the pack, one in fifty its core. */
const RELEVANCES: readonly Relevance[] = ['core', 'related', 'related', 'related', 'related']

/** Milliseconds. */
type Figures = { readonly p50: number; readonly p99: number }
const results = new Map<string, Map<number, Figures>>()

const folder = mkdtempSync(join(tmpdir(), 'axis-bench-'))
const server = process.argv.includes('--postgres') ? await openServer() : undefined
const path = (await server?.makeDatabase()) ?? join(folder, 'axis.db')
const random = toRandom(7)
const clock = { now: () => Date.now() }
let store = await openStore({ path, clock })
let size = 0
let disturbed = 0
console.log(`node ${process.version}, ${PER_POLL} articles a commit, ${RUNS} runs a question`)
for (const goal of SIZES) {
  const start = performance.now()
  const commits: number[] = []
  while (size < goal) await clocked(commits, addPoll)
  const seconds = (performance.now() - start) / 1000
  await store.close()
  const megabytes = Math.round((await sizeOf(path)) / 1e6)
  console.log(`\n${goal} articles: filled in ${seconds.toFixed(0)} s, file ${megabytes} MB`)
  record('commitPoll of 50', goal, commits)
  store = await openStore({ path, clock })
  await measure(goal)
}
await store.close()
await server?.close()
rmSync(folder, { recursive: true })
print()
console.log(`\n${disturbed} questions were disturbed and asked again`)

/** Bytes on disk; PostgreSQL has also read its statistics by then, as autovacuum does in time. */
async function sizeOf(database: string): Promise<number> {
  if (!isPostgres(database)) return statSync(database).size
  const client = new Client({ connectionString: database })
  await client.connect()
  await client.query('vacuum analyze')
  const { rows } = await client.query('select pg_database_size(current_database()) as size')
  await client.end()
  return Number(rows[0]?.size)
}

async function addPoll(): Promise<void> {
  const articles: TaggedArticle[] = []
  for (let at = 0; at < PER_POLL; at += 1) articles.push(toArticle(size + at))
  await store.commitPoll(makePoll(articles))
  size += PER_POLL
}

function toArticle(at: number): TaggedArticle {
  const relevant = at % 10 === 0
  const relevance = relevant ? pick(RELEVANCES) : 'no'
  return makeArticle(`article ${at}`, {
    seenAt: DAY + Math.floor(at * STEP_MS),
    title: text(10),
    summary: text(30),
    content: text(100),
    camp: pick(CAMPS),
    feedId: `feed-${at % 150}`,
    outlet: `Outlet ${at % 150}`,
    keys: [`guid-${at}`, `url-${at}`],
    canonicalUrl: `https://outlet.example/${at}`,
    tags: {
      relevance,
      lang: pick(LANGS),
      actors: relevant ? [...new Set([skewed(ACTORS), skewed(ACTORS)])] : [],
      themes: relevant ? [skewed(THEMES)] : [],
    },
  })
}

async function measure(goal: number): Promise<void> {
  const page = { limit: 10, offset: 0 }
  const now = DAY + goal * STEP_MS
  const since = now - 24 * HOUR
  await time('latest', goal, () => store.latestStories({}, page))
  await time('latest, last 24 h', goal, () => store.latestStories({ since }, page))
  await time('actor (common)', goal, () => store.latestStories({ actors: ['actor-0'] }, page))
  await time('actor (any)', goal, () => store.latestStories({ actors: [pick(ACTORS)] }, page))
  await time('two actors and core', goal, () =>
    store.latestStories({ actors: ['actor-1', 'actor-2'], relevance: 'core' }, page),
  )
  await time('story by id', goal, () => store.findStory(anyStory(goal)))
  await time('article by address', goal, () =>
    store.findArticleByUrl(`https://outlet.example/${Math.floor(random() * goal)}`),
  )
  await time('50 known keys', goal, () =>
    store.knownKeys(Array.from({ length: 50 }, () => `guid-${Math.floor(random() * goal)}`)),
  )
  await time('activity of 30 days', goal, () =>
    store.activity({ actor: 'actor-0' }, now - 30 * 24 * HOUR, now),
  )
  await time('counts of 7 days', goal, () => store.counts('actor', { since: now - 7 * 24 * HOUR }))
  const common = toWord(WORDS[0])
  await time('search: common word', goal, () => search({ expr: common }))
  await time('search: any word', goal, () => search({ expr: toWord(skewed(WORDS)) }))
  await time('search: two common words', goal, () =>
    search({ expr: { kind: 'and', exprs: [common, toWord(WORDS[3])] } }),
  )
  await time('search: word and actor, not theme', goal, () =>
    search({
      expr: {
        kind: 'and',
        exprs: [
          common,
          { kind: 'field', field: 'actor', value: 'actor-3' },
          { kind: 'not', expr: { kind: 'field', field: 'theme', value: 'theme-0' } },
        ],
      },
    }),
  )
  await time('search: common word, all', goal, () => search({ expr: common, all: true }))
  await time('search: common word by relevance', goal, () =>
    search({ expr: common, sort: 'relevance' }),
  )
}

function search(asked: Pick<Search, 'expr'> & Partial<Search>) {
  return store.search({ sort: 'newest', limit: 10, offset: 0, ...asked })
}

async function time(name: string, goal: number, ask: () => Promise<unknown>) {
  // The first runs warm the cache, as the day's first reader does.
  for (let run = 0; run < WARM_UP; run += 1) await ask()
  const times: number[] = []
  for (let run = 0; times.length < RUNS && run < RUNS * ASKED_AGAIN; run += 1) {
    const before = disturbances()
    const taken = times.length
    await clocked(times, ask)
    if (disturbances() === before) continue
    times.length = taken
    disturbed += 1
  }
  record(name, goal, times)
}

/** How often this process had to give up the processor; PostgreSQL answers in processes of its own. */
function disturbances(): number {
  return server === undefined ? process.resourceUsage().involuntaryContextSwitches : 0
}

async function clocked(times: number[], ask: () => Promise<unknown>): Promise<void> {
  const before = performance.now()
  await ask()
  times.push(performance.now() - before)
}

function record(name: string, goal: number, times: readonly number[]): void {
  const rows = results.get(name) ?? new Map<number, Figures>()
  rows.set(goal, { p50: part(times, 0.5), p99: part(times, 0.99) })
  results.set(name, rows)
}

function part(times: readonly number[], share: number): number {
  const sorted = [...times].sort((a, b) => a - b)
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0
}

function print(): void {
  const head = SIZES.map((each) => `${each.toLocaleString('en')}: p50 / p99 ms`)
  console.log(`\n| question | ${head.join(' | ')} | p50 ratio |`)
  console.log(`|---|${SIZES.map(() => '---:').join('|')}|---:|`)
  for (const [name, rows] of results) {
    const cells = SIZES.map((each) => {
      const { p50 = 0, p99 = 0 } = rows.get(each) ?? {}
      return `${p50.toFixed(2)} / ${p99.toFixed(2)}`
    })
    const [first = 1, last = 1] = [SIZES[0], SIZES.at(-1)].map((each) => rows.get(each ?? 0)?.p50)
    console.log(`| ${name} | ${cells.join(' | ')} | ${(last / first).toFixed(2)} |`)
  }
}

function toWord(text = ''): SearchExpr {
  return { kind: 'word', words: queryWords(text) }
}

function anyStory(goal: number): string {
  return makeStory(makeArticle(`article ${Math.floor(random() * goal)}`)).id
}

function text(length: number): string {
  return Array.from({ length }, () => skewed(WORDS)).join(' ')
}

/** Frequent things are very frequent, as words and actors are. */
function skewed<T>(from: readonly T[]): T {
  return from[Math.floor(from.length * random() ** 4)] as T
}

function pick<T>(from: readonly T[]): T {
  return from[Math.floor(from.length * random())] as T
}

/** Pronounceable words that no stemmer touches. */
function word(at: number): string {
  const parts = ['ka', 'lo', 'mi', 'ru', 'ta', 'vo', 'zu', 'pa', 'ni', 'go']
  return [...String(at + 10_000)].map((digit) => parts[Number(digit)]).join('')
}

/** The same numbers in [0, 1) at every run. */
function toRandom(seed: number): () => number {
  let state = seed
  return () => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648
    return state / 2_147_483_648
  }
}
