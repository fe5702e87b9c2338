import { toDateTime, toPager, toRelative } from '../../card/body.ts'
import { noticeCard } from '../../card/error.ts'
import { escapeText } from '../../card/escape.ts'
import { feedTestCard } from '../../card/feed-test.ts'
import { plainCard } from '../../card/plain.ts'
import { campLabel, countOf } from '../../card/word.ts'
import { UserError } from '../../lib/errors.ts'
import type { FeedChange } from '../../ports.ts'
import type { Feed, FeedState } from '../../types.ts'
import type { Ask, Command, Group, Reply } from '../command.ts'
import { addFeed, chooseForFeed, startFeed } from '../feeds/add.ts'
import { requireOperator, saveFeedChange } from '../feeds/changes.ts'
import { completeFeeds, toFeed } from '../feeds/feeds.ts'
import { freeText, typed } from '../options.ts'

const MINUTES = 60_000
const URL_TEXT_MAX = 500
const PAGE = 20
const feedOption = typed('feed', 'The outlet or the feed’s id', { required: true })
const urlOption = freeText('url', 'Address of the feed', URL_TEXT_MAX, { required: true })

const list = {
  name: 'list',
  description: 'Every feed with its id and state',
  run: (ask) => listFeeds(ask, 0),
  presses: {
    'feed-list': { kind: 'update', run: (ask, pressed) => listFeeds(ask, pressed.page) },
  },
} satisfies Command

const test = {
  name: 'test',
  description: 'Reads an address once and says what it answers; stores nothing',
  options: [urlOption],
  slow: true,
  run: async (ask, given) => {
    const url = toUrl(given.text('url') ?? '')
    const { testFeed } = ask.deps.answers
    if (testFeed === undefined) throw new UserError('This bot cannot read feeds from here.')
    return { body: feedTestCard(url, await testFeed(url), await ask.context()) }
  },
} satisfies Command

const history = {
  name: 'history',
  description: 'State of one feed: since when, why, and when it is tried again',
  options: [feedOption],
  complete: { feed: completeFeeds },
  run: async (ask, given) => showFeed(ask, toFeed(ask, given.text('feed') ?? '')),
} satisfies Command

const add = {
  name: 'add',
  description: 'Reads an address, asks camp and language, then follows it',
  options: [urlOption],
  slow: true,
  run: async (ask, given) => startFeed(ask, toUrl(given.text('url') ?? '')),
  presses: {
    'feed-camp': {
      kind: 'update',
      run: (ask, pressed) => chooseForFeed(ask, pressed.id, { camp: pressed.values[0] ?? '' }),
    },
    'feed-lang': {
      kind: 'update',
      run: (ask, pressed) => chooseForFeed(ask, pressed.id, { language: pressed.values[0] ?? '' }),
    },
    'feed-add': {
      kind: 'update',
      run: async (ask, pressed) => {
        return { body: noticeCard(await addFeed(ask, pressed.id)) }
      },
    },
    'feed-not': { kind: 'update', run: async () => ({ body: noticeCard('Nothing was added.') }) },
  },
} satisfies Command

const remove = {
  name: 'remove',
  description: 'Ends a feed that was added here; what it brought stays searchable',
  options: [feedOption],
  complete: { feed: completeFeeds },
  run: async (ask, given) => {
    const feed = toOperatorFeed(ask, given.text('feed') ?? '')
    const change = await findChange(ask, feed)
    if (change?.feed === undefined) {
      throw new UserError(
        `${feed.outlet} stands in the operator's files (AXIS_FEEDS). Take it out there, or pause it here: /axis-admin feeds pause.`,
      )
    }
    await saveFeedChange(ask, feed.id, undefined)
    return { body: noticeCard(`${feed.outlet} (${feed.id}) is no longer read.`) }
  },
} satisfies Command

const pause = switching('pause', 'Stops reading a feed until it is resumed', true)
const resume = switching('resume', 'Goes on reading a feed', false)

export const adminFeeds = {
  name: 'feeds',
  description: 'The feeds that the bot reads',
  commands: [list, test, history, add, remove, pause, resume],
} satisfies Group

function toUrl(text: string): string {
  const url = URL.parse(text.includes('://') ? text : `https://${text}`)
  if (url !== null && /^https?:$/u.test(url.protocol) && url.hostname !== '') return url.href
  throw new UserError('That is no address. Copy it from the browser, with https:// before it.')
}

