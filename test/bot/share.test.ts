import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { customIdOf, type Desk, openDesk } from './desk.ts'

let desk: Desk
beforeEach(async () => {
  desk = await openDesk()
})
afterEach(() => desk.close())

const intel = () => desk.playground.world.channels.intel.id
const news = () => desk.playground.world.channels.news.id
const hasShare = (answer: Awaited<ReturnType<Desk['ask']>>): boolean => {
  try {
    return customIdOf(desk.playground, answer, 'Share here') !== ''
  } catch {
    return false
  }
}

describe('Share here', () => {
  test('shows the private answer to everybody, without its buttons', async () => {
    const answer = await desk.ask('axis latest', {}, 'reader')
    const shared = await desk.press(answer, 'Share here', 'reader')
    expect(shared.ephemeral).toBe(false)
    const [message] = desk.playground.messages(intel())
    expect(JSON.stringify(message?.embeds)).toContain('Latest · last 24 h')
    expect(message?.components).toEqual([])
    expect(desk.playground.problems()).toEqual([])
  })

  test('is offered only in the channels that an admin named, threads of them among these', async () => {
    await desk.ask('axis-admin settings sharing', { channel: news() })
    expect(hasShare(await desk.ask('axis latest'))).toBe(false)
    expect(hasShare(await desk.ask('axis latest', {}, 'admin', news()))).toBe(true)
    const shown = await desk.ask('axis-admin settings sharing', { channel: news() })
    expect(await desk.read(shown)).toContain('Sharing on\n')
    expect(hasShare(await desk.ask('axis latest'))).toBe(true)
  })

  test('that was turned off since is refused', async () => {
    const answer = await desk.ask('axis latest')
    await desk.ask('axis-admin settings sharing', { allow: 'off' })
    const refused = await desk.press(answer, 'Share here')
    expect(await desk.read(refused)).toContain('Sharing is off in this server')
    expect(desk.playground.messages(intel())).toEqual([])
  })
})

describe('answers that are public at once', () => {
  beforeEach(async () => {
    await desk.ask('axis-admin settings sharing', { answers: 'public' })
  })

  test('are seen by everybody; their pager answers who presses alone', async () => {
    const answer = await desk.ask('axis latest', {}, 'reader')
    expect(answer.ephemeral).toBe(false)
    expect(hasShare(answer)).toBe(false)
    const page = await desk.press(answer, 'Next', 'analyst')
    expect(page.ephemeral).toBe(true)
    expect(await desk.read(page)).toContain('11–11 of 11 stories')
    expect(await desk.read(answer)).toContain('1–10 of 11 stories')
    expect(desk.playground.problems()).toEqual([])
  })

  test('do not show failures, settings and subscriptions to others', async () => {
    const failed = await desk.ask('axis why', { what: 'no such story' })
    expect(failed.ephemeral).toBe(true)
    for (const line of ['axis subs list', 'axis-admin settings show']) {
      expect((await desk.ask(line)).ephemeral).toBe(true)
    }
    expect(desk.playground.messages(intel())).toEqual([])
    expect(desk.playground.problems()).toEqual([])
  })

  test('that were deferred in public say there what went wrong', async () => {
    const answer = await desk.ask('axis search', { query: '(' })
    expect(await desk.read(answer)).toContain('this parenthesis is never closed')
    expect(desk.playground.messages(intel())).toHaveLength(1)
  })

  test('stay private where sharing is not allowed', async () => {
    await desk.ask('axis-admin settings sharing', { channel: news() })
    expect((await desk.ask('axis latest')).ephemeral).toBe(true)
    expect((await desk.ask('axis latest', {}, 'admin', news())).ephemeral).toBe(false)
  })
})
