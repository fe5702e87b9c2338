// The real bot on the playground with the real store: the whole desk of a test.

import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { type Bot, openBot } from '../../src/bot/client.ts'
import type { BotDeps } from '../../src/bot/command.ts'
import { messageText } from '../../src/card/text.ts'
import { nextSlotAt } from '../../src/digest/due.ts'
import { selectDigest } from '../../src/digest/select.ts'
import { readTrends } from '../../src/jobs/trends/answer.ts'
import { watchTrends } from '../../src/jobs/trends/trends.ts'
import { fixedClock } from '../../src/lib/clock.ts'
import { coverage } from '../../src/lib/coverage.ts'
import { mergeFeeds } from '../../src/lib/feed-changes.ts'
import { queryWords } from '../../src/lib/words.ts'
import type { Answer } from '../../src/playground/answer.ts'
import { openPlayground, type Playground } from '../../src/playground/open.ts'
import type { Answers, Log, Store } from '../../src/ports.ts'
import { openStore } from '../../src/store/open.ts'
import type { Feed, MessageBody, Story, TaggedArticle } from '../../src/types.ts'
import { toNewFeed } from '../../src/worker/feed-desk.ts'
import { CAMPS, PACK } from '../card/world.ts'
import {
  DAY,
  HOUR,
  makeArticle,
  makeFeedState,
  makePoll,
  makeStory,
  makeTags,
} from '../store/make.ts'

const OPENAPI = join(
  import.meta.dirname,
  '..',
  '..',
  '..',
  'shared',
  'data',
  'discord-openapi.json',
)

/** 08:30 UTC on the day of the store's test articles. */
export const NOW = DAY + 8.5 * HOUR

export type Desk = {
  readonly playground: Playground
  readonly store: Store
  readonly bot: Bot
  readonly deps: BotDeps
  readonly clock: ReturnType<typeof fixedClock>
  readonly log: readonly {
    readonly event: string
    readonly fields: Readonly<Record<string, unknown>>
  }[]
  /** A command in #intel by a user (`admin` where absent); ten seconds pass before it. */
  readonly ask: (
    line: string,
    options?: Options,
    user?: string,
    channel?: string,
  ) => Promise<Answer>
  /** Its answer as a person would read it. */
  readonly read: (answer: Answer) => Promise<string>
  readonly press: (answer: Answer, label: string, user?: string) => Promise<Answer>
  /** Chooses from the select with this placeholder. */
  readonly choose: (
    answer: Answer,
    placeholder: string,
    values: readonly string[],
    user?: string,
  ) => Promise<Answer>
  readonly close: () => Promise<void>
}

type Options = Readonly<Record<string, string | number | boolean | undefined>>

export const FEEDS: readonly Feed[] = [
  feed('north-wire', 'North Wire', 'western', 'en'),
  feed('alborz', 'Alborz News', 'iran-state', 'fa'),
]

function feed(id: string, outlet: string, camp: string, language: string): Feed {
  const url = `https://${id}.example/feed`
  return { id, url, outlet, family: `${id}.example`, camp, kind: 'newspaper', language, on: true }
}

/** Twelve stories: ten of Iran and Russia, one of sanctions alone, one not relevant. */
export function sampleArticles(): readonly TaggedArticle[] {
  const core = Array.from({ length: 10 }, (_, at) =>
    makeArticle(`shahed-${at}`, {
      title: `Shahed shipment number ${at} reaches the Caspian port`,
      seenAt: DAY + at * 0.5 * HOUR,
      tags: makeTags({
        relevance: 'core',
        actors: ['iran', 'russia'],
        assets: ['shahed-136'],
        themes: ['arms-transfers'],
        gates: [{ ref: 'core', passed: true, text: 'core: Russia and Iran' }],
      }),
    }),
  )
  return [
    ...core,
    makeArticle('tankers', {
      title: 'Tanker insurers weigh another winter of sanctions',
      seenAt: DAY + 6 * HOUR,
      tags: makeTags({ actors: ['russia'], themes: ['sanctions'] }),
    }),
    makeArticle('football', {
      title: 'Tehran derby ends without a goal',
      seenAt: DAY + 7 * HOUR,
      tags: makeTags({
        relevance: 'no',
        gates: [{ ref: 'related', passed: false, text: 'related: needs a theme: none' }],
      }),
    }),
  ]
}

