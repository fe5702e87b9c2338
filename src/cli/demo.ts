import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { messageText } from '../card/text.ts'
import { loadEnv } from '../config/env.ts'
import { loadSampleWorld } from '../config/sample.ts'
import { HOUR_MS, MINUTE_MS } from '../lib/clock.ts'
import { base32 } from '../lib/hash.ts'
import { type House, openHouse, ROLES, ROOT, runRoles } from '../main.ts'
import { openPlayground, type Playground } from '../playground/open.ts'
import type { MessageBody, Subscription } from '../types.ts'
import { openIngestRole } from '../worker/open-ingest.ts'
import type { AddVerb } from './index.ts'
import type { CliIo } from './io.ts'
import { plainSubscription } from './plain-subscription.ts'
import { serveSample } from './sample-feeds.ts'

const FIRST_DIGEST_MS = 30_000

export const addDemo: AddVerb = (program, io) => {
  program
    .command('demo')
    .description('the whole bot on a Discord of its own with invented feeds: no token, no internet')
    .option('--once', 'print the digest and two answers, then end')
    .action(({ once }: { readonly once?: boolean }) => runDemo(io, once ?? false))
}

async function runDemo(io: CliIo, once: boolean): Promise<void> {
  const start = io.now()
  const world = await loadSampleWorld(join(ROOT, 'feeds', 'sample', 'world.yaml'))
  const sample = await serveSample(world, start, io.now)
  const playground = await openPlayground()
  const data = await mkdtemp(join(tmpdir(), 'axis-demo-'))
  const env = loadEnv(
    {
      DISCORD_TOKEN: playground.token,
      DISCORD_API_BASE: playground.apiBase,
      AXIS_DATA: data,
      AXIS_ALLOW_PRIVATE_FEEDS: '1',
      AXIS_PACK: io.env.AXIS_PACK,
      LOG_LEVEL: io.env.LOG_LEVEL || 'warn',
    },
    ROOT,
  )
  const house = await openHouse(env, { clock: { now: io.now }, sample: sample.feeds })
  const stop = new AbortController()
  const signal = AbortSignal.any([io.signal, stop.signal])
  try {
    io.stdout.write(introduction(playground, sample.feeds.length, once))
    await readSampleFeeds(house)
    await house.store.saveSubscription(toDemoSubscription(playground, start))
    const running = runRoles(house, { roles: ROLES, inline: true, signal })
    // A failure of the bot is told at once, not after the wait for a digest.
    await Promise.race([showDigest(playground, house, io), running])
    if (once) {
      await showAnswers(playground, house, io)
      stop.abort()
    }
    await running
  } finally {
    await house.close()
    await Promise.all([playground.close(), sample.close()])
    await rm(data, { recursive: true, force: true })
  }
}

function introduction(playground: Playground, feeds: number, once: boolean): string {
  const where = once
    ? ''
    : `\nOpen ${playground.origin}/ to see it as Discord would show it; Ctrl-C ends it.`
  return `Axis Watch demo: a Discord on loopback, ${feeds} invented feeds, everything marked [Sample].
The real bot polls them, tags and groups what they say, and posts a digest in #intel.${where}\n\n`
}

/** As if the bot had polled two minutes ago: the digest's period then ends after what it read. */
async function readSampleFeeds(house: House): Promise<void> {
  const ingest = await openIngestRole(house.ingestConfig, {
    clock: { now: () => house.clock.now() - 2 * MINUTE_MS },
    log: house.log,
    random: Math.random,
    store: house.store,
  })
  try {
    await ingest.poll({ all: true })
  } finally {
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
  await ask('/axis actor', { name: 'iran' })
}

function show(io: CliIo, house: House, heading: string, wire: unknown): void {
  // The playground hands out Discord's JSON, of which a card is a part.
  const text = messageText(wire as MessageBody, {
    color: 'isTTY' in io.stdout && io.stdout.isTTY === true,
    now: house.clock.now(),
  })
  io.stdout.write(`── ${heading} ${'─'.repeat(Math.max(0, 76 - heading.length))}\n${text}\n\n`)
}
