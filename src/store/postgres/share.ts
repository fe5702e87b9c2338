import { hostLease } from '../../lib/host.ts'
import type { ParkedRead } from '../../ports.ts'
import type { FeedState } from '../../types.ts'
import { toFeedValues } from '../feed-values.ts'
import type { Share } from '../parts.ts'
import { fromJson } from '../rows.ts'
import { type PgConnection, toRows } from './connection.ts'
import { tell } from './news.ts'

/** So many overdue feeds are looked at for each that is wanted, to find one of each host. */
const LOOKED_AT = 8

/** Processes that start together enrol one after the other. */
const ONE_LIST_AT_A_TIME = `select pg_advisory_xact_lock(${0x41584645})`
const UNLIST = `update feed_states set listed = 0 where listed = 1 and feed_id <> all($1::text[])`
const ENROL = `
  insert into feed_states (feed_id, checked_at, read_at, due_at, host, data, listed)
  select feed_id, checked_at, read_at, due_at, host, data, 1
  from json_populate_recordset(null::feed_states, $1)
  on conflict (feed_id) do update set
    listed = 1,
    due_at = coalesce(feed_states.due_at, excluded.due_at),
    host = coalesce(feed_states.host, excluded.host)
    where feed_states.listed = 0 or feed_states.due_at is null`
// "offset 0" keeps PostgreSQL from joining whole tables instead of looking up one row each.
// A feed that another process claims just now is passed over; what it changed meanwhile is looked at again.
const DUE_FEEDS = `
  select f.feed_id, f.host, f.data from feed_states f
  where f.feed_id in (
    select feed_id from (
      select feed_id, row_number() over (partition by host order by due_at, feed_id) as place
      from (
        select f.feed_id, f.host, f.due_at from feed_states f
        where f.listed = 1 and f.due_at <= $1 and f.claimed_until <= $1
          and not exists (select 1 from parked_reads p where p.feed_id = f.feed_id offset 0)
          and not exists (
            select 1 from leases l where l.name = 'host:' || f.host and l.until > $1 offset 0
          )
        order by f.due_at limit $3
      ) d
    ) n
    where place = 1
  )
    and f.listed = 1 and f.due_at <= $1 and f.claimed_until <= $1
  order by f.due_at, f.feed_id limit $2
  for update skip locked`
const CLAIM_FEEDS = `
  update feed_states set holder = $1, claimed_until = $2 where feed_id = any($3::text[])`
// Of two processes that want two feeds of one host, the second waits here and is then refused.
const CLAIM_HOSTS = `
  insert into leases (name, holder, until)
  select name, $2, $3 from unnest($1::text[]) w (name) order by name
  on conflict (name) do update set holder = excluded.holder, until = excluded.until
    where leases.until <= $4
  returning name`
const PARK = `
  insert into parked_reads (feed_id, at, data) values ($1, $2, $3)
  on conflict (feed_id) do update set at = excluded.at, data = excluded.data`
const PARKED = `select feed_id, at, data from parked_reads order by at, feed_id limit $1`

/** What processes that poll together share, on PostgreSQL. */
export function toPgShare({ once, write, statement }: PgConnection): Share {
  const oneListAtATime = statement(ONE_LIST_AT_A_TIME)
  const unlist = statement(UNLIST)
  const enrol = statement(ENROL)
  const due = statement<{ feed_id: string; host: string; data: string }>(DUE_FEEDS)
  const claimFeeds = statement(CLAIM_FEEDS)
  const claimHosts = statement<{ name: string }>(CLAIM_HOSTS)
  const park = statement(PARK)
  const parked = statement<{ feed_id: string; at: number; data: string }>(PARKED)

  return {
    enrolFeeds: (states) =>
      write(async (db) => {
        await oneListAtATime.get(db)
        await unlist.run(
          db,
          states.map(({ feedId }) => feedId),
        )
        await enrol.run(db, toRows(states.map((state) => toFeedValues(state))))
        // A new list is asked for at once; the server's own look at it may be a minute away.
        await db.script('analyze feed_states')
      }),
    claimFeeds: ({ holder, now, until, limit }) =>
      write(async (db) => {
        const rows = await due.all(db, now, limit, limit * LOOKED_AT)
        if (rows.length === 0) return []
        const names = rows.map(({ host }) => hostLease(host))
        const free = await claimHosts.all(db, names, holder, until, now)
        const ours = new Set(free.map(({ name }) => name))
        const claimed = rows.filter(({ host }) => ours.has(hostLease(host)))
        await claimFeeds.run(
          db,
          holder,
          until,
          claimed.map(({ feed_id }) => feed_id),
        )
        return claimed.map(({ data }) => fromJson<FeedState>(data))
      }),
    parkRead: ({ feedId, at, data }) =>
      write(async (db) => {
        await park.run(db, feedId, at, data)
        await tell(db, 'parked')
      }),
    parkedReads: (limit) =>
      once(async (db) =>
        (await parked.all(db, limit)).map(
          ({ feed_id, at, data }): ParkedRead => ({ feedId: feed_id, at, data }),
        ),
      ),
  }
}
