import { expect, test } from 'vitest'
import { coverage } from '../../src/lib/coverage.ts'
import type { Feed, FeedState } from '../../src/types.ts'

const feed = (id: string, camp: string, on = true): Feed => ({
  id,
  url: `https://${id}.example/`,
  outlet: id,
  family: id,
  camp,
  kind: 'wire',
  on,
})
const state = (feedId: string, more: Partial<FeedState>): FeedState => ({
  feedId,
  status: 'healthy',
  since: 100,
  validators: {},
  nextDueAt: 0,
  intervalMs: 1,
  failures: 0,
  checkedAt: 500,
  ...more,
})

test('coverage counts healthy feeds by camp and names every other one with why and since when', () => {
  const feeds = [
    feed('a', 'north'),
    feed('b', 'south'),
    feed('c', 'north'),
    feed('d', 'south'),
    feed('e', 'south'),
    feed('off', 'north', false),
    feed('paused', 'north'),
  ]
  const states = [
    state('a', { checkedAt: 700 }),
    state('b', { status: 'blocked', reason: 'HTTP 403', since: 300 }),
    state('c', {}),
    state('d', { status: 'stale', since: 200 }),
    state('off', { status: 'broken' }),
    state('paused', { status: 'paused' }),
    state('of no list', { status: 'gone' }),
  ]
  expect(coverage(states, feeds)).toEqual({
    feeds: 5,
    healthy: 2,
    read: 4,
    lastPollAt: 700,
    camps: [
      { camp: 'north', feeds: 2, healthy: 2, faults: [] },
      {
        camp: 'south',
        feeds: 3,
        healthy: 0,
        since: 200,
        faults: [
          { feedId: 'b', status: 'blocked', reason: 'HTTP 403', since: 300 },
          { feedId: 'd', status: 'stale', since: 200 },
          { feedId: 'e', status: 'new' },
        ],
      },
    ],
  })
})

test('nothing read is nothing healthy', () => {
  expect(coverage([], [feed('a', 'north')])).toMatchObject({ feeds: 1, healthy: 0, read: 0 })
  expect(coverage([], [])).toEqual({ feeds: 0, healthy: 0, read: 0, camps: [] })
})
