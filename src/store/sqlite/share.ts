import { hostLease } from '../../lib/host.ts'
import type { ParkedRead } from '../../ports.ts'
import type { FeedState } from '../../types.ts'
import { toFeedValues } from '../feed-values.ts'
import type { Share } from '../parts.ts'
import { fromJson } from '../rows.ts'
import type { Connection } from './connection.ts'

/** So many overdue feeds are looked at for each that is wanted, to find one of each host. */
const LOOKED_AT = 8

const UNLIST = `update feed_states set listed = 0 where listed = 1`
const ENROL = `
  insert into feed_states (feed_id, checked_at, read_at, due_at, host, data, listed)
  values (:feed_id, :checked_at, :read_at, :due_at, :host, :data, 1)
  on conflict (feed_id) do update set
    listed = 1,
    due_at = coalesce(due_at, excluded.due_at),
    host = coalesce(host, excluded.host)`
const DUE_FEEDS = `
  select feed_id, host, data from (
    select feed_id, host, data, due_at,
      row_number() over (partition by host order by due_at, feed_id) as place
    from (
      select f.feed_id, f.host, f.data, f.due_at from feed_states f
      where f.listed = 1 and f.due_at <= :now and f.claimed_until <= :now
        and not exists (select 1 from parked_reads p where p.feed_id = f.feed_id)
        and not exists (
          select 1 from leases l where l.name = 'host:' || f.host and l.until > :now
        )
      order by f.due_at limit :most
    ) d
  ) n
  where place = 1
  order by due_at, feed_id limit :limit`
const CLAIM_FEED = `update feed_states set holder = ?, claimed_until = ? where feed_id = ?`
const CLAIM_HOST = `
  insert into leases (name, holder, until) values (?, ?, ?)
  on conflict (name) do update set holder = excluded.holder, until = excluded.until`
const PARK = `
  insert into parked_reads (feed_id, at, data) values (?, ?, ?)
  on conflict (feed_id) do update set at = excluded.at, data = excluded.data`
const PARKED = `select feed_id, at, data from parked_reads order by at, feed_id limit ?`

/** What processes that poll together share, on SQLite. */
export function toShare({ read, write, statement }: Connection): Share {
  const unlist = statement(UNLIST)
  const enrol = statement(ENROL)
  const due = statement<{ feed_id: string; host: string; data: string }>(DUE_FEEDS)
  const claimFeed = statement(CLAIM_FEED)
  const claimHost = statement(CLAIM_HOST)
  const park = statement(PARK)
  const parked = statement<{ feed_id: string; at: number; data: string }>(PARKED)

  return {
    enrolFeeds: (states) =>
      write(() => {
        unlist.run()
        for (const state of states) enrol.run(toFeedValues(state))
      }),
    claimFeeds: ({ holder, now, until, limit }) =>
      write(() =>
        due.all({ now, limit, most: limit * LOOKED_AT }).map(({ feed_id, host, data }) => {
          claimFeed.run(holder, until, feed_id)
          claimHost.run(hostLease(host), holder, until)
          return fromJson<FeedState>(data)
        }),
      ),
    parkRead: ({ feedId, at, data }) => write(() => void park.run(feedId, at, data)),
    parkedReads: (limit) =>
      read(() =>
        parked
          .all(limit)
          .map(({ feed_id, at, data }): ParkedRead => ({ feedId: feed_id, at, data })),
      ),
  }
}
