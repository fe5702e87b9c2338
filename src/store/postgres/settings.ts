import type { GuildSettings } from '../../ports.ts'
import type { Subscription } from '../../types.ts'
import type { Settings } from '../parts.ts'
import { fromJson } from '../rows.ts'
import type { PgConnection } from './connection.ts'

const CLAIM_LEASE = `
  insert into leases (name, holder, until) values ($1, $2, $3)
  on conflict (name) do update set holder = excluded.holder, until = excluded.until
    where leases.holder = excluded.holder or leases.until <= $4`
const RELEASE_LEASE = `delete from leases where name = $1 and holder = $2`
/** Parts are taken one after the other, so that two that come together count each other. */
const ONE_PART_AT_A_TIME = `select pg_advisory_xact_lock(${0x41585054})`
// '0' is what follows '/'.
const FORGET_PARTS = `
  delete from leases where name > $1 || '/' and name < $1 || '0' and until <= $2`
const COUNT_PARTS = `
  select count(*)::int as n from leases where name > $1 || '/' and name < $1 || '0'`
const SUBSCRIPTIONS = `
  select data from subscriptions where deleted_at is null order by id`
const SUBSCRIPTIONS_OF_GUILD = `
  select data from subscriptions where guild_id = $1 and deleted_at is null order by id`
const SUBSCRIPTION = `select data from subscriptions where id = $1`
const SAVE_SUBSCRIPTION = `
  insert into subscriptions (id, guild_id, deleted_at, data) values ($1, $2, $3, $4)
  on conflict (id) do update set
    guild_id = excluded.guild_id, deleted_at = excluded.deleted_at, data = excluded.data`
const GUILD_SETTINGS = `select data from guild_settings where guild_id = $1`
const SAVE_GUILD_SETTINGS = `
  insert into guild_settings (guild_id, data) values ($1, $2)
  on conflict (guild_id) do update set data = excluded.data`

/** Leases, subscriptions and settings of servers on PostgreSQL. */
export function toPgSettings({ once, write, statement }: PgConnection): Settings {
  const claimLease = statement(CLAIM_LEASE)
  const releaseLease = statement(RELEASE_LEASE)
  const onePartAtATime = statement(ONE_PART_AT_A_TIME)
  const forgetParts = statement(FORGET_PARTS)
  const countParts = statement<{ n: number }>(COUNT_PARTS)
  const subscriptions = statement<{ data: string }>(SUBSCRIPTIONS)
  const subscriptionsOfGuild = statement<{ data: string }>(SUBSCRIPTIONS_OF_GUILD)
  const subscription = statement<{ data: string }>(SUBSCRIPTION)
  const saveSubscription = statement(SAVE_SUBSCRIPTION)
  const guildSettings = statement<{ data: string }>(GUILD_SETTINGS)
  const saveGuildSettings = statement(SAVE_GUILD_SETTINGS)

  return {
    claimLease: (name, holder, until, now) =>
      write(async (db) => (await claimLease.run(db, name, holder, until, now)) === 1),
    releaseLease: (name, holder) =>
      write(async (db) => void (await releaseLease.run(db, name, holder))),
    takePart: (task, holder, until, now) =>
      write(async (db) => {
        await onePartAtATime.get(db)
        await claimLease.run(db, `${task}/${holder}`, holder, until, now)
        await forgetParts.run(db, task, now)
        return (await countParts.get(db, task))?.n ?? 1
      }),
    subscriptions: (of = {}) =>
      once(async (db) => {
        const rows =
          of.guildId === undefined
            ? await subscriptions.all(db)
            : await subscriptionsOfGuild.all(db, of.guildId)
        return rows.map(({ data }) => fromJson<Subscription>(data))
      }),
    findSubscription: (id) =>
      once(async (db) => {
        const row = await subscription.get(db, id)
        return row === undefined ? undefined : fromJson<Subscription>(row.data)
      }),
    saveSubscription: (saved) =>
      write(async (db) => {
        const { id, guildId, deletedAt = null } = saved
        await saveSubscription.run(db, id, guildId, deletedAt, JSON.stringify(saved))
      }, 'durable'),
    guildSettings: (guildId) =>
      once(async (db) => {
        const row = await guildSettings.get(db, guildId)
        if (row !== undefined) return fromJson<GuildSettings>(row.data)
        return { guildId, mentionRoles: [], sharing: 'on' }
      }),
    saveGuildSettings: (settings) =>
      write(async (db) => {
        await saveGuildSettings.run(db, settings.guildId, JSON.stringify(settings))
      }, 'durable'),
  }
}
