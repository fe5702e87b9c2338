import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { planInstant } from '../../src/jobs/plan/instant.ts'
import { readActivity, readTrends } from '../../src/jobs/trends/answer.ts'
import { askRecount, readAlarms, watchTrends } from '../../src/jobs/trends/trends.ts'
import { fixedClock } from '../../src/lib/clock.ts'
import { storyId } from '../../src/lib/hash.ts'
import type { Store } from '../../src/ports.ts'
import { openStore } from '../../src/store/open.ts'
import type { Story, TaggedArticle } from '../../src/types.ts'
import { context, PACK } from '../card/world.ts'
import {
  DAY,
  HOUR,
  makeArticle,
  makeFeedState,
  makeMembership,
  makePoll,
  makeStory,
  makeSubscription,
} from '../store/make.ts'

const DAYS = 24 * HOUR
const clock = fixedClock(DAY)
let store: Store

beforeEach(async () => {
  clock.set(DAY)
  store = await openStore({ path: ':memory:', clock })
})
afterEach(() => store.close())

const watch = () => watchTrends({ store, clock, log: () => undefined, pack: PACK })

/** A story of Russia and Iran that began at `at`. */
function tell(name: string, at: number, changes: Partial<Story> = {}) {
  const article = makeArticle(name, {
    seenAt: at,
    tags: { actors: ['iran', 'irgc', 'russia'], themes: ['arms-transfers'] },
  })
  return { article, story: makeStory(article, changes) }
}

async function poll(told: readonly ReturnType<typeof tell>[], at: number): Promise<void> {
  const articles: readonly TaggedArticle[] = told.map(({ article }) => article)
  const state = makeFeedState('north-wire', {
    firstSuccessAt: DAY,
    succeededAt: at,
    checkedAt: at,
  })
  const stories = told.map(({ story }) => story)
  await store.commitPoll({ ...makePoll(articles), at, stories, state })
}

/** One story at noon of every day, a reading every hour, counted once a day. */
async function pass(days: number): Promise<void> {
  for (let day = 0; day < days; day += 1) {
    for (let hour = 0; hour < 24; hour += 1) {
      const at = DAY + day * DAYS + hour * HOUR
      clock.set(at)
      await poll(hour === 12 ? [tell(`day-${day}`, at)] : [], at)
      await watch()
    }
  }
}

const burst = (at: number, many: number): readonly ReturnType<typeof tell>[] =>
  Array.from({ length: many }, (_, n) =>
    tell(`burst-${n}`, at + n, { families: [`paper-${n}.example`] }),
  )

