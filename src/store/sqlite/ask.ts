import { DAY_MS } from '../../lib/clock.ts'
import type { Counted, Store, StoryFilter } from '../../ports.ts'
import type { DeliveryStatus, Instant, Relevance, Story } from '../../types.ts'
import { toDays } from '../days.ts'
import { actorFacet, facetsWanted, themeFacet } from '../facets.ts'
import type { Ask } from '../parts.ts'
import { TOTAL_MAX } from '../rank.ts'
import {
  ARTICLE_COLUMNS,
  type ArticleRow,
  fromJson,
  MEMBERSHIP_COLUMNS,
  type MembershipRow,
  toHit,
  toStoryArticle,
} from '../rows.ts'
import type { Connection } from './connection.ts'

/** Facets are compared by size this far; of larger ones any will do. */
const DRIVER_MAX = 4000

/** Deliveries of one status are counted this far: enough to see a queue that is stuck. */
const DELIVERIES_MAX = 10_000

// The other facets are probed by their whole primary key: the driving row gives every part of it. Two are named
// apart, since unpacking a list costs more than the probe.
const FILTERED = `
  f.level = :level and f.facet = :facet and f.updated_at > :since
  and (
    :second is null or exists (
      select 1 from story_facets o
      where o.level = f.level and o.facet = :second
        and o.updated_at = f.updated_at and o.story_id = f.story_id
    )
  )
  and (
    :others is null or not exists (
      select 1 from json_each(:others) w
      where not exists (
        select 1 from story_facets o
        where o.level = f.level and o.facet = w.value
          and o.updated_at = f.updated_at and o.story_id = f.story_id
      )
    )
  )
  and (
    :until is null
    or (
      f.opened_at <= :until
      and exists (
        select 1 from memberships m
        where m.story_id = f.story_id and m.seen_at > :since and m.seen_at <= :until
      )
    )
  )`

const LATEST = `
  select s.data
  from (
    select f.story_id, f.updated_at from story_facets f
    where ${FILTERED}
    order by f.updated_at desc, f.story_id
    limit :limit offset :offset
  ) l
  join stories s on s.id = l.story_id
  order by l.updated_at desc, l.story_id`
const COUNT_LATEST = `
  select count(*) as n from (select 1 from story_facets f where ${FILTERED} limit :most)`
const FACET_SIZE = `
  select count(*) as n from (
    select 1 from story_facets where level = ? and facet = ? and updated_at > ? limit ?
  )`
// Walks from one facet of a kind to the next, one seek each; ';' follows ':' in ASCII.
const FACETS_OF_KIND = `
  with recursive kind (facet) as (
    select min(facet) from story_facets where level = :level and facet > :kind || ':' and facet < :kind || ';'
    union all
    select (
      select min(n.facet) from story_facets n
      where n.level = :level and n.facet > kind.facet and n.facet < :kind || ';'
    )
    from kind where kind.facet is not null
  )
  select facet from kind where facet is not null`
const COUNT_ALL = `select count(*) as n from story_facets f where ${FILTERED}`
// The conditions of its index, word for word.
const ACTIVITY = `
  with recursive d (day) as (
    select cast(:since / ${DAY_MS} as integer)
    union all
    select day + 1 from d where (day + 1) * ${DAY_MS} < :until
  )
  select day, (
    select count(*) from story_facets
    where level || '' = 'related' and (facet < 'b' or facet >= 't') and facet = :facet
      and opened_at >= max(:since, day * ${DAY_MS})
      and opened_at < min(:until, (day + 1) * ${DAY_MS})
  ) as n
  from d`

const STORY_IDS = `
  select id, merged_into from stories where id >= ? and id < ? order by id limit 50`
const STORY = `select id, merged_into, data from stories where id = ?`
const STORY_ARTICLES = `
  select ${ARTICLE_COLUMNS}, ${MEMBERSHIP_COLUMNS}
  from memberships m
  join articles a on a.docid = m.docid
  left join article_texts t on t.docid = a.docid
  where m.story_id = ?
  order by m.seen_at, m.docid`
