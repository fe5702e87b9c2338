import type { FeedChange, GuildSettings, Report } from '../../ports.ts'
import type { Subscription } from '../../types.ts'
import type { Guilds } from '../parts.ts'
import { fromJson } from '../rows.ts'
import type { PgConnection } from './connection.ts'

const ALL_SETTINGS = `select data from guild_settings order by guild_id`
const COPY_POSTED = `
  insert into posted_stories (channel_id, story_id, mode, subscription_id, at, data)
  select $1::text, story_id, mode, subscription_id, at, (data::jsonb - 'messageId')::text
  from posted_stories where subscription_id = $2 and channel_id <> $1::text
  on conflict (channel_id, story_id, mode) do nothing`
const ENDED = `select data from subscriptions where deleted_at < $1 order by id`
/** Everything that names a subscription. */
const REMOVE_OF_SUBSCRIPTIONS = [
  `delete from posted_stories where subscription_id = any($1::text[])`,
  `delete from deliveries where subscription_id = any($1::text[])`,
  `delete from digests where subscription_id = any($1::text[])`,
  `delete from meta where key in (
    select p.prefix || w.id from unnest($1::text[]) w (id), (values ('dark.'), ('night.')) p (prefix))`,
  `delete from subscriptions where id = any($1::text[])`,
]
const REMOVE_SETTINGS = `delete from guild_settings where guild_id = $1`
const REMOVE_REPORTS = `delete from reports where guild_id = $1`
const SAVE_REPORT = `
  insert into reports (id, guild_id, story_id, at, data) values ($1, $2, $3, $4, $5)
  on conflict (id) do update set data = excluded.data`
const REPORTS = `select data from reports order by at, id`
const REPORTS_OF_GUILD = `select data from reports where guild_id = $1 order by at, id`
const FEED_CHANGES = `select data from feed_changes order by feed_id`
const SAVE_FEED_CHANGE = `
  insert into feed_changes (feed_id, data) values ($1, $2)
  on conflict (feed_id) do update set data = excluded.data`
const REMOVE_FEED_CHANGE = `delete from feed_changes where feed_id = $1`

/** Servers as a whole, reports and changed feeds on PostgreSQL. */
export function toPgGuilds({ once, write, statement }: PgConnection): Guilds {
  const allSettings = statement<{ data: string }>(ALL_SETTINGS)
  const copyPosted = statement(COPY_POSTED)
  const ended = statement<{ data: string }>(ENDED)
  const removeOfSubscriptions = REMOVE_OF_SUBSCRIPTIONS.map((sql) => statement(sql))
  const removeSettings = statement(REMOVE_SETTINGS)
  const removeReports = statement(REMOVE_REPORTS)
  const saveReport = statement(SAVE_REPORT)
  const reports = statement<{ data: string }>(REPORTS)
  const reportsOfGuild = statement<{ data: string }>(REPORTS_OF_GUILD)
  const feedChanges = statement<{ data: string }>(FEED_CHANGES)
  const saveFeedChange = statement(SAVE_FEED_CHANGE)
  const removeFeedChange = statement(REMOVE_FEED_CHANGE)

  return {
    allGuildSettings: () =>
      once(async (db) =>
        (await allSettings.all(db)).map(({ data }) => fromJson<GuildSettings>(data)),
      ),
    copyPosted: (subscriptionId, toChannelId) =>
      write(async (db) => void (await copyPosted.run(db, toChannelId, subscriptionId)), 'durable'),
    endedSubscriptions: (before) =>
      once(async (db) =>
        (await ended.all(db, before)).map(({ data }) => fromJson<Subscription>(data)),
      ),
    removeSubscriptions: (ids) =>
      write(async (db) => {
        for (const remove of removeOfSubscriptions) await remove.run(db, ids)
      }, 'durable'),
    removeGuild: (guildId) =>
      write(async (db) => {
        await removeSettings.run(db, guildId)
        await removeReports.run(db, guildId)
      }, 'durable'),
    saveReport: (report) =>
      write(async (db) => {
        const { id, guildId, storyId, at } = report
        await saveReport.run(db, id, guildId, storyId, at, JSON.stringify(report))
      }, 'durable'),
    reports: ({ guildId, storyIds } = {}) =>
      once(async (db) => {
        const rows =
          guildId === undefined ? await reports.all(db) : await reportsOfGuild.all(db, guildId)
        const found = rows.map(({ data }) => fromJson<Report>(data))
        return storyIds === undefined
          ? found
          : found.filter((report) => storyIds.includes(report.storyId))
      }),
    feedChanges: () =>
      once(async (db) => (await feedChanges.all(db)).map(({ data }) => fromJson<FeedChange>(data))),
    saveFeedChange: (change) =>
      write(async (db) => {
        await saveFeedChange.run(db, change.feedId, JSON.stringify(change))
      }, 'durable'),
    removeFeedChange: (feedId) =>
      write(async (db) => void (await removeFeedChange.run(db, feedId)), 'durable'),
  }
}
