import { DAY_MS } from '../../lib/clock.ts'
import type { Store, StoryFilter } from '../../ports.ts'
import type { DeliveryStatus, Relevance, Story } from '../../types.ts'
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
import type { Db, PgConnection } from './connection.ts'

/** Facets are compared by size this far; of larger ones any will do. */
const DRIVER_MAX = 4000

/** Deliveries of one status are counted this far: enough to see a queue that is stuck. */
const DELIVERIES_MAX = 10_000

// The other facets are probed by their whole index: the driving row gives every part of it. "offset 0" keeps
// PostgreSQL from joining them instead, for which it would read all of them.
const FILTERED = `
  f.level = $1 and f.facet = $2 and f.updated_at > $3
  and (
    $4::text[] is null or not exists (
      select 1 from unnest($4::text[]) w (facet)
      where not exists (
        select 1 from story_facets o
        where o.level = f.level and o.facet = w.facet
          and o.updated_at = f.updated_at and o.story_id = f.story_id
        offset 0
      )
      offset 0
    )
  )
  and (
    $5::bigint is null
    or (
      f.opened_at <= $5
      and exists (
        select 1 from memberships m
        where m.story_id = f.story_id and m.seen_at > $3 and m.seen_at <= $5
        offset 0
      )
    )
  )`

const LATEST = `
  select s.data
  from (
    select f.story_id, f.updated_at from story_facets f
    where ${FILTERED}
    order by f.updated_at desc, f.story_id
    limit $6 offset $7
  ) l
  join stories s on s.id = l.story_id
  order by l.updated_at desc, l.story_id`
const COUNT_LATEST = `
  select count(*) as n from (select 1 from story_facets f where ${FILTERED} limit $6) l`
const FACET_SIZES = `
  select w.facet, (
    select count(*) from (
      select 1 from story_facets f
      where f.level = $2 and f.facet = w.facet and f.updated_at > $3 limit ${DRIVER_MAX}
    ) l
  ) as n
  from unnest($1::text[]) w (facet)`
// Walks from one facet of a kind to the next, one seek each; ';' follows ':' in ASCII.
const FACETS_OF_KIND = `
  with recursive kind (facet) as (
    (
      select f.facet from story_facets f
      where f.level = $1 and f.facet > $2 || ':' and f.facet < $2 || ';'
      order by f.facet limit 1
    )
    union all
    select (
      select n.facet from story_facets n
      where n.level = $1 and n.facet > kind.facet and n.facet < $2 || ';'
      order by n.facet limit 1
    )
    from kind where kind.facet is not null
  )
  select facet from kind where facet is not null`
const COUNT_ALL = `select count(*) as n from story_facets f where ${FILTERED}`
// The conditions of its index, word for word.
const ACTIVITY = `
  select d.day, (
    select count(*) from story_facets
    where level = 'related' and (facet < 'b' or facet >= 't') and facet = $1
      and opened_at >= greatest($2::bigint, d.day * ${DAY_MS})
      and opened_at < least($3::bigint, (d.day + 1) * ${DAY_MS})
  ) as n
  from generate_series($2::bigint / ${DAY_MS}, ($3::bigint - 1) / ${DAY_MS}) d (day)`

const STORY_IDS = `
  select id, merged_into from stories where id >= $1 and id < $2 order by id limit 50`
const STORY = `select id, merged_into, data from stories where id = $1`
const STORY_ARTICLES = `
  select ${ARTICLE_COLUMNS}, ${MEMBERSHIP_COLUMNS}
  from memberships m
  join articles a on a.docid = m.docid
  left join article_texts t on t.docid = a.docid
  where m.story_id = $1
  order by m.seen_at, m.docid`
const STORY_TITLES = `
  select t.docid, t.at, t.title from memberships m
  join titles t on t.docid = m.docid
  where m.story_id = $1
  order by t.docid, t.at`
