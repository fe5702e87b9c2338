import { existsSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { DAY_MS, HOUR_MS, MINUTE_MS } from '../../src/lib/clock.ts'
import type { Article } from '../../src/types.ts'
import { makeNight, makeQuietWeek } from './night.ts'
import { type Channel, replay } from './replay.ts'
import { readStream, STREAM } from './stream.ts'

const START = Date.UTC(2026, 10, 25, 20)
const SPAN_MS = 3 * HOUR_MS
const night = (articles: readonly Article[]) =>
  replay(articles, { start: START, until: START + 3.5 * HOUR_MS, stepMs: 2 * MINUTE_MS })

function expectCalm(channels: readonly Channel[]): void {
  for (const { name, messages, pings, burst } of channels) {
    expect({ name, few: messages <= 25, calm: pings <= 2, slow: burst <= 5 }).toEqual({
      name,
      few: true,
      calm: true,
      slow: true,
    })
  }
}

describe('a breaking night: 900 articles in three hours, in five languages', () => {
  test('posts at most 25 messages and 2 pings a channel with the default presets', async () => {
    const { articles, channels } = await night(
      makeNight({ seed: 1, count: 900, start: START, spanMs: SPAN_MS }),
    )
    expect(articles).toBe(900)
    expectCalm(channels)
    const of = (name: string) => channels.find((channel) => channel.name === name)
    // It is not silent either: the night is told, and kept true in place.
    expect(of('desk')?.messages).toBeGreaterThan(2)
    expect(of('instant')?.messages).toBeGreaterThan(5)
    expect(of('instant')?.edits).toBeGreaterThan(5)
  }, 60_000)

  test('outlets that nobody has placed break as others do: each is a publisher of its own', async () => {
    const placed = makeNight({ seed: 1, count: 300, start: START, spanMs: HOUR_MS })
    const { channels } = await night(placed.map((one) => ({ ...one, camp: 'unknown' })))
    const breaking = channels.find(({ name }) => name === 'breaking')
    expect(breaking?.messages).toBeGreaterThan(0)
    expect(breaking?.messages).toBeLessThanOrEqual(25)
    expect(breaking?.texts.join('\n')).not.toContain('Unknown only')
  }, 60_000)

  test.skipIf(!existsSync(STREAM))(
    'so does the busiest stretch of a real day, told in three hours',
    async () => {
      const { articles, channels } = await night(
        readStream({ count: 900, start: START, spanMs: SPAN_MS }),
      )
      expect(articles).toBe(900)
      expectCalm(channels)
      // It is the night of a war's first day: whoever asked for what is breaking hears of it.
      expect(channels.find(({ name }) => name === 'breaking')?.messages).toBeGreaterThan(0)
    },
    60_000,
  )
})

describe('a quiet week', () => {
  test('posts little, and says why', async () => {
    // A Monday, so that the weekly digest is due at its end.
    const start = Date.UTC(2026, 10, 23, 6)
    const { channels } = await replay(makeQuietWeek(5, start), {
      start,
      until: start + 7 * DAY_MS + 2 * HOUR_MS,
      stepMs: 30 * MINUTE_MS,
    })
    const of = (name: string) => channels.find((channel) => channel.name === name)
    expect(of('breaking')?.messages).toBeLessThanOrEqual(2)
    expect(of('instant')?.messages).toBeLessThanOrEqual(12)
    expect(of('quiet')?.messages).toBeLessThanOrEqual(8)
    expect(of('desk')?.messages).toBeLessThanOrEqual(16)
    expect(of('weekly')?.messages).toBeLessThanOrEqual(2)
    expect(channels.every(({ pings }) => pings <= 4)).toBe(true)
    const said = of('quiet')?.texts.filter((text) => text.includes('No new story here'))
    expect(said?.length).toBeGreaterThan(0)
    expect(said?.[0]).toContain('57 of 58 feeds healthy')
  }, 60_000)
})
