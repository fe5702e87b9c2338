import { describe, expect, test } from 'vitest'
import type { Store, StoryFilter } from '../../src/ports.ts'
import type { Story } from '../../src/types.ts'
import { DAY, HOUR, makeArticle, makeMembership, makePoll, makeStory } from './make.ts'
import { type OpenEmpty, withStore } from './with-store.ts'

const PAGE = { limit: 50, offset: 0 }

/** Adds a story of one article, named and seen by the hour. */
async function addStory(store: Store, name: string, hour: number, story: Partial<Story> = {}) {
  const article = makeArticle(name, { seenAt: DAY + hour * HOUR })
  const made = makeStory(article, { title: name, ...story })
  await store.commitPoll(makePoll([article], { stories: [made] }))
  return { article, story: made }
}

const titles = async (store: Store, filter: StoryFilter) =>
  (await store.latestStories(filter, PAGE)).items.map(({ title }) => title)

export function storiesContract(name: string, open: OpenEmpty): void {
  describe(`${name}: stories`, () => {
    test(
      'latest gives newest first, without what is not relevant',
      withStore(open, async (store) => {
        await addStory(store, 'old', 1)
        await addStory(store, 'new', 3, { relevance: 'core' })
        await addStory(store, 'middle', 2)
        await addStory(store, 'off topic', 4, { relevance: 'no' })
        expect(await titles(store, {})).toEqual(['new', 'middle', 'old'])
        expect(await titles(store, { relevance: 'core' })).toEqual(['new'])
        expect(await titles(store, { relevance: 'no' })).toEqual([
          'off topic',
          'new',
          'middle',
          'old',
        ])
      }),
    )

    test(
      'each filter asks for all that it names',
      withStore(open, async (store) => {
        const camps = [
          { camp: 'western', articles: 2 },
          { camp: 'ukraine', articles: 1 },
        ]
        const sides = [
          { lang: 'en', title: 'en', articleId: 'x' },
          { lang: 'ru', title: 'ru', articleId: 'y' },
        ]
        await addStory(store, 'both', 1, { actors: ['iran', 'russia'], themes: ['nuclear'] })
        await addStory(store, 'one', 2, { actors: ['iran'], camps, severity: 'high' })
        await addStory(store, 'two-sided', 3, { actors: ['russia'], sides, severity: 'critical' })
        expect(await titles(store, { actors: ['iran'] })).toEqual(['one', 'both'])
        expect(await titles(store, { actors: ['iran', 'russia'] })).toEqual(['both'])
        expect(await titles(store, { actors: ['iran'], themes: ['nuclear'] })).toEqual(['both'])
        expect(await titles(store, { camp: 'ukraine' })).toEqual(['one'])
        expect(await titles(store, { lang: 'ru' })).toEqual(['two-sided'])
        expect(await titles(store, { severity: 'high' })).toEqual(['two-sided', 'one'])
        expect(await titles(store, { severity: 'high', actors: ['iran'] })).toEqual(['one'])
        expect(await titles(store, { severity: 'low' })).toHaveLength(3)
        expect(await titles(store, { actors: ['nobody'] })).toEqual([])
      }),
    )

    test(
      'a window holds the stories with an article seen in (since, until]',
      withStore(open, async (store) => {
        const { article, story } = await addStory(store, 'long', 1)
        await addStory(store, 'early', 0)
        const later = makeArticle('later', { seenAt: DAY + 5 * HOUR })
        await store.commitPoll(
          makePoll([later], {
            stories: [{ ...story, updatedAt: later.seenAt }],
            memberships: [makeMembership(later, story.id)],
          }),
        )
        const window = (since: number, until: number) =>
          titles(store, { since: DAY + since * HOUR, until: DAY + until * HOUR })
        expect(await window(0, 1)).toEqual(['long'])
        expect(await window(-1, 0)).toEqual(['early'])
        expect(await window(1, 4)).toEqual([])
        expect(await window(4, 5)).toEqual(['long'])
        expect(await titles(store, { since: article.seenAt })).toEqual(['long'])
      }),
    )

    test(
      'pages follow each other and the total counts them all',
      withStore(open, async (store) => {
        for (let hour = 0; hour < 7; hour += 1) await addStory(store, `s${hour}`, hour)
        const page = await store.latestStories({}, { limit: 3, offset: 3 })
        expect(page.items.map(({ title }) => title)).toEqual(['s3', 's2', 's1'])
        expect(page).toMatchObject({ total: 7 })
        expect(page.capped).toBeUndefined()
      }),
    )

    test(
      'a total above a thousand says that it stopped counting',
      withStore(open, async (store) => {
        const articles = Array.from({ length: 1003 }, (_, at) => makeArticle(`many-${at}`))
        await store.commitPoll(makePoll(articles))
        const page = await store.latestStories({}, { limit: 2, offset: 0 })
        expect(page).toMatchObject({ total: 1000, capped: true })
        const last = await store.latestStories({}, { limit: 10, offset: 1000 })
        expect(last.items).toHaveLength(3)
        expect(last.total).toBe(1003)
      }),
    )

    test(
      'a story that changes is found by what it is now, once',
      withStore(open, async (store) => {
        const { story } = await addStory(store, 'turns', 1, { actors: ['iran'], relevance: 'core' })
        await addStory(store, 'other', 2)
        const changed: Story = {
          ...story,
          actors: ['russia'],
          relevance: 'related',
          updatedAt: DAY + 3 * HOUR,
        }
        await store.commitPoll(makePoll([], { stories: [changed] }))
        expect(await titles(store, { actors: ['iran'] })).toEqual([])
        expect(await titles(store, { relevance: 'core' })).toEqual([])
        expect(await titles(store, { actors: ['russia'] })).toEqual(['turns'])
        expect(await titles(store, {})).toEqual(['turns', 'other'])
        expect((await store.health()).stories).toBe(2)
      }),
    )

    test(
      'a story is found by any unique prefix of four characters, in any case',
      withStore(open, async (store) => {
        const { article, story } = await addStory(store, 'a', 1)
        for (const prefix of [story.id, story.id.slice(0, 6), story.id.slice(2, 7).toLowerCase()]) {
          expect((await store.findStory(prefix))?.story).toEqual(story)
        }
        expect((await store.findStory(story.id))?.articles[0]).toEqual({
          ...article,
          membership: makeMembership(article, story.id),
          titles: [{ title: article.title, at: article.seenAt }],
        })
        for (const prefix of [story.id.slice(0, 5), '', 'S-', 'S-0000', '%', 'S-____']) {
          expect(await store.findStory(prefix)).toBeUndefined()
        }
      }),
    )

    test(
      'a prefix that means two stories means none, unless it is a whole id',
      withStore(open, async (store) => {
        const make = (id: string, seed: string) => {
          const article = makeArticle(seed)
          return makePoll([article], {
            stories: [makeStory(article, { id })],
            memberships: [makeMembership(article, id)],
          })
        }
        await store.commitPoll(make('S-ABCD2222', 'x'))
        await store.commitPoll(make('S-ABCD3333', 'y'))
        expect(await store.findStory('S-ABCD')).toBeUndefined()
        expect((await store.findStory('S-ABCD2'))?.story.id).toBe('S-ABCD2222')
        expect((await store.findStory('abcd3333'))?.story.id).toBe('S-ABCD3333')
      }),
    )

    test(
      'a story that another took over leads to the survivor with all articles, and is listed no more',
      withStore(open, async (store) => {
        const older = await addStory(store, 'older', 1, { actors: ['iran'] })
        const younger = await addStory(store, 'younger', 2, { actors: ['iran'] })
        await store.commitPoll(
          makePoll([], {
            stories: [
              { ...older.story, updatedAt: DAY + 2 * HOUR, articleCount: 2 },
              { ...younger.story, mergedInto: older.story.id },
            ],
          }),
        )
        const detail = await store.findStory(younger.story.id)
        expect(detail?.story.id).toBe(older.story.id)
        expect(detail?.articles.map(({ id }) => id)).toEqual([older.article.id, younger.article.id])
        expect(await titles(store, { actors: ['iran'] })).toEqual(['older'])
        const hit = await store.findArticleByUrl(younger.article.canonicalUrl ?? '')
        expect(hit?.storyId).toBe(older.story.id)
      }),
    )

    test(
      'an article is found by its canonical address, the newest of several',
      withStore(open, async (store) => {
        const url = 'https://north-wire.example/same'
        for (const hour of [2, 1]) {
          await store.commitPoll(
            makePoll([makeArticle(`at-${hour}`, { canonicalUrl: url, seenAt: DAY + hour * HOUR })]),
          )
        }
        const hit = await store.findArticleByUrl(url)
        expect(hit?.article.id).toBe(makeArticle('at-2').id)
        expect(hit?.storyId).toBe(makeStory(makeArticle('at-2')).id)
        expect(await store.findArticleByUrl('https://other.example/')).toBeUndefined()
      }),
    )

    test(
      'activity counts the stories opened on each day, days without any too',
      withStore(open, async (store) => {
        await addStory(store, 'a', 1, { actors: ['iran'] })
        await addStory(store, 'b', 2, { actors: ['iran'], themes: ['nuclear'] })
        await addStory(store, 'c', 49, { actors: ['iran'] })
        await addStory(store, 'd', 50, { actors: ['russia'] })
        await addStory(store, 'e', 51, { actors: ['iran'], relevance: 'no' })
        const days = ['2026-11-25', '2026-11-26', '2026-11-27']
        const counted = (stories: readonly number[]) =>
          days.map((day, at) => ({ day, stories: stories[at] }))
        const ask = (of: { actor?: string; theme?: string }) =>
          store.activity(of, DAY, DAY + 72 * HOUR)
        expect(await ask({ actor: 'iran' })).toEqual(counted([2, 0, 1]))
        expect(await ask({ theme: 'nuclear' })).toEqual(counted([1, 0, 0]))
        expect(await ask({})).toEqual(counted([2, 0, 2]))
        expect(await ask({ actor: 'nobody' })).toEqual(counted([0, 0, 0]))
      }),
    )

    test(
      'counts tell how many stories carry each actor or theme in the window, most first',
      withStore(open, async (store) => {
        await addStory(store, 'a', 1, { actors: ['iran', 'russia'], themes: ['nuclear'] })
        await addStory(store, 'b', 2, { actors: ['iran'], themes: ['sanctions'] })
        await addStory(store, 'c', 3, { actors: ['iran', 'china'], relevance: 'core' })
        await addStory(store, 'd', 4, { actors: ['china'], relevance: 'no' })
        expect(await store.counts('actor', {})).toEqual([
          { id: 'iran', stories: 3 },
          { id: 'china', stories: 1 },
          { id: 'russia', stories: 1 },
        ])
        expect(await store.counts('theme', { actors: ['russia'] })).toEqual([
          { id: 'nuclear', stories: 1 },
        ])
        expect(await store.counts('actor', { since: DAY + 2 * HOUR })).toEqual([
          { id: 'china', stories: 1 },
          { id: 'iran', stories: 1 },
        ])
        expect(await store.counts('actor', { relevance: 'core' })).toEqual([
          { id: 'china', stories: 1 },
          { id: 'iran', stories: 1 },
        ])
      }),
    )
  })
}
