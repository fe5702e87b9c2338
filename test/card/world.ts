// Invented outlets, camps, stories and a small pack for card and digest tests; nothing here is real news.

import type { CardContext } from '../../src/card/context.ts'
import type { PackInfo } from '../../src/pack.ts'
import type {
  Camp,
  Digest,
  PostedStory,
  Story,
  StoryArticle,
  StoryDetail,
  Subscription,
} from '../../src/types.ts'

export const NOW = Date.UTC(2026, 10, 25, 9, 0)
export const HOUR = 3_600_000

export const PACK: PackInfo = {
  id: 'sample',
  title: 'Sample pack',
  hash: '0123456789abcdef0123456789abcdef',
  coreLabel: 'Russia–Iran',
  relatedLabel: 'Around the axis',
  covers: 'Axis Watch follows the military link between Russia and Iran.',
  actors: [
    entry('russia', 'Russia', [
      ['en', 'Russia'],
      ['ru', 'Россия'],
      ['fa', 'روسیه'],
    ]),
    entry('iran', 'Iran', [
      ['en', 'Iran'],
      ['ru', 'Иран'],
      ['fa', 'ایران'],
    ]),
    {
      ...entry('irgc', 'IRGC', [
        ['en', 'IRGC'],
        ['en', 'Revolutionary Guards'],
        ['ru', 'КСИР'],
      ]),
      parent: 'iran',
      about: 'Islamic Revolutionary Guard Corps, the force that runs missiles and drones',
    },
    entry('ukraine', 'Ukraine', [
      ['en', 'Ukraine'],
      ['ru', 'Украина'],
    ]),
    entry('north-korea', 'North Korea', [
      ['en', 'North Korea'],
      ['ru', 'КНДР'],
    ]),
  ],
  assets: [
    entry('shahed-136', 'Shahed-136', [
      ['en', 'Shahed-136'],
      ['ru', 'Шахед-136'],
    ]),
    entry('su-35', 'Su-35', [
      ['en', 'Su-35'],
      ['ru', 'Су-35'],
      ['fa', 'سوخو ۳۵'],
    ]),
  ],
  themes: [
    entry('arms-transfers', 'Arms transfers', [['en', 'arms transfers']]),
    entry('drones-missiles', 'Drones & missiles', [['en', 'drones']]),
    entry('diplomacy', 'Diplomacy', [['en', 'diplomacy']]),
    entry('sanctions', 'Sanctions', [['en', 'sanctions']]),
  ],
}

function entry(id: string, label: string, names: readonly (readonly [string, string])[]) {
  return { id, label, names: names.map(([lang, name]) => ({ lang, name })) }
}

export const CAMPS: readonly Camp[] = [
  { id: 'western', label: 'Western', order: 1, contrast: true },
  { id: 'iran-state', label: 'Iran state', order: 2, contrast: true, state: true },
  { id: 'russia-state', label: 'Russia state', order: 3, contrast: true, state: true },
  { id: 'ukraine', label: 'Ukraine', order: 4, contrast: true },
  { id: 'analysis', label: 'Analysis', order: 8, contrast: false },
  { id: 'unknown', label: 'Unknown', order: 9, contrast: false },
]

export function context(changes: Partial<CardContext> = {}): CardContext {
  return {
    pack: PACK,
    camps: CAMPS,
    now: NOW,
    lang: 'en',
    coverage: { feeds: 41, healthy: 41, read: 41, lastPollAt: NOW - 60_000, camps: [] },
    version: '0.1.0',
    ...changes,
  }
}