const STORY_TITLES = `
  select t.docid, t.at, t.title from memberships m
  join titles t on t.docid = m.docid
  where m.story_id = ?
  order by t.docid, t.at`
const ARTICLE_BY_URL = `
  select ${ARTICLE_COLUMNS}, m.story_id
  from articles a
  join memberships m on m.docid = a.docid
  left join article_texts t on t.docid = a.docid
  where a.canonical_url = ?
  order by a.docid desc limit 1`
const COUNTERS = `select name, value from counters`
const SUBSCRIPTIONS_COUNT = `
  select count(*) as n from subscriptions where guild_id > '' and deleted_at is null`
const DELIVERIES_COUNT = `
  select count(*) as n from (select 1 from deliveries where status = ? limit ${DELIVERIES_MAX})`
const OLDEST_OPEN = `select min(created_at) as at from deliveries where due_at is not null`
const LAST_POLL = `select max(checked_at) as at from feed_states`

const STATUSES: readonly DeliveryStatus[] = [
  'pending',
  'sending',
  'retry',
  'sent',
  'dropped',
  'unknown',
]

type StoryRow = { readonly id: string; readonly merged_into: string | null; readonly data: string }

/** Questions about stories on SQLite. */
export function toAsk(connection: Connection): Ask {
  const { read, statement } = connection
  const latest = statement<{ data: string }>(LATEST)
  const countLatest = statement<{ n: number }>(COUNT_LATEST)
  const countAll = statement<{ n: number }>(COUNT_ALL)
  const facetsOfKind = statement<{ facet: string }>(FACETS_OF_KIND)
  const facetSize = statement<{ n: number }>(FACET_SIZE)
  const activity = statement<{ day: number; n: number }>(ACTIVITY)
  const articleByUrl = statement<ArticleRow & { story_id: string }>(ARTICLE_BY_URL)

  /** The filter as statement values; drives by the rarest facet. */
  function toValues(filter: StoryFilter, facets: readonly string[]) {
    const level = filter.relevance ?? 'related'
    // SQLite has no infinity among integers; no story is older than 1970.
    const since = filter.since ?? -1
    const [facet = '', second = null, ...others] = rarestFirst(facets, level, since)
    return {
      level,
      facet,
      second,
      others: others.length === 0 ? null : JSON.stringify(others),
      since,
      until: filter.until ?? null,
    }
  }

  function rarestFirst(
    facets: readonly string[],
    level: Relevance,
    since: Instant,
  ): readonly string[] {
    if (facets.length === 1) return facets
    const sizes = new Map(
      facets.map((facet) => [facet, facetSize.get(level, facet, since, DRIVER_MAX)?.n ?? 0]),
    )
    return [...facets].sort((a, b) => (sizes.get(a) ?? 0) - (sizes.get(b) ?? 0))
  }

  function counts(what: 'actor' | 'theme', filter: StoryFilter): readonly Counted[] {
    const level = filter.relevance ?? 'related'
    const counted: Counted[] = []
    for (const { facet } of facetsOfKind.all({ level, kind: what })) {
      const id = facet.slice(what.length + 1)
      const stories = countAll.get(toValues(filter, facetsWanted(filter, { [what]: id })))?.n ?? 0
      if (stories > 0) counted.push({ id, stories })
    }
    return counted.sort((a, b) => b.stories - a.stories || (a.id < b.id ? -1 : 1))
  }

  return {
    latestStories: (filter, { limit, offset }) =>
      read(() => {
        const values = toValues(filter, facetsWanted(filter))
        const rows = latest.all({ ...values, limit, offset })
        const counted = countLatest.get({ ...values, most: TOTAL_MAX + 1 })?.n ?? 0
        const items = rows.map(({ data }) => fromJson<Story>(data))
        if (counted <= TOTAL_MAX) return { items, total: counted }
        return { items, total: Math.max(TOTAL_MAX, offset + items.length), capped: true }
      }),
    findStory: toFindStory(connection),
    findArticleByUrl: (canonicalUrl) =>
      read(() => {
        const row = articleByUrl.get(canonicalUrl)
        return row === undefined ? undefined : toHit(row)
      }),
    activity: ({ actor, theme }, since, until) =>
      read(() => {
        const facet =
          actor !== undefined ? actorFacet(actor) : theme !== undefined ? themeFacet(theme) : ''
        const rows = activity.all({ facet, since, until })
        return toDays(new Map(rows.map(({ day, n }) => [day, n])), since, until)
      }),
    counts: (what, filter) => read(() => counts(what, filter)),
    health: toHealth(connection),
  }
}

