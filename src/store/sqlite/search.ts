import type { Page, Search, SearchExpr, SearchHit, Store } from '../../ports.ts'
import { firstDocid, lastDocid } from '../docid.ts'
import { compileQuery, type QueryLanguage, scoringLeaves } from '../match.ts'
import { addTo, bestFirst, RANKED_MAX, TITLE_BONUS, TOTAL_MAX } from '../rank.ts'
import { ARTICLE_COLUMNS, type ArticleRow, toHit } from '../rows.ts'
import type { Connection, Statement } from './connection.ts'

const FTS5: QueryLanguage = {
  leaf: (tokens, columns) => `{${columns.join(' ')}} : "${tokens.join(' ')}"`,
  or: (parts) => `(${parts.join(' OR ')})`,
  and: (parts) => `(${parts.join(' AND ')})`,
  without: (all, none) => `(${all} NOT ${none})`,
}

/** An FTS5 query that finds what `expr` means; every word of it is quoted. */
const toMatch = (expr: SearchExpr): string => compileQuery(expr, FTS5)

// Numbers are bound as reals, and FTS5 stops early at integers only: without the cast it reads on to the end.
const SHOWN_HITS = `
  select rowid as docid from words_shown
  where words_shown match ? and rowid >= cast(? as integer) and rowid <= cast(? as integer)
  order by rowid desc limit ?`
const REST_HITS = `
  select rowid as docid from words_rest
  where words_rest match ? and rowid >= cast(? as integer) and rowid <= cast(? as integer)
  order by rowid desc limit ?`
const HITS = `
  select ${ARTICLE_COLUMNS}, m.story_id
  from json_each(?) w
  cross join articles a on a.docid = w.value
  join memberships m on m.docid = a.docid
  left join article_texts t on t.docid = a.docid
  order by w.key`

type Range = { readonly from: number; readonly to: number; readonly all: boolean }

/** Full text on SQLite: FTS5 finds, this ranks, alike on every store. */
export function toSearch({ read, statement }: Connection): Pick<Store, 'search'> {
  const shown = statement<{ docid: number }>(SHOWN_HITS)
  const rest = statement<{ docid: number }>(REST_HITS)
  const hits = statement<ArticleRow & { story_id: string }>(HITS)

  /** Docids that match, newest first. */
  function matching(match: string, { from, to, all }: Range, limit: number): readonly number[] {
    const first = docids(shown, match, from, to, limit)
    if (!all) return first
    const both = [...first, ...docids(rest, match, from, to, limit)]
    return both.sort((a, b) => b - a).slice(0, limit)
  }

  function newest(search: Search, range: Range): Page<number> {
    const { limit, offset } = search
    const most = Math.max(TOTAL_MAX, offset + limit) + 1
    const found = matching(toMatch(search.expr), range, most)
    const items = found.slice(offset, offset + limit)
    if (found.length < most) return { items, total: found.length }
    return { items, total: most - 1, capped: true }
  }

  function ranked(search: Search, range: Range): Page<number> {
    const match = toMatch(search.expr)
    const found = matching(match, range, RANKED_MAX)
    const oldest = found.at(-1)
    if (oldest === undefined) return { items: [], total: 0 }
    const scores = new Map(found.map((docid) => [docid, 0]))
    for (const leaf of scoringLeaves(search.expr)) {
      const within = { ...range, from: oldest }
      const anywhere = matching(narrowed(match, leaf), within, RANKED_MAX)
      const inTitle = matching(narrowed(match, { kind: 'title', expr: leaf }), within, RANKED_MAX)
      const rarity = 1 + Math.log(found.length / Math.max(1, anywhere.length))
      addTo(scores, anywhere, rarity)
      addTo(scores, inTitle, rarity * TITLE_BONUS)
    }
    return bestFirst(scores, search)
  }

  return {
    search: (search) =>
      read(() => {
        const range = {
          from: search.from === undefined ? 0 : firstDocid(search.from),
          to: search.to === undefined ? Number.MAX_SAFE_INTEGER : lastDocid(search.to),
          all: search.all === true,
        }
        const page = search.sort === 'newest' ? newest(search, range) : ranked(search, range)
        const items: readonly SearchHit[] = hits.all(JSON.stringify(page.items)).map(toHit)
        return { ...page, items }
      }),
  }
}

const narrowed = (match: string, leaf: SearchExpr): string => `(${match} AND ${toMatch(leaf)})`

const docids = (
  hits: Statement<{ docid: number }>,
  match: string,
  from: number,
  to: number,
  limit: number,
): readonly number[] => hits.all(match, from, to, limit).map(({ docid }) => docid)
