-- What two actors or themes have in common is one range as well: two frequent ones may meet rarely, and finding that
-- out took as long as the rarer of them is. Names are those of facets.ts.
insert or ignore into story_facets (level, facet, updated_at, story_id, opened_at)
select l.value, 'both:' || a.value || '|' || b.value, s.updated_at, s.id, s.opened_at
from stories s
cross join json_each(s.facets, '$.facets') a
cross join json_each(s.facets, '$.facets') b
cross join json_each(s.facets, '$.levels') l
where a.value < b.value
  and (a.value like 'actor:%' or a.value like 'theme:%')
  and (b.value like 'actor:%' or b.value like 'theme:%');

-- Stories a day of everything, of an actor or of a theme ('' to 'asset:', and 'theme:'), each day a range of its own: sorting
-- a month of them by day took most of the time. The level is asked for in a way that no other statement does: with a
-- plain "level = 'related'" SQLite would look at each bound level whether the index fits, and prepare anew each time.
create index story_facets_opened on story_facets (facet, opened_at)
  where level || '' = 'related' and (facet < 'b' or facet >= 't');
