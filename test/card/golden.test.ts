// Golden JSON of each card; `UPDATE_GOLDEN=1` writes them anew. Beside each stands the same message
// as text (`.txt`), so that a change can be read by eye.

import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { withNotes } from '../../src/bot/report/note.ts'
import { deliveryLogCard } from '../../src/bot/subs/delivery-log.ts'
import { digestMessages } from '../../src/card/digest.ts'
import { entityCard } from '../../src/card/entity.ts'
import { errorCard, unknownNameCard } from '../../src/card/error.ts'
import { feedAddCard, feedTestCard, readingLines } from '../../src/card/feed-test.ts'
import { helpCard } from '../../src/card/help.ts'
import { changeReply, instantMessage, mergedMessage } from '../../src/card/instant.ts'
import { latestCard } from '../../src/card/latest.ts'
import { lensCard } from '../../src/card/lens.ts'
import { checkBody } from '../../src/card/limits.ts'
import {
  breakerNotice,
  darkMessage,
  deadFeedsNotice,
  resumedNotice,
} from '../../src/card/notice.ts'
import { reportCard, reportWhatCard, reportWhyCard } from '../../src/card/report.ts'
import { searchCard } from '../../src/card/search.ts'
import { overnightMessage, situationMessage } from '../../src/card/situation.ts'
import { sourcesCard } from '../../src/card/sources.ts'
import { statusCard } from '../../src/card/status.ts'
import { storyArticlesCard, storyCard } from '../../src/card/story.ts'
import {
  subscribePreviewCard,
  subscriptionCard,
  subsListCard,
  unsubscribeCard,
  unsubscribedCard,
} from '../../src/card/subs.ts'
import { messageText } from '../../src/card/text.ts'
import { timelineCard } from '../../src/card/timeline.ts'
import { notPostedCard, whyCard } from '../../src/card/why.ts'
import type { Report } from '../../src/ports.ts'
import type { FeedState, MessageBody } from '../../src/types.ts'
import { makeDelivery } from '../store/make.ts'
import {
  article,
  context,
  detail,
  digest,
  HOUR,
  NOW,
  PACK,
  PERSIAN,
  RELATED,
  RUSSIAN,
  story,
  subscription,
} from './world.ts'

const GOLDEN = fileURLToPath(new URL('./golden/', import.meta.url))
const ctx = context()
const dark = context({
  coverage: {
    feeds: 41,
    healthy: 34,
    read: 41,
    lastPollAt: NOW - 60_000,
    camps: [
      { camp: 'western', feeds: 20, healthy: 19, since: NOW - 30 * HOUR },
      { camp: 'iran-state', feeds: 6, healthy: 0, since: NOW - 7 * HOUR },
    ],
  },
})
const stories = [story(), PERSIAN, RUSSIAN, RELATED]
const desk = subscription({ preset: 'desk' })
const breaking = subscription({
  id: 'ax-BRK2A',
  mode: 'breaking',
  times: [],
  maxPerHour: 3,
  notify: 'role',
  mention: '400000000000000004',
  quiet: { from: '23:00', to: '07:00', rule: 'critical-only' },
  filters: {
    themes: ['arms-transfers'],
    actors: ['iran'],
    query: 'shahed OR "drone plant"',
    relevance: 'core',
    severity: 'high',
    publishersMin: 3,
    camps: [],
    langs: ['en', 'fa'],
  },
})
const nextAt = Date.UTC(2026, 10, 25, 17)
const owed = digest()

const state = (feedId: string, changes: Partial<FeedState>): FeedState => ({
  feedId,
  status: 'healthy',
  since: NOW - 48 * HOUR,
  validators: {},
  nextDueAt: NOW,
  intervalMs: 600_000,
  failures: 0,
  ...changes,
})

const feed = (id: string, outlet: string, camp: string, language: string) => ({
  id,
  url: `https://${id}.example/feed`,
  outlet,
  family: id,
  camp,
  kind: 'newspaper' as const,
  language,
  on: true,
})

const follow = subscription({
  id: 'ax-FLW22',
  mode: 'instant',
  times: [],
  filters: { ...desk.filters, story: story().id },
})

