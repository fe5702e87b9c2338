import { base32, hash128, hashParts, storyId } from '../../src/lib/hash.ts'
import type { PollCommit } from '../../src/ports.ts'
import type {
  Delivery,
  Digest,
  FeedState,
  Membership,
  PostedStory,
  Story,
  Subscription,
  TaggedArticle,
  Tags,
} from '../../src/types.ts'

/** 2026-11-25T00:00:00Z, the day on which every test of the store plays. */
export const DAY = Date.UTC(2026, 10, 25)
export const HOUR = 3_600_000

export const makeTags = (tags: Partial<Tags> = {}): Tags => ({
  lang: 'en',
  relevance: 'related',
  actors: [],
  assets: [],
  themes: [],
  class: 'news',
  matches: [],
  gates: [],
  packHash: 'pack-1',
  ...tags,
})

/** An article named by `name`: its id, link and key come from it. */
export function makeArticle(
  name: string,
  { tags, ...article }: Partial<Omit<TaggedArticle, 'tags'>> & { tags?: Partial<Tags> } = {},
): TaggedArticle {
  const key = hashParts('guid', [name])
  return {
    id: hash128(name),
    feedId: 'north-wire',
    outlet: 'North Wire',
    family: 'north-wire.example',
    camp: 'western',
    title: `Title of ${name}`,
    summary: `Summary of ${name}`,
    link: `https://north-wire.example/${name}`,
    canonicalUrl: `https://north-wire.example/${name}`,
    categories: [],
    seenAt: DAY,
    keys: [key],
    backlog: false,
    tags: makeTags(tags),
    ...article,
  }
}

/** A story opened by one article, carrying its tags. */
export const makeStory = (first: TaggedArticle, story: Partial<Story> = {}): Story => ({
  id: storyId(first.id),
  title: first.title,
  lang: first.tags.lang,
  medoidId: first.id,
  outlet: first.outlet,
  camp: first.camp,
  sides: [{ lang: first.tags.lang, title: first.title, articleId: first.id }],
  openedAt: first.seenAt,
  updatedAt: first.seenAt,
  actors: first.tags.actors,
  assets: first.tags.assets,
  themes: first.tags.themes,
  relevance: first.tags.relevance,
  class: 'news',
  severity: 'low',
  severityPoints: [],
  articleCount: 1,
  families: [first.family],
  camps: [{ camp: first.camp, articles: 1 }],
  origins: [],
  first: { outlet: first.outlet, at: first.seenAt },
  summary: [],
  backlog: false,
  ...story,
})

export const makeMembership = (
  article: TaggedArticle,
  story: string,
  membership: Partial<Membership> = {},
): Membership => ({
  articleId: article.id,
  storyId: story,
  side: article.tags.lang,
  linkedBy: 'first',
  likeness: 1,
  neighbours: [],
  ...membership,
})

export const makeFeedState = (feedId: string, state: Partial<FeedState> = {}): FeedState => ({
  feedId,
  status: 'healthy',
  since: DAY,
  validators: {},
  nextDueAt: DAY,
  intervalMs: HOUR,
  failures: 0,
  checkedAt: DAY,
  ...state,
})

/** A poll in which every article opens a story of its own, unless stories are given. */
export function makePoll(
  articles: readonly TaggedArticle[],
  poll: Partial<PollCommit> = {},
): PollCommit {
  const stories = articles.map((article) => makeStory(article))
  const at = articles.at(-1)?.seenAt ?? DAY
  return {
    at,
    state: makeFeedState(articles[0]?.feedId ?? 'north-wire', { checkedAt: at }),
    articles,
    again: [],
    stories,
    memberships: articles.map((article) => makeMembership(article, storyId(article.id))),
    ...poll,
  }
}

export const makeSubscription = (
  name: string,
  subscription: Partial<Subscription> = {},
): Subscription => ({
  id: `ax-${base32(name, 5)}`,
  guildId: 'guild-1',
  channelId: 'channel-1',
  channelKind: 'text',
  createdBy: 'user-1',
  createdAt: DAY,
  mode: 'digest',
  filters: { themes: [], actors: [], relevance: 'related', camps: [], langs: [] },
  times: ['07:00'],
  days: [],
  zone: 'UTC',
  notify: 'silent',
  style: 'standard',
  foreign: 'gloss',
  empty: 'post',
  maxPerHour: 6,
  lang: 'en',
  ...subscription,
})

export const makeDigest = (subscriptionId: string, slot: string, digest: Partial<Digest> = {}) =>
  ({
    subscriptionId,
    slot,
    from: DAY,
    to: DAY + HOUR,
    core: [],
    related: [],
    cut: [],
    continuing: [],
    articleCount: 0,
    late: false,
    ...digest,
  }) satisfies Digest

export const makeDelivery = (name: string, delivery: Partial<Delivery> = {}): Delivery => ({
  id: hash128(name).slice(0, 25),
  subscriptionId: 'ax-AAAAA',
  channelId: 'channel-1',
  channelKind: 'text',
  part: 0,
  body: { content: name, allowed_mentions: { parse: [] } },
  status: 'pending',
  createdAt: DAY,
  nextTryAt: DAY,
  tries: 0,
  ...delivery,
})

export const makePosted = (storyIdOf: string, posted: Partial<PostedStory> = {}): PostedStory => ({
  storyId: storyIdOf,
  at: DAY,
  messageId: 'message-1',
  mode: 'digest',
  families: ['north-wire.example'],
  camps: ['western'],
  severity: 'low',
  ...posted,
})
