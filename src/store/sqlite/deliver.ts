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
import type { Connection } from './connection.ts'

const LAST_SLOT = `
  select slot, until from digests where subscription_id = ? order by until desc, slot desc limit 1`
const DIGEST = `select data from digests where subscription_id = ? and slot = ?`
const ADD_DIGEST = `
  insert into digests (subscription_id, slot, until, data) values (?, ?, ?, ?)
  on conflict (subscription_id, slot) do nothing`
const ADD_DELIVERY = `
  insert into deliveries (
    id, subscription_id, channel_id, part, status, created_at, due_at, rank, data
  ) values (?, ?, ?, ?, ?, ?, ?, ?, ?)
  on conflict (id) do nothing`
const DUE_DELIVERIES = `
  select id, status = 'sending' or lapsed as lapsed, data from deliveries
  where due_at is not null and due_at <= ?
    and channel_id not in (select value from json_each(?))
    and not exists (
      select 1 from deliveries o
      where o.channel_id = deliveries.channel_id and o.status = 'sending'
        and o.due_at > ? and o.holder <> ?
    )
  order by rank, created_at, subscription_id, part, id limit ?`
// Its data keeps the status that it was saved with: a claim is no reason to write a whole message again.
const CLAIM_DELIVERIES = `
  update deliveries
  set lapsed = status = 'sending' or lapsed, status = 'sending', due_at = ?, holder = ?
  where id in (select value from json_each(?))`
// What is done stays done: a holder whose claim lapsed must not take back what the next one sent, nor free what the
// next one is sending. That a message was posted is always true.
const SAVE_DELIVERY = `
  insert into deliveries (
    id, subscription_id, channel_id, part, status, created_at, due_at, rank, data
  ) values (?, ?, ?, ?, ?, ?, ?, ?, ?)
  on conflict (id) do update set
    channel_id = excluded.channel_id, status = excluded.status, due_at = excluded.due_at,
    holder = null, data = excluded.data
    where excluded.status = 'sent'
      or deliveries.due_at is not null and (deliveries.holder is null or deliveries.holder = ?)`
const DELIVERIES = `
  select status, data from deliveries where subscription_id = ?
  order by created_at desc, part desc, id desc limit ?`
const DELIVERY_NOTES = `
  select json_set(json_remove(data, '$.body', '$.files'), '$.status', status) as data
  from deliveries
  where subscription_id = ? and created_at > ?
  order by created_at desc, part desc, id desc`
const SAVE_POSTED = `
  insert into posted_stories (channel_id, story_id, mode, subscription_id, at, data)
  values (?, ?, ?, ?, ?, ?)
  on conflict (channel_id, story_id, mode) do update set
    subscription_id = excluded.subscription_id, at = excluded.at, data = excluded.data
    where excluded.at >= posted_stories.at`
// "cross join" keeps SQLite from starting at the other end, with all that a channel ever saw.
// A story that was taken over was seen as part of the one that survived.
const POSTED = `
  with recursive asked (id, taker) as (
    select value, null from json_each(:ids)
    union
    select s.id, coalesce(asked.taker, asked.id)
    from asked
    cross join stories s on s.merged_into = asked.id
  )
  select asked.id, asked.taker, p.data
  from asked
  cross join posted_stories p on p.channel_id = :channel and p.story_id = asked.id
  order by p.at, asked.id`
const POSTED_WHERE = `
  select p.channel_id, p.subscription_id, p.data
  from json_each(?) w
  cross join posted_stories p on p.story_id = w.value
  order by p.at, p.channel_id, p.mode`

// A story that another took over is posted as part of it.
const MARK_POSTED = `
  with recursive shown (id) as (
    select value from json_each(:ids)
    union
    select s.merged_into from shown cross join stories s on s.id = shown.id
    where s.merged_into is not null
  )
  update stories set posted_at = :at where id in (select id from shown) and posted_at is null`

/** Digests, the outbox and the memory of channels on SQLite. */
export function toDeliver({ read, write, statement }: Connection): Deliver {
  const lastSlot = statement<{ slot: string; until: number }>(LAST_SLOT)
  const findDigest = statement<{ data: string }>(DIGEST)
  const addDigest = statement(ADD_DIGEST)
  const addDelivery = statement(ADD_DELIVERY)
  const markPosted = statement(MARK_POSTED)
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

  function addAll(added: readonly Delivery[]): void {
    for (const delivery of added) addDelivery.run(...toDeliveryValues(delivery))
    const { ids, at } = shownIn(added)
    if (ids.length > 0) markPosted.run({ ids: JSON.stringify(ids), at })
  }

  function saveOutcome(delivery: Delivery, seen: readonly PostedStory[], holder?: string): void {
    if (saveDelivery.run(...toDeliveryValues(delivery), holder ?? null) === 0) return
    for (const story of seen) {
      savePosted.run(
        delivery.channelId,
        story.storyId,
        story.mode,
        delivery.subscriptionId,
        story.at,
        JSON.stringify(story),
      )
    }
  }

  return {
    lastSlot: (subscriptionId) =>
      read(() => {
        const row = lastSlot.get(subscriptionId)
        return row === undefined ? undefined : { slot: row.slot, to: row.until }
      }),
    findDigest: (subscriptionId, slot) =>
      read(() => {
        const row = findDigest.get(subscriptionId, slot)
        return row === undefined ? undefined : fromJson<Digest>(row.data)
      }),
    // Not durable by itself: after a power cut it is planned again, and a claim's commit makes what was planned before
    // it durable too.
    saveDigest: (digest, parts) =>
      write(() => {
        const { subscriptionId, slot, to } = digest
        if (addDigest.run(subscriptionId, slot, to, JSON.stringify(digest)) === 0) return false
        addAll(parts)
        return true
      }),
    addDeliveries: (added) => write(() => addAll(added), 'durable'),
    claimDeliveries: ({ holder, now, until, limit, busy = [] }) =>
      write(() => {
        const rows = due.all(now, JSON.stringify(busy), now, holder, limit)
        if (rows.length > 0) claim.run(until, holder, JSON.stringify(rows.map(({ id }) => id)))
        return rows.map(toClaimed)
      }, 'durable'),
    saveDelivery: (delivery, seen, holder) =>
      write(() => saveOutcome(delivery, seen, holder), 'durable'),
    saveDeliveries: (outcomes) =>
      write(() => {
        for (const { delivery, posted, holder } of outcomes) saveOutcome(delivery, posted, holder)
      }, 'durable'),
    deliveries: (subscriptionId, limit) =>
      read(() => deliveries.all(subscriptionId, limit).map(toDelivery)),
    deliveryNotes: (subscriptionId, since) =>
      read(() => notes.all(subscriptionId, since).map(({ data }) => fromJson<DeliveryNote>(data))),
    postedStories: (channelId, storyIds) =>
      read(() =>
        posted.all({ ids: JSON.stringify(storyIds), channel: channelId }).map((row) => ({
          ...fromJson<PostedStory>(row.data),
          ...(row.taker !== null && { storyId: row.taker, takenFrom: row.id }),
        })),
      ),
    postedWhere: (storyIds) =>
      read(() =>
        postedWhere.all(JSON.stringify(storyIds)).map(
          (row): PostedWhere => ({
            ...fromJson<PostedStory>(row.data),
            channelId: row.channel_id,
            subscriptionId: row.subscription_id,
          }),
        ),
      ),
  }
}
