-- Stories by hour and key, a row a day. They outlive the stories that they count, so that "usual" can be told from a year.
create table day_counts (
  kind text not null,
  id text not null,
  day text not null,
  sample integer not null,
  -- [[hour, stories, publishers], …]
  hours text not null,
  primary key (kind, id, day, sample)
) without rowid;

create index day_counts_day on day_counts (day, sample);
