// Six processes of the bot on one PostgreSQL, killed at random, and the server restarted under them.
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Client } from 'pg'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { SHARED_LEASE_MS } from '../../src/jobs/lease.ts'
import { MINUTE_MS, SECOND_MS, sleep } from '../../src/lib/clock.ts'
import { openPlayground, type Playground } from '../../src/playground/open.ts'
import type { Store } from '../../src/ports.ts'
import { openStore } from '../../src/store/open.ts'
import type { Digest } from '../../src/types.ts'
import { makeSubscription } from '../store/make.ts'
import { canSkip, openServer, type PostgresServer } from '../store/postgres-server.ts'
import { type BotProcess, startAxis } from './bot-process.ts'
import { eventTitle, openWireService, type WireService } from './wire-service.ts'

const SEED = 20_261_125
const FEEDS = 240
const HOSTS = 80
const RUN_MS = 180 * SECOND_MS
/** The feeds of this test fall due so often: their own intervals are minutes. */
const EVERY_MS = 30 * SECOND_MS
const EVENT_EVERY_MS = 6 * SECOND_MS
const KILL_EVERY_MS = 9 * SECOND_MS
/** A crash of the server, and a restart in order. */
const RESTARTS = [
  { atMs: 70 * SECOND_MS, how: 'immediate' },
  { atMs: 125 * SECOND_MS, how: 'fast' },
] as const
/** A reader's claim (45 s) that nobody answers, the server's restart, and a machine of two cores that does all this. */
const LATE_MS = 90 * SECOND_MS
const TAKEOVER_MS = 15 * SECOND_MS
const DIGESTS = 6

type Running = { readonly role: string; process: BotProcess }

