-- What two actors or themes have in common is one range as well: two frequent ones may meet rarely, and finding that
-- out took as long as the rarer of them is. Names are those of facets.ts; each story keeps its own list.
create temporary table both_facets on commit drop as
select s.id, 'both:' || a.facet || '|' || b.facet as facet
from stories s
cross join lateral json_array_elements_text(s.facets::json -> 'facets') a (facet)
cross join lateral json_array_elements_text(s.facets::json -> 'facets') b (facet)
where a.facet collate "C" < b.facet
  and (a.facet like 'actor:%' or a.facet like 'theme:%')
  and (b.facet like 'actor:%' or b.facet like 'theme:%');

create index on both_facets (id);

insert into story_facets (level, facet, updated_at, story_id, opened_at)
select l.level, n.facet, s.updated_at, s.id, s.opened_at
from both_facets n
join stories s on s.id = n.id
cross join lateral json_array_elements_text(s.facets::json -> 'levels') l (level)
on conflict do nothing;

update stories s set facets = json_build_object(
  'levels', s.facets::json -> 'levels',
  'facets', (
    select json_agg(f.facet) from (
      select value as facet from json_array_elements_text(s.facets::json -> 'facets')
      union
      select facet from both_facets n where n.id = s.id
    ) f
  )
)::text
where s.id in (select id from both_facets);
