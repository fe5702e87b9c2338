// When a feed is polled next and what is said of it: pure, (state, outcome, now) → state.

import { DAY_MS, HOUR_MS, MINUTE_MS, SECOND_MS } from '../../lib/clock.ts'
import type { Feed, FeedState, FeedStatus, Instant } from '../../types.ts'
import type { PollOutcome, Success } from '../poll-outcome.ts'
import { DEFAULT_INTERVAL_MS, MIN_SILENCE_GAP_MS, toFrequency } from './frequency.ts'
import { afterSkipped } from './skip.ts'

export { findPollFailure, type PollOutcome } from '../poll-outcome.ts'

/** No publisher's hint keeps us away for longer. */
export const MAX_HINT_MS = HOUR_MS
export const BACKOFF_START_MS = 5 * MINUTE_MS
export const BACKOFF_MAX_MS = 6 * HOUR_MS
/** A Retry-After beyond this is taken for a mistake. */
const RETRY_AFTER_MAX_MS = DAY_MS
/** A permanent redirect is believed after this many agreeing polls. */
const MOVE_POLLS = 3
/** Failures in a row after which a stored move is given up for the configured address. */
const MOVE_DOUBTS = 3
const STALE_GAPS = 5
/** The planner wakes once a minute: what falls due before it wakes again is polled now. */
const DUE_SLACK_MS = 30 * SECOND_MS
/** Last moment of ECMAScript time. */
const NEVER: Instant = 8.64e15

/**
 * The state of a feed that was never polled. All are due in the first round, in the order of the list, so that a new
 * bot knows something within a minute; their second polls are then spread over the interval.
 */
export function initialState(feed: Feed, now: Instant, index: number, total: number): FeedState {
  const share = total > 0 ? (index % total) / total : 0
  return {
    feedId: feed.id,
    configuredUrl: feed.url,
    status: 'new',
    since: now,
    validators: {},
    nextDueAt: now + Math.floor(share * DUE_SLACK_MS),
    intervalMs: DEFAULT_INTERVAL_MS,
    failures: 0,
  }
}

/** The stored state of a feed, or a fresh one where there is none or where its configured address is another now. */
export function stateFor(
  feed: Feed,
  stored: FeedState | undefined,
  now: Instant,
  place: { readonly index: number; readonly total: number },
): FeedState {
  if (stored === undefined) return initialState(feed, now, place.index, place.total)
  if (stored.configuredUrl === undefined) return { ...stored, configuredUrl: feed.url }
  if (stored.configuredUrl === feed.url) return stored
  return initialState(feed, now, place.index, place.total)
}

/** True when a feed is to be polled in this round; never for one that is gone or paused. */
export function isDue(state: FeedState, now: Instant): boolean {
  if (state.status === 'gone' || state.status === 'paused') return false
  return state.nextDueAt <= now + DUE_SLACK_MS
}

/** The feed's state after a poll; `random` (0 to 1) only spreads second polls and retries. */
export function nextState(
  state: FeedState,
  outcome: PollOutcome,
  now: Instant,
  random: () => number,
): FeedState {
  switch (outcome.kind) {
    case 'unchanged':
    case 'read':
    case 'empty':
      return afterSuccess(state, outcome, now, random)
    case 'broken':
    case 'blocked':
    case 'unreachable':
      return afterFailure(state, outcome.kind, outcome.reason, now, { random })
    case 'retry-later': {
      const wait = outcome.afterMs === undefined ? '' : `, retry after ${toWords(outcome.afterMs)}`
      const status = outcome.reason.includes('429') ? 'blocked' : 'unreachable'
      return afterFailure(state, status, `${outcome.reason}${wait}`, now, {
        random,
        ...(outcome.afterMs !== undefined && { afterMs: outcome.afterMs }),
      })
    }
    case 'gone':
      return afterGone(state, now)
    default:
      return outcome satisfies never
  }
}

function afterSuccess(
  before: FeedState,
  outcome: Success,
  now: Instant,
  random: () => number,
): FeedState {
  const learnt = learn(before, outcome, now)
  const hints = learnt.hints ?? {}
  const wait = Math.max(learnt.intervalMs, hints.ttlMs ?? 0, outcome.maxAgeMs ?? 0)
  // Feeds that started in one round must not come due in one round for ever.
  const share = before.firstSuccessAt === undefined ? 0.5 + 0.5 * random() : 1
  const dueAt = afterSkipped(now + Math.round(Math.min(wait, MAX_HINT_MS) * share), hints)
  // These three are told anew below or not at all.
  const { reason: _, moved: __, url: ___, ...rest } = learnt
  const [status, reason] = toStatus(learnt, now)
  return {
    ...rest,
    ...toMove(before, outcome.permanentUrl),
    status,
    ...(reason !== undefined && { reason }),
    since: status === before.status ? before.since : now,
    validators: outcome.validators,
    nextDueAt: dueAt,
    failures: 0,
    checkedAt: now,
    firstSuccessAt: before.firstSuccessAt ?? now,
    succeededAt: now,
  }
}

