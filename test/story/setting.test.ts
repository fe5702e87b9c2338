import { describe, expect, test } from 'vitest'
import { MINUTE_MS } from '../../src/lib/clock.ts'
import { openStream } from '../../src/story/setting.ts'
import { NOON } from './article.ts'

/** The setting of the last of so many articles, one every `minutes`, each with these cosines. */
function settingOf(articles: number, minutes: number, cosines: readonly number[]) {
  const stream = openStream()
  let setting = stream.next(NOON, cosines)
  for (let at = 1; at < articles; at += 1) {
    setting = stream.next(NOON + at * minutes * MINUTE_MS, cosines)
  }
  return setting
}

describe('openStream', () => {
  test('where every article has a near one, repeats are high; where none has, low', () => {
    const told = Math.exp(settingOf(200, 5, [0.8]).repeats)
    const lone = Math.exp(settingOf(200, 5, [0.1]).repeats)

    expect(told).toBeGreaterThan(0.85)
    expect(lone).toBeLessThan(0.05)
  })

  test('pace is the log of the minutes between two articles, within bounds', () => {
    expect(Math.exp(settingOf(200, 20, []).pace)).toBeCloseTo(20, -1)
    expect(Math.exp(settingOf(200, 0, []).pace)).toBeGreaterThanOrEqual(0.5)
    expect(settingOf(200, 10_000_000, []).pace).toBeLessThanOrEqual(7)
  })

  test('density is what the sixth to twelfth nearest are like', () => {
    const cosines = [0.9, 0.8, 0.7, 0.6, 0.5, ...new Array<number>(7).fill(0.2), 0.9]

    expect(settingOf(1, 5, cosines).density).toBeCloseTo(0.2)
  })

  test('of an article whose membership kept five neighbours the density is guessed from the fifth', () => {
    expect(settingOf(1, 5, [0.9, 0.8, 0.7, 0.6, 0.4]).density).toBeCloseTo(0.3)
  })

  test('a stream that has just begun is taken for a usual one', () => {
    const { repeats, pace } = settingOf(1, 5, [0.9])

    expect(Math.exp(repeats)).toBeCloseTo(0.25)
    expect(Math.exp(pace)).toBeCloseTo(10)
  })
})
