import fc from 'fast-check'
import { expect, test } from 'vitest'
import {
  BACKOFF_MAX_MS,
  initialState,
  isDue,
  nextState,
  type PollOutcome,
} from '../../src/feed/manners/schedule.ts'
import { afterSkipped } from '../../src/feed/manners/skip.ts'
import { DAY_MS, HOUR_MS, MINUTE_MS } from '../../src/lib/clock.ts'
import type { FeedState } from '../../src/types.ts'

const START = Date.UTC(2026, 10, 25, 12)
const DAYS = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday']
const feed = {
  id: 'a',
  url: 'https://a.example/',
  outlet: 'A',
  family: 'a',
  camp: 'north',
  kind: 'wire',
  on: true,
} as const

const ms = fc.oneof(fc.nat(HOUR_MS), fc.nat(400 * DAY_MS), fc.constant(Number.MAX_SAFE_INTEGER))
const maybe = <T>(value: fc.Arbitrary<T>) => fc.option(value, { nil: undefined })
const seen = {
  validators: fc.record({ bodyHash: fc.string() }),
  maxAgeMs: maybe(ms),
  permanentUrl: maybe(
    fc.constantFrom('https://b.example/', 'https://c.example/', 'http://a.example/'),
  ),
}
const outcome = fc
  .oneof(
    fc.record({ kind: fc.constant('unchanged'), ...seen }),
    fc.record({
      kind: fc.constant('read'),
      ...seen,
      items: fc.integer({ min: 1, max: 500 }),
      fresh: fc.nat(500),
      publishedAt: fc.array(fc.integer({ min: 0, max: START + 400 * DAY_MS }), { maxLength: 40 }),
      ttlMs: maybe(ms),
      skipHours: maybe(fc.array(fc.nat(24), { maxLength: 25 })),
      skipDays: maybe(fc.array(fc.constantFrom(...DAYS), { maxLength: 8 })),
    }),
    fc.record({ kind: fc.constant('empty'), ...seen, ttlMs: maybe(ms) }),
    fc.record({
      kind: fc.constantFrom('broken', 'blocked', 'unreachable'),
      reason: fc.string(),
    }),
    fc.record({ kind: fc.constant('retry-later'), reason: fc.string(), afterMs: maybe(ms) }),
    fc.record({ kind: fc.constant('gone') }),
  )
  // Absent and undefined are the same to the code under test, JSON drops the latter.
  .map((value) => JSON.parse(JSON.stringify(value)) as PollOutcome)
const polls = fc.array(
  fc.record({
    outcome,
    later: fc.nat(2 * DAY_MS),
    share: fc.double({ min: 0, max: 1, noNaN: true }),
  }),
  {
    minLength: 1,
    maxLength: 12,
  },
)

test('whatever a feed does, the next poll is ahead, within bounds, and the state survives JSON', () => {
  fc.assert(
    fc.property(polls, (steps) => {
      let state: FeedState = initialState(feed, START, 0, 1)
      let now = START
      for (const { outcome, later, share } of steps) {
        now = Math.max(now, Math.min(state.nextDueAt, now + 8 * DAY_MS)) + later
        state = nextState(state, outcome, now, () => share)
        expect(JSON.parse(JSON.stringify(state))).toEqual(state)
        expect(state.since).toBeLessThanOrEqual(now)
        expect(state.checkedAt).toBe(now)
        expect(state.lastArticleAt ?? 0).toBeLessThanOrEqual(now)
        const wait = state.nextDueAt - now
        expect(wait).toBeGreaterThanOrEqual(MINUTE_MS)
        expect(wait).toBeLessThanOrEqual(longest(outcome, state))
      }
    }),
    { numRuns: 500 },
  )
})

function longest(outcome: PollOutcome, state: FeedState): number {
  switch (outcome.kind) {
    case 'unchanged':
    case 'read':
    case 'empty':
      // An hour, then past at most a week of hours and days to skip.
      return state.hints?.skipHours || state.hints?.skipDays ? HOUR_MS + 7 * DAY_MS : HOUR_MS
    case 'retry-later':
      return outcome.afterMs === undefined ? BACKOFF_MAX_MS : DAY_MS + MINUTE_MS
    case 'gone':
      return Number.POSITIVE_INFINITY
    default:
      return BACKOFF_MAX_MS
  }
}

test('a skipped hour or day is never polled in, unless all are skipped', () => {
  const hints = fc.record({
    skipHours: fc.array(fc.nat(23), { maxLength: 23 }),
    skipDays: fc.array(fc.constantFrom(...DAYS), { maxLength: 6 }),
  })
  fc.assert(
    fc.property(fc.integer({ min: START, max: START + 30 * DAY_MS }), hints, (at, asked) => {
      fc.pre(new Set(asked.skipHours).size < 24 && new Set(asked.skipDays).size < 7)
      const open = afterSkipped(at, asked)
      const date = new Date(open)
      const day = DAYS[(date.getUTCDay() + 6) % 7] ?? ''
      expect(open).toBeGreaterThanOrEqual(at)
      expect(asked.skipHours).not.toContain(date.getUTCHours())
      expect(asked.skipDays).not.toContain(day)
    }),
  )
})

test('a gone feed is never due, any other is due at its time', () => {
  fc.assert(
    fc.property(outcome, (what) => {
      const state = nextState(initialState(feed, START, 0, 1), what, START, () => 0.5)
      expect(isDue(state, state.nextDueAt)).toBe(state.status !== 'gone')
    }),
  )
})
