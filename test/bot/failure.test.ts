import { afterEach, describe, expect, test } from 'vitest'
import { fixedClock, sleep } from '../../src/lib/clock.ts'
import type { Store } from '../../src/ports.ts'
import { openStore } from '../../src/store/open.ts'
import { customIdOf, type Desk, fill, NOW, openDesk } from './desk.ts'

let desk: Desk | undefined
let store: Store | undefined
afterEach(async () => {
  await desk?.close()
  await store?.close()
  desk = undefined
  store = undefined
})

describe('what goes wrong inside', () => {
  test('is logged with a number, and the reader sees the number and no text of an exception', async () => {
    store = await openStore({ path: ':memory:', clock: fixedClock(NOW) })
    desk = await openDesk({ store })
    await store.close()
    const answer = await desk.ask('axis latest')
    const text = await desk.read(answer)
    expect(text).toMatch(/Something went wrong \([A-Z2-7]{6}\)/)
    expect(text).not.toMatch(/database|sqlite|not open/i)
    expect(answer.ephemeral).toBe(true)
    const failed = desk.log.find(({ event }) => event === 'interaction.failed')
    expect(text).toContain(String(failed?.fields.id))
    expect(String(failed?.fields.error)).toContain('not open')
  })

  test('behind a button leaves the message as it was and tells the reader alone', async () => {
    store = await openStore({ path: ':memory:', clock: fixedClock(NOW) })
    desk = await openDesk({ store })
    const list = await desk.ask('axis latest')
    const before = JSON.stringify((await list.whole()).embeds)
    await store.close()
    const page = await desk.press(list, 'Next')
    expect(await desk.read(page)).toContain('Something went wrong')
    expect(JSON.stringify((await list.whole()).embeds)).toBe(before)
  })

  test('in autocomplete offers nothing and ends nothing', async () => {
    store = await openStore({ path: ':memory:', clock: fixedClock(NOW) })
    desk = await openDesk({ store })
    await store.close()
    const { intel } = desk.playground.world.channels
    const offered = await desk.playground.interact.autocomplete(
      'admin',
      intel.id,
      'axis unsubscribe',
      'subscription',
      'a',
    )
    expect(offered).toEqual([])
    expect(desk.bot.ready()).toBe(true)
  })

  test('a lost answer of Discord does not end the bot', async () => {
    desk = await openDesk()
    desk.playground.faults.next(
      { path: '/callback', times: 9 },
      { kind: 'status', status: 500, when: 'before' },
    )
    const lost = desk.ask('axis status').catch((error: Error) => error.message)
    expect(await lost).toContain('no answer')
    desk.playground.faults.clear()
    expect(await desk.read(await desk.ask('axis status'))).toContain('Status')
    expect(desk.log.map(({ event }) => event)).toContain('interaction.lost')
  })
})

describe('what takes long', () => {
  test('is deferred before the three seconds are over, still in private, and answered then', async () => {
    store = await openStore({ path: ':memory:', clock: fixedClock(NOW) })
    await fill(store)
    const real = store.latestStories
    const slow: Store = {
      ...store,
      latestStories: async (filter, page) => {
        await sleep(900)
        return real(filter, page)
      },
    }
    desk = await openDesk({ store: slow }, false)
    const answer = await desk.ask('axis latest')
    expect(answer.type).toBe(5)
    expect(answer.ephemeral).toBe(true)
    expect(answer.ms).toBeLessThan(3000)
    expect(await desk.read(answer)).toContain('Latest')
    expect(answer.data.flags).toBe(64)
    const id = customIdOf(desk.playground, answer, 'Next')
    const message = await answer.whole()
    const page = await desk.playground.interact.button(message.id, id, 'admin')
    expect(page.type).toBe(6)
    await page.until(() => JSON.stringify(page.message()?.embeds).includes('11–11'), 10_000)
    expect(desk.playground.problems()).toEqual([])
  }, 30_000)

  test('a search is deferred as the first thing', async () => {
    desk = await openDesk()
    const answer = await desk.ask('axis search', { query: 'caspian' })
    expect(answer.type).toBe(5)
    expect(answer.data).toEqual({ flags: 64 })
  })
})
