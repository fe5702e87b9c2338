import { describe, expect, test } from 'vitest'
import {
  breaksAgain,
  filtersFor,
  foldsIntoDigest,
  holdFor,
  isBreaking,
  mayPing,
  placeOf,
  quietUntil,
  reachesMode,
  updateOf,
} from '../../src/digest/breaking.ts'
import type { OriginArticle } from '../../src/lib/origins.ts'
import type { Filters } from '../../src/types.ts'
import { CAMPS, HOUR, NOW, story, subscription } from '../card/world.ts'

const MINUTE = 60_000
const NONE: Filters = { themes: [], actors: [], relevance: 'core', camps: [], langs: [] }
const one = (family: string, changes: Partial<OriginArticle> = {}): OriginArticle => ({
  family,
  camp: 'western',
  seenAt: NOW,
  origins: [],
  ...changes,
})

describe('breaking', () => {
  const three = [one('a'), one('b'), one('c')]

  test('is critical, or core and high, with three origins', () => {
    expect(isBreaking(story({ severity: 'high' }), three, CAMPS)).toBe(true)
    expect(isBreaking(story({ severity: 'medium' }), three, CAMPS)).toBe(false)
    expect(isBreaking(story({ severity: 'high', relevance: 'related' }), three, CAMPS)).toBe(false)
    expect(isBreaking(story({ severity: 'critical', relevance: 'related' }), three, CAMPS)).toBe(
      true,
    )
    expect(isBreaking(story({ severity: 'critical' }), three.slice(1), CAMPS)).toBe(false)
  })

  test('is never backlog, never what is not relevant', () => {
    expect(isBreaking(story({ backlog: true }), three, CAMPS)).toBe(false)
    expect(isBreaking(story({ severity: 'critical', relevance: 'no' }), three, CAMPS)).toBe(false)
  })

  test('again only when severity rises', () => {
    expect(breaksAgain('high', 'critical')).toBe(true)
    expect(breaksAgain('high', 'high')).toBe(false)
    expect(breaksAgain('critical', 'high')).toBe(false)
  })
})

describe('what reaches a mode', () => {
  const related = story({ relevance: 'related' })

  test('is core by default; a related story breaks only when critical', () => {
    expect(reachesMode(story(), 'core', 'instant')).toBe(true)
    expect(reachesMode(related, 'core', 'instant')).toBe(false)
    expect(reachesMode(related, 'related', 'instant')).toBe(true)
    expect(reachesMode(related, 'related', 'breaking')).toBe(false)
    expect(reachesMode({ ...related, severity: 'critical' }, 'core', 'breaking')).toBe(true)
    expect(reachesMode(story({ backlog: true }), 'core', 'instant')).toBe(false)
  })
})

describe('the filters of a breaking subscription', () => {
  test('let what is critical break where core is wanted, and nothing else', () => {
    const critical = story({ relevance: 'related', severity: 'critical' })
    const breaking = subscription({ mode: 'breaking', filters: { ...NONE, relevance: 'core' } })
    expect(filtersFor(breaking, critical).relevance).toBe('related')
    expect(filtersFor(breaking, story({ severity: 'high' })).relevance).toBe('core')
    expect(filtersFor({ ...breaking, mode: 'instant' }, critical).relevance).toBe('core')
    const all = { ...NONE, relevance: 'no' } as const
    expect(filtersFor({ ...breaking, filters: all }, critical)).toBe(all)
  })
})

describe('a breaking night', () => {
  const sent = [10, 20, 30].map((minute) => NOW - minute * MINUTE)

  test('gathers what is above max-per-hour; core at high and critical ones stand alone', () => {
    expect(placeOf(story({ severity: 'medium' }), sent, 6, NOW)).toBe('alone')
    expect(placeOf(story({ severity: 'medium' }), sent, 3, NOW)).toBe('situation')
    expect(placeOf(story({ severity: 'high' }), sent, 3, NOW)).toBe('alone')
    const related = story({ relevance: 'related', severity: 'high' })
    expect(placeOf(related, sent, 3, NOW)).toBe('situation')
    expect(placeOf({ ...related, severity: 'critical' }, sent, 3, NOW)).toBe('alone')
  })

  test('forgets messages older than an hour', () => {
    const old = sent.map((at) => at - HOUR)
    expect(placeOf(story({ severity: 'medium' }), old, 3, NOW)).toBe('alone')
  })

  test('pings once in two hours, four times a day, on first sendings only', () => {
    expect(mayPing([], NOW, true)).toBe(true)
    expect(mayPing([], NOW, false)).toBe(false)
    expect(mayPing([NOW - HOUR], NOW, true)).toBe(false)
    expect(mayPing([NOW - 2 * HOUR], NOW, true)).toBe(true)
    const four = [3, 6, 9, 12].map((hours) => NOW - hours * HOUR)
    expect(mayPing(four, NOW, true)).toBe(false)
    expect(mayPing([...four.slice(1), NOW - 24 * HOUR], NOW, true)).toBe(true)
  })
})

