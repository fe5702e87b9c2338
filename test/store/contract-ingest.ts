import { describe, expect, test } from 'vitest'
import {
  DAY,
  HOUR,
  makeArticle,
  makeFeedState,
  makeMembership,
  makePoll,
  makeStory,
} from './make.ts'
import { type OpenEmpty, withStore } from './with-store.ts'

const PAGE = { limit: 10, offset: 0 }

export function ingestContract(name: string, open: OpenEmpty): void {
  describe(`${name}: ingest`, () => {
    test(
      'a poll comes back whole: article, membership, story and validators',
      withStore(open, async (store) => {
        const article = makeArticle('a', {
          content: 'Full text',
          author: 'A. Writer',
          categories: ['World', 'Мир'],
          publishedAt: DAY - HOUR,
          languageHint: 'fa',
          backlog: true,
          sample: true,
          keys: ['k1', 'k2'],
          tags: {
            lang: 'fa',
            relevance: 'core',
            actors: ['iran'],
            assets: ['su-35'],
            themes: ['nuclear'],
            matches: [
              { kind: 'actor', ref: 'iran', field: 'title', text: 'ایران', at: 3, points: 2 },
            ],
            gates: [{ ref: 'core', passed: true, text: 'both sides' }],
          },
        })
        const story = makeStory(article)
        const membership = makeMembership(article, story.id, {
          linkedBy: 'copy',
          likeness: 0.75,
          neighbours: [{ articleId: 'b', likeness: 0.5 }],
        })
        const state = makeFeedState('north-wire', { validators: { etag: '"1"', bodyHash: 'h' } })
        await store.commitPoll(
          makePoll([article], { stories: [story], memberships: [membership], state }),
        )
        expect(await store.articlesSince(DAY - 1)).toEqual([{ article, membership }])
        expect(await store.storiesByIds([story.id])).toEqual([story])
        expect(await store.feedStates()).toEqual([state])
        expect(await store.knownKeys(['k0', 'k1', 'k2'])).toEqual(
          new Map([
            ['k1', article.id],
            ['k2', article.id],
          ]),
        )
      }),
    )

    test(
      'an article without optional parts comes back without them',
      withStore(open, async (store) => {
        const { summary, link, canonicalUrl, ...bare } = makeArticle('bare')
        await store.commitPoll(makePoll([bare]))
        const [found] = await store.articlesSince(DAY - 1)
        expect(found?.article).toEqual(bare)
      }),
    )

    test(
      'a poll that fails in the middle writes nothing at all',
      withStore(open, async (store) => {
        const article = makeArticle('a')
        const stranger = makeMembership(makeArticle('stranger'), makeStory(article).id)
        const poll = makePoll([article], { memberships: [stranger] })
        await expect(store.commitPoll(poll)).rejects.toThrow('membership of an unknown article')
        expect(await store.knownKeys(article.keys)).toEqual(new Map())
        expect(await store.feedStates()).toEqual([])
        expect(await store.storiesByIds([makeStory(article).id])).toEqual([])
        expect((await store.health()).articles).toBe(0)
      }),
    )

    test(
      'an article that is there already is not stored twice, and its first tags stay',
      withStore(open, async (store) => {
        const article = makeArticle('a', { tags: { actors: ['iran'] } })
        await store.commitPoll(makePoll([article]))
        await store.commitPoll(makePoll([{ ...article, title: 'Another', seenAt: DAY + HOUR }]))
        const found = await store.articlesSince(0)
        expect(found.map((each) => each.article)).toEqual([article])
        expect((await store.health()).articles).toBe(1)
      }),
    )

    test(
      'a key keeps the article that it was given first',
      withStore(open, async (store) => {
        await store.commitPoll(makePoll([makeArticle('a', { keys: ['shared'] })]))
        await store.commitPoll(makePoll([makeArticle('b', { keys: ['shared', 'own'] })]))
        expect(await store.knownKeys(['shared', 'own'])).toEqual(
          new Map([
            ['shared', makeArticle('a').id],
            ['own', makeArticle('b').id],
          ]),
        )
      }),
    )

    test(
      'an article seen again learns new keys and keeps every title with its time',
      withStore(open, async (store) => {
        const article = makeArticle('a')
        await store.commitPoll(makePoll([article]))
        const again = (title: string, hours: number) =>
          store.commitPoll(
            makePoll([], {
              at: DAY + hours * HOUR,
              again: [{ articleId: article.id, keys: [...article.keys, 'later'], title }],
            }),
          )
        await again(article.title, 1)
        await again('Corrected title', 2)
        await again('Corrected title', 3)
        await again(article.title, 4)
        const detail = await store.findStory(makeStory(article).id)
        expect(detail?.articles[0]?.titles).toEqual([
          { title: article.title, at: DAY },
          { title: 'Corrected title', at: DAY + 2 * HOUR },
          { title: article.title, at: DAY + 4 * HOUR },
        ])
        expect(detail?.articles[0]?.title).toBe(article.title)
        expect((await store.knownKeys(['later'])).get('later')).toBe(article.id)
      }),
    )

    test(
      'an article seen again that is no longer stored keeps its keys alive and nothing else',
      withStore(open, async (store) => {
        await store.commitPoll(
          makePoll([], { again: [{ articleId: 'gone', keys: ['k'], title: 'T' }] }),
        )
        expect(await store.knownKeys(['k'])).toEqual(new Map([['k', 'gone']]))
        expect(await store.articlesSince(0)).toEqual([])
      }),
    )

    test(
      'articles since come oldest first, without those seen at that very time',
      withStore(open, async (store) => {
        const polls = [2, 0, 1].map((hour) =>
          makeArticle(`at-${hour}`, { seenAt: DAY + hour * HOUR }),
        )
        for (const article of polls) await store.commitPoll(makePoll([article]))
        const found = await store.articlesSince(DAY)
        expect(found.map(({ article }) => article.seenAt)).toEqual([DAY + HOUR, DAY + 2 * HOUR])
      }),
    )

    test(
      'of one document the newest publication counts as the newest article',
      withStore(open, async (store) => {
        const articles = [3, 1, 2].map((hour) =>
          makeArticle(`p${hour}`, { publishedAt: DAY - hour * HOUR }),
        )
        await store.commitPoll(makePoll(articles))
        const found = await store.articlesSince(DAY - 1)
        expect(found.map(({ article }) => article.publishedAt)).toEqual([
          DAY - 3 * HOUR,
          DAY - 2 * HOUR,
          DAY - HOUR,
        ])
      }),
    )

    test(
      'polls given together are written as one after the other would be',
      withStore(open, async (store) => {
        const [a, b, c] = ['a', 'b', 'c'].map((each) => makeArticle(each, { feedId: each }))
        if (!a || !b || !c) throw new Error('three articles')
        const [first, second, third] = [a, b, c].map((article) => makeStory(article))
        if (!first || !second || !third) throw new Error('three stories')
        const both = { ...first, articleCount: 2, actors: ['iran'] }
        const again = { articleId: a.id, keys: [...a.keys, 'other'], title: 'Another title' }
        const gone = makeFeedState('d', { status: 'gone' })
        await store.commitPoll(
          makePoll([a]),
          makePoll([b], {
            state: makeFeedState('b'),
            again: [again],
            stories: [both, second],
            memberships: [makeMembership(b, second.id)],
          }),
          // The second is taken over by the first, then the first by the third.
          makePoll([c], {
            state: makeFeedState('c'),
            stories: [third, { ...second, mergedInto: first.id }],
          }),
          makePoll([], { state: gone, stories: [{ ...both, mergedInto: third.id }] }),
        )
        const found = await store.articlesSince(0)
        expect(found.map(({ article, membership }) => [article.id, membership.storyId])).toEqual([
          [a.id, third.id],
          [b.id, third.id],
          [c.id, third.id],
        ])
        expect((await store.findStory(second.id))?.story.id).toBe(third.id)
        expect(await store.storiesByIds([first.id])).toEqual([{ ...both, mergedInto: third.id }])
        expect((await store.latestStories({ relevance: 'no' }, PAGE)).items).toEqual([third])
        expect(await store.knownKeys(['other'])).toEqual(new Map([['other', a.id]]))
        const detail = await store.findStory(third.id)
        expect(detail?.articles[0]?.titles.map(({ title }) => title)).toEqual([
          a.title,
          'Another title',
        ])
        expect((await store.feedStates()).map(({ feedId }) => feedId)).toEqual(['a', 'b', 'c', 'd'])
        expect(await store.health()).toMatchObject({ articles: 3, stories: 3 })
      }),
    )

    test(
      'of polls given together none is written where one is refused',
      withStore(open, async (store) => {
        const lease = { name: 'ingest', holder: 'old' }
        const polls = [
          makePoll([makeArticle('a')]),
          makePoll([makeArticle('b', { feedId: 'b' })], { lease }),
        ]
        await expect(store.commitPoll(...polls)).rejects.toMatchObject({ name: 'LeaseLost' })
        expect([await store.articlesSince(0), await store.feedStates()]).toEqual([[], []])
      }),
    )

    test(
      'a poll under a lease that another process holds is refused whole',
      withStore(open, async (store) => {
        await store.claimLease('ingest', 'new', DAY + HOUR, DAY)
        const lease = { name: 'ingest', holder: 'old' }
        const poll = makePoll([makeArticle('a')], { lease })
        await expect(store.commitPoll(poll)).rejects.toMatchObject({ name: 'LeaseLost' })
        expect(await store.articlesSince(0)).toEqual([])
        await store.commitPoll({ ...poll, lease: { name: 'ingest', holder: 'new' } })
        expect(await store.articlesSince(0)).toHaveLength(1)
      }),
    )

    test(
      'states of feeds and facts are replaced by the newest',
      withStore(open, async (store) => {
        await store.saveFeedStates([makeFeedState('b'), makeFeedState('a')])
        await store.saveFeedStates([makeFeedState('a', { status: 'broken', reason: 'no feed' })])
        expect((await store.feedStates()).map(({ feedId, status }) => [feedId, status])).toEqual([
          ['a', 'broken'],
          ['b', 'healthy'],
        ])
        expect(await store.meta('frequencies')).toBeUndefined()
        await store.setMeta('frequencies', '1')
        await store.setMeta('frequencies', '2')
        expect(await store.meta('frequencies')).toBe('2')
      }),
    )

    test(
      'stories by id come in the order asked for, unknown ones are left out',
      withStore(open, async (store) => {
        const articles = ['a', 'b'].map((each) => makeArticle(each))
        await store.commitPoll(makePoll(articles))
        const ids = articles.map((article) => makeStory(article).id).reverse()
        const found = await store.storiesByIds(['S-NOTTHERE', ...ids])
        expect(found.map(({ id }) => id)).toEqual(ids)
      }),
    )
  })
}