const ARTICLE_BY_URL = `
  select ${ARTICLE_COLUMNS}, m.story_id
  from articles a
  join memberships m on m.docid = a.docid
  left join article_texts t on t.docid = a.docid
  where md5(a.canonical_url) = md5($1) and a.canonical_url = $1
  order by a.docid desc limit 1`
const COUNTERS = `select name, value from counters`
const SUBSCRIPTIONS_COUNT = `
  select count(*) as n from subscriptions where guild_id > '' and deleted_at is null`
const DELIVERIES_COUNT = `
  select s.status, (
    select count(*) from (
      select 1 from deliveries d where d.status = s.status limit ${DELIVERIES_MAX}
    ) l
  ) as n
  from unnest($1::text[]) s (status)`
const OLDEST_OPEN = `select min(created_at) as at from deliveries where due_at is not null`
const LAST_POLL = `select max(checked_at) as at from feed_states`

type StoryRow = { readonly id: string; readonly merged_into: string | null; readonly data: string }

/** Questions about stories on PostgreSQL. */
export function toPgAsk(connection: PgConnection): Ask {
  const { once, read, statement } = connection
  const latest = statement<{ data: string }>(LATEST)
  const countLatest = statement<{ n: number }>(COUNT_LATEST)
  const countAll = statement<{ n: number }>(COUNT_ALL)
  const facetsOfKind = statement<{ facet: string }>(FACETS_OF_KIND)
  const facetSizes = statement<{ facet: string; n: number }>(FACET_SIZES)
  const activity = statement<{ day: number; n: number }>(ACTIVITY)
  const articleByUrl = statement<ArticleRow & { story_id: string }>(ARTICLE_BY_URL)

  /** The filter as statement values; drives by the rarest facet. */
  async function toValues(db: Db, filter: StoryFilter, facets: readonly string[]) {
    const level = filter.relevance ?? 'related'
    const since = filter.since ?? -1
    const [facet = '', ...others] = await rarestFirst(db, facets, level, since)
    return [level, facet, since, others.length === 0 ? null : others, filter.until ?? null] as const
  }

  async function rarestFirst(
    db: Db,
    facets: readonly string[],
    level: Relevance,
    since: number,
  ): Promise<readonly string[]> {
    if (facets.length === 1) return facets
    const rows = await facetSizes.all(db, facets, level, since)
    const sizes = new Map(rows.map(({ facet, n }) => [facet, n]))
    return [...facets].sort((a, b) => (sizes.get(a) ?? 0) - (sizes.get(b) ?? 0))
  }

  return {
    latestStories: (filter, { limit, offset }) =>
      read(async (db) => {
        const values = await toValues(db, filter, facetsWanted(filter))
        const rows = await latest.all(db, ...values, limit, offset)
        const counted = (await countLatest.get(db, ...values, TOTAL_MAX + 1))?.n ?? 0
        const items = rows.map(({ data }) => fromJson<Story>(data))
        if (counted <= TOTAL_MAX) return { items, total: counted }
        return { items, total: Math.max(TOTAL_MAX, offset + items.length), capped: true }
      }),
    findStory: toFindStory(connection),
    findArticleByUrl: (canonicalUrl) =>
      once(async (db) => {
        const row = await articleByUrl.get(db, canonicalUrl)
        return row === undefined ? undefined : toHit(row)
      }),
    activity: ({ actor, theme }, since, until) =>
      once(async (db) => {
        const facet =
          actor !== undefined ? actorFacet(actor) : theme !== undefined ? themeFacet(theme) : ''
        const rows = await activity.all(db, facet, since, until)
        return toDays(new Map(rows.map(({ day, n }) => [day, n])), since, until)
      }),
    counts: (what, filter) =>
      read(async (db) => {
        const level = filter.relevance ?? 'related'
        const counted: { id: string; stories: number }[] = []
        for (const { facet } of await facetsOfKind.all(db, level, what)) {
          const id = facet.slice(what.length + 1)
          const values = await toValues(db, filter, facetsWanted(filter, { [what]: id }))
          const stories = (await countAll.get(db, ...values))?.n ?? 0
          if (stories > 0) counted.push({ id, stories })
        }
        return counted.sort((a, b) => b.stories - a.stories || (a.id < b.id ? -1 : 1))
      }),
    health: toHealth(connection),
  }
}

