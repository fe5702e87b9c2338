// The world around the bot: a Discord and feeds on loopback, three days of the sample world, subscriptions.

import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { serveSample } from '../../src/cli/sample-feeds.ts'
import { loadSampleWorld } from '../../src/config/sample.ts'
import { fixedClock, HOUR_MS, MINUTE_MS } from '../../src/lib/clock.ts'
import { openPlayground, type Playground } from '../../src/playground/open.ts'
import type { Store } from '../../src/ports.ts'
import { openStore } from '../../src/store/open.ts'
import type { ChannelKind, Feed, Subscription } from '../../src/types.ts'
import { makeSubscription } from '../store/make.ts'
import { ROOT } from './bot.ts'

/** Sunday, 05:10 UTC: the first event of the sample world is 56 hours before its end. */
export const START = Date.UTC(2026, 10, 22, 5, 10)
export const STREAM_MS = 57 * HOUR_MS
export const STEP_MS = 20 * MINUTE_MS

export type Scene = {
  readonly clock: ReturnType<typeof fixedClock>
  readonly playground: Playground
  readonly feeds: readonly Feed[]
  /** Where the bot keeps its data. */
  readonly folder: string
  readonly database: string
  readonly subscriptions: readonly Subscription[]
  /** How many items the feeds serve in all. */
  readonly items: number
  readonly close: () => Promise<void>
}

export async function openScene(): Promise<Scene> {
  const clock = fixedClock(START)
  const folder = await mkdtemp(join(tmpdir(), 'axis-chaos-'))
  const database = join(folder, 'axis.db')
  const world = await loadSampleWorld(join(ROOT, 'feeds', 'sample', 'world.yaml'))
  const sample = await serveSample(world, START + STREAM_MS, clock.now)
  const playground = await openPlayground({ now: clock.now })
  const store = await openStore({ path: database, clock })
  const subscriptions = await subscribe(playground, store)
  await store.close()
  return {
    clock,
    playground,
    feeds: sample.feeds,
    folder,
    database,
    subscriptions,
    items: world.events.reduce((sum, event) => sum + event.items.length, 0),
    close: async () => {
      await playground.close()
      await sample.close()
      await rm(folder, { recursive: true, force: true })
    },
  }
}

/** Every mode in every kind of channel that treats messages differently. */
async function subscribe(playground: Playground, store: Store): Promise<readonly Subscription[]> {
  const { guild, channels } = playground.world
  const quiet = playground.change.channelAdded(guild.id, { name: 'quiet', kind: 'text' })
  const log = playground.change.channelAdded(guild.id, { name: 'log', kind: 'text' })
  await store.saveGuildSettings({
    guildId: guild.id,
    logChannelId: log.id,
    mentionRoles: [],
    sharing: 'on',
  })
  const to = (name: string, channel: { readonly id: string }, kind: ChannelKind, rest: object) =>
    makeSubscription(name, {
      guildId: guild.id,
      channelId: channel.id,
      channelKind: kind,
      createdAt: START - HOUR_MS,
      ...rest,
    })
  const core = { themes: [], actors: [], relevance: 'core', camps: [], langs: [] }
  const twice = { times: ['07:00', '19:00'] }
  const instant = { mode: 'instant', times: [], filters: core, notify: 'normal' }
  const made = [
    to('desk', channels.intel, 'text', twice),
    to('breaking', channels.intel, 'text', { ...instant, mode: 'breaking', maxPerHour: 3 }),
    to('news', channels.news, 'announcement', {
      times: ['02:00', '06:00', '08:00', '10:00', '14:00', '18:00', '22:00'],
    }),
    to('thread', channels.thread, 'thread', { ...twice, style: 'rich' }),
    to('forum', channels.forum, 'forum', instant),
    to('quiet', quiet, 'text', {
      ...instant,
      maxPerHour: 2,
      quiet: { from: '22:00', to: '06:00', rule: 'hold' },
    }),
  ]
  for (const one of made) await store.saveSubscription(one)
  return made
}
