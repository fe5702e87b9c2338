import { describe, expect, test } from 'vitest'
import type { Store, StoryPlace } from '../../src/ports.ts'
import type { Story, TaggedArticle, Tags } from '../../src/types.ts'
import { DAY, HOUR, makeArticle, makeMembership, makePoll, makeStory, makeTags } from './make.ts'
import { type OpenEmpty, withStore } from './with-store.ts'

const LEASE = { name: 'ingest', holder: 'retag' }
const AT = DAY + 9 * HOUR

const hold = (store: Store) => store.claimLease(LEASE.name, LEASE.holder, AT + HOUR, AT)

async function addStory(store: Store, name: string, hour: number, tags: Partial<Tags> = {}) {
  const article = makeArticle(name, { seenAt: DAY + hour * HOUR, tags })
  const story = makeStory(article)
  await store.commitPoll(makePoll([article], { stories: [story] }))
  return { article, story }
}

const retagged = (article: TaggedArticle, story: Story, tags: Partial<Tags>) => ({
  article: { ...article, tags: makeTags({ packHash: 'pack-2', ...tags }) },
  story: {
    ...story,
    actors: tags.actors ?? [],
    themes: tags.themes ?? [],
    relevance: tags.relevance ?? 'related',
  },
})

const found = async (store: Store, actor: string, all = false) => {
  const page = await store.search({
    expr: { kind: 'field', field: 'actor', value: actor },
    sort: 'newest',
    limit: 10,
    offset: 0,
    all,
  })
  return page.items.map(({ article }) => article.title)
}

export function retagContract(name: string, open: OpenEmpty): void {
  describe(`${name}: deciding anew`, () => {
    test(
      'stories come newest first with their articles, part by part, each once',
      withStore(open, async (store) => {
        for (const [name, hour] of [
          ['a', 1],
          ['b', 2],
          ['c', 2],
          ['d', 3],
        ] as const) {
          await addStory(store, name, hour, { relevance: 'no' })
        }
        const seen: string[] = []
        const hours: number[] = []
        let place: StoryPlace | undefined
        for (;;) {
          const part = await store.storiesAfter(place, 3)
          if (part.length === 0) break
          for (const { story, articles } of part) {
            expect(articles.map(({ membership }) => membership.storyId)).toEqual([story.id])
            seen.push(story.id)
            hours.push((story.updatedAt - DAY) / HOUR)
            place = { updatedAt: story.updatedAt, storyId: story.id }
          }
        }
        expect(new Set(seen).size).toBe(4)
        expect(hours).toEqual([3, 2, 2, 1])
      }),
    )

    test(
      'articles come with their texts, oldest first; a story that another took over is left out',
      withStore(open, async (store) => {
        const { article, story } = await addStory(store, 'elder', 1)
        const younger = makeArticle('younger', { seenAt: DAY + 2 * HOUR, content: 'Content' })
        await store.commitPoll(
          makePoll([younger], {
            stories: [
              { ...story, updatedAt: younger.seenAt },
              { ...makeStory(younger), mergedInto: story.id },
            ],
            memberships: [makeMembership(younger, story.id)],
          }),
        )
        const all = await store.storiesAfter(undefined, 10)
        expect(all.map(({ story: { id } }) => id)).toEqual([story.id])
        expect(all[0]?.articles.map((one) => one.article)).toEqual([article, younger])
      }),
    )

    test(
      'other tags are stored, and found by what they are now',
      withStore(open, async (store) => {
        const one = await addStory(store, 'one', 1, { actors: ['iran'], themes: ['nuclear'] })
        const kept = await addStory(store, 'kept', 2, { actors: ['iran'] })
        await hold(store)
        const now = retagged(one.article, one.story, { actors: ['russia'], relevance: 'core' })
        await store.saveTags({
          at: AT,
          articles: [now.article],
          stories: [now.story],
          lease: LEASE,
        })
        const detail = await store.findStory(one.story.id)
        expect(detail?.story).toEqual(now.story)
        expect(detail?.articles[0]?.tags).toEqual(now.article.tags)
        expect(await found(store, 'iran')).toEqual([kept.article.title])
        expect(await found(store, 'russia')).toEqual([one.article.title])
        const core = await store.latestStories({ relevance: 'core' }, { limit: 9, offset: 0 })
        expect(core.items.map(({ id }) => id)).toEqual([one.story.id])
        expect(await store.latestStories({ themes: ['nuclear'] }, { limit: 9, offset: 0 })).toEqual(
          {
            items: [],
            total: 0,
          },
        )
        expect((await store.health()).articles).toBe(2)
      }),
    )

    test(
      'an article that is no longer relevant is searched with all alone, and comes back the same way',
      withStore(open, async (store) => {
        const { article, story } = await addStory(store, 'turns', 1, { actors: ['iran'] })
        await hold(store)
        const save = async (tags: Partial<Tags>) => {
          const now = retagged(article, story, tags)
          const change = { at: AT, articles: [now.article], stories: [now.story], lease: LEASE }
          await store.saveTags(change)
        }
        await save({ actors: ['iran'], relevance: 'no' })
        expect(await found(store, 'iran')).toEqual([])
        expect(await found(store, 'iran', true)).toEqual([article.title])
        await save({ actors: ['iran'], relevance: 'related' })
        expect(await found(store, 'iran')).toEqual([article.title])
      }),
    )

    test(
      'nothing is written without the lease',
      withStore(open, async (store) => {
        const { article, story } = await addStory(store, 'one', 1, { actors: ['iran'] })
        const now = retagged(article, story, { actors: ['russia'] })
        const change = { at: AT, articles: [now.article], stories: [now.story], lease: LEASE }
        await expect(store.saveTags(change)).rejects.toMatchObject({ name: 'LeaseLost' })
        expect((await store.findStory(story.id))?.story.actors).toEqual(['iran'])
      }),
    )

    test(
      'what is gone meanwhile stays away',
      withStore(open, async (store) => {
        const article = makeArticle('gone', { seenAt: DAY })
        const now = retagged(article, makeStory(article), { actors: ['russia'] })
        await hold(store)
        await store.saveTags({
          at: AT,
          articles: [now.article],
          stories: [now.story],
          lease: LEASE,
        })
        expect(await store.findStory(now.story.id)).toBeUndefined()
        expect(await found(store, 'russia', true)).toEqual([])
        expect(await store.health()).toMatchObject({ articles: 0, stories: 0 })
      }),
    )
  })
}