export async function openDesk(
  changes: Partial<BotDeps> = {},
  seed = true,
  isSpecified = false,
): Promise<Desk> {
  const clock = fixedClock(NOW)
  // Where Discord's own specification is at hand, bodies can be judged by it too; reading it takes a while.
  const playground = await openPlayground({
    guilds: [{ name: 'Sample desk' }],
    ...(isSpecified && existsSync(OPENAPI) ? { openapiPath: OPENAPI } : {}),
  })
  const store = changes.store ?? (await openStore({ path: ':memory:', clock }))
  if (seed) await fill(store)
  if (seed) await watchTrends({ store, clock, log: () => undefined, pack: PACK })
  const log: { event: string; fields: Readonly<Record<string, unknown>> }[] = []
  const write: Log = (_level, event, fields = {}) => log.push({ event, fields })
  const deps: BotDeps = {
    token: playground.token,
    apiBase: playground.apiBase,
    store,
    clock,
    log: write,
    answers: toAnswers(store),
    context: async (lang) => ({
      pack: PACK,
      camps: CAMPS,
      now: clock.now(),
      lang,
      coverage: coverage(await store.feedStates(), deps.answers.feeds()),
      version: '0.1.0',
    }),
    operatorGuilds: [],
    random: () => 0.5,
    ...changes,
  }
  const bot = await openBot(deps)
  const channelId = playground.world.channels.intel.id
  return {
    playground,
    store,
    bot,
    deps,
    clock,
    log,
    ask: (line, options = {}, user = 'admin', channel = channelId) => {
      clock.set(clock.now() + 10_000)
      return playground.interact.command(user, channel, line, options)
    },
    read: async (answer) => readAnswer(playground, answer),
    press: async (answer, label, user = 'admin') => {
      const message = await answer.whole()
      return playground.interact.button(message.id, customIdOf(playground, answer, label), user)
    },
    choose: async (answer, placeholder, values, user = 'admin') => {
      const { id } = await answer.whole()
      const customId = customIdOf(playground, answer, placeholder)
      return playground.interact.select(id, customId, values, user)
    },
    close: async () => {
      await bot.close()
      await playground.close()
      if (changes.store === undefined) await store.close()
    },
  }
}

export async function fill(store: Store): Promise<void> {
  const articles = sampleArticles()
  const stories: Story[] = articles.map((article) =>
    makeStory(article, { severity: article.tags.relevance === 'core' ? 'high' : 'medium' }),
  )
  const state = makeFeedState('north-wire', { firstSuccessAt: DAY - 3 * 24 * HOUR })
  await store.commitPoll({ ...makePoll(articles), stories, state })
  await store.saveFeedStates([
    makeFeedState('alborz', { status: 'blocked', reason: 'a page instead' }),
  ])
}

/** What jobs/ hands to the bot, over the same pure functions. */
export function toAnswers(store: Store): Answers {
  let feeds = FEEDS
  return {
    tagHeadline: () => makeTags(),
    pack: () => PACK,
    feeds: () => feeds,
    toNewFeed: (draft) => toNewFeed(draft, feeds, CAMPS),
    refreshFeeds: async () => {
      feeds = mergeFeeds(FEEDS, await store.feedChanges())
    },
    camps: () => CAMPS,
    previewDigest: async (subscription, from, to) => {
      const { items } = await store.latestStories(
        { since: from, until: to },
        { limit: 500, offset: 0 },
      )
      return selectDigest({
        subscription,
        slot: 'preview',
        from,
        to,
        late: false,
        stories: items,
        posted: [],
        camps: CAMPS,
        pack: PACK,
        themeOrder: PACK.themes.map((theme) => theme.id),
      })
    },
    nextSlotAt,
    searchWords: queryWords,
    trends: (query) => readTrends(store, query, PACK, NOW),
  }
}

export async function readAnswer(playground: Playground, answer: Answer): Promise<string> {
  const message = await answer.whole()
  // The playground answers in Discord's own JSON, of which our messages are a part.
  return messageText(playground.wire(message) as unknown as MessageBody)
}

/** The custom id of the button (or select, by its placeholder) with this label. */
export function customIdOf(playground: Playground, answer: Answer, label: string): string {
  const message = answer.message()
  if (message === undefined) throw new Error('no message')
  const rows = (playground.wire(message) as unknown as MessageBody).components ?? []
  for (const row of rows) {
    for (const part of row.components) {
      const text = part.type === 2 ? part.label : (part.placeholder ?? '')
      if (text.startsWith(label) && part.custom_id !== undefined) return part.custom_id
    }
  }
  throw new Error(`no ${label} on the message`)
}
