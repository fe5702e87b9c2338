import type { FeedChange, GuildSettings, Report } from '../../ports.ts'
import type { Subscription } from '../../types.ts'
import type { Guilds } from '../parts.ts'
import { fromJson } from '../rows.ts'
import type { Connection } from './connection.ts'

const ALL_SETTINGS = `select data from guild_settings order by guild_id`
const COPY_POSTED = `
  insert into posted_stories (channel_id, story_id, mode, subscription_id, at, data)
  select :to, story_id, mode, subscription_id, at, json_remove(data, '$.messageId')
  from posted_stories where subscription_id = :subscription and channel_id <> :to
  on conflict (channel_id, story_id, mode) do nothing`
const ENDED = `select data from subscriptions where deleted_at < ? order by id`
/** Everything that names a subscription; `?` is a JSON list of ids. */
const REMOVE_OF_SUBSCRIPTIONS = [
  `delete from posted_stories where subscription_id in (select value from json_each(?))`,
  `delete from deliveries where subscription_id in (select value from json_each(?))`,
  `delete from digests where subscription_id in (select value from json_each(?))`,
  `delete from meta where key in (
    select p.column1 || value from json_each(?), (values ('dark.'), ('night.')) as p)`,
  `delete from subscriptions where id in (select value from json_each(?))`,
]
const REMOVE_SETTINGS = `delete from guild_settings where guild_id = ?`
const REMOVE_REPORTS = `delete from reports where guild_id = ?`
const SAVE_REPORT = `
  insert into reports (id, guild_id, story_id, at, data) values (?, ?, ?, ?, ?)
  on conflict (id) do update set data = excluded.data`
const REPORTS = `select data from reports order by at, id`
const REPORTS_OF_GUILD = `select data from reports where guild_id = ? order by at, id`
const FEED_CHANGES = `select data from feed_changes order by feed_id`
const SAVE_FEED_CHANGE = `
  insert into feed_changes (feed_id, data) values (?, ?)
  on conflict (feed_id) do update set data = excluded.data`
const REMOVE_FEED_CHANGE = `delete from feed_changes where feed_id = ?`

/** Servers as a whole, reports and changed feeds on SQLite. */
export function toGuilds({ read, write, statement }: Connection): Guilds {
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
      read(() => allSettings.all().map(({ data }) => fromJson<GuildSettings>(data))),
    copyPosted: (subscription, to) =>
      write(() => void copyPosted.run({ subscription, to }), 'durable'),
    endedSubscriptions: (before) =>
      read(() => ended.all(before).map(({ data }) => fromJson<Subscription>(data))),
    removeSubscriptions: (ids) =>
      write(() => {
        for (const remove of removeOfSubscriptions) remove.run(JSON.stringify(ids))
      }, 'durable'),
    removeGuild: (guildId) =>
      write(() => {
        removeSettings.run(guildId)
        removeReports.run(guildId)
      }, 'durable'),
    saveReport: (report) =>
      write(() => {
        const { id, guildId, storyId, at } = report
        saveReport.run(id, guildId, storyId, at, JSON.stringify(report))
      }, 'durable'),
    reports: ({ guildId, storyIds } = {}) =>
      read(() => {
        const rows = guildId === undefined ? reports.all() : reportsOfGuild.all(guildId)
        const found = rows.map(({ data }) => fromJson<Report>(data))
        return storyIds === undefined
          ? found
          : found.filter((report) => storyIds.includes(report.storyId))
      }),
    feedChanges: () => read(() => feedChanges.all().map(({ data }) => fromJson<FeedChange>(data))),
    saveFeedChange: (change) =>
      write(() => void saveFeedChange.run(change.feedId, JSON.stringify(change)), 'durable'),
    removeFeedChange: (feedId) => write(() => void removeFeedChange.run(feedId), 'durable'),
  }
}
