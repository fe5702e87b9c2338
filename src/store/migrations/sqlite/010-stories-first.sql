-- What tells of a story leaves before the digests that wait: rank 0 has no slot, rank 1 is a digest.
alter table deliveries add column rank integer not null default 1;
update deliveries set rank = 0 where due_at is not null and json_extract(data, '$.slot') is null;
drop index deliveries_open;
create index deliveries_open on deliveries (rank, created_at, subscription_id, part, id)
  where due_at is not null;
