// Articles through tagging, clustering, planning and delivery by the clock of the replay, to channels with the default presets.

import { openPublisher } from '../../src/bot/send/publish.ts'
import { fromPreset, toSubscription } from '../../src/bot/subs/draft-settings.ts'
import type { CardContext } from '../../src/card/context.ts'
import { messageText } from '../../src/card/text.ts'
import { deliverDue } from '../../src/jobs/deliver/deliver.ts'
import { planAll } from '../../src/jobs/plan/plan.ts'
import { toPostedStories } from '../../src/jobs/plan/posted.ts'
import { fixedClock, HOUR_MS } from '../../src/lib/clock.ts'
import { base32 } from '../../src/lib/hash.ts'
import { openPlayground } from '../../src/playground/open.ts'
import { openStore } from '../../src/store/open.ts'
import { openClusterer } from '../../src/story/cluster.ts'
import { toSeverityRules } from '../../src/story/severity.ts'
import { tagArticle } from '../../src/tag/tag.ts'
import type { Article, Instant, MessageBody, Subscription } from '../../src/types.ts'
import { readBody } from '../chaos/bot.ts'
import { makeFeedState } from '../store/make.ts'

export type Channel = {
  readonly name: string
  readonly messages: number
  /** Of one role; a reader of the channel is called so often. */
  readonly pings: number
  readonly edits: number
  /** Most messages and edits within five seconds. */
  readonly burst: number
  readonly texts: readonly string[]
}

export type Replayed = {
  readonly articles: number
  readonly stories: number
  readonly core: number
  readonly channels: readonly Channel[]
}

const CHANNELS = ['quiet', 'desk', 'weekly', 'instant', 'breaking'] as const

/** Moves the clock in steps of `stepMs` to `until`; what was seen in a step is one poll. */
export async function replay(
  articles: readonly Article[],
  of: { readonly start: Instant; readonly until: Instant; readonly stepMs: number },
): Promise<Replayed> {
  const body = await readBody()
  const clock = fixedClock(of.start)
  const playground = await openPlayground({ now: clock.now })
  const store = await openStore({ path: ':memory:', clock })
  const { guild, roles } = playground.world
  const channels = CHANNELS.map((name) => ({
    name,
    channel: playground.change.channelAdded(guild.id, { name, kind: 'text' }),
  }))
  for (const { name, channel } of channels) {
    for (const one of subscriptionsOf(name, of.start, guild.id, channel.id, roles.analyst)) {
      await store.saveSubscription(one)
    }
  }
  const publisher = openPublisher({
    token: playground.token,
    apiBase: playground.apiBase,
    log: () => {},
    clock,
    perSecond: () => 10_000,
  })
  const clusterer = openClusterer({
    camps: body.camps,
    severity: toSeverityRules(body.matcher.pack.severity),
  })
  const context = async (lang: string): Promise<CardContext> => ({
    pack: body.pack,
    camps: body.camps,
    now: clock.now(),
    lang,
    coverage: { feeds: 58, healthy: 57, read: 58, lastPollAt: clock.now(), camps: [] },
    version: 'replay',
  })
  let next = 0
  for (let now = of.start + of.stepMs; now <= of.until; now += of.stepMs) {
    clock.set(now)
    const seen: Article[] = []
    for (let one = articles[next]; one !== undefined && one.seenAt <= now; one = articles[next]) {
      seen.push(one)
      next += 1
    }
    if (seen.length > 0) {
      const tagged = seen.map((article) => ({
        ...article,
        tags: tagArticle(body.matcher, article),
      }))
      const change = clusterer.add(tagged, now)
      const state = makeFeedState('night', { checkedAt: now })
      await store.commitPoll({ at: now, state, articles: tagged, again: [], ...change })
    }
    const log = () => {}
    await planAll({ store, clock, log, context })
    await deliverDue({
      store,
      publisher,
      clock,
      log,
      holder: 'replay',
      channelGapMs: 0,
      toPosted: (delivery) => toPostedStories(delivery, store, clock.now()),
    })
  }
  const { stories } = await store.health()
  const core = await store.latestStories({ relevance: 'core' }, { limit: 1, offset: 0 })
  const told = channels.map(({ name, channel }): Channel => {
    const messages = playground.messages(channel.id)
    return {
      name,
      messages: messages.length,
      pings: pingsOf(playground.requests(), channel.id),
      edits: messages.reduce((sum, message) => sum + message.edits.length, 0),
      burst: burstOf(messages.flatMap((message) => [message.createdAt, ...message.edits])),
      texts: messages.map((message) =>
        // The playground keeps Discord's JSON, of which a card is a part.
        messageText(playground.wire(message) as unknown as MessageBody, { now: clock.now() }),
      ),
    }
  })
  const problems = playground.problems()
  if (problems.length > 0) throw new Error(JSON.stringify(problems[0]))
  await store.close()
  await playground.close()
  await body.parser.close()
  return { articles: next, stories, core: core.total, channels: told }
}

/** A later edit takes the mention out of a message, so the posts themselves are counted. */
function pingsOf(
  requests: readonly { readonly method: string; readonly path: string; readonly body?: unknown }[],
  channelId: string,
): number {
  return requests.filter(
    ({ method, path, body }) =>
      method === 'POST' && path.includes(`/${channelId}/`) && JSON.stringify(body).includes('<@&'),
  ).length
}

function burstOf(times: readonly Instant[]): number {
  const sorted = [...times].sort((a, b) => a - b)
  return Math.max(0, ...sorted.map((at) => sorted.filter((t) => t >= at && t < at + 5000).length))
}

function subscriptionsOf(
  name: (typeof CHANNELS)[number],
  start: Instant,
  guildId: string,
  channelId: string,
  role: string,
): readonly Subscription[] {
  const basics = {
    id: `ax-${base32(name, 5)}`,
    guildId,
    channelId,
    channelKind: 'text',
    createdBy: '1',
    createdAt: start - HOUR_MS,
    zone: 'UTC',
    lang: 'en',
  } as const
  const named = (made: readonly Subscription[]): readonly Subscription[] =>
    made.map((one, at) => ({
      ...one,
      id: `ax-${base32(`${name} ${at}`, 5)}`,
      // Whoever may be called, is: the hardest case of each preset.
      ...(one.mode !== 'digest' && { mention: role, notify: 'role' as const }),
    }))
  if (name === 'instant' || name === 'breaking') return named([toSubscription(basics, name)])
  return named(fromPreset(basics, name))
}