/** Characters of an id after `S-` that a prefix needs at least. */
const PREFIX_MIN = 4

/** A chain of merges is followed this far; longer ones do not come about in practice. */
const MERGES_MAX = 32

function toFindStory({ read, statement }: PgConnection): Store['findStory'] {
  const storyIds = statement<{ id: string; merged_into: string | null }>(STORY_IDS)
  const story = statement<StoryRow>(STORY)
  const storyArticles = statement<ArticleRow & MembershipRow>(STORY_ARTICLES)
  const storyTitles = statement<{ docid: number; at: number; title: string }>(STORY_TITLES)

  async function follow(db: Db, id: string): Promise<StoryRow | undefined> {
    let row = await story.get(db, id)
    for (let step = 0; row !== undefined && row.merged_into !== null; step += 1) {
      if (step === MERGES_MAX) throw new Error(`merges of story ${id} go round in a circle`)
      row = await story.get(db, row.merged_into)
    }
    return row
  }

  /** The one story that a prefix means; several that became one are one. */
  async function findByPrefix(db: Db, prefix: string): Promise<StoryRow | undefined> {
    const candidates = await storyIds.all(db, prefix, `${prefix}~`)
    const found = new Map<string, StoryRow>()
    for (const { id } of candidates) {
      const row = await follow(db, id)
      if (row !== undefined) found.set(row.id, row)
      if (id === prefix) return row
    }
    return found.size === 1 ? [...found.values()][0] : undefined
  }

  return (idPrefix) =>
    read(async (db) => {
      const prefix = idPrefix.trim().toUpperCase()
      const name = prefix.startsWith('S-') ? prefix.slice(2) : prefix
      if (name.length < PREFIX_MIN) return undefined
      const row = await findByPrefix(db, `S-${name}`)
      if (row === undefined) return undefined
      const titles = Map.groupBy(await storyTitles.all(db, row.id), ({ docid }) => docid)
      return {
        story: fromJson<Story>(row.data),
        articles: (await storyArticles.all(db, row.id)).map((article) =>
          toStoryArticle(
            article,
            (titles.get(article.docid) ?? []).map(({ title, at }) => ({ title, at })),
          ),
        ),
      }
    })
}

function toHealth({ read, statement }: PgConnection): Store['health'] {
  const counters = statement<{ name: string; value: number }>(COUNTERS)
  const subscriptions = statement<{ n: number }>(SUBSCRIPTIONS_COUNT)
  const byStatus = statement<{ status: DeliveryStatus; n: number }>(DELIVERIES_COUNT)
  const oldestOpen = statement<{ at: number | null }>(OLDEST_OPEN)
  const lastPoll = statement<{ at: number | null }>(LAST_POLL)

  return () =>
    read(async (db) => {
      const counted = new Map((await counters.all(db)).map(({ name, value }) => [name, value]))
      const deliveries: Record<DeliveryStatus, number> = {
        pending: 0,
        sending: 0,
        retry: 0,
        sent: 0,
        dropped: 0,
        unknown: 0,
      }
      for (const { status, n } of await byStatus.all(db, Object.keys(deliveries))) {
        deliveries[status] = n
      }
      const lastPollAt = (await lastPoll.get(db))?.at ?? undefined
      const oldestPendingAt = (await oldestOpen.get(db))?.at ?? undefined
      return {
        articles: counted.get('articles') ?? 0,
        stories: counted.get('stories') ?? 0,
        subscriptions: (await subscriptions.get(db))?.n ?? 0,
        deliveries,
        ...(lastPollAt === undefined ? {} : { lastPollAt }),
        ...(oldestPendingAt === undefined ? {} : { oldestPendingAt }),
      }
    })
}
