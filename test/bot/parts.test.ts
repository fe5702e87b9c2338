import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { toCooldown } from '../../src/bot/cooldown.ts'
import { namedLabel, toNames } from '../../src/bot/names.ts'
import { findState, keepState } from '../../src/bot/state.ts'
import {
  fromPreset,
  nearZones,
  parseDays,
  parseQuiet,
  parseTimes,
  parseZone,
  toSubscription,
} from '../../src/bot/subs/draft-settings.ts'
import { findCustomId } from '../../src/card/custom-id.ts'
import { fixedClock } from '../../src/lib/clock.ts'
import { UserError } from '../../src/lib/errors.ts'
import { foldName, likeness, toAlike, toDistance } from '../../src/lib/fuzzy.ts'
import { openStore } from '../../src/store/open.ts'
import { PACK } from '../card/world.ts'

const BASICS = {
  id: 'ax-AAAAA',
  guildId: '1',
  channelId: '2',
  channelKind: 'text',
  createdBy: '3',
  createdAt: 0,
  zone: 'UTC',
  lang: 'en',
} as const

describe('folding and likeness', () => {
  test.each([
    ['Иран', 'иран'],
    ['Пётр', 'петр'],
    ['سوخو ۳۵', 'سوخو 35'],
    ['علي كريم', 'علی کریم'],
    ['Su‑35', 'su 35'],
    ['  Éclair  ', 'eclair'],
    ['می\u200cشود', 'میشود'],
  ])('%s folds to %s', (name, folded) => {
    expect(foldName(name)).toBe(folded)
  })

  test.each([
    ['iran', 'iran', 0],
    ['iran', 'irna', 1],
    ['iran', 'irann', 1],
    ['iran', 'iraq', 1],
    ['', 'abc', 3],
  ])('%s and %s are %i apart', (a, b, apart) => {
    expect(toDistance(a, b)).toBe(apart)
  })

  test('distance is a symmetric count that stops above its limit', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 12 }), fc.string({ maxLength: 12 }), (a, b) => {
        const apart = toDistance(a, b)
        expect(toDistance(b, a)).toBe(apart)
        expect(apart).toBeLessThanOrEqual(Math.max(a.length, b.length))
        expect(toDistance(a, b, 2)).toBe(Math.min(apart, 3))
      }),
    )
  })

  test('likeness is from 0 to 1, and 1 for the same', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 20 }), fc.string({ maxLength: 20 }), (a, b) => {
        expect(likeness(a, b)).toBeGreaterThanOrEqual(0)
        expect(likeness(a, b)).toBeLessThanOrEqual(1)
        expect(likeness(a, a)).toBe(1)
      }),
    )
  })
})

describe('the index of alike names', () => {
  test('finds what comparing each name finds, wherever a trigram is shared', () => {
    const word = fc.string({ unit: fc.constantFrom(...'abcde '), minLength: 1, maxLength: 8 })
    fc.assert(
      fc.property(fc.array(word, { maxLength: 12 }), word, (names, text) => {
        const found = toAlike(names)(text, 0.6)
        for (const { at, score } of found) {
          expect(score).toBeCloseTo(likeness(names[at] ?? '', text))
        }
        const same = names.flatMap((name, at) => (name === text ? [at] : []))
        expect(found.map(({ at }) => at)).toEqual(expect.arrayContaining(same))
        expect(found.map(({ score }) => score)).toEqual(
          found.map(({ score }) => score).sort((a, b) => b - a),
        )
      }),
    )
  })
})

describe('names of the pack', () => {
  const names = toNames(PACK)

  test('are found in every language, by id, and in any case', () => {
    for (const text of ['iran', 'IRAN', 'Иран', 'ایران']) {
      expect(names.find(['actor'], text)?.entry.id).toBe('iran')
    }
    expect(names.find(['theme'], 'iran')).toBeUndefined()
    expect(names.find(['actor'], '   ')).toBeUndefined()
  })

  test('near ones are the most alike first', () => {
    expect(names.near(['actor'], 'Ukrane', 3)[0]?.entry.id).toBe('ukraine')
    expect(names.near(['actor'], 'qqqq', 3)).toEqual([])
    const [guards] = names.near(['actor'], 'Revolutionry Guard', 1)
    expect(guards && namedLabel(guards)).toBe('Revolutionary Guards (IRGC)')
  })

  test('completing nothing offers the busiest first', () => {
    const weight = { iran: 5, russia: 9 } as Readonly<Record<string, number>>
    const found = names.complete(['actor'], '', ({ entry }) => weight[entry.id] ?? 0)
    expect(found.slice(0, 2).map(({ entry }) => entry.id)).toEqual(['russia', 'iran'])
  })
})

