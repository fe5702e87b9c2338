import { describe, expect, test } from 'vitest'
import { queryWords } from '../../src/lib/words.ts'
import type { PruneCutoffs, Store } from '../../src/ports.ts'
import {
  DAY,
  HOUR,
  makeArticle,
  makeDelivery,
  makeDigest,
  makeFeedState,
  makePoll,
  makePosted,
  makeStory,
} from './make.ts'
import { type OpenEmpty, withStore } from './with-store.ts'

const DAYS = 24 * HOUR

/** Prunes until nothing is left, as the job does; the number of rows. */
async function pruneAll(store: Store, cutoffs: PruneCutoffs): Promise<number> {
  let all = 0
  for (;;) {
    const removed = await store.prune(cutoffs, 2)
    if (removed === 0) return all
    all += removed
  }
}

const ages = [0, 10, 20, 30, 40]
const articles = ages.map((days) =>
  makeArticle(`day-${days}`, {
    seenAt: DAY + days * DAYS,
    content: 'text',
    title: 'title word',
    tags: { relevance: days === 10 ? 'no' : 'related', actors: ['iran'] },
  }),
)

async function fill(store: Store): Promise<void> {
  for (const article of articles) await store.commitPoll(makePoll([article]))
}

export function pruneContract(name: string, open: OpenEmpty): void {
  describe(`${name}: retention`, () => {
    test(
      'texts go first: titles, links and tags stay, and the article is still found by its words',
      withStore(open, async (store) => {
        await fill(store)
        expect(await pruneAll(store, { texts: DAY + 20 * DAYS })).toBe(2)
        const found = await store.articlesSince(0)
        expect(found.map(({ article }) => article.content)).toEqual([
          undefined,
          undefined,
          'text',
          'text',
          'text',
        ])
        expect(found[0]?.article.title).toBe('title word')
        const expr = { kind: 'word', words: queryWords('summary') } as const
        const hits = await store.search({ expr, sort: 'newest', limit: 9, offset: 0 })
        expect(hits.total).toBe(4)
      }),
    )

    test(
      'old articles go with their stories and words, in batches, and are found nowhere',
      withStore(open, async (store) => {
        await fill(store)
        await pruneAll(store, { articles: DAY + 25 * DAYS })
        expect(await store.articlesSince(0)).toHaveLength(2)
        expect(await store.health()).toMatchObject({ articles: 2, stories: 2 })
        const latest = await store.latestStories({ relevance: 'no' }, { limit: 9, offset: 0 })
        expect(latest.total).toBe(2)
        for (const all of [false, true]) {
          const expr = { kind: 'word', words: queryWords('title') } as const
          const hits = await store.search({ expr, all, sort: 'newest', limit: 9, offset: 0 })
          expect(hits.total).toBe(2)
        }
        expect(await store.findArticleByUrl(articles[0]?.canonicalUrl ?? '')).toBeUndefined()
      }),
    )

    test(
      'a key outlives its article for as long as the feed still serves the item',
      withStore(open, async (store) => {
        const [served, dropped] = ['served', 'dropped'].map((each) => makeArticle(each))
        if (served === undefined || dropped === undefined) throw new Error('two articles')
        await store.commitPoll(makePoll([served, dropped]))
        const later = DAY + 100 * DAYS
        const again = [{ articleId: served.id, keys: served.keys, title: served.title }]
        const state = makeFeedState('north-wire', { checkedAt: later })
        await store.commitPoll(makePoll([], { at: later, state, again }))
        await pruneAll(store, { articles: later - DAYS })
        expect((await store.health()).articles).toBe(0)
        const known = await store.knownKeys([...served.keys, ...dropped.keys])
        expect([...known.values()]).toEqual([served.id])
      }),
    )

    test(
      'a feed that only ever answers "not modified" keeps the keys of its document',
      withStore(open, async (store) => {
        const article = makeArticle('static')
        await store.commitPoll(makePoll([article]))
        const later = DAY + 100 * DAYS
        await store.saveFeedStates([makeFeedState('north-wire', { checkedAt: later })])
        await pruneAll(store, { articles: later - DAYS })
        expect((await store.knownKeys(article.keys)).size).toBe(1)
        const muchLater = later + 300 * DAYS
        await pruneAll(store, { articles: muchLater })
        expect((await store.knownKeys(article.keys)).size).toBe(0)
      }),
    )

    test(
      'a story with one young article keeps its place',
      withStore(open, async (store) => {
        const [old, young] = [makeArticle('o'), makeArticle('y', { seenAt: DAY + 40 * DAYS })]
        const story = makeStory(old, { updatedAt: young.seenAt })
        await store.commitPoll(makePoll([old]))
        await store.commitPoll(
          makePoll([young], {
            stories: [story],
            memberships: [
              {
                articleId: young.id,
                storyId: story.id,
                side: 'en',
                linkedBy: 'likeness',
                likeness: 0.5,
                neighbours: [],
              },
            ],
          }),
        )
        await pruneAll(store, { articles: DAY + 20 * DAYS })
        const detail = await store.findStory(story.id)
        expect(detail?.articles.map(({ id }) => id)).toEqual([young.id])
      }),
    )

    test(
      'finished messages go; what is open and the last slot of a subscription stay',
      withStore(open, async (store) => {
        await store.saveDigest(makeDigest('ax-AAAAA', '1', { to: DAY }), [])
        await store.saveDigest(makeDigest('ax-AAAAA', '2', { to: DAY + 1 }), [])
        await store.addDeliveries([makeDelivery('open'), makeDelivery('sent', { status: 'sent' })])
        await store.saveDelivery(makeDelivery('posted', { status: 'sent' }), [
          makePosted('S-AAAA2222'),
        ])
        expect(await pruneAll(store, { messages: DAY + DAYS })).toBe(4)
        expect((await store.deliveries('ax-AAAAA', 9)).map(({ status }) => status)).toEqual([
          'pending',
        ])
        expect((await store.lastSlot('ax-AAAAA'))?.slot).toBe('2')
        expect(await store.postedStories('channel-1', ['S-AAAA2222'])).toEqual([])
      }),
    )
  })
}
