-- The first schema. Times are milliseconds since 1970 (UTC). A docid is our own number of an article, ordered by
-- the second it was seen in (docid.ts), so that "newest first" and "seen between" are ranges of it.

create table meta (
  key text primary key,
  value text not null
) without rowid;

create table counters (
  name text primary key,
  value integer not null
) without rowid;

insert into counters (name, value) values ('articles', 0), ('stories', 0);

create table leases (
  name text primary key,
  holder text not null,
  until integer not null
) without rowid;

create table feed_states (
  feed_id text primary key,
  checked_at integer,
  -- Our clock when its document was last read with items in it: what it does not serve then, it serves no more.
  read_at integer,
  data text not null
) without rowid;

create index feed_states_checked on feed_states (checked_at);

create table articles (
  docid integer primary key,
  id text not null unique,
  feed_id text not null,
  seen_at integer not null,
  published_at integer,
  outlet text not null,
  family text not null,
  camp text not null,
  title text not null,
  link text,
  canonical_url text,
  author text,
  categories text not null,
  language_hint text,
  backlog integer not null,
  sample integer not null,
  relevance text not null,
  keys text not null,
  tags text not null
);

create index articles_url on articles (canonical_url, docid) where canonical_url is not null;

-- What is kept as long as `retention.text` says.
create table article_texts (
  docid integer primary key references articles (docid),
  summary text,
  content text
);

-- Identity (law 2). A key names the article by its id, since it outlives the article's row.
create table article_keys (
  key text primary key,
  article_id text not null,
  feed_id text not null,
  seen_at integer not null
) without rowid;

create index article_keys_seen on article_keys (seen_at);

-- Titles that an article was seen with after its first one.
create table titles (
  docid integer not null references articles (docid),
  at integer not null,
  title text not null,
  primary key (docid, at)
) without rowid;

create table stories (
  id text primary key,
  updated_at integer not null,
  opened_at integer not null,
  merged_into text,
  -- The list that story_facets holds for it, so that an update removes just that.
  facets text not null,
  data text not null
) without rowid;

create index stories_merged on stories (merged_into) where merged_into is not null;
create index stories_updated on stories (updated_at);

-- Latest-for-X, newest first. A row stands under every level at which the story is shown (a core story under core,
-- related and no), so that each question is one range of one index whatever its relevance.
create table story_facets (
  level text not null,
  facet text not null,
  updated_at integer not null,
  story_id text not null,
  opened_at integer not null,
  primary key (level, facet, updated_at desc, story_id)
) without rowid;

create table memberships (
  docid integer primary key references articles (docid),
  story_id text not null references stories (id),
  seen_at integer not null,
  side text not null,
  linked_by text not null,
  likeness real not null,
  neighbours text not null
);

create index memberships_story on memberships (story_id, seen_at);

-- The words of lib/words.ts, already normalised: the tokenizer only splits at spaces. Relevant articles and the rest
-- stand apart, so that a search never walks past what it may not show.
create virtual table words_shown using fts5 (
  title, summary, source, facets,
  content = '', contentless_delete = 1, tokenize = "ascii tokenchars '-_:.'"
);

create virtual table words_rest using fts5 (
  title, summary, source, facets,
  content = '', contentless_delete = 1, tokenize = "ascii tokenchars '-_:.'"
);

create table subscriptions (
  id text primary key,
  guild_id text not null,
  deleted_at integer,
  data text not null
) without rowid;

create index subscriptions_guild on subscriptions (guild_id) where deleted_at is null;

create table guild_settings (
  guild_id text primary key,
  data text not null
) without rowid;

create table digests (
  subscription_id text not null,
  slot text not null,
  until integer not null,
  data text not null,
  primary key (subscription_id, slot)
) without rowid;

create index digests_until on digests (subscription_id, until);
create index digests_age on digests (until);

create table deliveries (
  id text primary key,
  subscription_id text not null,
  channel_id text not null,
  part integer not null,
  status text not null,
  created_at integer not null,
  -- When it may be claimed: its next try, or the end of the claim that holds it; null once it is done.
  due_at integer,
  holder text,
  data text not null
) without rowid;

create index deliveries_open on deliveries (created_at, subscription_id, part, id) where due_at is not null;
create index deliveries_subscription on deliveries (subscription_id, created_at, part);
create index deliveries_status on deliveries (status, created_at);

create table posted_stories (
  channel_id text not null,
  story_id text not null,
  mode text not null,
  subscription_id text not null,
  at integer not null,
  data text not null,
  primary key (channel_id, story_id, mode)
) without rowid;

create index posted_stories_story on posted_stories (story_id);
create index posted_stories_age on posted_stories (at);