describe('settings from text', () => {
  test.each([
    ['07:00,19:00', ['07:00', '19:00']],
    ['19:00 7', ['07:00', '19:00']],
    ['7.30; 07:30', ['07:30']],
  ])('times %s', (text, times) => {
    expect(parseTimes(text)).toEqual(times)
  })

  test.each([['24:00'], ['7:60'], ['noon'], [''], ['1,2,3,4,5,6,7,8,9,10,11,12,13']])(
    'times %s are refused',
    (text) => {
      expect(() => parseTimes(text)).toThrow(UserError)
    },
  )

  test.each([
    ['mon-fri', [1, 2, 3, 4, 5]],
    ['sat,sun', [6, 7]],
    ['fri-mon', [1, 5, 6, 7]],
    ['1-3', [1, 2, 3]],
    ['daily', []],
    ['mon-sun', []],
    ['Monday', [1]],
  ])('days %s', (text, days) => {
    expect(parseDays(text)).toEqual(days)
  })

  test('quiet hours may cross midnight, and off takes them away', () => {
    expect(parseQuiet('23:00-07:00', 'hold')).toEqual({ from: '23:00', to: '07:00', rule: 'hold' })
    expect(parseQuiet('off', 'hold')).toBeUndefined()
    for (const wrong of ['23:00', '23-', 'a-b', '07:00-07:00']) {
      expect(() => parseQuiet(wrong, 'hold')).toThrow(UserError)
    }
  })

  test('zones in any case; one that does not exist is told with what may be meant', () => {
    expect(parseZone('asia/tehran')).toBe('Asia/Tehran')
    expect(parseZone('Europe/Kyiv')).toMatch(/^Europe\/K[iy]/)
    expect(parseZone('utc')).toMatch(/UTC/i)
    expect(() => parseZone('Tehran')).toThrow('Did you mean Asia/Tehran')
    expect(() => parseZone('Europe/Berln')).toThrow('Did you mean Europe/Berlin')
    expect(() => parseZone('Mars/Base')).toThrow('There is no time zone “Mars/Base”')
    expect(nearZones('new york', 1)).toEqual(['America/New_York'])
  })

  test('mode and preset give the settings that commands.md names', () => {
    expect(toSubscription(BASICS, 'digest')).toMatchObject({ notify: 'silent', times: ['07:00'] })
    expect(toSubscription(BASICS, 'instant')).toMatchObject({
      filters: { relevance: 'core' },
      maxPerHour: 6,
      times: [],
    })
    expect(toSubscription(BASICS, 'breaking')).toMatchObject({
      filters: { relevance: 'core' },
      maxPerHour: 3,
    })
    expect(fromPreset(BASICS, 'quiet')).toMatchObject([
      { mode: 'digest', filters: { relevance: 'core' } },
    ])
    expect(fromPreset(BASICS, 'weekly')).toMatchObject([{ mode: 'digest', days: [1] }])
  })
})

describe('state of buttons', () => {
  test('comes back as it was, however long, in a custom id that Discord takes', async () => {
    const store = await openStore({ path: ':memory:', clock: fixedClock(0) })
    await fc.assert(
      fc.asyncProperty(
        fc.dictionary(
          fc.constantFrom('q', 'a', 't', 'drafts'),
          fc.string({ unit: 'grapheme', maxLength: 400 }),
        ),
        async (state) => {
          const text = await keepState(store, state)
          expect(findCustomId('timeline', text, 999_999)).toBeDefined()
          expect(await findState(store, text)).toEqual({ ...state })
        },
      ),
    )
    expect(await findState(store, '~AAAAAAAAAAAA')).toBeUndefined()
    await store.close()
  })
})

describe('cool-down', () => {
  test('five in twenty seconds, each key for itself, sliding', () => {
    const clock = fixedClock(1_000_000)
    const take = toCooldown(5, 20_000, clock)
    for (let at = 0; at < 5; at += 1) {
      clock.set(1_000_000 + at * 1000)
      expect(take('a')).toBe(0)
    }
    expect(take('a')).toBe(16_000)
    expect(take('b')).toBe(0)
    clock.set(1_020_000)
    expect(take('a')).toBe(0)
    expect(take('a')).toBe(1000)
  })

  test('a clock that is set back locks nobody out', () => {
    const clock = fixedClock(1_000_000)
    const take = toCooldown(1, 20_000, clock)
    expect(take('a')).toBe(0)
    clock.set(500_000)
    expect(take('a')).toBe(0)
  })
})
