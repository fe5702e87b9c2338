// How fast the bot answers while it polls a thousand feeds for the first time and messages go out: `axis run` in a
// process of its own, its ingest thread in that; the playground here; the feeds from a third process.
// Run: node test/bench/answers.bench.ts [--feeds 1000] [--seconds 60]. Prints, asserts nothing.

import { cp, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { loadavg, tmpdir } from 'node:os'
import { join } from 'node:path'
import { MINUTE_MS } from '../../src/lib/clock.ts'
import { openPlayground } from '../../src/playground/open.ts'
import { openStore } from '../../src/store/open.ts'
import { startAxis } from '../e2e/bot-process.ts'
import { makeArticle, makePoll, makeStory, makeSubscription, makeTags } from '../store/make.ts'
import { startFeedServer } from './feed-server.ts'

const option = (name: string, fallback: number): number => {
  const at = process.argv.indexOf(`--${name}`)
  return at < 0 ? fallback : Number(process.argv[at + 1])
}
const FEEDS = option('feeds', 1000)
const SECONDS = option('seconds', 60)
const STORIES = 2000
const SUBSCRIPTIONS = 60
/** Enough people that nobody meets a cool-down: five questions in 20 s each. */
const READERS = 200
const THINK_MS = 40

const playground = await openPlayground({ readers: READERS })
const { child: server, base } = await startFeedServer()
const folder = await mkdtemp(join(tmpdir(), 'axis-answers-'))
const { intel } = playground.world.channels
await cp(join('config', 'packs', 'russia-iran'), join(folder, 'pack'), { recursive: true })
const storyId = await seed()
const bot = startAxis(['run'], {
  DISCORD_TOKEN: playground.token,
  DISCORD_API_BASE: playground.apiBase,
  AXIS_DATA: folder,
  AXIS_FEEDS: join(folder, 'feeds.yaml'),
  // A copy, so that nobody edits it meanwhile: a changed pack is compiled anew.
  AXIS_PACK: join(folder, 'pack'),
  AXIS_ALLOW_PRIVATE_FEEDS: '1',
  LOG_LEVEL: 'info',
})
try {
  await bot.waitFor('"run.ready"', 60_000)
  await measure()
} finally {
  await bot.kill()
  server.kill()
  await playground.close()
  await rm(folder, { recursive: true, force: true })
}

/** Feeds to poll, stories to find, and digests that fall due every minute. */
async function seed(): Promise<string> {
  const feeds = Array.from({ length: FEEDS }, (_, n) => ({
    id: `feed-${n}`,
    url: `${base}/feed/${n}`,
    outlet: `Outlet ${n}`,
    camp: 'western',
  }))
  await writeFile(join(folder, 'feeds.yaml'), JSON.stringify({ feeds }))
  await writeFile(
    join(folder, 'camps.yaml'),
    JSON.stringify({ camps: [{ id: 'western', label: 'Western', order: 1, contrast: true }] }),
  )
  const clock = { now: Date.now }
  const store = await openStore({ path: join(folder, 'axis.db'), clock })
  const articles = Array.from({ length: STORIES }, (_, n) =>
    makeArticle(`seed-${n}`, {
      title: `Shahed shipment number ${n} reaches the Caspian port`,
      seenAt: Date.now() - (STORIES - n) * MINUTE_MS,
      tags: makeTags({
        relevance: n % 3 === 0 ? 'core' : 'related',
        actors: ['iran', 'russia'],
        themes: ['arms-transfers'],
      }),
    }),
  )
  const stories = articles.map((article) => makeStory(article, { severity: 'medium' }))
  for (let at = 0; at < articles.length; at += 200) {
    const part = articles.slice(at, at + 200)
    await store.commitPoll({ ...makePoll(part), stories: stories.slice(at, at + 200) })
  }
  for (let n = 0; n < SUBSCRIPTIONS; n += 1) {
    const due = new Date(Date.now() + (1 + (n % 4)) * MINUTE_MS).toISOString().slice(11, 16)
    await store.saveSubscription(
      makeSubscription(`bench-${n}`, {
        guildId: playground.world.guild.id,
        channelId: intel.id,
        createdAt: Date.now(),
        times: [due],
      }),
    )
  }
  await store.close()
  return stories.at(-1)?.id ?? ''
}

/** One person after the other asks, with a moment to think, until the time is over. */
async function measure(): Promise<void> {
  const first = new Map<string, number[]>()
  const whole = new Map<string, number[]>()
  const add = (of: Map<string, number[]>, name: string, ms: number): void => {
    of.set(name, [...(of.get(name) ?? []), ms])
  }
  const questions: readonly (readonly [string, Readonly<Record<string, string>>])[] = [
    ['axis latest', {}],
    ['axis actor', { name: 'iran' }],
    ['axis story', { id: storyId }],
    ['axis why', { what: storyId }],
    ['axis sources', {}],
    ['axis status', {}],
    ['axis subs list', {}],
    ['axis timeline', { topic: 'arms-transfers' }],
  ]
  const typed = ['ir', 'rus', 'شاهد', 'кси', 'irann']
  const { interact } = playground
  const end = performance.now() + SECONDS * 1000
  const polled = (): number => bot.output().split('"feed.polled"').length - 1
  let misses = 0
  // No answer within Discord's three seconds.
  const missed = (): undefined => {
    misses += 1
    return undefined
  }
  let n = 0
  while (performance.now() < end) {
    const user = `reader-${(n % READERS) + 1}`
    const started = performance.now()
    const text = typed[n % typed.length] ?? ''
    const offered = await interact
      .autocomplete(user, intel.id, 'axis actor', 'name', text)
      .catch(missed)
    if (offered !== undefined) add(first, 'autocomplete', performance.now() - started)
    const [line, options] = questions[n % questions.length] ?? ['axis latest', {}]
    const asked = performance.now()
    const answer = await interact.command(user, intel.id, line, options).catch(missed)
    if (answer !== undefined) {
      add(first, 'commands: first answer', answer.ms)
      await answer.whole()
      add(whole, 'commands: whole answer', performance.now() - asked)
      add(whole, `  ${line}`, performance.now() - asked)
    }
    // Search and brief count towards the server's own limit: 30 a minute.
    if (n % 40 === 0) {
      const slow = performance.now()
      const found = await interact
        .command(user, intel.id, 'axis search', { query: 'shahed' })
        .catch(missed)
      await found?.whole()
      if (found !== undefined) add(whole, '  axis search', performance.now() - slow)
    }
    n += 1
    await new Promise((resolve) => setTimeout(resolve, THINK_MS))
  }
  const sent = playground.messages(intel.id).length
  const load = loadavg().map((one) => one.toFixed(1))
  console.log(
    `${polled()} of ${FEEDS} feeds polled and ${sent} messages sent meanwhile, ${misses} answers missed; load ${load.join(' ')}`,
  )
  for (const [name, times] of [...first, ...whole]) print(name, times)
  const problems = playground.problems()
  if (problems.length > 0) console.log(`${problems.length} problems: ${problems[0]?.text}`)
}

function print(name: string, times: readonly number[]): void {
  const sorted = times.toSorted((a, b) => a - b)
  const part = (of: number): string =>
    (sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * of))] ?? 0).toFixed(0)
  console.log(
    `${name.padEnd(26)} ${String(times.length).padStart(5)} ×  p50 ${part(0.5)}  p95 ${part(0.95)}  p99 ${part(0.99)}  max ${part(1)} ms`,
  )
}
