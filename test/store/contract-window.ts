import { describe, expect, test } from 'vitest'
import type { Store } from '../../src/ports.ts'
import type { Story, TaggedArticle } from '../../src/types.ts'
import {
  DAY,
  HOUR,
  makeArticle,
  makeDelivery,
  makeDigest,
  makeMembership,
  makePoll,
  makePosted,
  makeStory,
} from './make.ts'
import { type OpenEmpty, withStore } from './with-store.ts'

const ALL = { from: DAY, until: DAY + 100 * HOUR, openedSince: 0, updatedSince: 0 }
const { at: _at, mode: _mode, ...SHOWN } = makePosted('')
const showing = (name: string, storyId: string) =>
  makeDelivery(name, { shows: [{ ...SHOWN, storyId }] })
const idsOf = (articles: readonly { readonly article: TaggedArticle }[]) =>
  articles.map(({ article }) => article.id)

/** Two stories of one article each, the second seen an hour later. */
async function fill(store: Store) {
  const first = makeArticle('first')
  const second = makeArticle('second', { seenAt: DAY + HOUR })
  await store.commitPoll(makePoll([first]))
  await store.commitPoll(makePoll([second]))
  return { first, second, elder: makeStory(first), younger: makeStory(second) }
}

const merge = (store: Store, younger: Story, elder: Story, articles: readonly TaggedArticle[]) =>
  store.commitPoll(
    makePoll([], {
      stories: [{ ...younger, mergedInto: elder.id }, elder],
      memberships: articles.map((article) => makeMembership(article, elder.id)),
    }),
  )

