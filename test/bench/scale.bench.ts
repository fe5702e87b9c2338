// What one article, one poll and one message cost in CPU time, on this side and in PostgreSQL: the figures behind the
// estimate in docs/operations.md. Prints, asserts nothing. Linux only; the server is a throw-away one.
// node test/bench/scale.bench.ts
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { Client } from 'pg'
import { loadPack } from '../../src/config/pack.ts'
import { normalise } from '../../src/feed/normalise.ts'
import { parseFeed } from '../../src/feed/parse.ts'
import { planDigests } from '../../src/jobs/plan/digests.ts'
import { fixedClock } from '../../src/lib/clock.ts'
import { openStore } from '../../src/store/open.ts'
import { openClusterer } from '../../src/story/cluster.ts'
import { compilePack } from '../../src/tag/compile.ts'
import { tagArticle } from '../../src/tag/tag.ts'
import type { Feed, TaggedArticle } from '../../src/types.ts'
import { context as worldContext } from '../card/world.ts'
import {
  DAY,
  makeArticle,
  makeDelivery,
  makeFeedState,
  makeMembership,
  makePoll,
  makeStory,
  makeSubscription,
} from '../store/make.ts'
import { openServer } from '../store/postgres-server.ts'

const ITEMS = 20
const DOCUMENTS = 300
const NEW_PER_POLL = 5
const POLLS = 200
const FEEDS = 1000
const MESSAGES = 1000
const DIGESTS = 200
const MORE_STORIES = 900
/** The kernel counts in hundredths of a second. */
const TICK_MS = 10

const clock = fixedClock(DAY)
const feed: Feed = {
  id: 'north',
  url: 'https://north.example/feed',
  outlet: 'North',
  family: 'north.example',
  camp: 'western',
  kind: 'newspaper',
  language: 'en',
  on: true,
}
const WORDS = Array.from({ length: 4000 }, (_, at) => word(at))
const random = toRandom(5)

const matcher = compilePack(
  await loadPack(join(import.meta.dirname, '../../config/packs/russia-iran')),
)
const server = await openServer(true)
const database = await server.makeDatabase()
const store = await openStore({ path: database, clock })
const postmaster = await findPostmaster()

const articles = await readAll()
await cluster(articles)
await commit(articles)
await claim()
await deliver()
await digest('few')
await tellMore()
await digest('many')
await store.close()
await server.close()

async function readAll(): Promise<readonly TaggedArticle[]> {
  const documents = Array.from({ length: DOCUMENTS }, (_, at) => toDocument(at))
  const read = async (text: string) => {
    const parsed = await parseFeed(Buffer.from(text), { url: feed.url })
    return normalise(feed, parsed, DAY, false).articles.map((article) => ({
      ...article,
      tags: tagArticle(matcher, article),
    }))
  }
  for (const text of documents.slice(0, 50)) await read(text)
  const all: TaggedArticle[] = []
  await measure('read: parse, clean and tag one item', DOCUMENTS * ITEMS, async () => {
    for (const text of documents) all.push(...(await read(text)))
  })
  return all
}

async function cluster(all: readonly TaggedArticle[]): Promise<void> {
  const clusterer = openClusterer({ camps: [], severity: matcher.pack.severity.levels })
  const half = Math.floor(all.length / 2)
  const add = (from: number, to: number) => {
    for (let at = from; at < to; at += NEW_PER_POLL) {
      clusterer.add(all.slice(at, Math.min(at + NEW_PER_POLL, to)), DAY)
    }
  }
  await measure(`cluster: one article, up to ${half} open`, half, async () => add(0, half))
  await measure(`cluster: one article, up to ${all.length} open`, all.length - half, async () =>
    add(half, all.length),
  )
}

/** Each poll brings some new articles, each of which opens a story of its own: the dearest case. */
async function commit(all: readonly TaggedArticle[]): Promise<void> {
  await measure('commit: one new article with its story', POLLS * NEW_PER_POLL, async () => {
    for (let poll = 0; poll < POLLS; poll += 1) {
      const some = all.slice(poll * NEW_PER_POLL, (poll + 1) * NEW_PER_POLL)
      const stories = some.map((article) => makeStory(article))
      await store.commitPoll({
        at: DAY,
        state: makeFeedState('north'),
        articles: some.map((article) => ({ ...article, seenAt: DAY + poll * 1000 })),
        again: [],
        stories,
        memberships: some.map((article, at) => makeMembership(article, stories[at]?.id ?? '')),
      })
    }
  })
}

async function claim(): Promise<void> {
  const states = Array.from({ length: FEEDS }, (_, at) =>
    makeFeedState(`feed-${at}`, { configuredUrl: `https://host-${at}.example/feed` }),
  )
  await store.enrolFeeds(states)
  await measure('poll: claim a feed and write that nothing is new', FEEDS, async () => {
    for (;;) {
      const until = DAY + 60_000
      const claimed = await store.claimFeeds({ holder: 'a', now: DAY, until, limit: 16 })
      if (claimed.length === 0) return
      for (const state of claimed) {
        await store.claimLease(`host:${state.feedId}`, 'a', DAY + 1000, DAY)
        await store.saveFeedStates([{ ...state, nextDueAt: DAY + 3_600_000 }])
      }
    }
  })
}

