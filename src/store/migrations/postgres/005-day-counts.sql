-- Stories by hour and key, a row a day. They outlive the stories that they count, so that "usual" can be told from a year.
create table day_counts (
  kind text collate "C" not null,
  id text collate "C" not null,
  day text collate "C" not null,
  sample bigint not null,
  -- [[hour, stories, publishers], …]
  hours text collate "C" not null,
  primary key (kind, id, day, sample)
);

create index day_counts_day on day_counts (day, sample);
