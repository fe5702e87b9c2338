-- What two actors or themes have in common is one range as well: two frequent ones may meet rarely, and finding that
-- out took as long as the rarer of them is. Names are those of facets.ts; each story keeps its own list.
insert or ignore into story_facets (level, facet, updated_at, story_id, opened_at)
select l.value, 'both:' || a.value || '|' || b.value, s.updated_at, s.id, s.opened_at
from stories s
cross join json_each(s.facets, '$.levels') l
cross join json_each(s.facets, '$.facets') a
cross join json_each(s.facets, '$.facets') b
where a.value < b.value
  and (a.value like 'actor:%' or a.value like 'theme:%')
  and (b.value like 'actor:%' or b.value like 'theme:%');

update stories set facets = json_object(
  'levels', json_extract(facets, '$.levels'),
  'facets', (
    select json_group_array(facet) from (
      select value as facet from json_each(stories.facets, '$.facets')
      union
      select 'both:' || a.value || '|' || b.value
      from json_each(stories.facets, '$.facets') a
      cross join json_each(stories.facets, '$.facets') b
      where a.value < b.value
        and (a.value like 'actor:%' or a.value like 'theme:%')
        and (b.value like 'actor:%' or b.value like 'theme:%')
    )
  )
)
where (
  select count(*) from json_each(stories.facets, '$.facets') f
  where f.value like 'actor:%' or f.value like 'theme:%'
) > 1;
