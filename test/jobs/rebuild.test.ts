// A restart of who clusters, from what a real store holds.

import { expect, test } from 'vitest'
import { STATISTICS_KEY } from '../../src/jobs/poll/poll.ts'
import type { TaggedArticle } from '../../src/types.ts'
import { BRIDGE, hoursLater, OTHERS } from '../story/article.ts'
import { openPoller } from './poller.ts'

const at = (hour: number, ...articles: readonly TaggedArticle[]): readonly TaggedArticle[] =>
  articles.map((article) => ({ ...article, seenAt: hoursLater(hour) }))
const [FIRST, SECOND, THIRD] = BRIDGE

test('an empty store gives an empty window', async () => {
  const { window, restart, store } = await openPoller()
  await restart()
  expect(window().openArticles()).toBe(0)
  await store.close()
})

test('open stories are there again, and take what belongs to them', async () => {
  const { window, poll, restart, store } = await openPoller()
  await poll(at(0, FIRST, ...OTHERS))
  await poll(at(20, SECOND))
  await restart()
  expect(window().openArticles()).toBe(5)
  await poll(at(40, THIRD))
  const [newest] = (await store.latestStories({}, { limit: 1, offset: 0 })).items
  expect(newest?.articleCount).toBe(3)
  await store.close()
})

test('stories that had ended are left out, and nothing of them is counted twice', async () => {
  const { window, poll, restart, store } = await openPoller()
  await poll(at(0, FIRST, ...OTHERS))
  await poll(at(30, SECOND))
  const before = window().statistics()
  expect(JSON.parse(before).documents).toBe(4)
  await restart()
  expect(window().openArticles()).toBe(1)
  expect(window().statistics()).toBe(before)
  expect(await store.meta(STATISTICS_KEY)).toBe(before)
  await store.close()
})

test('a story that was fed for 72 hours is left out, however busy it was', async () => {
  const { window, poll, restart, store } = await openPoller()
  for (const hour of [0, 20, 40, 60]) {
    await poll(at(hour, { ...FIRST, id: `bridge ${hour}` }))
  }
  await poll(at(71, SECOND))
  await restart()
  expect(window().openArticles()).toBe(5)
  await poll(at(73, OTHERS[0]))
  await restart()
  expect(window().openArticles()).toBe(1)
  await store.close()
})

test('a shorter window of the settings leaves out what began before it', async () => {
  const { window, poll, restart, store } = await openPoller(10)
  await poll(at(0, FIRST))
  await poll(at(12, ...OTHERS))
  await restart()
  expect(window().openArticles()).toBe(3)
  await store.close()
})

test('many articles of one moment are all read', async () => {
  const { window, poll, restart, store } = await openPoller()
  const many = Array.from({ length: 300 }, (_, n) => ({ ...OTHERS[0], id: `many ${n}` }))
  await poll(at(1, ...many))
  await restart()
  expect(window().openArticles()).toBe(300)
  await store.close()
})
