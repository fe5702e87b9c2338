-- The first schema. Times are milliseconds since 1970 (UTC). A docid is our own number of an article, ordered by
-- the second it was seen in (docid.ts), so that "newest first" and "seen between" are ranges of it.

create table meta (
  key text collate "C" primary key,
  value text collate "C" not null
);

create table counters (
  name text collate "C" primary key,
  value bigint not null
);

insert into counters (name, value) values ('articles', 0), ('stories', 0);

create table leases (
  name text collate "C" primary key,
  holder text collate "C" not null,
  until bigint not null
);

create table feed_states (
  feed_id text collate "C" primary key,
  checked_at bigint,
  -- Our clock when its document was last read with items in it: what it does not serve then, it serves no more.
  read_at bigint,
  data text collate "C" not null
);

create index feed_states_checked on feed_states (checked_at);

create table articles (
  docid bigint primary key,
  id text collate "C" not null unique,
  feed_id text collate "C" not null,
  seen_at bigint not null,
  published_at bigint,
  outlet text collate "C" not null,
  family text collate "C" not null,
  camp text collate "C" not null,
  title text collate "C" not null,
  link text collate "C",
  canonical_url text collate "C",
  author text collate "C",
  categories text collate "C" not null,
  language_hint text collate "C",
  backlog bigint not null,
  sample bigint not null,
  relevance text collate "C" not null,
  keys text collate "C" not null,
  tags text collate "C" not null
);

-- An address may be longer than what a btree takes.
create index articles_url on articles (md5(canonical_url), docid) where canonical_url is not null;

-- What is kept as long as `retention.text` says.
create table article_texts (
  docid bigint primary key references articles (docid),
  summary text collate "C",
  content text collate "C"
);

-- Identity (law 2). A key names the article by its id, since it outlives the article's row.
create table article_keys (
  key text collate "C" primary key,
  article_id text collate "C" not null,
  feed_id text collate "C" not null,
  seen_at bigint not null
);

create index article_keys_seen on article_keys (seen_at);

-- Titles that an article was seen with after its first one.
create table titles (
  docid bigint not null references articles (docid),
  at bigint not null,
  title text collate "C" not null,
  primary key (docid, at)
);

create table stories (
  id text collate "C" primary key,
  updated_at bigint not null,
  opened_at bigint not null,
  merged_into text collate "C",
  -- The list that story_facets holds for it, so that an update removes just that.
  facets text collate "C" not null,
  data text collate "C" not null
);

create index stories_merged on stories (merged_into) where merged_into is not null;
create index stories_updated on stories (updated_at);

-- Latest-for-X, newest first. A row stands under every level at which the story is shown (a core story under core,
-- related and no), so that each question is one range of one index whatever its relevance.
create table story_facets (
  level text collate "C" not null,
  facet text collate "C" not null,
  updated_at bigint not null,
  story_id text collate "C" not null,
  opened_at bigint not null
);

create unique index story_facets_newest on story_facets (level, facet, updated_at desc, story_id) include (opened_at);

create table memberships (
  docid bigint primary key references articles (docid),
  story_id text collate "C" not null references stories (id),
  seen_at bigint not null,
  side text collate "C" not null,
  linked_by text collate "C" not null,
  likeness double precision not null,
  neighbours text collate "C" not null
);

create index memberships_story on memberships (story_id, seen_at);

-- The words of lib/words.ts, already normalised; PostgreSQL only stores and matches them. Each word is led by the number
-- of its slice and the letter of its field (postgres-words.ts), so that a search reads the newest articles' part of a
-- word's list and no more. Relevant articles and the rest stand apart.
create table words_shown (
  docid bigint primary key,
  words tsvector not null
);

create index words_shown_words on words_shown using gin (words) with (fastupdate = off);

create table words_rest (
  docid bigint primary key,
  words tsvector not null
);

create index words_rest_words on words_rest using gin (words) with (fastupdate = off);

-- A slice is a range of docids that begins at `first` and ends where the next one begins; it is closed by count, so
-- that each holds about as many articles whatever a day brings.
create table word_slices (
  kind text collate "C" not null,
  number bigint not null,
  first bigint not null,
  last bigint not null,
  articles bigint not null,
  primary key (kind, number)
);

create table subscriptions (
  id text collate "C" primary key,
  guild_id text collate "C" not null,
  deleted_at bigint,
  data text collate "C" not null
);

create index subscriptions_guild on subscriptions (guild_id) where deleted_at is null;

create table guild_settings (
  guild_id text collate "C" primary key,
  data text collate "C" not null
);

create table digests (
  subscription_id text collate "C" not null,
  slot text collate "C" not null,
  until bigint not null,
  data text collate "C" not null,
  primary key (subscription_id, slot)
);

create index digests_until on digests (subscription_id, until);
create index digests_age on digests (until);

create table deliveries (
  id text collate "C" primary key,
  subscription_id text collate "C" not null,
  channel_id text collate "C" not null,
  part bigint not null,
  status text collate "C" not null,
  created_at bigint not null,
  -- When it may be claimed: its next try, or the end of the claim that holds it; null once it is done.
  due_at bigint,
  holder text collate "C",
  data text collate "C" not null
);

create index deliveries_open on deliveries (created_at, subscription_id, part, id) where due_at is not null;
create index deliveries_subscription on deliveries (subscription_id, created_at, part);
create index deliveries_status on deliveries (status, created_at);

create table posted_stories (
  channel_id text collate "C" not null,
  story_id text collate "C" not null,
  mode text collate "C" not null,
  subscription_id text collate "C" not null,
  at bigint not null,
  data text collate "C" not null,
  primary key (channel_id, story_id, mode)
);

create index posted_stories_story on posted_stories (story_id);
create index posted_stories_age on posted_stories (at);