describe.skipIf(canSkip(true))('many processes on one PostgreSQL', () => {
  let server: PostgresServer
  let playground: Playground
  let wire: WireService
  let folder: string
  let database: string
  let store: Store
  const running: Running[] = []
  const random = toRandom(SEED)

  beforeAll(async () => {
    server = await openServer(true)
    database = await server.makeDatabase()
    playground = await openPlayground()
    wire = await openWireService({ feeds: FEEDS, hosts: HOSTS, random: toRandom(SEED + 1) })
    folder = await mkdtemp(join(tmpdir(), 'axis-processes-'))
    await writeLists(folder, wire)
    store = await openStore({ path: database, clock: { now: Date.now }, random: Math.random })
    await subscribe(store, playground)
  })

  afterAll(async () => {
    await Promise.all(running.map(({ process }) => process.kill()))
    await store?.close()
    await wire?.close()
    await playground?.close()
    await server?.close()
    if (folder) await rm(folder, { recursive: true, force: true })
  })

  const start = (role: string): BotProcess =>
    startAxis(['run', '--role', role], {
      DISCORD_TOKEN: playground.token,
      DISCORD_API_BASE: playground.apiBase,
      DATABASE_URL: database,
      AXIS_DATA: folder,
      AXIS_FEEDS: join(folder, 'feeds.yaml'),
      AXIS_ALLOW_PRIVATE_FEEDS: '1',
      LOG_LEVEL: 'info',
    })

  test('lose and repeat nothing while they are killed at random and the server restarts', async () => {
    for (const role of ['ingest', 'ingest', 'ingest', 'deliver', 'deliver', 'bot']) {
      running.push({ role, process: start(role) })
    }
    await Promise.all(running.map(({ process }) => process.waitFor('"run.ready"', 3 * MINUTE_MS)))
    await until(async () => (await count('articles')) >= FEEDS, 2 * MINUTE_MS)

    const watch = watchLease(database)
    const begin = Date.now()
    const restarts = [...RESTARTS]
    let events = 0
    let nextKill = begin + KILL_EVERY_MS
    while (Date.now() - begin < RUN_MS) {
      const passed = Date.now() - begin
      if (passed > events * EVENT_EVERY_MS) {
        wire.happen(events, 3 + Math.floor(random() * 4))
        events += 1
      }
      if (Date.now() > nextKill) {
        nextKill += KILL_EVERY_MS
        await killAndStart(running[Math.floor(random() * running.length)])
      }
      const [next] = restarts
      if (next !== undefined && passed > next.atMs) {
        restarts.shift()
        const from = Date.now()
        await server.restart(next.how)
        watch.pause(from, Date.now())
      }
      await hurry()
      await sleep(SECOND_MS)
    }
    const end = Date.now()
    await until(() => isQuiet(end), 3 * MINUTE_MS)
    const takeovers = await watch.stop()
    const codes = await Promise.all(running.map(({ process }) => process.stop()))
    expect(codes).toEqual(running.map(() => 0))

    checkHosts()
    checkPunctual(begin, end)
    await checkArticles()
    await checkStories(events)
    await checkDigests(begin, end)
    await checkMessages()
    expect(takeovers.length).toBeGreaterThan(0)
    expect(Math.max(...takeovers)).toBeLessThanOrEqual(TAKEOVER_MS)
    expect(playground.problems()).toEqual([])
  }, 600_000)

  async function killAndStart(victim: Running | undefined): Promise<void> {
    if (victim === undefined) return
    await victim.process.kill()
    victim.process = start(victim.role)
  }

  /** Lets every feed fall due sooner than its own interval says. */
  async function hurry(): Promise<void> {
    await ask(
      `update feed_states set due_at = checked_at + ${EVERY_MS} where due_at > checked_at + ${EVERY_MS}`,
    )
  }

  /** Each feed was read since, nothing waits to be clustered or sent, and the last digest is there. */
  async function isQuiet(since: number): Promise<boolean> {
    await hurry()
    const [row] = await ask<{ late: number; parked: number; open: number; digests: number }>(`
      select
        (select count(*)::int from feed_states where checked_at < ${since}) as late,
        (select count(*)::int from parked_reads) as parked,
        (select count(*)::int from deliveries where due_at is not null) as open,
        (select count(*)::int from digests where until > ${since + 2 * EVERY_MS}) as digests`)
    return row?.late === 0 && row.parked === 0 && row.open === 0 && row.digests === DIGESTS
  }

  const count = async (table: string): Promise<number> =>
    (await ask<{ n: number }>(`select count(*)::int as n from ${table}`))[0]?.n ?? 0

  async function ask<Row extends object>(sql: string): Promise<readonly Row[]> {
    const client = new Client({ connectionString: database })
    client.on('error', () => undefined)
    await client.connect()
    return (await client.query<Row>(sql).finally(() => client.end())).rows
  }

  function checkHosts(): void {
    const overlaps = [...Map.groupBy(wire.asked, ({ host }) => host).values()].flatMap((list) =>
      list.filter((one, at) => {
        const before = list[at - 1]
        return before !== undefined && (before.to ?? Number.POSITIVE_INFINITY) > one.from
      }),
    )
    expect(overlaps).toEqual([])
  }

  function checkPunctual(begin: number, end: number): void {
    const byFeed = Map.groupBy(
      wire.asked.filter(({ broken }) => !broken),
      ({ feed }) => feed,
    )
    expect(byFeed.size).toBe(FEEDS)
    const waits = [...byFeed.values()].flatMap((list) => {
      const times = list.map(({ from }) => from).filter((at) => at > begin && at < end)
      return times.slice(1).map((at, before) => at - (times[before] ?? at))
    })
    expect(Math.max(...waits)).toBeLessThanOrEqual(EVERY_MS + LATE_MS)
    const inOrder = waits.sort((a, b) => a - b)
    expect(inOrder[Math.floor(inOrder.length / 2)]).toBeLessThanOrEqual(EVERY_MS + 6 * SECOND_MS)
  }

  async function checkArticles(): Promise<void> {
    const rows = await ask<{ link: string }>('select link from articles order by link')
    const links = rows.map(({ link }) => link.replace(/^.*\//, ''))
    expect(new Set(links).size).toBe(links.length)
    const served = new Set(wire.asked.filter(({ to }) => to).flatMap(({ guids }) => guids))
    expect(links.sort()).toEqual([...served].sort())
  }

  async function checkStories(events: number): Promise<void> {
    for (let event = 0; event < events; event += 1) {
      const rows = await ask<{ story_id: string }>(`
        select distinct m.story_id from articles a join memberships m on m.docid = a.docid
        where a.title = '${eventTitle(event)}'`)
      expect([event, rows.length]).toEqual([event, 1])
    }
  }

  /** One digest follows the other without a gap, and each tells what was stored in its time. */
  async function checkDigests(begin: number, end: number): Promise<void> {
    const everTold = new Set<string>()
    for (const { id } of await store.subscriptions()) {
      const rows = await ask<{ data: string }>(
        `select data from digests where subscription_id = '${id}' order by until`,
      )
      // Written by the bot itself.
      const digests = rows.map(({ data }) => JSON.parse(data) as Digest)
      expect(digests.length).toBeGreaterThanOrEqual(Math.floor((end - begin) / MINUTE_MS))
      for (const [at, digest] of digests.entries()) {
        if (at > 0) expect(digest.from).toBe(digests[at - 1]?.to)
        const told = [...digest.core, ...digest.related].map(({ story }) => story.id)
        for (const id of told) everTold.add(id)
        const all = new Set([...told, ...digest.cut, ...digest.continuing])
        const stored = await ask<{ story_id: string }>(`
          select distinct m.story_id from memberships m join stories s on s.id = m.story_id
          join articles a on a.docid = m.docid
          where m.seen_at > ${digest.from} and m.seen_at <= ${digest.to}
            and a.relevance <> 'no' and a.backlog = 0 and s.merged_into is null`)
        const missing = stored.filter(({ story_id }) => !all.has(story_id))
        expect([digest.slot, missing]).toEqual([digest.slot, []])
      }
    }
    expect(everTold.size).toBeGreaterThan((end - begin) / EVENT_EVERY_MS / 2)
  }

  async function checkMessages(): Promise<void> {
    const rows = await ask<{ id: string; status: string; channel_id: string; message: string }>(
      `select id, status, channel_id, data::json ->> 'messageId' as message from deliveries`,
    )
    expect(new Set(rows.map(({ status }) => status))).toEqual(new Set(['sent']))
    const { channels } = playground.world
    const posted = playground.messages(channels.intel.id)
    expect(posted.map(({ id }) => id).sort()).toEqual(rows.map(({ message }) => message).sort())
    const nonces = posted.map(({ nonce }) => nonce)
    expect(new Set(nonces).size).toBe(nonces.length)
  }
})

/** How long the lease of clustering lay unrenewed each time before another process had it, milliseconds. */
function watchLease(database: string) {
  const client = { stop: false }
  const takeovers: { readonly from: number; readonly to: number }[] = []
  const pauses: { readonly from: number; readonly to: number }[] = []
  const watching = (async () => {
    let last: { readonly holder: string; readonly renewedAt: number } | undefined
    while (!client.stop) {
      const [row] = await readLease(database)
      const now = row && { holder: row.holder, renewedAt: Number(row.until) - SHARED_LEASE_MS }
      if (now !== undefined) {
        if (last !== undefined && last.holder !== now.holder) {
          takeovers.push({ from: last.renewedAt, to: now.renewedAt })
        }
        last = now
      }
      await sleep(200)
    }
  })()
  return {
    /** While the server is away nobody can take anything over. */
    pause: (from: number, to: number) => void pauses.push({ from, to }),
    stop: async () => {
      client.stop = true
      await watching
      return takeovers
        .filter(({ from, to }) => !pauses.some((one) => one.from < to && one.to > from))
        .map(({ from, to }) => to - from)
    },
  }
}

async function readLease(database: string) {
  const client = new Client({ connectionString: database })
  client.on('error', () => undefined)
  try {
    await client.connect()
    const sql = `select holder, until from leases where name = 'ingest'`
    return (await client.query<{ holder: string; until: string }>(sql)).rows
  } catch {
    return []
  } finally {
    await client.end().catch(() => undefined)
  }
}

async function writeLists(folder: string, wire: WireService): Promise<void> {
  const feeds = wire.feedUrls.map((url, at) => ({
    id: `feed-${at}`,
    url,
    outlet: `Outlet ${at}`,
    family: `outlet-${at}.example`,
    camp: CAMPS[at % CAMPS.length],
    kind: 'newspaper',
    language: 'en',
    on: true,
  }))
  // JSON is YAML.
  await writeFile(join(folder, 'feeds.yaml'), JSON.stringify({ feeds }))
  const camps = CAMPS.map((id, order) => ({ id, label: id, order: order + 1, contrast: true }))
  await writeFile(join(folder, 'camps.yaml'), JSON.stringify({ camps }))
}

const CAMPS = ['north', 'south', 'east']

/** Digests at every minute of the hours in which this runs. */
async function subscribe(store: Store, { world }: Playground): Promise<void> {
  const now = Date.now()
  const times = Array.from({ length: 20 }, (_, minute) =>
    new Date(now + minute * MINUTE_MS).toISOString().slice(11, 16),
  )
  for (let at = 0; at < DIGESTS; at += 1) {
    await store.saveSubscription(
      makeSubscription(`digest-${at}`, {
        guildId: world.guild.id,
        channelId: world.channels.intel.id,
        createdAt: now,
        times: [...new Set(times)].sort(),
        zone: 'UTC',
        empty: 'skip',
      }),
    )
  }
}

async function until(isDone: () => Promise<boolean>, limitMs: number): Promise<void> {
  const start = Date.now()
  while (!(await isDone())) {
    if (Date.now() - start > limitMs) throw new Error(`not done within ${limitMs} ms`)
    await sleep(SECOND_MS)
  }
}

/** The same numbers in [0, 1) at every run. */
function toRandom(seed: number): () => number {
  let state = seed
  return () => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648
    return state / 2_147_483_648
  }
}
