import type { Page, Search, SearchExpr, SearchHit, Store } from '../../ports.ts'
import { firstDocid, lastDocid } from '../docid.ts'
import { scoringLeaves } from '../match.ts'
import { addTo, bestFirst, RANKED_MAX, TITLE_BONUS, TOTAL_MAX } from '../rank.ts'
import { ARTICLE_COLUMNS, type ArticleRow, toHit } from '../rows.ts'
import type { Db, PgConnection } from './connection.ts'
import { toTsquery, type WordsKind } from './words.ts'

/** Slices asked in the first step; each further step asks four times as many, so that many steps are never needed. */
const FIRST_SLICES = 1
const SLICES_GROWTH = 4

const SLICES = `
  select number from word_slices
  where kind = $1 and first <= $2 and last >= $3
  order by first desc`
const hitsIn = (table: string): string => `
  select h.docid
  from unnest($1::text[]) q (query)
  cross join lateral (
    select w.docid from ${table} w
    where w.words @@ q.query::tsquery and w.docid >= $2 and w.docid <= $3
    order by w.docid desc limit $4
  ) h
  order by h.docid desc limit $4`
const HITS = `
  select ${ARTICLE_COLUMNS}, m.story_id
  from unnest($1::bigint[]) with ordinality w (docid, place)
  join articles a on a.docid = w.docid
  join memberships m on m.docid = a.docid
  left join article_texts t on t.docid = a.docid
  order by w.place`

type Range = { readonly from: number; readonly to: number; readonly all: boolean }

/** Full text on PostgreSQL: tsvector finds, this ranks, alike on every store. */
export function toPgSearch({ read, statement }: PgConnection): Pick<Store, 'search'> {
  const slicesOf = statement<{ number: number }>(SLICES)
  const hitsOf = {
    shown: statement<{ docid: number }>(hitsIn('words_shown')),
    rest: statement<{ docid: number }>(hitsIn('words_rest')),
  }
  const hits = statement<ArticleRow & { story_id: string }>(HITS)

  /** Docids of one kind, newest first: the newest slices alone where they suffice. */
  async function docids(
    db: Db,
    kind: WordsKind,
    expr: SearchExpr,
    { from, to }: Range,
    limit: number,
  ): Promise<readonly number[]> {
    const inSlice = toTsquery(expr)
    const slices = (await slicesOf.all(db, kind, to, from)).map(({ number }) => number)
    const found: number[] = []
    let asked = 0
    for (let step = FIRST_SLICES; asked < slices.length; step *= SLICES_GROWTH) {
      const queries = slices.slice(asked, asked + step).map(inSlice)
      const rows = await hitsOf[kind].all(db, queries, from, to, limit - found.length)
      for (const { docid } of rows) found.push(docid)
      if (found.length === limit) break
      asked += step
    }
    return found
  }

  /** Docids that match, newest first. */
  async function matching(
    db: Db,
    expr: SearchExpr,
    range: Range,
    limit: number,
  ): Promise<readonly number[]> {
    const first = await docids(db, 'shown', expr, range, limit)
    if (!range.all) return first
    const both = [...first, ...(await docids(db, 'rest', expr, range, limit))]
    return both.sort((a, b) => b - a).slice(0, limit)
  }

  async function newest(db: Db, search: Search, range: Range): Promise<Page<number>> {
    const { limit, offset } = search
    const most = Math.max(TOTAL_MAX, offset + limit) + 1
    const found = await matching(db, search.expr, range, most)
    const items = found.slice(offset, offset + limit)
    if (found.length < most) return { items, total: found.length }
    return { items, total: most - 1, capped: true }
  }

  async function ranked(db: Db, search: Search, range: Range): Promise<Page<number>> {
    const { expr } = search
    const found = await matching(db, expr, range, RANKED_MAX)
    const oldest = found.at(-1)
    if (oldest === undefined) return { items: [], total: 0 }
    const scores = new Map(found.map((docid) => [docid, 0]))
    const within = { ...range, from: oldest }
    for (const leaf of scoringLeaves(expr)) {
      const anywhere = await matching(db, narrowed(expr, leaf), within, RANKED_MAX)
      const titled: SearchExpr = { kind: 'title', expr: leaf }
      const inTitle = await matching(db, narrowed(expr, titled), within, RANKED_MAX)
      const rarity = 1 + Math.log(found.length / Math.max(1, anywhere.length))
      addTo(scores, anywhere, rarity)
      addTo(scores, inTitle, rarity * TITLE_BONUS)
    }
    return bestFirst(scores, search)
  }

  return {
    search: (search) =>
      read(async (db) => {
        const range = {
          from: search.from === undefined ? 0 : firstDocid(search.from),
          to: search.to === undefined ? Number.MAX_SAFE_INTEGER : lastDocid(search.to),
          all: search.all === true,
        }
        const page =
          search.sort === 'newest'
            ? await newest(db, search, range)
            : await ranked(db, search, range)
        const items: readonly SearchHit[] = (await hits.all(db, page.items)).map(toHit)
        return { ...page, items }
      }),
  }
}

const narrowed = (expr: SearchExpr, leaf: SearchExpr): SearchExpr => ({
  kind: 'and',
  exprs: [expr, leaf],
})
