// node test/bench/deliver.bench.ts [COUNT] [--bare] [--postgres]: digests planned and sent, each to a channel of its own, against a
// Discord that enforces its limits. Prints the time beside the budget of 40 requests a second, and the processor's time.
// With --bare the same messages are then sent by discord.js alone, at the same pace and without a store, for comparison;
// with --postgres the store is a throw-away server, whose own processor time is not counted.

import { type ChildProcess, fork } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { REST } from '@discordjs/rest'
import { openPublisher } from '../../src/bot/send/publish.ts'
import { deliverDue } from '../../src/jobs/deliver/deliver.ts'
import { planDigests } from '../../src/jobs/plan/digests.ts'
import { toPostedStories } from '../../src/jobs/plan/posted.ts'
import { storyId } from '../../src/lib/hash.ts'
import { openTurns } from '../../src/lib/turns.ts'
import { openStore } from '../../src/store/open.ts'
import { context } from '../card/world.ts'
import { HOUR, makeArticle, makePoll, makeStory, makeSubscription } from '../store/make.ts'
import { openServer } from '../store/postgres-server.ts'

const PER_SECOND = 40
const STORIES = 60

const { positionals, values } = parseArgs({
  allowPositionals: true,
  options: {
    bare: { type: 'boolean', default: false },
    postgres: { type: 'boolean', default: false },
  },
})
const count = Number(positionals[0] ?? 500)
const discord = fork(join(import.meta.dirname, 'deliver-discord.ts'), [String(count)])
// Sent by deliver-discord.ts.
const { token, apiBase, places } = (await heard(discord)) as {
  readonly token: string
  readonly apiBase: string
  readonly places: readonly { readonly guildId: string; readonly channelId: string }[]
}
const folder = mkdtempSync(join(tmpdir(), 'axis-deliver-'))
const clock = { now: () => Date.now() }
const server = values.postgres ? await openServer() : undefined
const path = (await server?.makeDatabase()) ?? join(folder, 'axis.db')
const store = await openStore({ path, clock })
const now = clock.now()
const time = new Date(now - (now % 60_000)).toISOString().slice(11, 16)
await tellStories()
for (const [at, place] of places.entries()) {
  const subscription = makeSubscription(String(at), {
    ...place,
    createdAt: now - 2 * HOUR,
    times: [time],
  })
  await store.saveSubscription({ ...subscription, id: `ax-${String(at).padStart(5, '0')}` })
}
const log = () => {}
const publisher = openPublisher({ token, apiBase, log, clock, perSecond: () => PER_SECOND })

const planned = await measure(() =>
  planDigests({ store, clock, log, context: async (lang) => context({ lang, now: clock.now() }) }),
)
// discord.js loads what it sends with at its first request.
await publisher.mayPost(places[0]?.channelId ?? '', 'text')
const sent = await measure(() =>
  deliverDue({
    store,
    publisher,
    clock,
    log,
    holder: 'bench',
    channelGapMs: 1200,
    toPosted: (delivery) => toPostedStories(delivery, store, clock.now()),
  }),
)
const bare = values.bare ? await measure(sendBare) : undefined
discord.send('how many')
const told = await heard(discord)
const budgetMs = (sent.result / PER_SECOND) * 1000
const { rss } = process.memoryUsage()
console.log(
  JSON.stringify(
    {
      node: process.version,
      digests: planned.result,
      planMs: Math.round(planned.ms),
      planCpuMsEach: round(planned.cpuMs / planned.result),
      sent: sent.result,
      sendMs: Math.round(sent.ms),
      budgetMs: Math.round(budgetMs),
      timesBudget: round(sent.ms / budgetMs),
      sendCpuMsEach: round(sent.cpuMs / sent.result),
      ...(bare && { bareCpuMsEach: round(bare.cpuMs / bare.result) }),
      discord: told,
      rssMb: Math.round(rss / 1_048_576),
    },
    undefined,
    1,
  ),
)
await store.close()
await server?.close()
rmSync(folder, { recursive: true })

/** The same messages once more, by nothing but discord.js; gives how many. */
async function sendBare(): Promise<number> {
  const rest = new REST({ api: apiBase, version: '10' }).setToken(token)
  const turn = openTurns(() => PER_SECOND)
  const answers: Promise<unknown>[] = []
  for (const { id } of await store.subscriptions()) {
    for (const { channelId, body } of await store.deliveries(id, 1)) {
      await turn()
      answers.push(rest.post(`/channels/${channelId}/messages`, { body }))
    }
  }
  await Promise.all(answers)
  return answers.length
}

async function measure<T>(work: () => Promise<T>) {
  const started = performance.now()
  const cpu = process.cpuUsage()
  const result = await work()
  const { user, system } = process.cpuUsage(cpu)
  return { result, ms: performance.now() - started, cpuMs: (user + system) / 1000 }
}

function round(value: number): number {
  return Math.round(value * 100) / 100
}

function heard(child: ChildProcess): Promise<unknown> {
  return new Promise((resolve) => child.once('message', resolve))
}

async function tellStories(): Promise<void> {
  const articles = Array.from({ length: STORIES }, (_, n) =>
    makeArticle(`story ${n}`, {
      seenAt: now - HOUR - n * 1000,
      tags: {
        relevance: n % 3 === 0 ? 'core' : 'related',
        actors: ['iran'],
        themes: ['sanctions'],
      },
    }),
  )
  const stories = articles.map((article) => makeStory(article, { id: storyId(article.id) }))
  await store.commitPoll(makePoll(articles, { at: now, stories }))
}
