import type { PostedWhere, Store } from '../ports.ts'
import type { Delivery, Digest, PostedStory } from '../types.ts'
import type { Connection } from './connection.ts'
import { fromJson } from './rows.ts'

type Deliver = Pick<
  Store,
  | 'lastSlot'
  | 'findDigest'
  | 'saveDigest'
  | 'addDeliveries'
  | 'claimDeliveries'
  | 'saveDelivery'
  | 'deliveries'
  | 'postedStories'
  | 'postedWhere'
>

const LAST_SLOT = `
  select slot, until from digests where subscription_id = ? order by until desc, slot desc limit 1`
const DIGEST = `select data from digests where subscription_id = ? and slot = ?`
const ADD_DIGEST = `
  insert into digests (subscription_id, slot, until, data) values (?, ?, ?, ?)
  on conflict (subscription_id, slot) do nothing`
const ADD_DELIVERY = `
  insert into deliveries (
    id, subscription_id, channel_id, part, status, created_at, due_at, data
  ) values (?, ?, ?, ?, ?, ?, ?, ?)
  on conflict (id) do nothing`
const DUE_DELIVERIES = `
  select id, status = 'sending' or lapsed as lapsed, data from deliveries
  where due_at is not null and due_at <= ?
  order by created_at, subscription_id, part, id limit ?`
const CLAIM_DELIVERY = `
  update deliveries set status = 'sending', due_at = ?, holder = ?, lapsed = ?, data = ?
  where id = ?`
// What is done stays done: a holder whose claim lapsed must not take back what the next one sent, nor free what the
// next one is sending. That a message was posted is always true.
const SAVE_DELIVERY = `
  insert into deliveries (
    id, subscription_id, channel_id, part, status, created_at, due_at, data
  ) values (?, ?, ?, ?, ?, ?, ?, ?)
  on conflict (id) do update set
    channel_id = excluded.channel_id, status = excluded.status, due_at = excluded.due_at,
    holder = null, data = excluded.data
    where excluded.status = 'sent'
      or deliveries.due_at is not null and coalesce(deliveries.holder = ?, true)`
const DELIVERIES = `
  select data from deliveries where subscription_id = ?
  order by created_at desc, part desc limit ?`
const SAVE_POSTED = `
  insert into posted_stories (channel_id, story_id, mode, subscription_id, at, data)
  values (?, ?, ?, ?, ?, ?)
  on conflict (channel_id, story_id, mode) do update set
    subscription_id = excluded.subscription_id, at = excluded.at, data = excluded.data
    where excluded.at >= posted_stories.at`
// "cross join" keeps SQLite from starting at the other end, with all that a channel ever saw.
// A story that was taken over was seen as part of the one that survived.
const POSTED = `
  select w.value as story_id, p.data, p.at
  from json_each(:ids) w
  cross join posted_stories p on p.channel_id = :channel and p.story_id = w.value
  union all
  select w.value as story_id, p.data, p.at
  from json_each(:ids) w
  cross join stories s on s.merged_into = w.value
  cross join posted_stories p on p.channel_id = :channel and p.story_id = s.id
  order by 3, 1`
const POSTED_WHERE = `
  select p.channel_id, p.subscription_id, p.data
  from json_each(?) w
  cross join posted_stories p on p.story_id = w.value
  order by p.at, p.channel_id, p.mode`

/** Digests, the outbox and the memory of channels on SQLite. */
export function toDeliver({ read, write, statement }: Connection): Deliver {
  const lastSlot = statement<{ slot: string; until: number }>(LAST_SLOT)
  const findDigest = statement<{ data: string }>(DIGEST)
  const addDigest = statement(ADD_DIGEST)
  const addDelivery = statement(ADD_DELIVERY)
  const due = statement<{ id: string; lapsed: number; data: string }>(DUE_DELIVERIES)
  const claim = statement(CLAIM_DELIVERY)
  const saveDelivery = statement(SAVE_DELIVERY)
  const deliveries = statement<{ data: string }>(DELIVERIES)
  const savePosted = statement(SAVE_POSTED)
  const posted = statement<{ story_id: string; data: string }>(POSTED)
  const postedWhere = statement<{ channel_id: string; subscription_id: string; data: string }>(
    POSTED_WHERE,
  )

  function addAll(added: readonly Delivery[]): void {
    for (const delivery of added) addDelivery.run(...toValues(delivery))
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
    saveDigest: (digest, parts) =>
      write(() => {
        const { subscriptionId, slot, to } = digest
        if (addDigest.run(subscriptionId, slot, to, JSON.stringify(digest)) === 0) return false
        addAll(parts)
        return true
      }, 'durable'),
    addDeliveries: (added) => write(() => addAll(added), 'durable'),
    claimDeliveries: ({ holder, now, until, limit }) =>
      write(
        () =>
          due.all(now, limit).map(({ id, lapsed, data }) => {
            const delivery: Delivery = { ...fromJson<Delivery>(data), status: 'sending' }
            claim.run(until, holder, lapsed, JSON.stringify(delivery), id)
            return { ...delivery, lapsed: lapsed === 1 }
          }),
        'durable',
      ),
    saveDelivery: (delivery, seen, holder) =>
      write(() => {
        if (saveDelivery.run(...toValues(delivery), holder ?? null) === 0) return
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
      }, 'durable'),
    deliveries: (subscriptionId, limit) =>
      read(() => deliveries.all(subscriptionId, limit).map(({ data }) => fromJson<Delivery>(data))),
    postedStories: (channelId, storyIds) =>
      read(() =>
        posted.all({ ids: JSON.stringify(storyIds), channel: channelId }).map((row) => ({
          ...fromJson<PostedStory>(row.data),
          storyId: row.story_id,
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

const toValues = (delivery: Delivery) =>
  [
    delivery.id,
    delivery.subscriptionId,
    delivery.channelId,
    delivery.part,
    delivery.status,
    delivery.createdAt,
    dueAt(delivery),
    JSON.stringify(withoutClaim(delivery)),
  ] as const

/** A claim's own note is no part of a delivery; callers may hand the claimed one back. */
function withoutClaim(delivery: Delivery): Delivery {
  const { lapsed: _, ...plain } = { lapsed: false, ...delivery }
  return plain
}

/** When it may be claimed; `null` when it is done. One handed back as `sending` is due as its next try says. */
function dueAt(delivery: Delivery): number | null {
  switch (delivery.status) {
    case 'pending':
    case 'retry':
    case 'sending':
      return delivery.nextTryAt
    case 'sent':
    case 'dropped':
    case 'unknown':
      return null
    default:
      return delivery.status satisfies never
  }
}
