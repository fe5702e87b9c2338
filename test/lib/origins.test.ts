import { describe, expect, test } from 'vitest'
import { countOrigins, type OriginArticle, originsWithin } from '../../src/lib/origins.ts'
import { CAMPS, NOW } from '../card/world.ts'

const MINUTE = 60_000
const one = (family: string, changes: Partial<OriginArticle> = {}): OriginArticle => ({
  family,
  camp: 'western',
  seenAt: NOW,
  origins: [],
  ...changes,
})
const count = (...articles: readonly OriginArticle[]): number => originsWithin(articles, CAMPS)
const naming = (...origins: readonly string[]) => ({ origins })
const state = { camp: 'iran-state' }

describe('origins', () => {
  test('are the publishers, or whom they name', () => {
    expect(count(one('a'), one('b'), one('a'))).toBe(2)
    const named = naming('Meridian Wire')
    expect(count(one('a', named), one('b', named), one('c', named))).toBe(1)
    expect(count(one('a', naming('Meridian Wire', 'Harbour Wire')))).toBe(2)
  })

  test('of one state camp count once, and backlog never', () => {
    expect(count(one('a', state), one('b', state), one('c', state))).toBe(1)
    expect(count(one('a'), one('b', { backlog: true }))).toBe(1)
  })

  test('count a report and those who took it from there once', () => {
    const report = one('meridian', { cited: 'Meridian Wire' })
    const taken = naming('Meridian Wire')
    expect(count(report, one('b', taken), one('c', taken))).toBe(1)
    expect(count(report, one('b', taken), one('c'))).toBe(2)
  })

  test('count all outlets of a family under the name of each of them', () => {
    const report = one('meridian', { cited: 'Meridian Wire' })
    const sister = one('meridian')
    expect(count(report, sister, one('b', naming('Meridian Wire')))).toBe(1)
  })

  test('count who takes it from a state outlet as that state', () => {
    const report = one('state-wire', { ...state, cited: 'State Wire' })
    expect(count(report, one('state-tv', state), one('b', naming('State Wire')))).toBe(1)
  })

  test('are followed to the end: whoever names a report that names another', () => {
    const first = one('meridian', { cited: 'Meridian Wire', ...naming('Harbour Wire') })
    const second = one('b', naming('Meridian Wire'))
    expect(count(first, second, one('c', naming('Harbour Wire')))).toBe(1)
    expect(count(first, second, one('harbour', { cited: 'Harbour Wire' }))).toBe(1)
  })

  test('that name each other and nobody else are one', () => {
    const first = one('a', { cited: 'A Wire', ...naming('B Wire') })
    const second = one('b', { cited: 'B Wire', ...naming('A Wire') })
    expect(count(first, second)).toBe(1)
    expect(count(first, second, one('c', naming('A Wire')))).toBe(1)
  })

  test('are not made of wire copies', () => {
    const copy = { copy: true }
    expect(count(one('a'), one('b', copy), one('c', copy))).toBe(1)
  })

  test('are counted for a card at whatever time, backlog and all', () => {
    const late = one('c', { seenAt: NOW + 600 * MINUTE })
    const old = one('d', { backlog: true })
    const named = one('b', naming('Meridian Wire'))
    expect(countOrigins([one('a'), named, late, old, one('e', { copy: true })], CAMPS)).toBe(4)
  })

  test('count within two hours, wherever the two hours lie', () => {
    const at = (minute: number, family: string) => one(family, { seenAt: NOW + minute * MINUTE })
    expect(count(at(0, 'a'), at(90, 'b'), at(180, 'c'))).toBe(2)
    expect(count(at(0, 'a'), at(600, 'b'), at(610, 'c'), at(620, 'd'))).toBe(3)
  })
})
