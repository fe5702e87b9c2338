import { describe, expect, test } from 'vitest'
import { simulate } from './simulate.ts'

describe('findAlarms on keys whose ordinary hours are known', () => {
  test.each([
    { mean: 0.3, dispersion: 0.2 },
    { mean: 1, dispersion: 0.2 },
    { mean: 3, dispersion: 0.6 },
  ])('a key of $mean stories an hour, dispersion $dispersion, seldom cries wolf', (key) => {
    const { falseAlarms } = simulate({ ...key, keys: 25, seed: 7 })

    expect(falseAlarms.rising).toBeLessThan(1.3)
    expect(falseAlarms.breaking).toBeLessThan(0.3)
  })

  test('eight times the usual hour is noticed', () => {
    expect(simulate({ mean: 2, dispersion: 0.2, keys: 25, seed: 7 }).caught).toBeGreaterThan(0.9)
  })
})