const reading = {
  kind: 'feed',
  url: 'https://sample-wire.example/rss',
  status: 200,
  format: 'rss',
  title: 'Sample Wire',
  language: 'en',
  items: 20,
  dated: 19,
  oldestAt: NOW - 48 * HOUR,
  newestAt: NOW - HOUR,
  titles: ['Port reopens after the storm', 'A @everyone in a [title](https://evil.example)'],
  repairs: ['bare-ampersand'],
} as const

const report: Report = {
  id: 'REPORTAA',
  guildId: '1',
  storyId: story().id,
  reason: 'wrong-actor',
  ref: 'iran',
  by: '200000000000000002',
  at: NOW,
  status: 'applied',
  article: {
    title: story().title,
    lang: 'en',
    at: NOW,
    relevance: 'core',
    actors: ['iran'],
    themes: [],
  },
  channelId: '100',
  messageId: '200',
}

const CARDS: Readonly<Record<string, () => readonly MessageBody[]>> = {
  'digest-en': () => digestMessages(owed, desk, dark, { nextAt, muted: { sources: 2, words: 3 } }),
  'digest-ru': () => digestMessages(owed, { ...desk, lang: 'ru' }, ctx, { nextAt }),
  'digest-fa': () => digestMessages(owed, { ...desk, lang: 'fa' }, ctx, { nextAt }),
  'digest-compact': () => digestMessages(owed, { ...desk, style: 'compact' }, ctx, { nextAt }),
  'digest-rich': () => digestMessages(owed, { ...desk, style: 'rich' }, ctx, { nextAt }),
  'digest-original': () => digestMessages(owed, { ...desk, foreign: 'original' }, ctx),
  'digest-late': () => digestMessages({ ...owed, late: true, cut: [], continuing: [] }, desk, ctx),
  'digest-weekly': () =>
    digestMessages(
      {
        ...owed,
        related: [],
        week: {
          stories: 41,
          usual: 30.25,
          weeks: 4,
          themes: [{ id: 'sanctions', stories: 12, usual: 5.25 }],
          actors: [{ id: 'north-korea', stories: 3, usual: 0 }],
        },
      },
      { ...desk, preset: 'weekly' },
      ctx,
      { nextAt, image: 'attachment://trends.png' },
    ),
  'digest-first-week': () =>
    digestMessages(
      { ...owed, related: [], week: { stories: 9, usual: 0, weeks: 0, themes: [], actors: [] } },
      { ...desk, preset: 'weekly' },
      ctx,
    ),
  'digest-empty': () =>
    digestMessages({ ...owed, core: [], related: [], cut: [], continuing: [] }, desk, ctx),
  'digest-no-data': () =>
    digestMessages(
      { ...owed, core: [], related: [], cut: [], continuing: [], articleCount: 0 },
      desk,
      context({ coverage: { feeds: 41, healthy: 0, read: 41, camps: [] } }),
    ),
  'digest-sample': () => digestMessages(owed, desk, context({ sample: true })),
  'story-en': () => [storyCard(detail(), ctx, { buttons: ['lens', 'why', 'follow'] })],
  'story-gloss': () => [storyCard({ story: PERSIAN, articles: [] }, ctx)],
  'story-fa': () => [storyCard({ story: PERSIAN, articles: [] }, context({ lang: 'fa' }))],
  'story-side': () => [storyCard({ story: RUSSIAN, articles: [] }, ctx)],
  'story-articles': () => [storyArticlesCard(detail(), ctx)],
  lens: () => [lensCard(detail(), ctx)],
  'lens-one-camp': () => [lensCard({ story: PERSIAN, articles: [article()] }, ctx)],
  why: () => [
    whyCard(detail(), ctx, {
      subscriptions: [
        { id: desk.id, channelId: desk.channelId, passed: true, stage: 'delivered' },
        { id: breaking.id, channelId: '5', passed: false, stage: 'filtered by theme' },
      ],
    }),
  ],
  'why-not': () => [
    notPostedCard({ kind: 'not-relevant', gate: 'core: needs Russia and Iran: only Iran' }, ctx),
    notPostedCard({ kind: 'not-delivering', outlet: 'Alborz News', since: NOW - 7 * HOUR }, ctx),
    notPostedCard({ kind: 'cut', cap: 'at most 15 stories in a digest' }, ctx),
  ],
  latest: () => [
    latestCard(
      { page: { items: stories, total: 34 }, offset: 0, what: 'core, Iran', hours: 24, pager: 'a' },
      dark,
    ),
  ],
  'latest-empty': () => [
    latestCard(
      { page: { items: [], total: 0 }, offset: 0, what: 'Oman', hours: 6, pager: '' },
      dark,
    ),
  ],
  actor: () => [
    entityCard(
      {
        entry: PACK.actors[2] ?? { id: '', label: '', names: [] },
        kind: 'actor',
        days: 7,
        activity: [0, 2, 9, 1, 0, 4, 5].map((n, day) => ({
          day: `2026-11-${19 + day}`,
          stories: n,
        })),
        topThemes: [
          { id: 'drones-missiles', stories: 12 },
          { id: 'arms-transfers', stories: 7 },
        ],
        topActors: [
          { id: 'irgc', stories: 21 },
          { id: 'ukraine', stories: 9 },
        ],
        stories,
      },
      ctx,
    ),
  ],
  search: () => [
    searchCard(
      {
        query: 'su-35 -rumour',
        also: ['Су-35', 'سوخو ۳۵'],
        page: {
          items: detail().articles.map((one) => ({
            article: one,
            tags: one.tags,
            storyId: 'S-7KQ2ABCD',
          })),
          total: 2400,
        },
        offset: 0,
        sort: 'relevance',
        ranked: 2000,
        pager: 'k1',
      },
      ctx,
    ),
  ],
  'search-empty': () => [
    searchCard(
      {
        query: 'nothing',
        also: [],
        page: { items: [], total: 0 },
        offset: 0,
        sort: 'newest',
        pager: '',
      },
      dark,
    ),
  ],
  sources: () => [
    sourcesCard(
      {
        feeds: [
          feed('harbour', 'Harbour Post', 'western', 'en'),
          feed('alborz-fa', 'Alborz News', 'iran-state', 'fa'),
          feed('alborz-en', 'Alborz News', 'iran-state', 'en'),
          feed('severny', 'Северный вестник', 'russia-state', 'ru'),
        ],
        states: [
          state('harbour', { lastArticleAt: NOW - HOUR }),
          state('alborz-fa', {
            status: 'blocked',
            reason: 'a page instead of a feed',
            since: NOW - 7 * HOUR,
          }),
          state('alborz-en', { lastArticleAt: NOW - 9 * HOUR }),
          state('severny', { status: 'new' }),
        ],
        page: 0,
        what: '',
        pager: '',
      },
      dark,
    ),
  ],
  status: () => [
    statusCard(
      {
        health: {
          articles: 18_204,
          stories: 6_120,
          subscriptions: 4,
          deliveries: { pending: 1, sending: 0, retry: 1, sent: 90, dropped: 0, unknown: 1 },
          lastPollAt: NOW - 40_000,
          oldestPendingAt: NOW - 90_000,
        },
        nextDigest: { at: nextAt, channelId: desk.channelId },
      },
      dark,
    ),
  ],
  'status-starting': () => [
    statusCard(
      {
        health: {
          articles: 310,
          stories: 120,
          subscriptions: 0,
          deliveries: { pending: 0, sending: 0, retry: 0, sent: 0, dropped: 0, unknown: 0 },
        },
        nextDigest: { at: nextAt, channelId: desk.channelId },
      },
      context({ coverage: { feeds: 91, healthy: 43, read: 43, camps: [] } }),
    ),
  ],
  help: () => [
    helpCard(
      {
        commands: [
          { name: 'axis latest', description: 'The newest stories', options: [] },
          { name: 'axis search', description: 'Full text', options: [] },
        ],
      },
      ctx,
    ),
  ],
  'help-one': () => [
    helpCard(
      {
        commands: [
          {
            name: 'axis search',
            description: 'Full text over everything that was read',
            options: [
              { name: 'query', description: 'What to look for', required: true },
              { name: 'all', description: 'Also what was judged not relevant' },
            ],
          },
        ],
        command: 'axis search',
      },
      ctx,
    ),
  ],
  'subs-list': () => [
    subsListCard(
      [
        { subscription: desk, nextAt },
        { subscription: breaking },
        {
          subscription: {
            ...desk,
            id: 'ax-PSD2A',
            pausedUntil: NOW + 24 * HOUR,
            pausedReason: 'missing Embed Links',
          },
        },
      ],
      ctx,
    ),
  ],
  'subs-empty': () => [subsListCard([], ctx)],
  'subs-show': () => [subscriptionCard({ subscription: breaking }, ctx)],
  'subscribe-preview': () => [
    subscribePreviewCard(
      {
        subscription: breaking,
        forecast: { yesterday: 6, lastSevenDays: 31 },
        notes: [
          'I cannot post in #intel: missing Embed Links. Give it to me there and press Try again.',
        ],
        blocked: true,
        state: 'k2',
        edit: true,
      },
      ctx,
    ),
  ],
  unsubscribe: () => [unsubscribeCard(desk, ctx), unsubscribedCard(desk, ctx)],
  'instant-en': () => [instantMessage(story(), breaking, ctx, undefined, { ping: true })],
  'instant-gloss': () => [instantMessage(PERSIAN, { ...desk, mode: 'instant' }, ctx)],
  'instant-change': () => [
    instantMessage(story(), breaking, ctx, '+3 publishers; severity up to high', {
      burst: '3 × normal (12, expected 4.1, 6 h)',
    }),
    changeReply(story(), '+3 publishers; severity up to high', ctx),
  ],
  merged: () => [mergedMessage(story(), 'https://discord.com/channels/1/2/3', ctx)],
  notices: () => [
    breakerNotice(breaking, { reason: '403 Missing Permissions (50013)', gone: false }),
    breakerNotice(desk, { reason: '404 Unknown Channel (10003)', gone: true }),
    resumedNotice(desk),
    darkMessage({ camp: 'iran-state', feeds: 6, since: NOW - HOUR }, ctx),
    darkMessage({ feeds: 41, since: NOW - HOUR }, ctx, 1 << 12),
    deadFeedsNotice([
      { outlet: 'Harbour *Post*', reason: 'HTTP 410 @everyone', since: NOW - 30 * HOUR },
      { outlet: 'Alborz', reason: 'no answer', since: NOW - 25 * HOUR },
    ]),
  ],
  situation: () => [
    situationMessage({ stories, articleCount: 900, since: NOW - 3 * HOUR }, breaking, ctx),
  ],
  overnight: () => [
    overnightMessage({ stories, articleCount: 120, since: NOW - 8 * HOUR }, breaking, ctx),
  ],
  timeline: () => [
    timelineCard(
      {
        topic: 'IRGC',
        page: { items: [RUSSIAN, PERSIAN, story()], total: 3 },
        offset: 0,
        coveredSince: NOW - 900 * HOUR,
        pager: 'irgc',
      },
      ctx,
    ),
  ],
  pair: () => [
    timelineCard(
      {
        topic: 'Russia and Iran',
        page: { items: [RUSSIAN], total: 1 },
        offset: 0,
        coveredSince: NOW - 900 * HOUR,
        pager: 'russia,iran',
        verb: 'pair',
      },
      ctx,
    ),
  ],
  'story-corrected': () => [
    storyCard(
      { ...detail(), story: story({ corrected: ['not about Iran', 'two events joined'] }) },
      ctx,
    ),
  ],
  'latest-corrected': () => [
    latestCard(
      {
        page: { items: [story({ corrected: ['not relevant'] }), RELATED], total: 2 },
        offset: 0,
        what: '',
        hours: 24,
        pager: '',
      },
      ctx,
    ),
  ],
  'digest-corrected': () => [
    ...digestMessages(
      {
        ...owed,
        core: owed.core.map((one, at) =>
          at === 0 ? { ...one, story: { ...one.story, corrected: ['not about Russia'] } } : one,
        ),
      },
      desk,
      ctx,
      { nextAt, muted: { sources: 0, words: 1 } },
    ),
  ],
  'subs-follow': () => [
    subsListCard([{ subscription: follow }, { subscription: desk, nextAt }], ctx),
    subscriptionCard({ subscription: { ...follow, pausedUntil: NOW + HOUR } }, ctx),
    unsubscribeCard(follow, ctx),
  ],
  'delivery-log': () => [
    deliveryLogCard(
      desk,
      [
        makeDelivery('a', {
          slot: '2026-11-25T07:00',
          status: 'sent',
          messageId: '7',
          sentAt: NOW,
        }),
        makeDelivery('b', {
          slot: '2026-11-24T19:00',
          part: 1,
          status: 'unknown',
          reason: 'no answer',
        }),
        makeDelivery('c', {
          storyId: story().id,
          status: 'retry',
          reason: '@everyone [x](https://evil.example)',
        }),
        makeDelivery('d', {
          storyId: story().id,
          status: 'dropped',
          reason: 'Discord refused: 403',
        }),
      ],
      ctx,
    ),
    deliveryLogCard(desk, [], ctx),
  ],
  'report-asks': () => [
    reportWhyCard(story(), 'S-7KQ2ABCD/1/2', ctx),
    reportWhatCard(story(), 'wrong-actor', 'wrong-actor/S-7KQ2ABCD/1/2', ctx),
  ],
  report: () => [
    reportCard(report, ctx, { text: 'Takes effect in this server at once.', buttons: ['undo'] }),
    reportCard({ ...report, status: 'noted' }, ctx, {
      text: 'An analyst can let it take effect.',
      buttons: ['apply'],
    }),
  ],
  'report-note': () => [
    {
      embeds:
        withNotes(
          instantMessage(story(), breaking, ctx).embeds ?? [],
          [report, { ...report, reason: 'two-events' }],
          PACK,
        ) ?? [],
      allowed_mentions: { parse: [] },
    },
  ],
  'feed-test': () => [
    feedTestCard('https://sample-wire.example/rss', reading, ctx),
    feedTestCard(
      'https://sample-wire.example/',
      {
        kind: 'none',
        reason: 'broken: a page, no feed',
        found: [{ url: 'https://sample-wire.example/rss', title: 'Sample Wire', items: 20 }],
      },
      ctx,
    ),
  ],
  'feed-add': () => [
    feedAddCard(
      {
        draft: {
          url: reading.url,
          outlet: 'Sample Wire',
          camp: 'western',
          language: 'en',
        },
        reading: readingLines(reading),
        state: '~ABCDEFGHIJKL',
        langs: [
          { value: 'en', label: 'English · en' },
          { value: 'fa', label: 'Persian · fa' },
        ],
      },
      ctx,
    ),
  ],
  errors: () => [
    errorCard(
      'I cannot post in #intel: missing Embed Links. Give it to me there and press Try again.',
    ),
    unknownNameCard('actor', 'Irna', ['Iran', 'IRGC']),
  ],
}

test.each(Object.keys(CARDS))('%s looks as it did', (name) => {
  const bodies = CARDS[name]?.() ?? []
  expect(bodies.flatMap((body) => checkBody(body))).toEqual([])
  const json = `${JSON.stringify(bodies, undefined, 2)}\n`
  const text = `${bodies.map((body) => messageText(body, { now: NOW })).join('\n\n----\n\n')}\n`
  if (process.env.UPDATE_GOLDEN === '1') {
    mkdirSync(GOLDEN, { recursive: true })
    writeFileSync(`${GOLDEN}${name}.json`, json)
    writeFileSync(`${GOLDEN}${name}.txt`, text)
  }
  expect(existsSync(`${GOLDEN}${name}.json`), 'run UPDATE_GOLDEN=1 vitest once').toBe(true)
  expect(json).toBe(readFileSync(`${GOLDEN}${name}.json`, 'utf8'))
  expect(text).toBe(readFileSync(`${GOLDEN}${name}.txt`, 'utf8'))
})
