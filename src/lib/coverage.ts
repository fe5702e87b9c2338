import type { Feed, FeedState, FeedStatus, Instant } from '../types.ts'

/** How much of what is switched on we can see; the cards show it as data (law 6). */
export type Coverage = {
  /** Feeds that are switched on and not paused. */
  readonly feeds: number
  readonly healthy: number
  /** Feeds with at least one poll behind them; below `feeds` the first poll is not done. */
  readonly read: number
  readonly lastPollAt?: Instant
  /** In the order in which camps first appear in the list of feeds. */
  readonly camps: readonly CampCoverage[]
}

export type CampCoverage = {
  readonly camp: string
  readonly feeds: number
  readonly healthy: number
  /** Since when the camp is not whole: the oldest of its faults. */
  readonly since?: Instant
  /** Every feed of the camp that is not healthy, with why; feeds not read yet among them. */
  readonly faults?: readonly FeedTrouble[]
}

export type FeedTrouble = {
  readonly feedId: string
  readonly status: FeedStatus
  readonly reason?: string
  readonly since?: Instant
}

/** Healthy n of m by camp with reasons, from the stored states of the feeds that are on; an unread feed is not healthy. */
export function coverage(states: readonly FeedState[], feeds: readonly Feed[]): Coverage {
  const byId = new Map(states.map((state) => [state.feedId, state]))
  const seen = feeds.filter((feed) => feed.on && byId.get(feed.id)?.status !== 'paused')
  const polls = seen.flatMap((feed) => byId.get(feed.id)?.checkedAt ?? [])
  const camps = [...new Set(seen.map((feed) => feed.camp))].map((camp) =>
    campCoverage(
      camp,
      seen.filter((feed) => feed.camp === camp),
      byId,
    ),
  )
  return {
    feeds: seen.length,
    healthy: camps.reduce((sum, camp) => sum + camp.healthy, 0),
    read: polls.length,
    ...(polls.length > 0 && { lastPollAt: Math.max(...polls) }),
    camps,
  }
}

function campCoverage(
  camp: string,
  feeds: readonly Feed[],
  byId: ReadonlyMap<string, FeedState>,
): CampCoverage {
  const faults = feeds.flatMap((feed): readonly FeedTrouble[] => {
    const state = byId.get(feed.id)
    if (state === undefined) return [{ feedId: feed.id, status: 'new' }]
    if (state.status === 'healthy') return []
    const { status, reason, since } = state
    return [{ feedId: feed.id, status, ...(reason !== undefined && { reason }), since }]
  })
  const since = faults.flatMap((fault) =>
    fault.status === 'new' || fault.since === undefined ? [] : [fault.since],
  )
  return {
    camp,
    feeds: feeds.length,
    healthy: feeds.length - faults.length,
    ...(since.length > 0 && { since: Math.min(...since) }),
    faults,
  }
}
