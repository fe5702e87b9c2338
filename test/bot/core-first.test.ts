import { describe, expect, test } from 'vitest'
import { coreFirst } from '../../src/bot/core-first.ts'
import { fixedClock } from '../../src/lib/clock.ts'
import { openStore } from '../../src/store/open.ts'
import { DAY, makeArticle, makePoll } from '../store/make.ts'

/** Ten stories a minute apart, every third of them core. */
async function seeded() {
  const store = await openStore({ path: ':memory:', clock: fixedClock(DAY) })
  for (let n = 0; n < 10; n += 1) {
    const relevance = n % 3 === 0 ? 'core' : 'related'
    const article = makeArticle(`story ${n}`, { seenAt: DAY + n * 60_000, tags: { relevance } })
    await store.commitPoll(makePoll([article]))
  }
  return store
}

const names = (items: readonly { readonly title: string }[]): readonly string[] =>
  items.map(({ title }) => title.replace('Title of story ', ''))

describe('the newest stories', () => {
  test('core stand before related, each newest first, across pages', async () => {
    const store = await seeded()
    const pages = [0, 3, 6, 9].map((offset) => coreFirst(store, {}, { limit: 3, offset }))
    const items = (await Promise.all(pages)).flatMap((page) => page.items)
    expect(names(items)).toEqual(['9', '6', '3', '0', '8', '7', '5', '4', '2', '1'])
    await store.close()
  })

  test('the total counts both', async () => {
    const store = await seeded()
    expect((await coreFirst(store, {}, { limit: 3, offset: 0 })).total).toBe(10)
    expect((await coreFirst(store, { relevance: 'core' }, { limit: 3, offset: 0 })).total).toBe(4)
    await store.close()
  })
})
