-- A claim once ran out without an outcome: until the delivery is known to be sent, it may have been posted.
alter table deliveries add column lapsed bigint not null default 0;