/** What the document tells of its pace, kept where it tells nothing new. */
function learn(before: FeedState, outcome: Success, now: Instant): FeedState {
  if (outcome.kind === 'unchanged') return before
  const title = outcome.title === undefined ? {} : { title: outcome.title }
  if (outcome.kind === 'empty') {
    const hints = outcome.ttlMs === undefined ? {} : { hints: { ttlMs: outcome.ttlMs } }
    return { ...before, ...title, ...hints, items: 0 }
  }
  const frequency = toFrequency(outcome.publishedAt, now)
  const isDated = frequency.newestAt !== undefined
  const brought = isDated ? frequency.newestAt : outcome.fresh > 0 ? now : undefined
  const lastArticleAt = Math.max(brought ?? 0, before.lastArticleAt ?? 0)
  const usualGapMs =
    frequency.usualGapMs ?? (isDated ? before.usualGapMs : undatedGap(before, outcome.fresh, now))
  const { ttlMs, skipHours, skipDays, faults = [] } = outcome
  const { faults: _, ...rest } = before
  return {
    ...rest,
    ...title,
    ...(faults.length > 0 && { faults }),
    items: outcome.items,
    intervalMs: frequency.intervalMs,
    ...(lastArticleAt > 0 && { lastArticleAt }),
    ...(usualGapMs !== undefined && { usualGapMs }),
    hints: {
      ...(ttlMs !== undefined && { ttlMs }),
      ...(skipHours !== undefined && { skipHours }),
      ...(skipDays !== undefined && { skipDays }),
    },
  }
}

/** Without dates the pace shows in our own polls: the time since the last news, shared by what came. */
function undatedGap(before: FeedState, fresh: number, now: Instant): number | undefined {
  if (before.lastArticleAt === undefined || fresh === 0) return before.usualGapMs
  const gap = (now - before.lastArticleAt) / fresh
  return Math.round(before.usualGapMs === undefined ? gap : before.usualGapMs * 0.7 + gap * 0.3)
}

function toStatus(state: FeedState, now: Instant): readonly [FeedStatus, string?] {
  if (state.items === 0) return ['empty', 'a feed without items']
  const { lastArticleAt, usualGapMs } = state
  if (lastArticleAt === undefined || usualGapMs === undefined) return ['healthy']
  const silence = now - lastArticleAt
  if (silence <= STALE_GAPS * Math.max(usualGapMs, MIN_SILENCE_GAP_MS)) return ['healthy']
  return ['stale', `nothing new for ${toWords(silence)}, usually every ${toWords(usualGapMs)}`]
}

/** The permanent redirect, counted; after three agreeing polls it is the address. */
function toMove(before: FeedState, url: string | undefined): Pick<FeedState, 'moved' | 'url'> {
  const { moved, url: current } = before
  const asked = current ?? before.configuredUrl
  const kept = current === undefined ? {} : { url: current }
  const isDowngrade = asked?.startsWith('https:') === true && url?.startsWith('http:') === true
  if (url === undefined || isDowngrade) return kept
  const seen = moved?.url === url ? moved.seen + 1 : 1
  return seen >= MOVE_POLLS ? { url } : { ...kept, moved: { url, seen } }
}

function afterFailure(
  before: FeedState,
  status: FeedStatus,
  reason: string,
  now: Instant,
  retry: { readonly random: () => number; readonly afterMs?: number },
): FeedState {
  const failures = before.failures + 1
  const state = {
    ...before,
    status,
    reason,
    since: status === before.status ? before.since : now,
    failures,
    checkedAt: now,
    nextDueAt: now + toWait(before, retry),
  }
  if (before.url === undefined || failures < MOVE_DOUBTS) return state
  const { url: _, ...configured } = state
  return configured
}

/** 5 min × 2ⁿ with ± 20 % jitter, at most 6 h; where the server says when, then it is that. */
function toWait(
  before: FeedState,
  { random, afterMs }: { readonly random: () => number; readonly afterMs?: number },
): number {
  if (afterMs !== undefined) {
    // The slack of isDue must not make us early.
    return Math.max(before.intervalMs, Math.min(afterMs, RETRY_AFTER_MAX_MS) + DUE_SLACK_MS)
  }
  const doubled = BACKOFF_START_MS * 2 ** Math.min(before.failures, 20)
  return Math.round(Math.min(BACKOFF_MAX_MS, doubled * (0.8 + 0.4 * random())))
}

function afterGone(before: FeedState, now: Instant): FeedState {
  if (before.url !== undefined) {
    // Only the address it had moved to is gone: ask the configured one.
    const { url: _, ...configured } = before
    return {
      ...configured,
      status: 'unreachable',
      reason: `${before.url} is gone (HTTP 410); back to the configured address`,
      since: now,
      failures: before.failures + 1,
      checkedAt: now,
      nextDueAt: now + BACKOFF_START_MS,
    }
  }
  return {
    ...before,
    status: 'gone',
    reason: 'the publisher says it is gone for good (HTTP 410)',
    since: before.status === 'gone' ? before.since : now,
    failures: before.failures + 1,
    checkedAt: now,
    nextDueAt: NEVER,
  }
}

/** `45 s`, `12 min`, `5 h`, `3 days`. */
function toWords(ms: number): string {
  if (ms < 2 * MINUTE_MS) return `${Math.round(ms / SECOND_MS)} s`
  if (ms < 2 * HOUR_MS) return `${Math.round(ms / MINUTE_MS)} min`
  if (ms < 2 * DAY_MS) return `${Math.round(ms / HOUR_MS)} h`
  return `${Math.round(ms / DAY_MS)} days`
}
