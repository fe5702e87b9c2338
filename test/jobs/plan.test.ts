import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { planDigests } from '../../src/jobs/plan/digests.ts'
import { planInstant } from '../../src/jobs/plan/instant.ts'
import { toPostedStories } from '../../src/jobs/plan/posted.ts'
import { DAY_MS, fixedClock, HOUR_MS, MINUTE_MS } from '../../src/lib/clock.ts'
import { storyId } from '../../src/lib/hash.ts'
import type { Store } from '../../src/ports.ts'
import { openStore } from '../../src/store/open.ts'
import type { Story, Subscription } from '../../src/types.ts'
import { context } from '../card/world.ts'
import {
  makeArticle,
  makeMembership,
  makePoll,
  makeStory,
  makeSubscription,
} from '../store/make.ts'

const SEVEN = Date.UTC(2026, 10, 25, 7)

let clock: ReturnType<typeof fixedClock>
let store: Store

beforeEach(async () => {
  clock = fixedClock(SEVEN)
  store = await openStore({ path: ':memory:', clock })
})

afterEach(() => store.close())

const deps = () => ({
  store,
  clock,
  log: () => {},
  context: async (lang: string) => context({ lang, now: clock.now() }),
})

async function subscribe(subscription: Partial<Subscription> = {}): Promise<Subscription> {
  const one = makeSubscription('s', { createdAt: SEVEN - DAY_MS, ...subscription })
  await store.saveSubscription(one)
  return one
}

/** A story of `families.length` articles, one an outlet, seen at `at`. */
async function tell(
  name: string,
  at: number,
  story: Partial<Story> = {},
  families: readonly string[] = ['north'],
): Promise<void> {
  const articles = families.map((family, index) =>
    makeArticle(`${name}-${family}`, {
      seenAt: at + index,
      outlet: family,
      family,
      tags: { relevance: 'core', actors: ['iran', 'russia'], themes: ['arms-transfers'] },
    }),
  )
  const [first] = articles
  if (!first) throw new Error('a story needs an article')
  const id = storyId(first.id)
  await store.commitPoll(
    makePoll(articles, {
      stories: [makeStory(first, { updatedAt: at, families, title: name, ...story })],
      memberships: articles.map((article) => makeMembership(article, id)),
    }),
  )
}

const texts = async (subscription: Subscription): Promise<string> =>
  JSON.stringify((await store.deliveries(subscription.id, 50)).map(({ body }) => body))

