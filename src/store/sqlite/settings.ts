import type { GuildSettings } from '../../ports.ts'
import type { Subscription } from '../../types.ts'
import type { Settings } from '../parts.ts'
import { fromJson } from '../rows.ts'
import type { Connection } from './connection.ts'

const CLAIM_LEASE = `
  insert into leases (name, holder, until) values (?, ?, ?)
  on conflict (name) do update set holder = excluded.holder, until = excluded.until
    where leases.holder = excluded.holder or leases.until <= ?`
const RELEASE_LEASE = `delete from leases where name = ? and holder = ?`
// '0' is what follows '/'.
const FORGET_PARTS = `delete from leases where name > ? || '/' and name < ? || '0' and until <= ?`
const COUNT_PARTS = `select count(*) as n from leases where name > ? || '/' and name < ? || '0'`
const SUBSCRIPTIONS = `
  select data from subscriptions where deleted_at is null order by id`
const SUBSCRIPTIONS_OF_GUILD = `
  select data from subscriptions where guild_id = ? and deleted_at is null order by id`
const SUBSCRIPTION = `select data from subscriptions where id = ?`
const SAVE_SUBSCRIPTION = `
  insert into subscriptions (id, guild_id, deleted_at, data) values (?, ?, ?, ?)
  on conflict (id) do update set
    guild_id = excluded.guild_id, deleted_at = excluded.deleted_at, data = excluded.data`
const GUILD_SETTINGS = `select data from guild_settings where guild_id = ?`
const SAVE_GUILD_SETTINGS = `
  insert into guild_settings (guild_id, data) values (?, ?)
  on conflict (guild_id) do update set data = excluded.data`

/** Leases, subscriptions and settings of servers on SQLite. */
export function toSettings({ read, write, statement }: Connection): Settings {
  const claimLease = statement(CLAIM_LEASE)
  const releaseLease = statement(RELEASE_LEASE)
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
      write(() => claimLease.run(name, holder, until, now) === 1),
    releaseLease: (name, holder) => write(() => void releaseLease.run(name, holder)),
    takePart: (task, holder, until, now) =>
      write(() => {
        claimLease.run(`${task}/${holder}`, holder, until, now)
        forgetParts.run(task, task, now)
        return countParts.get(task, task)?.n ?? 1
      }),
    subscriptions: (of = {}) =>
      read(() => {
        const rows =
          of.guildId === undefined ? subscriptions.all() : subscriptionsOfGuild.all(of.guildId)
        return rows.map(({ data }) => fromJson<Subscription>(data))
      }),
    findSubscription: (id) =>
      read(() => {
        const row = subscription.get(id)
        return row === undefined ? undefined : fromJson<Subscription>(row.data)
      }),
    saveSubscription: (saved) =>
      write(
        () =>
          void saveSubscription.run(
            saved.id,
            saved.guildId,
            saved.deletedAt ?? null,
            JSON.stringify(saved),
          ),
        'durable',
      ),
    guildSettings: (guildId) =>
      read(() => {
        const row = guildSettings.get(guildId)
        if (row !== undefined) return fromJson<GuildSettings>(row.data)
        return { guildId, mentionRoles: [], sharing: 'on' }
      }),
    saveGuildSettings: (settings) =>
      write(
        () => void saveGuildSettings.run(settings.guildId, JSON.stringify(settings)),
        'durable',
      ),
  }
}