export function story(changes: Partial<Story> = {}): Story {
  return {
    id: 'S-7KQ2ABCD',
    title: 'Iran denies new Shahed shipment after Kyiv claim',
    lang: 'en',
    medoidId: 'a1',
    outlet: 'Harbour Post',
    camp: 'western',
    link: 'https://www.harbour-post.example/world/shahed-denial',
    sides: [
      {
        lang: 'en',
        title: 'Iran denies new Shahed shipment after Kyiv claim',
        articleId: 'a1',
      },
    ],
    openedAt: NOW - 3 * HOUR,
    updatedAt: NOW - 2 * HOUR,
    actors: ['irgc', 'iran', 'ukraine'],
    assets: ['shahed-136'],
    themes: ['drones-missiles', 'arms-transfers'],
    relevance: 'core',
    class: 'news',
    severity: 'high',
    severityPoints: [
      { text: 'weapons delivered', points: 3 },
      { text: 'three camps', points: 1 },
    ],
    articleCount: 6,
    families: ['caspian-wire', 'dnipro-news', 'harbour-post', 'meridian'],
    camps: [
      { camp: 'western', articles: 3 },
      { camp: 'ukraine', articles: 2 },
      { camp: 'iran-state', articles: 1 },
    ],
    origins: ['Meridian Wire', 'Ministry of Defence'],
    first: { outlet: 'Dnipro News', at: NOW - 3 * HOUR },
    summary: [
      {
        text: 'Kyiv says 120 airframes arrived via the Caspian.',
        outlet: 'Dnipro News',
        articleId: 'a2',
      },
      { text: 'Tehran denies it.', outlet: 'Caspian Wire', articleId: 'a3' },
    ],
    backlog: false,
    ...changes,
  }
}

/** Told by the Iranian state camp alone, in Persian. */
export const PERSIAN = story({
  id: 'S-FA22ABCD',
  title: 'سخنگوی وزارت دفاع: سوخو ۳۵ به‌زودی تحویل می‌شود',
  lang: 'fa',
  outlet: 'Alborz News',
  camp: 'iran-state',
  link: 'https://alborz.example/fa/news/71',
  sides: [{ lang: 'fa', title: 'سخنگوی وزارت دفاع: سوخو ۳۵ به‌زودی تحویل می‌شود', articleId: 'p1' }],
  actors: ['iran', 'russia'],
  assets: ['su-35'],
  themes: ['arms-transfers'],
  severity: 'medium',
  articleCount: 2,
  families: ['alborz', 'caspian-wire'],
  camps: [{ camp: 'iran-state', articles: 2 }],
  origins: [],
  first: { outlet: 'Alborz News', at: NOW - 5 * HOUR },
  summary: [],
})

/** Told in Russian and English. */
export const RUSSIAN = story({
  id: 'S-RU22ABCD',
  title: 'Москва и Тегеран согласовали график поставок запчастей',
  lang: 'ru',
  outlet: 'Северный вестник',
  camp: 'russia-state',
  link: 'https://severny.example/a/1',
  sides: [
    {
      lang: 'ru',
      title: 'Москва и Тегеран согласовали график поставок запчастей',
      articleId: 'r1',
    },
    {
      lang: 'en',
      title: 'Moscow and Tehran agree schedule for spare parts',
      articleId: 'r2',
      link: 'https://harbour-post.example/world/parts',
      outlet: 'Harbour Post',
    },
  ],
  actors: ['russia', 'iran'],
  assets: [],
  themes: ['diplomacy'],
  severity: 'medium',
  articleCount: 3,
  families: ['harbour-post', 'severny'],
  camps: [
    { camp: 'russia-state', articles: 2 },
    { camp: 'western', articles: 1 },
  ],
  origins: ['Severny'],
  first: { outlet: 'Северный вестник', at: NOW - 6 * HOUR },
  summary: [],
})

/** Related, of one camp without contrast. */
export const RELATED = story({
  id: 'S-RE22ABCD',
  title: 'What a third winter of sanctions means for tanker insurance',
  outlet: 'Strait Institute',
  camp: 'analysis',
  link: 'https://strait.example/papers/tankers',
  sides: [
    {
      lang: 'en',
      title: 'What a third winter of sanctions means for tanker insurance',
      articleId: 'x1',
    },
  ],
  actors: ['russia'],
  assets: [],
  themes: ['sanctions'],
  relevance: 'related',
  class: 'analysis',
  severity: 'low',
  articleCount: 1,
  families: ['strait'],
  camps: [{ camp: 'analysis', articles: 1 }],
  origins: [],
  first: { outlet: 'Strait Institute', at: NOW - 7 * HOUR },
  summary: [],
})

export function subscription(changes: Partial<Subscription> = {}): Subscription {
  return {
    id: 'ax-7KQ2A',
    guildId: '100000000000000001',
    channelId: '200000000000000002',
    channelKind: 'text',
    createdBy: '300000000000000003',
    createdAt: NOW - 30 * 24 * HOUR,
    mode: 'digest',
    filters: { themes: [], actors: [], relevance: 'related', camps: [], langs: [] },
    times: ['07:00', '19:00'],
    days: [],
    zone: 'Europe/Kyiv',
    notify: 'silent',
    style: 'standard',
    foreign: 'gloss',
    empty: 'post',
    maxPerHour: 6,
    lang: 'en',
    ...changes,
  }
}

