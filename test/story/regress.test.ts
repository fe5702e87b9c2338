import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type RegressRow, regress } from '../../src/story/regress.ts'

const row = (features: readonly number[], isTrue: boolean): RegressRow => ({
  features,
  isTrue,
  weight: 1,
})

describe('regress', () => {
  test('a feature that tells gets a weight of its sign, one that does not gets nearly none', () => {
    const rows = Array.from({ length: 400 }, (_, at) =>
      row([at % 2, -(at % 2), at % 3], at % 10 !== 0 && at % 2 === 1),
    )

    const { weights } = regress(rows, 1)

    expect(weights[0]).toBeGreaterThan(0.5)
    expect(weights[1]).toBeLessThan(-0.5)
    expect(Math.abs(weights[2] ?? 1)).toBeLessThan(0.2)
  })

  test('without any evidence the odds are those of the rows', () => {
    const rows = Array.from({ length: 100 }, (_, at) => row([0], at < 20))

    const { bias } = regress(rows, 1)

    expect(1 / (1 + Math.exp(-bias))).toBeCloseTo(0.2, 2)
  })

  test('a stronger pull never gives a larger weight', () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.float({ min: -3, max: 3, noNaN: true }), fc.boolean()), {
          minLength: 8,
          maxLength: 60,
        }),
        (pairs) => {
          const rows = pairs.map(([value, isTrue]) => row([value], isTrue))
          const weak = Math.abs(regress(rows, 1).weights[0] ?? 0)
          const strong = Math.abs(regress(rows, 100).weights[0] ?? 0)
          expect(strong).toBeLessThanOrEqual(weak + 1e-6)
        },
      ),
    )
  })
})
