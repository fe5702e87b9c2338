import { afterEach, expect, test } from 'vitest'
import { DAY_MS, HOUR_MS } from '../../src/lib/clock.ts'
import { type Newsroom, openNewsroom } from './newsroom.ts'

/** Monday, 07:00 UTC. */
const MONDAY = Date.UTC(2026, 10, 30, 7)
const WEEKLY = {
  mode: 'digest',
  preset: 'weekly',
  times: ['07:00'],
  days: [1],
  notify: 'silent',
} as const

let room: Newsroom
afterEach(() => room.close())

async function liveThreeWeeks(): Promise<void> {
  await room.subscribe({ ...WEEKLY, createdAt: MONDAY - 22 * DAY_MS })
  for (let day = 0; day < 21; day += 1) {
    room.clock.set(MONDAY - 21 * DAY_MS + day * DAY_MS + HOUR_MS)
    await room.tell(`Talks of day ${day}.`, { themes: ['diplomacy'] })
    if (day < 14) continue
    const families = ['north', 'south', 'west', 'east'].slice(0, 1 + (day % 4))
    await room.tell(`Sanctions of day ${day}.`, { themes: ['sanctions'], families })
    await room.tell(`More sanctions of day ${day}.`, { themes: ['sanctions'] })
  }
}

test('a weekly digest compares the week, shows the five best corroborated stories and one chart', async () => {
  const chart = { name: 'week.png', data: new Uint8Array([137, 80, 78, 71]), alt: 'The week' }
  room = await openNewsroom(MONDAY, { weeklyChart: async () => chart })
  await liveThreeWeeks()
  await room.tick(MONDAY - room.clock.now())
  const [message] = room.messages()
  const [text = ''] = room.read()
  expect(room.messages()).toHaveLength(1)
  expect(text).toContain('Weekly')
  expect(text).toContain('mean of the 2 weeks before 7')
  expect(text).toContain('Sanctions 14 (new)')
  expect(text).not.toContain('Diplomacy 7')
  expect(text).toContain('Best corroborated · 5')
  expect(text).toContain('+16 more')
  expect(message?.attachments.map(({ filename }) => filename)).toEqual(['week.png'])
  expect(message?.attachments.map(({ description }) => description)).toEqual(['The week'])
  expect(JSON.stringify(message?.embeds)).toContain('attachment://week.png')
  expect(room.playground.problems()).toEqual([])
})

test('a chart that cannot be drawn is left out, and the digest says the same in words', async () => {
  room = await openNewsroom(MONDAY, {
    weeklyChart: async () => {
      throw new Error('no font')
    },
  })
  await liveThreeWeeks()
  await room.tick(MONDAY - room.clock.now())
  expect(room.messages()).toHaveLength(1)
  expect(room.read()[0]).toContain('Sanctions 14 (new)')
  expect(room.log).toContain('digest.chartless')
})
