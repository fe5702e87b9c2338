-- What two actors or themes have in common is one range as well: two frequent ones may meet rarely, and finding that
-- out took as long as the rarer of them is. Names are those of facets.ts.
insert into story_facets (level, facet, updated_at, story_id, opened_at)
select l.level, 'both:' || a.facet || '|' || b.facet, s.updated_at, s.id, s.opened_at
from stories s
cross join lateral json_array_elements_text(s.facets::json -> 'facets') a (facet)
cross join lateral json_array_elements_text(s.facets::json -> 'facets') b (facet)
cross join lateral json_array_elements_text(s.facets::json -> 'levels') l (level)
where a.facet collate "C" < b.facet
  and (a.facet like 'actor:%' or a.facet like 'theme:%')
  and (b.facet like 'actor:%' or b.facet like 'theme:%')
on conflict do nothing;

-- Stories a day of everything, of an actor or of a theme ('' to 'asset:', and 'theme:'), each day a range of its own: sorting
-- a month of them by day took most of the time.
create index story_facets_opened on story_facets (facet, opened_at)
  where level = 'related' and (facet < 'b' or facet >= 't');
