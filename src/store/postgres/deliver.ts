import type { PostedWhere } from '../../ports.ts'
import type { Delivery, DeliveryNote, Digest, PostedStory } from '../../types.ts'
import {
  type DeliveryRow,
  shownIn,
  toClaimed,
  toDelivery,
  toDeliveryValues,
} from '../delivery-values.ts'
import type { Deliver } from '../parts.ts'
import { fromJson } from '../rows.ts'
import { type Db, type PgConnection, toRows } from './connection.ts'
import { tell } from './news.ts'

const LAST_SLOT = `
  select slot, until from digests where subscription_id = $1 order by until desc, slot desc limit 1`
const DIGEST = `select data from digests where subscription_id = $1 and slot = $2`
const ADD_DIGEST = `
  insert into digests (subscription_id, slot, until, data) values ($1, $2, $3, $4)
  on conflict (subscription_id, slot) do nothing`
const ADD_DELIVERY = `
  insert into deliveries (
    id, subscription_id, channel_id, part, status, created_at, due_at, rank, data
  ) values ($1, $2, $3, $4, $5, $6, $7, $8, $9)
  on conflict (id) do nothing`
/** Claims are made one after the other, so that each sees what the one before it took; sending is what takes time. */
const ONE_CLAIM_AT_A_TIME = `select pg_advisory_xact_lock(${0x41584443})`
// A row that somebody writes the outcome of just now is left for the next claim.
const DUE_DELIVERIES = `
  select id, (status = 'sending' or lapsed = 1)::int as lapsed, data from deliveries
  where due_at is not null and due_at <= $1 and channel_id <> all($2::text[])
    and not exists (
      select 1 from deliveries o
      where o.channel_id = deliveries.channel_id and o.status = 'sending'
        and o.due_at > $1 and o.holder <> $3
      offset 0
    )
  order by rank, created_at, subscription_id, part, id limit $4
  for update skip locked`
// Its data keeps the status that it was saved with: a claim is no reason to write a whole message again.
const CLAIM_DELIVERIES = `
  update deliveries
  set lapsed = (status = 'sending' or lapsed = 1)::int, status = 'sending', due_at = $1, holder = $2
  where id = any($3::text[])`
// What is done stays done: a holder whose claim lapsed must not take back what the next one sent, nor free what the
// next one is sending. That a message was posted is always true.
const SAVE_DELIVERY = `
  insert into deliveries (
    id, subscription_id, channel_id, part, status, created_at, due_at, rank, data
  ) values ($1, $2, $3, $4, $5, $6, $7, $8, $9)
  on conflict (id) do update set
    channel_id = excluded.channel_id, status = excluded.status, due_at = excluded.due_at,
    holder = null, data = excluded.data
    where excluded.status = 'sent'
      or deliveries.due_at is not null and (deliveries.holder is null or deliveries.holder = $10)`
const DELIVERIES = `
  select status, data from deliveries where subscription_id = $1
  order by created_at desc, part desc, id desc limit $2`
// What a message says and carries stays where it is: only its note is read.
const DELIVERY_NOTES = `
  select (data::jsonb - 'body' - 'files' || jsonb_build_object('status', status))::text as data
  from deliveries
  where subscription_id = $1 and created_at > $2
  order by created_at desc, part desc, id desc`
const SAVE_POSTED = `
  insert into posted_stories (channel_id, story_id, mode, subscription_id, at, data)
  select $1, r.story, r.mode, $2, r.at, r.data
  from json_to_recordset($3) r (story text, mode text, at bigint, data text)
  on conflict (channel_id, story_id, mode) do update set
    subscription_id = excluded.subscription_id, at = excluded.at, data = excluded.data
    where excluded.at >= posted_stories.at`
// A story that was taken over was seen as part of the one that survived.
const POSTED = `
  with recursive asked (id, taker) as (
    select id collate "C", null collate "C" from unnest($1::text[]) w (id)
    union
    select s.id, coalesce(asked.taker, asked.id)
    from asked
    join stories s on s.merged_into = asked.id
  )
  select asked.id, asked.taker, p.data
  from asked
  join posted_stories p on p.channel_id = $2 and p.story_id = asked.id
  order by p.at, asked.id`
const POSTED_WHERE = `
  select p.channel_id, p.subscription_id, p.data
  from posted_stories p
  where p.story_id = any($1::text[])
  order by p.at, p.channel_id, p.mode`

// A story that another took over is posted as part of it.
const MARK_POSTED = `
  with recursive shown (id) as (
    select id collate "C" from unnest($1::text[]) w (id)
    union
    select s.merged_into from shown join stories s on s.id = shown.id
    where s.merged_into is not null
  )
  update stories set posted_at = $2 where id in (select id from shown) and posted_at is null`