function toOperatorFeed(ask: Ask, text: string): Feed {
  requireOperator(ask)
  return toFeed(ask, text)
}

function switching(name: string, description: string, paused: boolean): Command {
  return {
    name,
    description,
    options: [feedOption],
    complete: { feed: completeFeeds },
    run: (ask, given) => setPaused(ask, given.text('feed') ?? '', paused),
  }
}

const findChange = async (ask: Ask, feed: Feed): Promise<FeedChange | undefined> =>
  (await ask.deps.store.feedChanges()).find((change) => change.feedId === feed.id)

async function setPaused(ask: Ask, text: string, paused: boolean): Promise<Reply> {
  const feed = toOperatorFeed(ask, text)
  if (feed.on !== paused) {
    throw new UserError(`${feed.outlet} (${feed.id}) is ${paused ? 'off' : 'on'} already.`)
  }
  const before = await findChange(ask, feed)
  const at = ask.deps.clock.now()
  const after: FeedChange = { ...before, feedId: feed.id, at, by: ask.userId, paused }
  await saveFeedChange(ask, feed.id, after)
  return showFeed(ask, toFeed(ask, feed.id))
}

async function listFeeds(ask: Ask, page: number): Promise<Reply> {
  const { store, answers } = ask.deps
  // Reads the changes as well: the context is made of the feeds as they are now.
  const context = await ask.context()
  const [states, changes] = await Promise.all([store.feedStates(), store.feedChanges()])
  const byId = new Map(states.map((state) => [state.feedId, state]))
  const changed = new Map(changes.map((change) => [change.feedId, change]))
  const feeds = answers.feeds()
  const shown = feeds.slice(page * PAGE, (page + 1) * PAGE)
  const blocks = shown.map((feed) => {
    const mark = changed.get(feed.id)?.feed === undefined ? '' : ' · added here'
    const camp = escapeText(campLabel(feed.camp, context.camps), 40)
    return `\`${feed.id.replace(/`/gu, '')}\` ${escapeText(feed.outlet, 60)} · ${camp} · ${stateWords(feed, byId.get(feed.id), changed.get(feed.id))}${mark}`
  })
  const input = {
    title: 'Feeds',
    blocks,
    footer: `${shown.length === 0 ? 0 : page * PAGE + 1}–${page * PAGE + shown.length} of ${countOf(feeds.length, 'feed')}`,
    components: [toPager('feed-list', '', { index: page, size: PAGE, total: feeds.length })],
  }
  return { body: plainCard(input, context) }
}

function stateWords(
  feed: Feed,
  state: FeedState | undefined,
  change: FeedChange | undefined,
): string {
  if (!feed.on) return change?.paused ? `paused ${toRelative(change.at)}` : 'off'
  if (state === undefined) return 'not read yet'
  return `${state.status} since ${toDateTime(state.since)}`
}

async function showFeed(ask: Ask, feed: Feed): Promise<Reply> {
  const [states, context, change] = await Promise.all([
    ask.deps.store.feedStates(),
    ask.context(),
    findChange(ask, feed),
  ])
  const state = states.find((one) => one.feedId === feed.id)
  const when = (at: number | undefined): string => (at === undefined ? 'never' : toRelative(at))
  const by = change === undefined ? '' : ` by <@${change.by.replace(/\D/gu, '')}>`
  const blocks = [
    `**Address** ${escapeText(state?.url ?? feed.url, 500)}`,
    `**Camp** ${escapeText(campLabel(feed.camp, context.camps), 40)} · **Language** ${escapeText(feed.language ?? 'unknown', 12)} · **Family** ${escapeText(feed.family, 80)}`,
    `**Switched** ${feed.on ? 'on' : 'off'}${change?.paused === undefined ? '' : by}${change?.feed === undefined ? '' : ` · added here ${toRelative(change.at)}${by}`}`,
    ...(state === undefined
      ? ['Not read yet.']
      : [
          `**State** ${state.status} since ${toDateTime(state.since)}${state.reason === undefined ? '' : `: ${escapeText(state.reason, 200)}`}`,
          `**Failures in a row** ${state.failures} · **Polled every** ${Math.round(state.intervalMs / MINUTES)} min`,
          `**Last tried** ${when(state.checkedAt)} · **last read** ${when(state.succeededAt)} · **last article** ${when(state.lastArticleAt)} · **next** ${when(state.nextDueAt)}`,
        ]),
  ]
  return {
    body: plainCard({ title: feed.outlet, blocks, footer: `feed ${feed.id}` }, context),
  }
}