async function tellMore(): Promise<void> {
  const more = Array.from({ length: MORE_STORIES }, (_, at) => makeArticle(`more ${at}`))
  for (let at = 0; at < more.length; at += 100) {
    await store.commitPoll(makePoll(more.slice(at, at + 100)))
  }
}

/** Each in a channel of its own, all due in one round. */
async function digest(name: string): Promise<void> {
  for (let at = 0; at < DIGESTS; at += 1) {
    const channelId = `${name}-${at}`
    await store.saveSubscription(
      makeSubscription(channelId, { channelId, createdAt: DAY - 1, times: ['01:00'] }),
    )
  }
  const late = { ...clock, now: () => DAY + 61 * 60_000 }
  const { total } = await store.latestStories({}, { limit: 1, offset: 0 })
  await measure(`digest: choose among ${total} stories, write and hand over`, DIGESTS, async () => {
    const context = async () => worldContext()
    await planDigests({ store, clock: late, log: () => undefined, context })
  })
}

function toBody(at: number) {
  return {
    content: `Message ${at}`,
    embeds: [{ description: 'x'.repeat(3000) }],
    allowed_mentions: { parse: [] as const },
  }
}

async function deliver(): Promise<void> {
  const all = Array.from({ length: MESSAGES }, (_, at) =>
    makeDelivery(`m${at}`, { channelId: `c${at}`, body: toBody(at) }),
  )
  await measure('message: write, claim and note it as sent', MESSAGES, async () => {
    for (const one of all) await store.addDeliveries([one])
    for (;;) {
      const until = DAY + 60_000
      const claimed = await store.claimDeliveries({ holder: 'a', now: DAY, until, limit: 50 })
      if (claimed.length === 0) return
      for (const one of claimed) {
        await store.saveDelivery({ ...one, status: 'sent', messageId: one.id }, [], 'a')
      }
    }
  })
}

/** CPU milliseconds of a piece of work, by unit: here, and in all processes of the server. */
async function measure(name: string, units: number, work: () => Promise<void>): Promise<void> {
  const before = { ours: process.cpuUsage(), theirs: serverCpuMs() }
  await work()
  const { user, system } = process.cpuUsage(before.ours)
  const ours = (user + system) / 1000 / units
  const theirs = (serverCpuMs() - before.theirs) / units
  console.log(`${name}: ${ours.toFixed(2)} ms here, ${theirs.toFixed(2)} ms in PostgreSQL`)
}

async function findPostmaster(): Promise<number> {
  const client = new Client({ connectionString: database })
  await client.connect()
  const { rows } = await client.query('show data_directory')
  await client.end()
  return Number.parseInt(readFileSync(join(rows[0].data_directory, 'postmaster.pid'), 'utf8'), 10)
}

/** The postmaster with the children that it has buried, and those that live. */
function serverCpuMs(): number {
  let ticks = 0
  for (const name of readdirSync('/proc').filter((each) => /^\d+$/.test(each))) {
    const fields = statOf(name)
    if (fields === undefined) continue
    // After the name in parentheses: state, ppid, …, utime, stime, cutime, cstime at 11 to 14.
    const own = Number(fields[11]) + Number(fields[12])
    if (Number(name) === postmaster) ticks += own + Number(fields[13]) + Number(fields[14])
    else if (Number(fields[1]) === postmaster) ticks += own
  }
  return ticks * TICK_MS
}

function statOf(pid: string): readonly string[] | undefined {
  try {
    return readFileSync(`/proc/${pid}/stat`, 'utf8')
      .replace(/^.*\) /s, '')
      .split(' ')
  } catch {
    return undefined
  }
}

function toDocument(at: number): string {
  const items = Array.from({ length: ITEMS }, (_, item) => {
    const opening = item % 10 === 0 ? 'Iran and Russia agree on' : 'Council talks about'
    return `<item><title>${opening} ${text(7)}</title><guid isPermaLink="false">${at}-${item}</guid><link>https://north.example/${at}/${item}</link><pubDate>${new Date(DAY - item * 60_000).toUTCString()}</pubDate><description>${text(40)}</description></item>`
  })
  return `<rss version="2.0"><channel><title>North</title><link>https://north.example/</link><language>en</language>${items.join('')}</channel></rss>`
}

function text(length: number): string {
  return Array.from({ length }, () => WORDS[Math.floor(WORDS.length * random() ** 3)]).join(' ')
}

function word(at: number): string {
  const parts = ['ka', 'lo', 'mi', 'ru', 'ta', 'vo', 'zu', 'pa', 'ni', 'go']
  return [...String(at + 1000)].map((digit) => parts[Number(digit)]).join('')
}

/** The same numbers in [0, 1) at every run. */
function toRandom(seed: number): () => number {
  let state = seed
  return () => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648
    return state / 2_147_483_648
  }
}
