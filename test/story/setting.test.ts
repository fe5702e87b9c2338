import { describe, expect, test } from 'vitest'
import { openStream } from '../../src/story/setting.ts'

/** The setting of the last of so many articles, each with these cosines. */
function settingOf(articles: number, cosines: readonly number[]) {
  const stream = openStream()
  let setting = stream.next(cosines)
  for (let at = 1; at < articles; at += 1) setting = stream.next(cosines)
  return setting
}

describe('openStream', () => {
  test('where every article has a near one, repeats are high; where none has, low', () => {
    const told = Math.exp(settingOf(200, [0.8]).repeats)
    const lone = Math.exp(settingOf(200, [0.1]).repeats)

    expect(told).toBeGreaterThan(0.85)
    expect(lone).toBeLessThan(0.05)
  })

  test('density is what the sixth to twelfth nearest are like', () => {
    const cosines = [0.9, 0.8, 0.7, 0.6, 0.5, ...new Array<number>(7).fill(0.2), 0.9]

    expect(settingOf(1, cosines).density).toBeCloseTo(0.2)
  })

  test('of an article whose membership kept five neighbours the density is guessed from the fifth', () => {
    expect(settingOf(1, [0.9, 0.8, 0.7, 0.6, 0.4]).density).toBeCloseTo(0.3)
  })

  test('what was told long ago is forgotten', () => {
    const stream = openStream()
    for (let at = 0; at < 200; at += 1) stream.next([0.9])
    for (let at = 0; at < 128; at += 1) stream.next([0.1])

    expect(Math.exp(stream.next([]).repeats)).toBeLessThan(0.05)
  })

  test('a stream that has just begun is taken for a usual one', () => {
    expect(Math.exp(settingOf(1, [0.9]).repeats)).toBeCloseTo(0.25)
  })
})
