import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { messageText } from '../card/text.ts'
import { type Env, loadEnv } from '../config/env.ts'
import { loadSampleWorld } from '../config/sample.ts'
import { HOUR_MS, MINUTE_MS } from '../lib/clock.ts'
import { base32 } from '../lib/hash.ts'
import { openHouse, ROLES, ROOT, runRoles } from '../main.ts'
import { openPlayground, type Playground } from '../playground/open.ts'
import type { MessageBody, Subscription } from '../types.ts'
import type { House } from '../worker/house.ts'
import { openIngestRole } from '../worker/open-ingest.ts'
import type { AddVerb, CliIo } from './io.ts'
import { plainSubscription } from './plain-subscription.ts'
import { openProgress } from './progress.ts'
import { type SampleServer, serveSample } from './sample-feeds.ts'
import { saveSampleHistory } from './sample-history.ts'

const FIRST_DIGEST_MS = 30_000
const SAMPLE_WORLD = join(ROOT, 'feeds', 'sample', 'world.yaml')

export const addDemo: AddVerb = (program, io) => {
  program
    .command('demo')
    .description('the whole bot on a Discord of its own with invented feeds: no token, no internet')
    .option('--once', 'print the digest and two answers, then end')
    .option('--live', 'on your own feeds (AXIS_FEEDS) instead of the invented ones')
    .action(({ once = false, live = false }: DemoOptions) => runDemo(io, { once, live }))
}

type DemoOptions = { readonly once?: boolean; readonly live?: boolean }

/** The bot on a playground until it is stopped, or until it has shown a digest and two answers. */
export async function runDemo(
  io: CliIo,
  { once = false, live = false }: DemoOptions,
): Promise<void> {
  // The page's clock buttons move what the bot and the playground call now, not Discord's deadlines.
  let shiftMs = 0
  const now = () => io.now() + shiftMs
  const move = (ms: number): void => {
    shiftMs += ms
  }
  const start = io.now()
  const sample = live ? undefined : await serveSampleWorld(start, now)
  const playground = await openPlayground({ now, clock: { move } })
  const data = await mkdtemp(join(tmpdir(), 'axis-demo-'))
  const house = await openHouse(toEnv(io, playground, data, live), {
    clock: { now },
    ...(sample && { sample: sample.feeds }),
  })
  const stop = new AbortController()
  const signal = AbortSignal.any([io.signal, stop.signal])
  try {
    const feeds = house.feeds.filter(({ on }) => on).length
    io.stdout.write(introduction(playground, feeds, { once, live }))
    if (sample) await saveSampleHistory(house, await loadSampleWorld(SAMPLE_WORLD), start)
    await readFeeds(house, io, live)
    await house.store.saveSubscription(toDemoSubscription(playground, now()))
    const running = runRoles(house, { roles: ROLES, inline: !live, signal })
    // A failure of the bot is told at once, not after the wait for a digest.
    await Promise.race([showDigest(playground, house, io), running])
    if (once) {
      await showAnswers(playground, house, io)
      stop.abort()
    }
    await running
  } finally {
    await house.close()
    await Promise.all([playground.close(), sample?.close()])
    await rm(data, { recursive: true, force: true })
  }
}

async function serveSampleWorld(start: number, now: () => number): Promise<SampleServer> {
  return serveSample(await loadSampleWorld(SAMPLE_WORLD), start, now)
}

/** The environment of a bot that lives on the playground; its data are thrown away at the end. */
function toEnv(io: CliIo, playground: Playground, data: string, live: boolean): Env {
  const { AXIS_PACK, AXIS_FEEDS, AXIS_SETTINGS, AXIS_CONTACT, AXIS_ALLOW_PRIVATE_FEEDS } = io.env
  return loadEnv(
    {
      DISCORD_TOKEN: playground.token,
      DISCORD_API_BASE: playground.apiBase,
      AXIS_DATA: data,
      AXIS_PACK,
      LOG_LEVEL: io.env.LOG_LEVEL || 'warn',
      ...(live
        ? { AXIS_FEEDS, AXIS_SETTINGS, AXIS_CONTACT, AXIS_ALLOW_PRIVATE_FEEDS }
        : { AXIS_ALLOW_PRIVATE_FEEDS: '1' }),
    },
    ROOT,
  )
}

function introduction(playground: Playground, feeds: number, { once, live }: DemoOptions): string {
  const where = once
    ? ''
    : `\nOpen ${playground.origin}/ to see it as Discord would show it; Ctrl-C ends it.`
  const which = live
    ? `your ${feeds} feeds, live`
    : `${feeds} invented feeds, everything marked [Sample]`
  return `Axis Watch demo: a Discord on loopback, ${which}.
The real bot polls them, tags and groups what they say, and posts a digest in #intel.${where}\n\n`
}

/** As if the bot had polled two minutes ago: the digest's period then ends after what it read. */
async function readFeeds(house: House, io: CliIo, live: boolean): Promise<void> {
  const feeds = house.feeds.filter(({ on }) => on).length
  const progress = live ? openProgress(io, 'feeds', feeds) : undefined
  const startedAt = house.clock.now() - 2 * MINUTE_MS
  const ingest = await openIngestRole(house.ingestConfig, {
    clock: { now: () => startedAt },
    log: house.log,
    random: Math.random,
    store: house.store,
    onFeed: ({ outlet }) => progress?.step(outlet),
  })
  try {
    await ingest.poll({ all: true, signal: io.signal })
  } finally {
    progress?.stop()
    await ingest.close()
  }
}

/** A daily digest whose slot is the minute that just began, so that the first one is due at once. */
function toDemoSubscription(playground: Playground, now: number): Subscription {
  const { world } = playground
  const minute = new Date(now - (now % MINUTE_MS)).toISOString().slice(11, 16)
  return plainSubscription({
    id: `ax-${base32('demo', 5)}`,
    guildId: world.guild.id,
    channelId: world.channels.intel.id,
    createdBy: world.users.admin.id,
    createdAt: now - HOUR_MS,
    times: [minute],
    zone: 'UTC',
  })
}

async function showDigest(playground: Playground, house: House, io: CliIo): Promise<void> {
  const { intel } = playground.world.channels
  await playground.waitForMessage(intel.id, undefined, FIRST_DIGEST_MS)
  for (const message of playground.messages(intel.id)) {
    show(io, house, '#intel', playground.wire(message))
  }
}

async function showAnswers(playground: Playground, house: House, io: CliIo): Promise<void> {
  const { channels, users } = playground.world
  const ask = async (line: string, options?: Readonly<Record<string, string>>): Promise<void> => {
    const answer = await playground.interact.command(
      users.reader.id,
      channels.intel.id,
      line,
      options,
    )
    const heading = `${line} ${Object.values(options ?? {}).join(' ')}`.trim()
    show(io, house, heading, playground.wire(await answer.whole()))
  }
  await ask('/axis latest')
  const [actor] = house.answers.pack().actors
  if (actor !== undefined) await ask('/axis actor', { name: actor.id })
}

function show(io: CliIo, house: House, heading: string, wire: unknown): void {
  // The playground hands out Discord's JSON, of which a card is a part.
  const text = messageText(wire as MessageBody, {
    color: 'isTTY' in io.stdout && io.stdout.isTTY === true,
    now: house.clock.now(),
  })
  io.stdout.write(`── ${heading} ${'─'.repeat(Math.max(0, 76 - heading.length))}\n${text}\n\n`)
}