export function digest(changes: Partial<Digest> = {}): Digest {
  return {
    subscriptionId: 'ax-7KQ2A',
    slot: '2026-11-25T07:00',
    from: Date.UTC(2026, 10, 24, 17),
    to: Date.UTC(2026, 10, 25, 5),
    core: [
      { story: PERSIAN },
      {
        story: story(),
        change: '+3 publishers; severity up to high',
        postedUrl: 'https://discord.com/channels/100000000000000001/200000000000000002/9',
      },
      { story: RUSSIAN },
    ],
    related: [{ story: RELATED }],
    cut: ['S-CUT2ABCD', 'S-CUT3ABCD'],
    continuing: ['S-OLD2ABCD'],
    articleCount: 214,
    late: false,
    ...changes,
  }
}

export function article(changes: Partial<StoryArticle> = {}): StoryArticle {
  return {
    id: '00000000000000000000000000000001',
    feedId: 'harbour-post-world',
    outlet: 'Harbour Post',
    family: 'harbour-post',
    camp: 'western',
    title: 'Iran denies new Shahed shipment after Kyiv claim of 120 airframes',
    link: 'https://harbour-post.example/world/shahed-denial',
    categories: [],
    publishedAt: NOW - 3 * HOUR,
    seenAt: NOW - 3 * HOUR + 60_000,
    keys: [],
    backlog: false,
    tags: {
      lang: 'en',
      relevance: 'core',
      actors: ['iran', 'ukraine'],
      assets: ['shahed-136'],
      themes: ['drones-missiles'],
      class: 'news',
      matches: [
        { kind: 'actor', ref: 'iran', field: 'title', text: 'Iran', at: 0, points: 2 },
        { kind: 'asset', ref: 'shahed-136', field: 'title', text: 'Shahed', at: 16, points: 2 },
        {
          kind: 'theme',
          ref: 'drones-missiles',
          field: 'title',
          text: 'Shahed',
          at: 16,
          points: 3,
        },
      ],
      gates: [{ ref: 'core', passed: true, text: 'core: Iran and Russia, tied by arms' }],
      packHash: PACK.hash,
    },
    membership: {
      articleId: '00000000000000000000000000000001',
      storyId: 'S-7KQ2ABCD',
      side: 'en',
      linkedBy: 'first',
      likeness: 1,
      neighbours: [],
    },
    titles: [
      { title: 'Iran rejects Shahed claim', at: NOW - 3 * HOUR },
      {
        title: 'Iran denies new Shahed shipment after Kyiv claim of 120 airframes',
        at: NOW - 2 * HOUR,
      },
    ],
    ...changes,
  }
}

export function detail(): StoryDetail {
  const first = article()
  const second = article({
    id: '00000000000000000000000000000002',
    outlet: 'Alborz News',
    family: 'alborz',
    camp: 'iran-state',
    title: 'وزارت خارجه ادعای ارسال ۱۲۰ پهپاد را رد کرد',
    link: 'https://alborz.example/fa/news/72',
    publishedAt: NOW - 2 * HOUR,
    tags: { ...first.tags, lang: 'fa' },
    membership: {
      articleId: '00000000000000000000000000000002',
      storyId: 'S-7KQ2ABCD',
      side: 'fa',
      linkedBy: 'likeness',
      likeness: 0.61,
      neighbours: [{ articleId: first.id, likeness: 0.61 }],
    },
    titles: [],
  })
  const third = article({
    id: '00000000000000000000000000000003',
    outlet: 'Дніпро Новини',
    family: 'dnipro-news',
    camp: 'ukraine',
    title: 'Київ: через Каспій прибуло 140 корпусів «Шахедів»',
    link: 'https://dnipro.example/n/3',
    tags: { ...first.tags, lang: 'uk' },
    membership: { ...second.membership, articleId: '00000000000000000000000000000003', side: 'uk' },
    titles: [],
  })
  return { story: story(), articles: [first, second, third] }
}

export function posted(changes: Partial<PostedStory> = {}): PostedStory {
  return {
    storyId: 'S-7KQ2ABCD',
    at: NOW - 12 * HOUR,
    mode: 'digest',
    families: ['harbour-post'],
    camps: ['western'],
    severity: 'high',
    ...changes,
  }
}
