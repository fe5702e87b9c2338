// A store, a clock and a Discord on loopback: stories are told, ticks pass, and what stands in the channel is read.

import { openPublisher } from '../../src/bot/send/publish.ts'
import type { CardContext } from '../../src/card/context.ts'
import { messageText } from '../../src/card/text.ts'
import { type Probes, probeBroken } from '../../src/jobs/deliver/breaker.ts'
import { deliverDue } from '../../src/jobs/deliver/deliver.ts'
import type { DigestDeps } from '../../src/jobs/plan/digests.ts'
import { type PlanMemory, planAll } from '../../src/jobs/plan/plan.ts'
import { toPostedStories } from '../../src/jobs/plan/posted.ts'
import { fixedClock, HOUR_MS, SECOND_MS } from '../../src/lib/clock.ts'
import { openPlayground, type Playground } from '../../src/playground/open.ts'
import type { Message } from '../../src/playground/world.ts'
import type { Store } from '../../src/ports.ts'
import { openStore } from '../../src/store/open.ts'
import type { MessageBody, Story, Subscription } from '../../src/types.ts'
import { context } from '../card/world.ts'
import {
  makeArticle,
  makeMembership,
  makePoll,
  makeStory,
  makeSubscription,
} from '../store/make.ts'

/** Wednesday, 12:00 UTC. */
export const NOON = Date.UTC(2026, 10, 25, 12)

export type Told = Partial<Story> & {
  /** One article each; `north` alone where absent. */
  readonly families?: readonly string[]
}

export type Newsroom = {
  readonly store: Store
  readonly playground: Playground
  readonly clock: ReturnType<typeof fixedClock>
  readonly log: string[]
  /** A subscription in #intel since a day ago. */
  readonly subscribe: (changes?: Partial<Subscription>, name?: string) => Promise<Subscription>
  /** A story of that name as it stands now; again, it goes on. Gives its id. */
  readonly tell: (name: string, told?: Told) => Promise<string>
  /** The first story turned out to be part of the second (law 4). */
  readonly merge: (younger: string, elder: string) => Promise<void>
  /** Some milliseconds pass, then everything that is due is planned and sent. */
  readonly tick: (ms?: number) => Promise<void>
  readonly messages: (channelId?: string) => readonly Message[]
  /** The same as a person reads them. */
  readonly read: (channelId?: string) => readonly string[]
  /** Somebody takes a message away. */
  readonly deleteMessage: (id: string) => Promise<void>
  /** What the cards know besides: coverage of feeds, say. */
  readonly set: (changes: Partial<CardContext>) => void
  readonly close: () => Promise<void>
}

export async function openNewsroom(
  start = NOON,
  options: {
    /** A file of its own; in memory where absent. */
    readonly database?: string
    /** What the jobs see of the store. */
    readonly through?: (store: Store) => Store
    readonly timeoutMs?: number
    readonly weeklyChart?: DigestDeps['weeklyChart']
  } = {},
): Promise<Newsroom> {
  const clock = fixedClock(start)
  const playground = await openPlayground({ now: clock.now })
  const plain = await openStore({ path: options.database ?? ':memory:', clock })
  const store = options.through?.(plain) ?? plain
  const log: string[] = []
  const { guild, channels } = playground.world
  const publisher = openPublisher({
    token: playground.token,
    apiBase: playground.apiBase,
    log: () => {},
    clock,
    perSecond: () => 10_000,
    ...(options.timeoutMs !== undefined && { timeoutMs: options.timeoutMs }),
  })
  const probes: Probes = new Map()
  const memory: PlanMemory = {}
  const { weeklyChart } = options
  let changes: Partial<CardContext> = {}
  const stories = new Map<string, Story>()
  const deps = {
    store,
    clock,
    log: (_level: string, event: string) => {
      log.push(event)
    },
    context: async (lang: string) => context({ lang, now: clock.now(), ...changes }),
  }

  async function tell(name: string, told: Told = {}): Promise<string> {
    const { families = ['north'] } = told
    const before = stories.get(name)
    const fresh = families.filter((family) => before?.families.includes(family) !== true)
    const articles = fresh.map((family) =>
      makeArticle(`${name} ${family}`, {
        seenAt: clock.now(),
        outlet: family,
        family,
        feedId: family,
        camp: told.camp ?? 'western',
        title: name,
        tags: { relevance: 'core', actors: ['iran', 'russia'], themes: ['arms-transfers'] },
      }),
    )
    const first = before ?? (articles[0] && makeStory(articles[0]))
    if (first === undefined) throw new Error('a story needs an article')
    const story: Story = {
      ...first,
      title: name,
      relevance: 'core',
      severity: 'medium',
      ...before,
      ...told,
      families: [...new Set([...(before?.families ?? []), ...families])].sort(),
      articleCount: (before?.articleCount ?? 0) + articles.length,
      updatedAt: clock.now(),
    }
    stories.set(name, story)
    await store.commitPoll(
      makePoll(articles, {
        at: clock.now(),
        stories: [story],
        memberships: articles.map((article) => makeMembership(article, story.id)),
      }),
    )
    return story.id
  }

  return {
    store,
    playground,
    clock,
    log,
    subscribe: async (changed = {}, name = 's') => {
      const one = makeSubscription(name, {
        guildId: guild.id,
        channelId: channels.intel.id,
        createdAt: start - 24 * HOUR_MS,
        mode: 'instant',
        times: [],
        filters: { themes: [], actors: [], relevance: 'core', camps: [], langs: [] },
        notify: 'normal',
        maxPerHour: 20,
        ...changed,
      })
      await store.saveSubscription(one)
      return one
    },
    tell,
    merge: async (younger, elder) => {
      const [from, into] = [stories.get(younger), stories.get(elder)]
      if (!from || !into) throw new Error('both stories must have been told')
      const survivor = { ...into, updatedAt: clock.now() }
      await store.commitPoll(
        makePoll([], { stories: [{ ...from, mergedInto: into.id }, survivor] }),
      )
    },
    tick: async (ms = 5 * SECOND_MS) => {
      clock.set(clock.now() + ms)
      await planAll({ ...deps, memory, ...(weeklyChart && { weeklyChart }) })
      await probeBroken(probes, { ...deps, publisher })
      await deliverDue({
        ...deps,
        publisher,
        holder: 'newsroom',
        channelGapMs: 0,
        toPosted: (delivery) => toPostedStories(delivery, store, clock.now()),
      })
    },
    messages: (channelId = channels.intel.id) => playground.messages(channelId),
    read: (channelId = channels.intel.id) =>
      // The playground keeps Discord's JSON, of which a card is a part.
      playground
        .messages(channelId)
        .map((message) =>
          messageText(playground.wire(message) as unknown as MessageBody, { now: clock.now() }),
        ),
    deleteMessage: async (id) => {
      const answer = await fetch(
        `${playground.apiBase}/v10/channels/${channels.intel.id}/messages/${id}`,
        { method: 'DELETE', headers: { authorization: `Bot ${playground.token}` } },
      )
      if (!answer.ok) throw new Error(`HTTP ${answer.status}`)
    },
    set: (more) => {
      changes = { ...changes, ...more }
    },
    close: async () => {
      await store.close()
      await playground.close()
    },
  }
}
