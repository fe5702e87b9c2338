import { afterEach, beforeEach, expect, test } from 'vitest'
import { planAll } from '../../src/jobs/plan/plan.ts'
import { fixedClock, HOUR_MS, SECOND_MS } from '../../src/lib/clock.ts'
import type { Store } from '../../src/ports.ts'
import { openStore } from '../../src/store/open.ts'
import { context } from '../card/world.ts'
import { makeArticle, makePoll, makeStory, makeSubscription } from '../store/make.ts'

const NOON = Date.UTC(2026, 10, 25, 12)
const { id: INSTANT } = makeSubscription('s')

let clock: ReturnType<typeof fixedClock>
let store: Store
let looks = 0

beforeEach(async () => {
  clock = fixedClock(NOON)
  looks = 0
  const plain = await openStore({ path: ':memory:', clock })
  // Notes are read whenever an instant subscription is planned.
  store = {
    ...plain,
    deliveryNotes: (...args) => {
      looks += 1
      return plain.deliveryNotes(...args)
    },
  }
  await store.saveSubscription(
    makeSubscription('s', { mode: 'instant', times: [], createdAt: NOON - HOUR_MS }),
  )
})
afterEach(() => store.close())

const memory = {}
const plan = () =>
  planAll({
    store,
    clock,
    log: () => {},
    context: async (lang) => context({ lang, now: clock.now() }),
    memory,
  })

test('a round without news plans nothing anew; a story is told by the next one, and time is asked every 30 s', async () => {
  await plan()
  expect(looks).toBe(1)
  clock.set(NOON + 5 * SECOND_MS)
  await plan()
  expect(looks).toBe(1)
  const article = makeArticle('news', { seenAt: clock.now(), tags: { relevance: 'core' } })
  await store.commitPoll(makePoll([article], { stories: [makeStory(article)] }))
  clock.set(NOON + 10 * SECOND_MS)
  await plan()
  expect(looks).toBe(2)
  expect(await store.deliveries(INSTANT, 5)).toHaveLength(1)
  clock.set(NOON + 41 * SECOND_MS)
  await plan()
  expect(looks).toBe(3)
})
