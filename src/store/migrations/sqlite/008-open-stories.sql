-- What was made of an article's words, as long as its story may still change: a restart need not read them again.
create table open_articles (
  docid integer primary key,
  data text not null
);

-- When a story was first owed to a channel: from then on it never splits. What is open now counts as posted.
alter table stories add column posted_at integer;
update stories set posted_at = updated_at
where updated_at > (select max(updated_at) from stories) - 259200000;

-- When a story became two.
alter table stories add column split_at integer;
create index stories_split on stories (split_at) where split_at is not null;