export function windowContract(name: string, open: OpenEmpty): void {
  describe(`${name}: the window of open stories`, () => {
    test(
      'an open article comes back with what was kept of it, without what clustering does not read',
      withStore(open, async (store) => {
        const article = makeArticle('a', {
          summary: 'word '.repeat(200),
          content: 'Full text',
          author: 'A. Writer',
          categories: ['World'],
          languageHint: 'en',
          publishedAt: DAY - HOUR,
          tags: { relevance: 'core', actors: ['iran'] },
        })
        const membership = makeMembership(article, makeStory(article).id, {
          likeness: 0.5,
          neighbours: [{ articleId: 'b', likeness: 0.25 }],
        })
        const kept = [{ articleId: article.id, data: '{"mark":"1"}' }]
        await store.commitPoll(makePoll([article], { memberships: [membership], kept }))
        const { content, author, languageHint, canonicalUrl, ...rest } = article
        expect(await store.openArticles(ALL)).toEqual([
          {
            article: { ...rest, summary: article.summary?.slice(0, 600), categories: [], keys: [] },
            membership,
            kept: '{"mark":"1"}',
          },
        ])
      }),
    )

    test(
      'an article of which nothing was kept comes without it; what was kept first stays',
      withStore(open, async (store) => {
        const [bare, twice] = [makeArticle('bare'), makeArticle('twice')]
        const keep = (data: string) => [{ articleId: twice.id, data }]
        await store.commitPoll(makePoll([bare, twice], { kept: keep('one') }))
        await store.commitPoll(makePoll([twice], { kept: keep('two') }))
        await store.commitPoll(makePoll([], { kept: [{ articleId: 'unknown', data: 'x' }] }))
        const found = await store.openArticles(ALL)
        expect(new Map(found.map((one) => [one.article.id, one.kept]))).toEqual(
          new Map([
            [bare.id, undefined],
            [twice.id, 'one'],
          ]),
        )
      }),
    )

    test(
      'slices of whole seconds hold each article once, oldest first',
      withStore(open, async (store) => {
        const articles = [0, 400, 999, 1000, 1500, 2000].map((ms) =>
          makeArticle(`at-${ms}`, { seenAt: DAY + ms }),
        )
        for (const article of articles) await store.commitPoll(makePoll([article]))
        const slices = await Promise.all(
          [0, 1, 2].map((second) =>
            store.openArticles({
              ...ALL,
              from: DAY + second * 1000,
              until: DAY + (second + 1) * 1000,
            }),
          ),
        )
        expect(slices.map((slice) => slice.length)).toEqual([3, 2, 1])
        expect(slices.flatMap(idsOf)).toEqual(articles.map(({ id }) => id))
      }),
    )

    test(
      'stories that began too long ago, or are silent for too long, are not open',
      withStore(open, async (store) => {
        const articles = [0, 1, 2].map((hour) =>
          makeArticle(`h${hour}`, { seenAt: DAY + hour * HOUR }),
        )
        for (const article of articles) await store.commitPoll(makePoll([article]))
        const ids = articles.map(({ id }) => id)
        const opened = { ...ALL, openedSince: DAY + HOUR }
        const updated = { ...ALL, updatedSince: DAY + 2 * HOUR }
        expect(idsOf(await store.openArticles(opened))).toEqual(ids.slice(1))
        expect(idsOf(await store.openArticles(updated))).toEqual(ids.slice(2))
      }),
    )

    test(
      'what was kept goes when its time is over, article by article in small parts',
      withStore(open, async (store) => {
        const articles = [0, 1, 2].map((hour) =>
          makeArticle(`h${hour}`, { seenAt: DAY + hour * HOUR }),
        )
        for (const article of articles) {
          await store.commitPoll(
            makePoll([article], { kept: [{ articleId: article.id, data: 'x' }] }),
          )
        }
        const cutoffs = { kept: DAY + 2 * HOUR }
        const removed = [await store.prune(cutoffs, 1), await store.prune(cutoffs, 5)]
        expect([...removed, await store.prune(cutoffs, 5)]).toEqual([1, 1, 0])
        const kept = (await store.openArticles(ALL)).map((one) => one.kept)
        expect(kept).toEqual([undefined, undefined, 'x'])
      }),
    )

    test(
      'a story is posted from when a delivery that shows it is owed',
      withStore(open, async (store) => {
        const { elder, younger } = await fill(store)
        const ids = [elder.id, younger.id, 'S-NOTTHERE']
        expect(await store.postedAmong(ids)).toEqual([])
        await store.addDeliveries([makeDelivery('nothing')])
        expect(await store.postedAmong(ids)).toEqual([])
        await store.addDeliveries([showing('one', elder.id)])
        expect(await store.postedAmong(ids)).toEqual([elder.id])
        const slot = '2026-11-25T07:00'
        const part = { ...showing('two', younger.id), slot }
        await store.saveDigest(makeDigest('ax-AAAAA', slot), [part])
        expect((await store.postedAmong(ids)).toSorted()).toEqual([elder.id, younger.id].sort())
      }),
    )

    test(
      'a delivery of one story without a list of what it shows counts as well',
      withStore(open, async (store) => {
        const { elder } = await fill(store)
        await store.addDeliveries([makeDelivery('old', { storyId: elder.id })])
        expect(await store.postedAmong([elder.id])).toEqual([elder.id])
      }),
    )

    test(
      'a story that takes over a posted one is posted; one that is changed stays so',
      withStore(open, async (store) => {
        const { second, elder, younger } = await fill(store)
        await store.addDeliveries([showing('one', younger.id)])
        await merge(store, younger, elder, [second])
        expect(await store.postedAmong([elder.id])).toEqual([elder.id])
        await store.commitPoll(makePoll([], { stories: [{ ...elder, title: 'Changed' }] }))
        expect(await store.postedAmong([elder.id])).toEqual([elder.id])
      }),
    )

    test(
      'a delivery that shows a story under the name that it had before posts what took it over',
      withStore(open, async (store) => {
        const { first, second, elder, younger } = await fill(store)
        const third = makeArticle('third', { seenAt: DAY - HOUR })
        const eldest = makeStory(third)
        await store.commitPoll(makePoll([third]))
        await merge(store, younger, elder, [second])
        await merge(store, elder, eldest, [first, second])
        await store.addDeliveries([showing('late', younger.id)])
        expect(await store.postedAmong([eldest.id])).toEqual([eldest.id])
      }),
    )

    test(
      'a poll that splits a posted story is refused whole (law 4)',
      withStore(open, async (store) => {
        const { elder, second } = await fill(store)
        const third = makeArticle('third', { seenAt: DAY + 2 * HOUR })
        const poll = makePoll([third], {
          memberships: [makeMembership(third, elder.id), makeMembership(second, elder.id)],
          split: [elder.id],
        })
        await store.addDeliveries([showing('one', elder.id)])
        await expect(store.commitPoll(poll)).rejects.toMatchObject({ name: 'StoryPosted' })
        expect(await store.articlesSince(DAY + HOUR)).toEqual([])
        const { split: _, ...whole } = poll
        await store.commitPoll(whole)
        expect(await store.articlesSince(DAY + HOUR)).toHaveLength(1)
      }),
    )

    test(
      'of a poll that splits a story and a delivery that shows it, whichever is first, both or one is written whole',
      withStore(open, async (store) => {
        for (let round = 0; round < 12; round += 1) {
          const article = makeArticle(`round ${round}`)
          const story = makeStory(article)
          const other = makeStory(makeArticle(`other ${round}`))
          await store.commitPoll(makePoll([article]))
          const parts = [
            { ...story, split: { at: DAY, other: other.id } },
            { ...other, split: { at: DAY, other: story.id } },
          ]
          const splits = () =>
            store
              .commitPoll(makePoll([], { stories: parts, split: [story.id] }))
              .then(() => 'split', String)
          const posts = () => store.addDeliveries([showing(`round ${round}`, story.id)])
          const tasks = round % 2 === 0 ? [splits(), posts()] : [posts(), splits()]
          const outcome = (await Promise.all(tasks)).find((one) => one !== undefined)
          expect(await store.postedAmong([story.id])).toEqual([story.id])
          const [found] = await store.storiesByIds([story.id])
          const there = await store.storiesByIds([other.id])
          expect(outcome).toMatch(/^split$|StoryPosted/)
          expect(found?.split !== undefined).toBe(outcome === 'split')
          expect(there).toHaveLength(outcome === 'split' ? 1 : 0)
        }
      }),
    )

    test(
      'a story that takes over a posted one in the same transaction cannot split in it either',
      withStore(open, async (store) => {
        const { second, elder, younger } = await fill(store)
        await store.addDeliveries([showing('one', younger.id)])
        const takes = makePoll([], {
          stories: [{ ...younger, mergedInto: elder.id }, elder],
          memberships: [makeMembership(second, elder.id)],
        })
        const splits = makePoll([], { stories: [elder], memberships: [], split: [elder.id] })
        await expect(store.commitPoll(takes, splits)).rejects.toMatchObject({ name: 'StoryPosted' })
        expect((await store.storiesByIds([younger.id]))[0]?.mergedInto).toBeUndefined()
      }),
    )

    test(
      'both parts of a story are found with their articles, facets and the other’s name',
      withStore(open, async (store) => {
        const { first, second, elder, younger } = await fill(store)
        await merge(store, younger, { ...elder, actors: ['iran'], articleCount: 2 }, [second])
        const at = DAY + 2 * HOUR
        const stays = { ...elder, split: { at, other: younger.id } }
        const leaves = { ...younger, actors: ['iran'], split: { at, other: elder.id } }
        await store.commitPoll(
          makePoll([], {
            stories: [stays, leaves],
            memberships: [makeMembership(first, elder.id), makeMembership(second, younger.id)],
            split: [elder.id],
          }),
        )
        const page = { limit: 9, offset: 0 }
        const iran = await store.latestStories({ actors: ['iran'] }, page)
        expect(iran.items).toEqual([leaves])
        expect((await store.latestStories({}, page)).items).toEqual([leaves, stays])
        for (const [story, article] of [
          [stays, first],
          [leaves, second],
        ] as const) {
          const detail = await store.findStory(story.id)
          expect(detail?.story).toEqual(story)
          expect(detail?.articles.map(({ id }) => id)).toEqual([article.id])
        }
        const byId = (a: Story, b: Story) => (a.id < b.id ? -1 : 1)
        const split = await store.splitStories(at)
        expect([...split].sort(byId)).toEqual([stays, leaves].sort(byId))
        expect(await store.splitStories(at + 1)).toEqual([])
      }),
    )

    test(
      'a story that was taken over and leaves again in one transaction stands under its own name',
      withStore(open, async (store) => {
        const { first, second, elder, younger } = await fill(store)
        const takes = makePoll([], {
          stories: [
            { ...younger, mergedInto: elder.id },
            { ...elder, articleCount: 2 },
          ],
          memberships: [makeMembership(second, elder.id)],
        })
        const splits = makePoll([], {
          stories: [elder, younger],
          memberships: [makeMembership(first, elder.id), makeMembership(second, younger.id)],
          split: [elder.id],
        })
        await store.commitPoll(takes, splits)
        const found = await store.articlesSince(DAY - 1)
        expect(found.map(({ membership }) => membership.storyId)).toEqual([elder.id, younger.id])
        expect((await store.findStory(younger.id))?.story).toEqual(younger)
      }),
    )
  })
}
