import { describe, expect, test } from 'vitest'
import {
  findPollFailure,
  initialState,
  isDue,
  nextState,
  type PollOutcome,
  stateFor,
} from '../../src/feed/manners/schedule.ts'
import { DAY_MS, HOUR_MS, MINUTE_MS, SECOND_MS } from '../../src/lib/clock.ts'
import type { Feed, FeedState, Instant } from '../../src/types.ts'

// A Wednesday.
const NOW = Date.UTC(2026, 10, 25, 12)
const half = () => 0.5
const feed: Feed = {
  id: 'a',
  url: 'https://a.example/rss',
  outlet: 'A',
  family: 'a',
  camp: 'north',
  kind: 'wire',
  on: true,
}
const fresh = initialState(feed, NOW, 0, 1)
/** Polled once before, so that only the rule under test moves the next poll. */
const known: FeedState = { ...fresh, status: 'healthy', firstSuccessAt: NOW - DAY_MS, items: 30 }

const every = (gapMs: number, count: number, newest = NOW): readonly Instant[] =>
  Array.from({ length: count }, (_, index) => newest - index * gapMs)
const read = (more: Partial<Extract<PollOutcome, { kind: 'read' }>> = {}): PollOutcome => ({
  kind: 'read',
  validators: { etag: '"1"', bodyHash: 'x' },
  items: 30,
  fresh: 1,
  publishedAt: every(2 * HOUR_MS, 30),
  ...more,
})
const unchanged: PollOutcome = { kind: 'unchanged', validators: { etag: '"1"' } }
const down: PollOutcome = { kind: 'unreachable', reason: 'no such host' }
const poll = (state: FeedState, outcome: PollOutcome, now = NOW) =>
  nextState(state, outcome, now, half)
const pollAll = (state: FeedState, outcomes: readonly PollOutcome[]): FeedState =>
  outcomes.reduce((at, outcome) => poll(at, outcome), state)
const waitOf = (state: FeedState, now = NOW) => state.nextDueAt - now

describe('the first polls', () => {
  test('of all feeds are in the first round, in order', () => {
    const states = [0, 1, 2, 3].map((index) => initialState(feed, NOW, index, 4))
    expect(states.every((state) => isDue(state, NOW))).toBe(true)
    expect(states.map((state) => state.nextDueAt - NOW)).toEqual([0, 7500, 15_000, 22_500])
  })

  test('are followed by second ones that are spread over the interval', () => {
    const waits = [0, 0.5, 1].map((share) => waitOf(nextState(fresh, read(), NOW, () => share)))
    expect(waits).toEqual([15 * MINUTE_MS, 22.5 * MINUTE_MS, 30 * MINUTE_MS])
  })

  test('that fail say so and leave the feed without a success', () => {
    const state = poll(fresh, down)
    expect(state).toMatchObject({ status: 'unreachable', reason: 'no such host', failures: 1 })
    expect(state.firstSuccessAt).toBeUndefined()
  })
})

describe('the interval', () => {
  test.each([
    ['a burst', every(MINUTE_MS, 30), 2],
    ['an item every ten minutes', every(10 * MINUTE_MS, 30), 4.83],
    ['an item every 40 minutes', every(40 * MINUTE_MS, 30), 19.33],
    ['an item every two hours', every(2 * HOUR_MS, 30), 30],
    ['one item in the last week', [NOW - DAY_MS, NOW - 20 * DAY_MS], 30],
    ['nothing for a month', every(DAY_MS, 5, NOW - 30 * DAY_MS), 30],
    ['no dates at all', [], 10],
    ['one date on everything', Array<Instant>(20).fill(NOW), 10],
    ['dates in the future', every(10 * MINUTE_MS, 30, NOW + HOUR_MS), 3.83],
  ])('after %s', (_, publishedAt, minutes) => {
    expect(poll(known, read({ publishedAt })).intervalMs / MINUTE_MS).toBeCloseTo(minutes, 1)
  })

  test.each([
    ['ttl where it is longer', { ttlMs: 45 * MINUTE_MS }, 45],
    ['max-age where it is longer', { maxAgeMs: 50 * MINUTE_MS }, 50],
    ['the longest of them', { ttlMs: 45 * MINUTE_MS, maxAgeMs: 40 * MINUTE_MS }, 45],
    ['no more than an hour', { ttlMs: DAY_MS, maxAgeMs: 30 * DAY_MS }, 60],
    ['its own pace where hints are shorter', { ttlMs: MINUTE_MS, maxAgeMs: SECOND_MS }, 30],
  ])('gives way to %s', (_, hints, minutes) => {
    expect(waitOf(poll(known, read(hints)))).toBe(minutes * MINUTE_MS)
  })

  test('and the hints are kept through polls that find nothing new', () => {
    const state = poll(known, read({ ttlMs: 45 * MINUTE_MS, skipHours: [13] }))
    const later = NOW + 20 * MINUTE_MS
    // 13:05 is skipped.
    expect(poll(state, unchanged, later).nextDueAt).toBe(Date.UTC(2026, 10, 25, 14))
  })

  test('hints that a document no longer gives are forgotten', () => {
    const state = pollAll(known, [read({ ttlMs: 45 * MINUTE_MS }), read()])
    expect(waitOf(state)).toBe(30 * MINUTE_MS)
  })
})

