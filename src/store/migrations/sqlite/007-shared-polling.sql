-- What several processes need to share the polling: which feeds are polled, when each is due, on which host it is, who
-- has claimed it until when; and documents that were read and wait for the one process that clusters.
alter table feed_states add column listed integer not null default 0;
alter table feed_states add column due_at integer;
alter table feed_states add column host text;
alter table feed_states add column holder text;
alter table feed_states add column claimed_until integer not null default 0;

create index feed_states_due on feed_states (due_at) where listed = 1;

create table parked_reads (
  feed_id text primary key,
  at integer not null,
  data text not null
) without rowid;

create index parked_reads_at on parked_reads (at, feed_id);

-- Channels that somebody is posting to just now are left to them.
create index deliveries_sending on deliveries (channel_id, due_at) where status = 'sending';