/** Characters of an id after `S-` that a prefix needs at least. */
const PREFIX_MIN = 4

/** A chain of merges is followed this far; longer ones do not come about in practice. */
const MERGES_MAX = 32

function toFindStory({ read, statement }: Connection): Store['findStory'] {
  const storyIds = statement<{ id: string; merged_into: string | null }>(STORY_IDS)
  const story = statement<StoryRow>(STORY)
  const storyArticles = statement<ArticleRow & MembershipRow>(STORY_ARTICLES)
  const storyTitles = statement<{ docid: number; at: number; title: string }>(STORY_TITLES)

  function follow(id: string): StoryRow | undefined {
    let row = story.get(id)
    for (let step = 0; row !== undefined && row.merged_into !== null; step += 1) {
      if (step === MERGES_MAX) throw new Error(`merges of story ${id} go round in a circle`)
      row = story.get(row.merged_into)
    }
    return row
  }

  /** The one story that a prefix means; several that became one are one. */
  function findByPrefix(prefix: string): StoryRow | undefined {
    const candidates = storyIds.all(prefix, `${prefix}~`)
    const found = new Map<string, StoryRow>()
    for (const { id } of candidates) {
      const row = follow(id)
      if (row !== undefined) found.set(row.id, row)
      if (id === prefix) return row
    }
    return found.size === 1 ? [...found.values()][0] : undefined
  }

  return (idPrefix) =>
    read(() => {
      const prefix = idPrefix.trim().toUpperCase()
      const name = prefix.startsWith('S-') ? prefix.slice(2) : prefix
      if (name.length < PREFIX_MIN) return undefined
      const row = findByPrefix(`S-${name}`)
      if (row === undefined) return undefined
      const titles = Map.groupBy(storyTitles.all(row.id), ({ docid }) => docid)
      return {
        story: fromJson<Story>(row.data),
        articles: storyArticles.all(row.id).map((article) =>
          toStoryArticle(
            article,
            (titles.get(article.docid) ?? []).map(({ title, at }) => ({ title, at })),
          ),
        ),
      }
    })
}

function toHealth({ read, statement }: Connection): Store['health'] {
  const counters = statement<{ name: string; value: number }>(COUNTERS)
  const subscriptions = statement<{ n: number }>(SUBSCRIPTIONS_COUNT)
  const ofStatus = statement<{ n: number }>(DELIVERIES_COUNT)
  const oldestOpen = statement<{ at: number | null }>(OLDEST_OPEN)
  const lastPoll = statement<{ at: number | null }>(LAST_POLL)

  return () =>
    read(() => {
      const counted = new Map(counters.all().map(({ name, value }) => [name, value]))
      const deliveries: Record<DeliveryStatus, number> = {
        pending: 0,
        sending: 0,
        retry: 0,
        sent: 0,
        dropped: 0,
        unknown: 0,
      }
      for (const status of STATUSES) deliveries[status] = ofStatus.get(status)?.n ?? 0
      const lastPollAt = lastPoll.get()?.at ?? undefined
      const oldestPendingAt = oldestOpen.get()?.at ?? undefined
      return {
        articles: counted.get('articles') ?? 0,
        stories: counted.get('stories') ?? 0,
        subscriptions: subscriptions.get()?.n ?? 0,
        deliveries,
        ...(lastPollAt === undefined ? {} : { lastPollAt }),
        ...(oldestPendingAt === undefined ? {} : { oldestPendingAt }),
      }
    })
}