describe('hours and days to skip', () => {
  test.each([
    ['an hour', { skipHours: [12] }, Date.UTC(2026, 10, 25, 13)],
    [
      'hours over midnight, 24 for 0',
      { skipHours: [12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24] },
      Date.UTC(2026, 10, 26, 1),
    ],
    ['a day in any case', { skipDays: ['wednesday'] }, Date.UTC(2026, 10, 26)],
    [
      'a day and the first hours of the next',
      { skipDays: ['Wednesday'], skipHours: [0, 1] },
      Date.UTC(2026, 10, 26, 2),
    ],
    ['other hours', { skipHours: [3] }, NOW + 30 * MINUTE_MS],
    [
      'all hours, which is nonsense',
      { skipHours: Array.from({ length: 24 }, (_, hour) => hour) },
      NOW + 30 * MINUTE_MS,
    ],
    [
      'all days, which is nonsense',
      { skipDays: ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'] },
      NOW + 30 * MINUTE_MS,
    ],
    ['a day that does not exist', { skipDays: ['Blursday'] }, NOW + 30 * MINUTE_MS],
  ])('%s', (_, hints, due) => {
    expect(poll(known, read(hints)).nextDueAt).toBe(due)
  })
})

describe('failures', () => {
  test('are retried after 5 min × 2ⁿ, at most 6 h', () => {
    let state = known
    const waits = Array.from({ length: 9 }, () => {
      state = poll(state, down)
      return waitOf(state) / MINUTE_MS
    })
    expect(waits).toEqual([5, 10, 20, 40, 80, 160, 320, 360, 360])
  })

  test('are spread by a fifth each way, never beyond 6 h', () => {
    const waitAfter = (failures: number, share: number) =>
      waitOf(nextState({ ...known, failures }, down, NOW, () => share)) / MINUTE_MS
    expect([waitAfter(0, 0), waitAfter(0, 1), waitAfter(20, 1)]).toEqual([4, 6, 360])
  })

  test('keep what was known of the feed, its validators above all', () => {
    const state = pollAll(known, [read(), down])
    expect(state.validators).toEqual({ etag: '"1"', bodyHash: 'x' })
    expect(state.succeededAt).toBe(NOW)
  })

  test('keep since when; another kind of failure starts anew', () => {
    const first = poll(known, down)
    const second = poll(first, down, NOW + HOUR_MS)
    const third = poll(second, { kind: 'blocked', reason: 'HTTP 403' }, NOW + 2 * HOUR_MS)
    expect([first.since, second.since, third.since]).toEqual([NOW, NOW, NOW + 2 * HOUR_MS])
  })

  test('end with the first success', () => {
    const state = pollAll(known, [down, down, read()])
    expect(state).toMatchObject({ status: 'healthy', failures: 0, since: NOW })
    expect(state.reason).toBeUndefined()
  })
})

describe('a server that says when to come back', () => {
  const later = (afterMs?: number): PollOutcome => ({
    kind: 'retry-later',
    reason: 'HTTP 429',
    ...(afterMs !== undefined && { afterMs }),
  })

  test('is asked then and never earlier, whatever the planner rounds', () => {
    const state = poll(known, later(3 * HOUR_MS))
    expect(isDue(state, NOW + 3 * HOUR_MS - 1)).toBe(false)
    expect(isDue(state, NOW + 3 * HOUR_MS + MINUTE_MS)).toBe(true)
  })

  test('does not make a feed faster than it was', () => {
    expect(waitOf(poll({ ...known, intervalMs: 20 * MINUTE_MS }, later(SECOND_MS)))).toBe(
      20 * MINUTE_MS,
    )
  })

  test('for longer than a day is taken to be wrong', () => {
    expect(waitOf(poll(known, later(400 * DAY_MS)))).toBeLessThanOrEqual(DAY_MS + MINUTE_MS)
  })

  test('without saying when is backed off from', () => {
    expect(waitOf(pollAll(known, [later(), later()]))).toBe(10 * MINUTE_MS)
  })

  test('is blocked by 429 and out of reach by 503', () => {
    expect(poll(known, later(90 * SECOND_MS))).toMatchObject({
      status: 'blocked',
      reason: 'HTTP 429, retry after 90 s',
    })
    expect(poll(known, { kind: 'retry-later', reason: 'HTTP 503' }).status).toBe('unreachable')
  })
})

describe('gone', () => {
  test('stops and tells', () => {
    const state = poll(known, { kind: 'gone' })
    expect(state).toMatchObject({ status: 'gone', reason: expect.stringContaining('410') })
    expect(isDue(state, NOW + 1000 * DAY_MS)).toBe(false)
  })

  test('at an address it had moved to goes back to the configured one', () => {
    const state = poll({ ...known, url: 'https://new.example/' }, { kind: 'gone' })
    expect(state.status).toBe('unreachable')
    expect(state.url).toBeUndefined()
    expect(isDue(state, NOW + 5 * MINUTE_MS)).toBe(true)
  })

  test('ends when the list gives the feed another address', () => {
    const gone = poll(known, { kind: 'gone' })
    const place = { index: 0, total: 1 }
    expect(stateFor(feed, gone, NOW, place)).toBe(gone)
    const moved = stateFor({ ...feed, url: 'https://b.example/' }, gone, NOW, place)
    expect(moved).toMatchObject({ status: 'new', validators: {} })
    expect(moved.firstSuccessAt).toBeUndefined()
  })
})

describe('a permanent redirect', () => {
  const to = (permanentUrl?: string): PollOutcome => ({
    ...unchanged,
    ...(permanentUrl !== undefined && { permanentUrl }),
  })
  const NEW = 'https://new.example/rss'

  test('is believed after three agreeing polls', () => {
    const twice = pollAll(known, [to(NEW), to(NEW)])
    expect(twice).toMatchObject({ moved: { url: NEW, seen: 2 } })
    expect(twice.url).toBeUndefined()
    const thrice = poll(twice, to(NEW))
    expect(thrice.url).toBe(NEW)
    expect(thrice.moved).toBeUndefined()
  })

  test.each([
    ['another address between', [to(NEW), to(NEW), to('https://c.example/'), to(NEW), to(NEW)]],
    ['a poll without one between', [to(NEW), to(NEW), to(), to(NEW), to(NEW)]],
  ])('is not believed with %s', (_, outcomes) => {
    expect(pollAll(known, outcomes).url).toBeUndefined()
  })

  test('is still believed with a failure between', () => {
    expect(pollAll(known, [to(NEW), to(NEW), down, to(NEW)]).url).toBe(NEW)
  })

  test('to an address without https is not followed for good', () => {
    const http = to('http://a.example/rss')
    expect(pollAll(known, [http, http, http, http]).url).toBeUndefined()
  })

  test('stays while the new address answers, and is given up after three failures', () => {
    const moved = { ...known, url: NEW }
    expect(pollAll(moved, [to(), read(), down, down]).url).toBe(NEW)
    expect(pollAll(moved, [down, down, down]).url).toBeUndefined()
  })
})

describe('silence', () => {
  test('of five usual gaps is stale, with how long', () => {
    const state = poll(known, read({ publishedAt: every(3 * HOUR_MS, 30) }))
    expect(state.status).toBe('healthy')
    expect(poll(state, unchanged, NOW + 15 * HOUR_MS).status).toBe('healthy')
    expect(poll(state, unchanged, NOW + 16 * HOUR_MS)).toMatchObject({
      status: 'stale',
      since: NOW + 16 * HOUR_MS,
      reason: 'nothing new for 16 h, usually every 3 h',
    })
  })

  test('shows at once in a document that is old', () => {
    expect(poll(known, read({ publishedAt: every(HOUR_MS, 30, NOW - 3 * DAY_MS) })).status).toBe(
      'stale',
    )
  })

  test('of minutes does not make a feed of minutes stale', () => {
    const state = poll(known, read({ publishedAt: every(MINUTE_MS, 30) }))
    expect(poll(state, unchanged, NOW + 2 * HOUR_MS).status).toBe('healthy')
  })

  test('at night is no silence for a feed that sleeps every night', () => {
    const day = (days: number) => every(HOUR_MS, 14, NOW - days * DAY_MS)
    const state = poll(known, read({ publishedAt: [0, 1, 2].flatMap(day) }))
    expect(poll(state, unchanged, NOW + 12 * HOUR_MS).status).toBe('stale')
    expect(poll(state, unchanged, NOW + 5 * HOUR_MS).status).toBe('healthy')
  })

  test('of a feed without dates is told from our own polls', () => {
    const undated = (at: Instant, count: number, state: FeedState) =>
      poll(state, read({ publishedAt: [], fresh: count }), at)
    let state = undated(NOW, 30, fresh)
    for (let hour = 2; hour <= 10; hour += 2) state = undated(NOW + hour * HOUR_MS, 1, state)
    expect(state.usualGapMs).toBe(2 * HOUR_MS)
    expect(poll(state, unchanged, NOW + 20 * HOUR_MS).status).toBe('healthy')
    expect(poll(state, unchanged, NOW + 21 * HOUR_MS).status).toBe('stale')
  })

  test('ends with a new item', () => {
    const stale = poll(poll(known, read()), unchanged, NOW + DAY_MS)
    const later = NOW + DAY_MS + HOUR_MS
    expect(stale.status).toBe('stale')
    expect(poll(stale, read({ publishedAt: every(HOUR_MS, 30, later) }), later).status).toBe(
      'healthy',
    )
  })
})

describe('empty', () => {
  const empty: PollOutcome = { kind: 'empty', validators: { bodyHash: 'e' }, ttlMs: 45 * MINUTE_MS }

  test('is neither healthy nor a failure, and its manners count', () => {
    const state = poll(known, empty)
    expect(state).toMatchObject({ status: 'empty', failures: 0, items: 0 })
    expect(waitOf(state)).toBe(45 * MINUTE_MS)
  })

  test('stays so while the document is the same, also after a failure', () => {
    expect(pollAll(known, [empty, down, unchanged]).status).toBe('empty')
  })

  test('a 304 after a broken answer is the last good document again', () => {
    expect(pollAll(known, [read(), { kind: 'broken', reason: 'a page' }, unchanged]).status).toBe(
      'healthy',
    )
  })
})

test('a paused feed is never due', () => {
  expect(isDue({ ...known, status: 'paused' }, NOW + DAY_MS)).toBe(false)
})

describe('what a fetch means for a feed', () => {
  const answered = { headers: {}, finalUrl: feed.url }
  test.each([
    [401, 'HTTP 401', 'blocked'],
    [403, 'HTTP 403', 'blocked'],
    [404, 'HTTP 404', 'broken'],
    [304, 'HTTP 304', 'broken'],
    [451, 'HTTP 451', 'blocked'],
    [500, 'HTTP 500', 'unreachable'],
    [503, 'Cloudflare challenge (HTTP 503)', 'blocked'],
    [200, 'Cloudflare challenge', 'blocked'],
  ])('%i, %s: %s', (status, reason, kind) => {
    expect(findPollFailure({ kind: 'refused', ...answered, status, reason })).toEqual({
      kind,
      reason,
    })
  })
})
