-- What several processes need to share the polling: which feeds are polled, when each is due, on which host it is, who
-- has claimed it until when; and documents that were read and wait for the one process that clusters.
alter table feed_states add column listed bigint not null default 0;
alter table feed_states add column due_at bigint;
alter table feed_states add column host text collate "C";
alter table feed_states add column holder text collate "C";
alter table feed_states add column claimed_until bigint not null default 0;

create index feed_states_due on feed_states (due_at) where listed = 1;

create table parked_reads (
  feed_id text collate "C" primary key,
  at bigint not null,
  data text collate "C" not null
);

create index parked_reads_at on parked_reads (at, feed_id);

-- Channels that somebody is posting to just now are left to them.
create index deliveries_sending on deliveries (channel_id, due_at) where status = 'sending';
