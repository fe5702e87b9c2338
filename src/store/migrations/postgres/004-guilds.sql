-- Feeds that operators added or paused while the bot runs, and what readers reported.
create table feed_changes (
  feed_id text collate "C" primary key,
  data text collate "C" not null
);

create table reports (
  id text collate "C" primary key,
  guild_id text collate "C" not null,
  story_id text collate "C" not null,
  at bigint not null,
  data text collate "C" not null
);

create index reports_guild on reports (guild_id, at);
create index posted_stories_subscription on posted_stories (subscription_id);
