import { beforeEach, describe, expect, test } from 'vitest'
import { openFetcher } from '../../src/feed/http/fetch.ts'
import { openParserPool } from '../../src/feed/parser-pool.ts'
import { type RetagDeps, type RetagReport, retag } from '../../src/jobs/pack/retag.ts'
import { openSharedCluster } from '../../src/jobs/poll/shared-cluster.ts'
import { fixedClock, HOUR_MS } from '../../src/lib/clock.ts'
import { storyId } from '../../src/lib/hash.ts'
import type { Pack } from '../../src/pack.ts'
import type { Store } from '../../src/ports.ts'
import { openStore } from '../../src/store/open.ts'
import { openClusterer } from '../../src/story/cluster.ts'
import { deriveStory } from '../../src/story/derive.ts'
import { compilePack } from '../../src/tag/compile.ts'
import { tagArticle } from '../../src/tag/tag.ts'
import type { TaggedArticle } from '../../src/types.ts'
import { DAY, makeArticle, makeMembership, makePoll } from '../store/make.ts'
import { smallPack } from '../tag/small-pack.ts'

const OLD = smallPack()
/** Knows another name of Blueland, and nothing of Redland but its guard. */
const CHANGED = smallPack({
  actors: [
    { id: 'red', label: 'Red', names: { en: 'Redstead' } },
    { id: 'blue', label: 'Blue', names: { en: 'Blueland, Harbour Town' } },
    { id: 'guard', label: 'Guard', parent: 'red', names: { en: 'Red Guard' } },
  ],
})
const TITLES = [
  'Redland calls a meeting on fishing quotas',
  'Harbour Town holds talks about a new bridge',
  'Red Guard leaves a battle in the hills',
  'Ferry timetable changes in winter',
]

const clock = fixedClock(DAY + 10 * HOUR_MS)
let store: Store

beforeEach(async () => {
  store = await openStore({ path: ':memory:', clock })
})

const taggerOf = (pack: Pack) => {
  const matcher = compilePack(pack)
  return (article: TaggedArticle) => tagArticle(matcher, article)
}

/** What a bot with the old pack has stored: one story each, an hour apart. */
async function fill(titles: readonly string[]): Promise<readonly TaggedArticle[]> {
  const tag = taggerOf(OLD)
  const stored: TaggedArticle[] = []
  for (const [at, title] of titles.entries()) {
    const bare = makeArticle(`article ${at}`, { title, summary: '', seenAt: DAY + at * HOUR_MS })
    const article = { ...bare, tags: tag(bare) }
    const memberships = [makeMembership(article, storyId(article.id))]
    const story = deriveStory([article], memberships, { id: storyId(article.id), camps: [] })
    await store.commitPoll(makePoll([article], { stories: [story], memberships }))
    stored.push(article)
  }
  return stored
}

const run = (changes: Partial<RetagDeps> = {}, since = DAY, onPart?: (r: RetagReport) => void) =>
  retag(
    {
      store,
      clock,
      log: () => {},
      holder: 'retag',
      pack: { hash: CHANGED.hash, severity: CHANGED.severity.levels },
      tag: taggerOf(CHANGED),
      camps: [],
      windowHours: 72,
      signal: new AbortController().signal,
      ...changes,
    },
    { since, ...(onPart && { onPart }) },
  )

const decisions = async () => {
  const all = await store.storiesAfter(undefined, 1000)
  return all.map(({ story, articles }) => ({
    title: story.title,
    actors: story.actors,
    relevance: story.relevance,
    tagged: articles[0]?.article.tags.actors,
    hash: articles[0]?.article.tags.packHash,
  }))
}

