// Stories that split, through the commits of a real store: what was posted stays whole, restarts and replays agree.

import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { storyId } from '../../src/lib/hash.ts'
import type { Store } from '../../src/ports.ts'
import type { TaggedArticle } from '../../src/types.ts'
import { hoursLater } from '../story/article.ts'
import { anyStream } from '../story/stream.ts'
import { TWO_TOWNS } from '../story/towns.ts'
import { openPoller } from './poller.ts'

const PAGE = { limit: 99, offset: 0 }

/** All that is stored of stories and of which article is in which. */
async function dump(store: Store) {
  const articles = await store.articlesSince(0)
  const ids = new Set(articles.map(({ membership }) => membership.storyId))
  return {
    memberships: articles.map(({ membership }) => membership),
    stories: await store.storiesByIds([...ids].sort()),
    latest: (await store.latestStories({ relevance: 'no' }, PAGE)).items.map(({ id }) => id),
  }
}

const VAGUE_ID = storyId(TWO_TOWNS[0]?.[0]?.id ?? '')

describe('a story of two towns', () => {
  test('becomes two in the store, each with its articles', async () => {
    const { store, poll } = await openPoller()
    for (const batch of TWO_TOWNS) await poll(batch)
    const whole = await store.findStory(VAGUE_ID)
    const other = await store.findStory(whole?.story.split?.other ?? '')

    expect(whole?.articles).toHaveLength(3)
    expect(other?.articles).toHaveLength(2)
    expect(other?.story.split?.other).toBe(VAGUE_ID)
    const { latest } = await dump(store)
    expect(latest.filter((id) => [VAGUE_ID, other?.story.id].includes(id))).toHaveLength(2)
    await store.close()
  })

  test('stays one when a channel is owed it, however late (law 4)', async () => {
    for (const postedAfter of [0, 1, 2, 3]) {
      const { store, poll, post } = await openPoller()
      for (const [at, batch] of TWO_TOWNS.entries()) {
        await poll(batch)
        if (at === postedAfter) await post(VAGUE_ID)
      }
      expect((await store.findStory(VAGUE_ID))?.story.articleCount).toBe(5)
      await store.close()
    }
  })

  test('that is posted while it is being split stays one: nothing is written, and the next try knows', async () => {
    const { store, poll, post, restart } = await openPoller()
    for (const batch of TWO_TOWNS.slice(0, 4)) await poll(batch)
    const last = TWO_TOWNS[4] ?? []
    const late: Store = {
      ...store,
      postedAmong: async (ids) => {
        const posted = await store.postedAmong(ids)
        await post(VAGUE_ID)
        return posted
      },
    }

    await expect(poll(last, late)).rejects.toMatchObject({ name: 'StoryPosted' })

    expect(await store.articlesSince(hoursLater(3))).toEqual([])
    await restart()
    await poll(last)
    expect((await store.findStory(VAGUE_ID))?.story.articleCount).toBe(5)
    await store.close()
  })
})

describe('any stream, with postings and restarts at any time', () => {
  type Night = {
    readonly batches: readonly (readonly TaggedArticle[])[]
    /** After each batch: whether the process restarts, and which story is posted. */
    readonly restarts: readonly boolean[]
    readonly posts: readonly number[]
  }
  const anyNight: fc.Arbitrary<Night> = fc.record({
    batches: anyStream,
    restarts: fc.array(fc.boolean(), { minLength: 8, maxLength: 8 }),
    posts: fc.array(fc.nat(20), { minLength: 8, maxLength: 8 }),
  })

  async function live({ batches, restarts, posts }: Night) {
    const { store, poll, post, restart } = await openPoller()
    for (const [at, batch] of batches.entries()) {
      if (batch.length > 0) await poll(batch)
      const { items } = await store.latestStories({ relevance: 'no' }, PAGE)
      const posted = items[posts[at] ?? 0]
      if (posted) await post(posted.id)
      if (restarts[at]) await restart()
    }
    const stored = await dump(store)
    await store.close()
    return stored
  }

  test('the stored stories are those of a process that never stopped', async () => {
    await fc.assert(
      fc.asyncProperty(anyNight, async (night) => {
        expect(await live(night)).toEqual(await live({ ...night, restarts: [] }))
      }),
      { numRuns: 15 },
    )
  })

  test('a replay of what was stored gives the same stories, and stories hold what memberships say', async () => {
    await fc.assert(
      fc.asyncProperty(anyNight, async (night) => {
        const stored = await live(night)
        expect(await live(night)).toEqual(stored)
        for (const { id, articleCount } of stored.stories) {
          const held = stored.memberships.filter((one) => one.storyId === id)
          expect(held).toHaveLength(articleCount)
        }
        expect(new Set(stored.latest)).toEqual(new Set(stored.stories.map(({ id }) => id)))
      }),
      { numRuns: 15 },
    )
  })
})