describe('digests', () => {
  test('a slot gets one digest, with the stories of the time before it', async () => {
    const subscription = await subscribe()
    await tell('Inside the day', SEVEN - HOUR_MS)
    await tell('Long before', SEVEN - 3 * DAY_MS)
    expect(await planDigests(deps())).toBe(1)
    expect(await planDigests(deps())).toBe(0)
    expect(await texts(subscription)).toContain('Inside the day')
    expect(await texts(subscription)).not.toContain('Long before')
  })

  test('a tick that was missed loses nothing', async () => {
    const subscription = await subscribe()
    await tell('Inside the day', SEVEN - HOUR_MS)
    clock.set(SEVEN + 2 * HOUR_MS)
    expect(await planDigests(deps())).toBe(1)
    expect(await texts(subscription)).toContain('late')
  })

  test('days of silence are one catch-up that says so and begins where the last digest ended', async () => {
    const subscription = await subscribe()
    await planDigests(deps())
    await tell('Two days ago', SEVEN + HOUR_MS)
    clock.set(SEVEN + 3 * DAY_MS)
    await planDigests(deps())
    expect(await store.deliveries(subscription.id, 9)).toHaveLength(2)
    expect(await texts(subscription)).toContain('It catches up with 2 missed digests.')
    expect(await texts(subscription)).toContain('Two days ago')
  })

  test('a role is called once in two hours and four times a day, however many slots there are', async () => {
    const times = Array.from({ length: 12 }, (_, n) => `${String(2 * n).padStart(2, '0')}:30`)
    const subscription = await subscribe({ times, notify: 'role', mention: '4000' })
    for (let hour = 0; hour < 24; hour += 1) {
      clock.set(SEVEN + hour * HOUR_MS + 40 * MINUTE_MS)
      await tell(`Of hour ${hour}`, clock.now() - MINUTE_MS)
      await planDigests(deps())
    }
    const made = await store.deliveries(subscription.id, 50)
    expect(made.length).toBeGreaterThan(10)
    expect(made.filter((one) => one.body.content?.includes('<@&4000>'))).toHaveLength(4)
  })

  test('two planners write one digest', async () => {
    const subscription = await subscribe()
    const written = await Promise.all([planDigests(deps()), planDigests(deps())])
    expect(written.toSorted()).toEqual([0, 1])
    expect(await store.deliveries(subscription.id, 9)).toHaveLength(1)
  })

  test('a story that was still being read when a digest was planned is in the next one', async () => {
    const subscription = await subscribe({ empty: 'skip' })
    await tell('In time', SEVEN - HOUR_MS)
    await planDigests(deps())
    await tell('Seen in time, stored late', SEVEN - MINUTE_MS)
    clock.set(SEVEN + DAY_MS)
    await planDigests(deps())
    const [next] = await store.deliveries(subscription.id, 1)
    expect(JSON.stringify(next?.body)).toContain('Seen in time, stored late')
    expect(JSON.stringify(next?.body)).not.toContain('"In time')
    clock.set(SEVEN + 2 * DAY_MS)
    await planDigests(deps())
    expect(await store.deliveries(subscription.id, 9)).toHaveLength(2)
  })

  test('an empty digest is said once, then skipped until there is something again', async () => {
    const subscription = await subscribe()
    const count = async () => (await store.deliveries(subscription.id, 50)).length
    await planDigests(deps())
    expect(await count()).toBe(1)
    clock.set(SEVEN + DAY_MS)
    await planDigests(deps())
    expect(await count()).toBe(1)
    await tell('Something again', SEVEN + DAY_MS + HOUR_MS)
    clock.set(SEVEN + 2 * DAY_MS)
    await planDigests(deps())
    expect(await count()).toBe(2)
  })

  test('what a digest showed is remembered for its channel', async () => {
    const subscription = await subscribe()
    await tell('Inside the day', SEVEN - HOUR_MS)
    await planDigests(deps())
    const [delivery] = await store.deliveries(subscription.id, 1)
    if (!delivery) throw new Error('no delivery')
    const posted = await toPostedStories({ ...delivery, messageId: '1' }, store, SEVEN)
    expect(posted).toMatchObject([{ mode: 'digest', families: ['north'], messageId: '1' }])
  })
})

const BREAKING = { mode: 'breaking', maxPerHour: 3, times: [] } as const
const GRAVE = { relevance: 'core', severity: 'high' } as const

describe('instant and breaking', () => {
  test('breaking names a core story of high severity with three origins, once', async () => {
    const subscription = await subscribe(BREAKING)
    await tell('Three tell it', SEVEN - MINUTE_MS, GRAVE, ['north', 'south', 'west'])
    await tell('One tells it', SEVEN - MINUTE_MS, GRAVE, ['east'])
    await planInstant(deps())
    await planInstant(deps())
    expect(await store.deliveries(subscription.id, 9)).toHaveLength(1)
    expect(await texts(subscription)).toContain('Three tell it')
  })

  test('by default a related story breaks when it is critical, and only then', async () => {
    const filters = { themes: [], actors: [], relevance: 'core', camps: [], langs: [] } as const
    const subscription = await subscribe({ ...BREAKING, filters })
    const related = { ...GRAVE, relevance: 'related' as const }
    const outlets = ['north', 'south', 'west']
    await tell('Grave and near', SEVEN - MINUTE_MS, { ...related, severity: 'critical' }, outlets)
    await tell('Only near', SEVEN - MINUTE_MS, { ...related, severity: 'high' }, outlets)
    await planInstant(deps())
    expect(await store.deliveries(subscription.id, 9)).toHaveLength(1)
    expect(await texts(subscription)).toContain('Grave and near')
  })

  test('a story of a first poll starts no message', async () => {
    const subscription = await subscribe({ mode: 'instant', times: [] })
    await tell('Old news', SEVEN - MINUTE_MS, { relevance: 'core', backlog: true })
    await planInstant(deps())
    expect(await store.deliveries(subscription.id, 9)).toEqual([])
  })

  test('a paused subscription is owed nothing', async () => {
    const subscription = await subscribe({ mode: 'instant', times: [], pausedReason: 'by hand' })
    await tell('News', SEVEN - MINUTE_MS, { relevance: 'core' })
    await planInstant(deps())
    expect(await store.deliveries(subscription.id, 9)).toEqual([])
  })
})