describe('a changed pack applied to what is stored', () => {
  test('articles and stories are what the pack says now', async () => {
    await fill(TITLES)
    const report = await run()
    expect(report).toMatchObject({
      stories: 4,
      articles: 4,
      changedArticles: 2,
      changedStories: 2,
      done: true,
      resumed: false,
    })
    const hash = CHANGED.hash
    expect(await decisions()).toEqual([
      { title: TITLES[3], actors: [], tagged: [], relevance: 'no', hash },
      {
        title: TITLES[2],
        actors: ['guard', 'red'],
        tagged: ['red', 'guard'],
        relevance: 'no',
        hash,
      },
      { title: TITLES[1], actors: ['blue'], tagged: ['blue'], relevance: 'related', hash },
      { title: TITLES[0], actors: [], tagged: [], relevance: 'related', hash },
    ])
    const blue = await store.latestStories({ actors: ['blue'] }, { limit: 5, offset: 0 })
    expect(blue.items.map(({ title }) => title)).toEqual([TITLES[1]])
  })

  test('what does not follow from tags stays as it was', async () => {
    await fill(TITLES)
    const [before] = await store.storiesAfter({ updatedAt: DAY + 2 * HOUR_MS, storyId: '' }, 1)
    await run()
    const after = await store.findStory(before?.story.id ?? '')
    expect(after?.story).toEqual({ ...before?.story, actors: ['blue'] })
    expect(after?.articles[0]?.membership).toEqual(before?.articles[0]?.membership)
  })

  test('a second run finds nothing to change', async () => {
    await fill(TITLES)
    await run()
    expect(await run()).toMatchObject({ stories: 4, changedArticles: 0, changedStories: 0 })
  })

  test('stopped after a part it goes on there, and only with the same pack', async () => {
    await fill(
      Array.from({ length: 120 }, (_, at) => `Harbour Town market day number ${at} of many`),
    )
    const stop = new AbortController()
    const first = await run({ signal: stop.signal }, DAY, () => stop.abort())
    expect(first).toMatchObject({ done: false, resumed: false })
    expect(first.stories).toBeGreaterThan(0)
    const total = (await store.storiesAfter(undefined, 1000)).length
    const other = { hash: 'another pack', severity: OLD.severity.levels }
    const stopped = AbortSignal.abort()
    expect(await run({ pack: other, signal: stopped })).toMatchObject({ resumed: false })
    const second = await run()
    expect(second).toMatchObject({ done: true, resumed: true })
    expect(first.stories + second.stories).toBe(total)
    expect(new Set((await decisions()).map(({ hash }) => hash))).toEqual(new Set([CHANGED.hash]))
    expect(await run()).toMatchObject({ resumed: false })
  })

  test('stories opened earlier stay: their texts may be gone', async () => {
    await fill(TITLES)
    const report = await run({}, DAY + 2 * HOUR_MS)
    expect(report).toMatchObject({ stories: 2, done: true })
    expect((await decisions()).map(({ hash }) => hash)).toEqual([
      CHANGED.hash,
      CHANGED.hash,
      OLD.hash,
      OLD.hash,
    ])
  })

  test('it waits for a poll, and the next poll reads open stories anew', async () => {
    await fill(TITLES)
    await store.setMeta('ingest.holder', 'bot')
    const until = clock.now() + HOUR_MS
    await store.claimLease('ingest', 'bot', until, clock.now())
    const running = run()
    await new Promise((resolve) => setTimeout(resolve, 50))
    expect((await decisions()).every(({ hash }) => hash === OLD.hash)).toBe(true)
    await store.releaseLease('ingest', 'bot')
    expect(await running).toMatchObject({ done: true })
    expect(await store.meta('ingest.holder')).toBe('retag')
    expect(await store.claimLease('ingest', 'bot', until, clock.now())).toBe(true)
  })

  test('those who keep the lease from run to run stand back for it, and go on afterwards', async () => {
    await fill(TITLES)
    const real = { now: () => Date.now() }
    const log = () => {}
    const fetcher = openFetcher({ version: 'test', allowPrivate: true, clock: real })
    const parser = openParserPool({ timeoutMs: 1000, size: 1 })
    const shared = openSharedCluster({
      store,
      fetcher,
      parser,
      clock: real,
      log,
      random: () => 0.5,
      feeds: [],
      concurrency: 1,
      holder: 'bot',
      windowHours: 72,
      tag: (article) => tagArticle(compilePack(OLD), article),
      gate: (_url, task) => task(),
      openClusterer: () => openClusterer({ camps: [] }),
    })
    const { signal } = new AbortController()
    expect(await shared.cluster(signal)).toBe(0)
    const running = run({ clock: real })
    const ticks = setInterval(() => void shared.cluster(signal), 200)
    expect(await running).toMatchObject({ done: true, stories: 4 })
    await expect.poll(() => shared.cluster(signal), { timeout: 6000 }).toBe(0)
    clearInterval(ticks)
    await Promise.all([shared.close(), fetcher.close(), parser.close()])
  }, 20_000)
})