/** Digests, the outbox and the memory of channels on PostgreSQL. */
export function toPgDeliver({ once, write, statement }: PgConnection): Deliver {
  const lastSlot = statement<{ slot: string; until: number }>(LAST_SLOT)
  const findDigest = statement<{ data: string }>(DIGEST)
  const addDigest = statement(ADD_DIGEST)
  const addDelivery = statement(ADD_DELIVERY)
  const markPosted = statement(MARK_POSTED)
  const oneClaimAtATime = statement(ONE_CLAIM_AT_A_TIME)
  const due = statement<{ id: string; lapsed: number; data: string }>(DUE_DELIVERIES)
  const claim = statement(CLAIM_DELIVERIES)
  const saveDelivery = statement(SAVE_DELIVERY)
  const deliveries = statement<DeliveryRow>(DELIVERIES)
  const notes = statement<{ data: string }>(DELIVERY_NOTES)
  const savePosted = statement(SAVE_POSTED)
  const posted = statement<{ id: string; taker: string | null; data: string }>(POSTED)
  const postedWhere = statement<{ channel_id: string; subscription_id: string; data: string }>(
    POSTED_WHERE,
  )

  async function addAll(db: Db, added: readonly Delivery[]): Promise<void> {
    for (const delivery of added) await addDelivery.run(db, ...toDeliveryValues(delivery))
    const { ids, at } = shownIn(added)
    if (ids.length > 0) await markPosted.run(db, ids, at)
    if (added.length > 0) await tell(db, 'owed')
  }

  async function saveOutcome(
    db: Db,
    delivery: Delivery,
    seen: readonly PostedStory[],
    holder?: string,
  ): Promise<void> {
    const { channelId, subscriptionId } = delivery
    const values = toDeliveryValues(delivery)
    if ((await saveDelivery.run(db, ...values, holder ?? null)) === 0) return
    // One statement changes no row twice: of a story that a message shows twice the last word counts.
    const last = new Map(seen.map((story) => [`${story.mode} ${story.storyId}`, story]))
    if (last.size === 0) return
    const rows = [...last.values()].map((story) => ({
      story: story.storyId,
      mode: story.mode,
      at: story.at,
      data: JSON.stringify(story),
    }))
    await savePosted.run(db, channelId, subscriptionId, toRows(rows))
  }

  return {
    lastSlot: (subscriptionId) =>
      once(async (db) => {
        const row = await lastSlot.get(db, subscriptionId)
        return row === undefined ? undefined : { slot: row.slot, to: row.until }
      }),
    findDigest: (subscriptionId, slot) =>
      once(async (db) => {
        const row = await findDigest.get(db, subscriptionId, slot)
        return row === undefined ? undefined : fromJson<Digest>(row.data)
      }),
    // Not durable by itself: after a power cut it is planned again, and a claim's commit makes what was planned before
    // it durable too.
    saveDigest: (digest, parts) =>
      write(async (db) => {
        const { subscriptionId, slot, to } = digest
        const added = await addDigest.run(db, subscriptionId, slot, to, JSON.stringify(digest))
        if (added === 0) return false
        await addAll(db, parts)
        return true
      }),
    addDeliveries: (added) => write((db) => addAll(db, added), 'durable'),
    claimDeliveries: ({ holder, now, until, limit, busy = [] }) =>
      write(async (db) => {
        await oneClaimAtATime.get(db)
        const rows = await due.all(db, now, busy, holder, limit)
        if (rows.length > 0) {
          const ids = rows.map(({ id }) => id)
          await claim.run(db, until, holder, ids)
        }
        return rows.map(toClaimed)
      }, 'durable'),
    saveDelivery: (delivery, seen, holder) =>
      write((db) => saveOutcome(db, delivery, seen, holder), 'durable'),
    saveDeliveries: (outcomes) =>
      write(async (db) => {
        for (const { delivery, posted, holder } of outcomes) {
          await saveOutcome(db, delivery, posted, holder)
        }
      }, 'durable'),
    deliveries: (subscriptionId, limit) =>
      once(async (db) => (await deliveries.all(db, subscriptionId, limit)).map(toDelivery)),
    deliveryNotes: (subscriptionId, since) =>
      once(async (db) =>
        (await notes.all(db, subscriptionId, since)).map(({ data }) =>
          fromJson<DeliveryNote>(data),
        ),
      ),
    postedStories: (channelId, storyIds) =>
      once(async (db) =>
        (await posted.all(db, storyIds, channelId)).map((row) => ({
          ...fromJson<PostedStory>(row.data),
          ...(row.taker !== null && { storyId: row.taker, takenFrom: row.id }),
        })),
      ),
    postedWhere: (storyIds) =>
      once(async (db) =>
        (await postedWhere.all(db, storyIds)).map(
          (row): PostedWhere => ({
            ...fromJson<PostedStory>(row.data),
            channelId: row.channel_id,
            subscriptionId: row.subscription_id,
          }),
        ),
      ),
  }
}
