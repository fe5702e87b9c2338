// What story, lens, trends, timeline and pair answer, as the store gives it: pure data, no card.
// `vitest -u` rewrites the golden files.

import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { readDated } from '../../src/bot/dated-list.ts'
import { readActivity, readTrends } from '../../src/jobs/trends/answer.ts'
import { watchTrends } from '../../src/jobs/trends/trends.ts'
import { fixedClock } from '../../src/lib/clock.ts'
import { toLens } from '../../src/lib/lens.ts'
import type { DayCount, Store } from '../../src/ports.ts'
import { openStore } from '../../src/store/open.ts'
import { openClusterer } from '../../src/story/cluster.ts'
import { toDays } from '../../src/trend/count.ts'
import type { Match, TaggedArticle } from '../../src/types.ts'
import { CAMPS, PACK } from '../card/world.ts'
import { DAY, HOUR, makeArticle, makeFeedState } from '../store/make.ts'

const DAYS = 24 * HOUR
const NOW = DAY + 9 * HOUR
const clock = fixedClock(NOW)
let store: Store

const signal: Match = {
  kind: 'signal',
  ref: 'delivery',
  field: 'title',
  text: 'shipped',
  at: 0,
  points: 6,
}

type Told = {
  readonly outlet: string
  readonly camp: string
  readonly lang?: string
  readonly hour: number
  readonly title: string
  readonly summary: string
}

function tell({ outlet, camp, lang = 'en', hour, title, summary }: Told): TaggedArticle {
  const name = outlet.toLowerCase().replace(/\W+/gu, '-')
  return makeArticle(`${name} ${title}`, {
    feedId: name,
    outlet,
    family: `${name}.example`,
    camp,
    title,
    summary,
    link: `https://${name}.example/${hour}`,
    canonicalUrl: `https://${name}.example/${hour}`,
    seenAt: DAY + hour * HOUR,
    publishedAt: DAY + hour * HOUR,
    tags: {
      lang,
      relevance: 'core',
      actors: ['iran', 'russia'],
      themes: ['arms-transfers'],
      matches: [signal],
    },
  })
}

/** One shipment as three camps tell it, and another story of the same two. */
const ARTICLES: readonly TaggedArticle[] = [
  tell({
    outlet: 'Harbour Post',
    camp: 'western',
    hour: 1,
    title: 'Iran shipped 120 drones to Russia across the inland sea, officials say',
    summary:
      'A cargo ship carried 120 drones across the inland sea to a Russian port on Monday, two officials said. Reuters reports that the ship left again empty.',
  }),
  tell({
    outlet: 'Dnipro Ledger',
    camp: 'ukraine',
    hour: 2,
    title: 'Iran shipped 140 drones to Russia across the inland sea, Kyiv says',
    summary:
      'Kyiv says that a cargo ship with 140 drones reached a Russian port across the inland sea on Monday.',
  }),
  tell({
    outlet: 'Alborz News',
    camp: 'iran-state',
    hour: 3,
    title: 'Iran denies it shipped drones to Russia across the inland sea',
    summary: 'The foreign ministry called the report of drones shipped to Russia baseless.',
  }),
  tell({
    outlet: 'Harbour Post',
    camp: 'western',
    hour: 7,
    title: 'Ministers of both countries meet over railway tariffs in spring',
    summary: 'The transport ministers met to settle what freight pays on the new railway line.',
  }),
]

beforeAll(async () => {
  store = await openStore({ path: ':memory:', clock })
  const clusterer = openClusterer({ camps: CAMPS })
  for (const article of ARTICLES) {
    const { stories, memberships } = clusterer.add([article], article.seenAt)
    await store.commitPoll({
      at: article.seenAt,
      state: makeFeedState(article.feedId, {
        firstSuccessAt: DAY,
        succeededAt: article.seenAt,
        checkedAt: article.seenAt,
      }),
      articles: [article],
      again: [],
      stories,
      memberships,
    })
  }
  for (const day of toDays(DAY - 20 * DAYS, DAY + HOUR)) {
    const last = day === '2026-11-25' ? 1 : 24
    const hours = Array.from({ length: last }, (_, hour) => [hour, 1, 1] as const)
    const count = (kind: DayCount['kind'], id: string): DayCount => ({ day, kind, id, hours })
    await store.saveDayCounts(day, true, [
      { ...count('watched', ''), hours: hours.map(([hour]) => [hour, 0, 0] as const) },
      count('actor', 'iran'),
      count('actor', 'ukraine'),
      count('theme', 'arms-transfers'),
      count('pair', 'iran|ukraine'),
    ])
  }
  await watchTrends({ store, clock, log: () => undefined, pack: PACK })
})
afterAll(() => store.close())

const golden = (name: string, answer: unknown) =>
  expect(`${JSON.stringify(answer, null, 2)}\n`).toMatchFileSnapshot(`golden/${name}.json`)

async function findShipment() {
  const page = await store.latestStories({ since: DAY - DAYS }, { limit: 10, offset: 0 })
  const found = page.items.find(({ title }) => title.includes('drones'))
  const detail = found === undefined ? undefined : await store.findStory(found.id)
  if (detail === undefined) throw new Error('the shipment is not stored')
  return detail
}

describe('answers come from the store as data', () => {
  test('story: one event, its articles by camp, corroborated and weighed', async () => {
    const detail = await findShipment()

    expect(detail.articles.map(({ camp }) => camp)).toEqual(['western', 'ukraine', 'iran-state'])
    expect(detail.story.families).toHaveLength(3)
    expect(detail.story.origins).toEqual(['Reuters'])
    // How like two articles are is the clusterer's own affair.
    const articles = detail.articles.map(({ membership, ...article }) => ({
      ...article,
      membership: { side: membership.side, linkedBy: membership.linkedBy },
    }))
    await golden('story', { story: detail.story, articles })
  })

  test('lens: what the camps do not share', async () => {
    const lens = toLens(await findShipment(), CAMPS)

    expect(lens.differing).toEqual({ verbs: ['deny', 'say'], numbers: ['120', '140'] })
    await golden('lens', lens)
  })

  test('timeline: stories of an actor, oldest first', async () => {
    const list = await readDated(store, { a: 'iran', d: '7' }, 0, NOW)

    expect(list.items.map(({ openedAt }) => openedAt)).toEqual([DAY + HOUR, DAY + 7 * HOUR])
    await golden('timeline', list)
  })

  test('pair: what ties two actors, with their days', async () => {
    const list = await readDated(store, { a: 'iran', b: 'russia', d: '7' }, 0, NOW)
    const activity = await readActivity(store, { kind: 'pair', id: 'iran|russia' }, 7, NOW)

    expect(list.total).toBe(2)
    expect(activity.series[0]?.values.at(-1)).toBe(2)
    await golden('pair', { list, activity })
  })

  test('trends: each key beside its past, with the history that this rests on', async () => {
    const trends = await readTrends(store, { windowMs: DAYS }, PACK, NOW)

    expect(trends.historyMs).toBeGreaterThan(trends.historyNeededMs)
    expect(trends.sample).toBe(true)
    expect(trends.themes[0]?.usual?.expected).toBeGreaterThan(1)
    await golden('trends', trends)
  })
})