describe('watchTrends', () => {
  test('a burst after two weeks is an alarm of its pair, its actors and its theme', async () => {
    await pass(15)
    const at = DAY + 15 * DAYS
    clock.set(at)
    await poll(burst(at, 8), at)

    const alarms = await watch()

    expect(alarms.map(({ kind, id }) => `${kind} ${id}`).sort()).toEqual([
      'actor iran',
      'actor irgc',
      'actor russia',
      'pair iran|russia',
      'theme arms-transfers',
    ])
    expect(alarms[0]).toMatchObject({ level: 'breaking', at, stories: 8, publishers: 8 })
    expect(alarms[0]?.windowMs).toBeGreaterThanOrEqual(14 * DAYS)
    expect(await readAlarms(store)).toEqual(alarms)
  })

  test('there is none while less was seen than two weeks', async () => {
    await pass(10)
    const at = DAY + 10 * DAYS + HOUR
    clock.set(at)
    await poll(burst(at, 8), at)

    expect(await watch()).toEqual([])
  })

  test('an alarm grows with its hour, and stays when the hour is over', async () => {
    await pass(15)
    const at = DAY + 15 * DAYS
    clock.set(at)
    await poll(burst(at, 5), at)
    const before = (await watch()).find(({ kind }) => kind === 'pair')
    clock.set(at + HOUR / 2)
    await poll(burst(at, 9), at + HOUR / 2)
    const after = (await watch()).filter(({ kind }) => kind === 'pair')
    clock.set(at + 5 * DAYS)
    const later = (await watch()).filter(({ kind }) => kind === 'pair')

    expect(before?.stories).toBe(5)
    expect(after.map(({ stories }) => stories)).toEqual([9])
    expect(later).toEqual(after)
  })

  test('a first poll is neither counted nor an alarm', async () => {
    await pass(15)
    const at = DAY + 15 * DAYS
    clock.set(at)
    await poll(
      burst(at, 20).map(({ article, story }) => ({ article, story: { ...story, backlog: true } })),
      at,
    )

    expect(await watch()).toEqual([])
  })

  test('counting again counts the same', async () => {
    await pass(3)
    const days = { since: '2026-11-25', until: '2026-11-28' }
    const first = await store.dayCounts({ kind: 'pair', ...days })
    for (const _again of [1, 2]) {
      await store.setMeta('trends.mark', 'forgotten')
      await watch()
    }

    expect(await store.dayCounts({ kind: 'pair', ...days })).toEqual(first)
    expect(first.map(({ id, hours }) => [id, hours])).toEqual(
      Array.from({ length: 3 }, () => [
        ['iran|russia', [[12, 1, 1]]],
        ['irgc|russia', [[12, 1, 1]]],
      ])
        .flat()
        .sort(),
    )
  })

  test('while nothing new was told in the hour, nothing is counted', async () => {
    await pass(1)
    const [day, kind] = ['2026-11-25', 'actor'] as const
    await store.saveDayCounts(day, false, [])
    await watch()
    expect(await store.dayCounts({ kind, since: day, until: day })).toEqual([])

    await poll([tell('late', clock.now() + 1)], clock.now() + 1)
    await watch()
    expect(await store.dayCounts({ kind, since: day, until: day })).not.toEqual([])
  })

  test('when a pack was applied anew, every day is counted again', async () => {
    await pass(6)
    const [day, kind] = ['2026-11-25', 'actor'] as const
    const before = await store.dayCounts({ kind, since: day, until: day })
    await store.saveDayCounts(day, false, [])
    await askRecount(store)
    await watch()

    expect(before).not.toEqual([])
    expect(await store.dayCounts({ kind, since: day, until: day })).toEqual(before)
  })

  test('counts of stories that are gone stay, also when all is counted again', async () => {
    await pass(8)
    const [day, kind] = ['2026-11-25', 'actor'] as const
    const before = await store.dayCounts({ kind, since: day, until: day })
    for (let removed = 1; removed > 0; ) {
      removed = await store.prune({ articles: DAY + 2 * DAYS }, 50)
    }
    await askRecount(store)
    await watch()

    expect(await store.dayCounts({ kind, since: day, until: day })).toEqual(before)
  })

  test('a story that joins another later leaves the counts', async () => {
    await pass(1)
    const { story } = tell('day-0', DAY + 12 * HOUR)
    const elder = tell('elder', DAY + 11 * HOUR)
    const now = DAY + DAYS
    clock.set(now)
    const merged = { ...story, mergedInto: storyId(elder.article.id) }
    await store.commitPoll({
      ...makePoll([elder.article]),
      at: now,
      stories: [elder.story, merged],
      state: makeFeedState('north-wire', { firstSuccessAt: DAY, succeededAt: now }),
    })
    await watch()

    const counts = await store.dayCounts({
      kind: 'actor',
      id: 'iran',
      since: '2026-11-25',
      until: '2026-11-25',
    })
    expect(counts.map(({ hours }) => hours)).toEqual([[[11, 1, 1]]])
  })

  test('before any feed was read there is nothing to count', async () => {
    expect(await watch()).toEqual([])
    expect(
      await store.dayCounts({ kind: 'watched', since: '2026-01-01', until: '2026-12-31' }),
    ).toEqual([])
  })
})

