-- Feeds that operators added or paused while the bot runs, and what readers reported.
create table feed_changes (
  feed_id text primary key,
  data text not null
) without rowid;

create table reports (
  id text primary key,
  guild_id text not null,
  story_id text not null,
  at integer not null,
  data text not null
) without rowid;

create index reports_guild on reports (guild_id, at);
create index posted_stories_subscription on posted_stories (subscription_id);