describe('quiet hours', () => {
  const quiet = { from: '23:00', to: '07:00', rule: 'hold' } as const
  const at = (text: string): number => Date.parse(`${text}Z`)
  const end = at('2026-11-25T05:00')

  test('span midnight in the zone of the subscription', () => {
    expect(quietUntil(quiet, 'Europe/Kyiv', at('2026-11-24T21:00'))).toBe(end)
    expect(quietUntil(quiet, 'Europe/Kyiv', at('2026-11-25T04:59'))).toBe(end)
    expect(quietUntil(quiet, 'Europe/Kyiv', at('2026-11-24T20:59'))).toBeUndefined()
    expect(quietUntil(quiet, 'Europe/Kyiv', end)).toBeUndefined()
  })

  test('may lie within one day, or be none', () => {
    const noon = { from: '12:00', to: '14:00' }
    expect(quietUntil(noon, 'UTC', at('2026-11-25T13:00'))).toBe(at('2026-11-25T14:00'))
    expect(quietUntil(noon, 'UTC', at('2026-11-25T15:00'))).toBeUndefined()
    expect(quietUntil(undefined, 'UTC', NOW)).toBeUndefined()
    expect(quietUntil({ from: '12:00', to: '12:00' }, 'UTC', NOW)).toBeUndefined()
  })

  test('hold everything, or everything but the critical', () => {
    const night = at('2026-11-25T01:00')
    const held = { kind: 'hold', until: end }
    const critical = story({ severity: 'critical' })
    expect(holdFor(critical, subscription({ quiet }), night)).toEqual(held)
    const but = subscription({ quiet: { ...quiet, rule: 'critical-only' } })
    expect(holdFor(critical, but, night)).toEqual({ kind: 'now' })
    expect(holdFor(story(), but, night)).toEqual(held)
    expect(holdFor(story(), but, NOW)).toEqual({ kind: 'now' })
  })

  test('end in a digest that is due within the hour', () => {
    expect(foldsIntoDigest(end, end)).toBe(true)
    expect(foldsIntoDigest(end, end + HOUR)).toBe(true)
    expect(foldsIntoDigest(end, end + HOUR + 1)).toBe(false)
    expect(foldsIntoDigest(end, undefined)).toBe(false)
  })
})

describe('a posted story that grew', () => {
  const quietly = { change: undefined, editedAt: NOW - HOUR, repliedAt: undefined, now: NOW }

  test('is edited at once for a material change, and replied to once in half an hour', () => {
    const grown = { ...quietly, change: '+3 publishers', morePublishers: 3, editedAt: NOW }
    expect(updateOf(grown)).toEqual({ kind: 'edit', reply: true })
    expect(updateOf({ ...grown, repliedAt: NOW - 29 * MINUTE })).toEqual({
      kind: 'edit',
      reply: false,
    })
    expect(updateOf({ ...grown, repliedAt: NOW - 30 * MINUTE })).toEqual({
      kind: 'edit',
      reply: true,
    })
  })

  test('is edited for counts alone every ten minutes at most, and not for a single publisher', () => {
    expect(updateOf({ ...quietly, morePublishers: 1 })).toEqual({ kind: 'none' })
    expect(updateOf({ ...quietly, morePublishers: 2 })).toEqual({ kind: 'edit', reply: false })
    expect(updateOf({ ...quietly, morePublishers: 2, editedAt: NOW - 9 * MINUTE })).toEqual({
      kind: 'none',
    })
  })
})