describe('a breaking message', () => {
  /** A grave story of three publishers, begun at `at`. */
  async function pollGrave(at: number): Promise<void> {
    const articles = ['a', 'b', 'c'].map((name) =>
      makeArticle(`grave-${name}`, {
        family: `${name}.example`,
        outlet: `Paper ${name}`,
        seenAt: at,
        tags: { relevance: 'core', actors: ['iran', 'russia'], themes: ['arms-transfers'] },
      }),
    )
    const [first] = articles
    if (first === undefined) throw new Error('no article')
    const story = makeStory(first, {
      relevance: 'core',
      severity: 'critical',
      articleCount: 3,
      families: articles.map(({ family }) => family),
    })
    const memberships = articles.map((article) => makeMembership(article, story.id))
    const state = makeFeedState('north-wire', { firstSuccessAt: DAY, succeededAt: at })
    await store.commitPoll({ ...makePoll(articles), at, stories: [story], memberships, state })
  }

  async function planned(): Promise<string> {
    const subscription = makeSubscription('loud', { mode: 'breaking', createdAt: DAY })
    await store.saveSubscription(subscription)
    await planInstant({
      store,
      clock,
      log: () => undefined,
      // As main.ts makes it.
      context: async (lang) => context({ lang, now: clock.now(), alarms: await readAlarms(store) }),
    })
    const deliveries = await store.deliveries(subscription.id, 10)
    return JSON.stringify(deliveries.map(({ body }) => body)).replaceAll('\\', '')
  }

  test('names a story, and of a burst says how far from normal its hour is', async () => {
    await pass(15)
    const at = DAY + 15 * DAYS
    clock.set(at)
    await poll(burst(at, 8), at)
    await pollGrave(at)
    await watch()
    const told = await planned()

    expect(told).toContain('Title of grave-a')
    expect(told).toContain('Arms transfers: far above normal')
    expect(told).toContain('9 stories in an hour, under 0.1 expected')
    expect(told).toContain('15 days of history')
  })

  test('comes without a word of it where no baseline is', async () => {
    await pass(2)
    const at = DAY + 2 * DAYS
    clock.set(at)
    await poll(burst(at, 8), at)
    await pollGrave(at)
    await watch()
    const told = await planned()

    expect(told).toContain('Title of grave-a')
    expect(told).not.toContain('normal')
  })
})

describe('readTrends', () => {
  test('says how much history there is and how much the window needs', async () => {
    await pass(3)
    const trends = await readTrends(store, { windowMs: DAYS }, PACK, clock.now())

    expect(trends.historyMs).toBe(2 * DAYS)
    expect(trends.historyNeededMs).toBe(14 * DAYS)
    expect(trends.actors.map(({ id, stories, usual }) => [id, stories, usual])).toEqual([
      ['iran', 1, undefined],
      ['irgc', 1, undefined],
      ['russia', 1, undefined],
    ])
  })

  test('an actor is asked for its themes and its partners, a theme for its actors', async () => {
    await pass(2)
    const ofActor = await readTrends(
      store,
      { windowMs: 2 * DAYS, actor: 'russia' },
      PACK,
      clock.now(),
    )
    const ofTheme = await readTrends(
      store,
      { windowMs: 2 * DAYS, theme: 'arms-transfers' },
      PACK,
      clock.now(),
    )

    expect(ofActor.themes).toEqual([{ id: 'arms-transfers', stories: 2 }])
    expect(ofActor.actors.map(({ id }) => id)).toEqual(['iran', 'irgc'])
    expect(ofTheme.actors.map(({ id }) => id)).toEqual(['iran', 'irgc', 'russia'])
  })

  test('pairs are those of actors that are no part of another', async () => {
    await pass(2)
    const { pairs } = await readTrends(store, { windowMs: DAYS }, PACK, clock.now())

    expect(pairs).toEqual([{ id: 'iran|russia', stories: 1 }])
  })
})

describe('readActivity', () => {
  test('gives every day of the window, the stories under their first theme', async () => {
    await pass(3)
    const activity = await readActivity(store, { kind: 'actor', id: 'iran' }, 4, clock.now())

    expect(activity).toEqual({
      days: ['2026-11-24', '2026-11-25', '2026-11-26', '2026-11-27'],
      series: [{ id: 'arms-transfers', values: [0, 1, 1, 1] }],
      usual: [undefined, undefined, undefined, undefined],
      sample: false,
    })
  })
})
