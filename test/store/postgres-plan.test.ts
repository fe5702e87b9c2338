import { Client } from 'pg'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { fixedClock } from '../../src/lib/clock.ts'
import { queryWords } from '../../src/lib/words.ts'
import { openStore } from '../../src/store/open.ts'
import { toPgAsk } from '../../src/store/postgres/ask.ts'
import { type PgConnection, toPgConnection } from '../../src/store/postgres/connection.ts'
import { toPgCounts } from '../../src/store/postgres/counts.ts'
import { toPgDeliver } from '../../src/store/postgres/deliver.ts'
import { toPgGuilds } from '../../src/store/postgres/guilds.ts'
import { toPgIngest } from '../../src/store/postgres/ingest.ts'
import { toPgPrune } from '../../src/store/postgres/prune.ts'
import { toPgRetag } from '../../src/store/postgres/retag.ts'
import { toPgSearch } from '../../src/store/postgres/search.ts'
import { toPgSettings } from '../../src/store/postgres/settings.ts'
import { toPgShare } from '../../src/store/postgres/share.ts'
import { toPgWindow } from '../../src/store/postgres/window.ts'
import { SLICE_ARTICLES, toTsquery } from '../../src/store/postgres/words.ts'
import { DAY, makeArticle, makePoll } from './make.ts'
import { canSkip, openServer, type PostgresServer } from './postgres-server.ts'

const clock = fixedClock(DAY)
const ARTICLES = 6000
const MINUTE = 60_000

const ROOMS = {
  toPgAsk,
  toPgCounts,
  toPgDeliver,
  toPgGuilds,
  toPgIngest,
  toPgPrune,
  toPgRetag,
  toPgSearch,
  toPgSettings,
  toPgShare,
  toPgWindow,
}

/** Tables that are read whole on purpose: they are as small as the configuration. */
const SMALL =
  /^(?:counters|feed_changes|feed_states|guild_settings|reports|subscriptions|word_slices)$/

type Plan = {
  readonly 'Node Type': string
  readonly 'Relation Name'?: string
  readonly 'Index Name'?: string
  readonly 'Index Cond'?: string
  readonly 'Actual Rows'?: number
  readonly 'Actual Loops'?: number
  readonly 'Rows Removed by Filter'?: number
  readonly Plans?: readonly Plan[]
}

/** Every statement that a room prepares, none forgotten. */
function statementsOf(room: (connection: PgConnection) => unknown): readonly string[] {
  const connection = toPgConnection({}, clock, () => 0)
  const seen: string[] = []
  room({
    ...connection,
    statement: (sql) => {
      seen.push(sql)
      return connection.statement(sql)
    },
  })
  return seen
}

const nodesOf = (plan: Plan): readonly Plan[] => [plan, ...(plan.Plans ?? []).flatMap(nodesOf)]

describe.skipIf(canSkip())('query plans on PostgreSQL', () => {
  let server: PostgresServer
  let client: Client

  beforeAll(async () => {
    server = await openServer()
    const url = await server.makeDatabase()
    const store = await openStore({ path: url, clock })
    for (let from = 0; from < ARTICLES; from += 500) {
      await store.commitPoll(makePoll(Array.from({ length: 500 }, (_, at) => toArticle(from + at))))
    }
    await store.close()
    client = new Client({ connectionString: url })
    await client.connect()
    await client.query('analyze')
    await client.query('set jit = off')
  }, 60_000)

  afterAll(async () => {
    await client?.end()
    await server?.close()
  })

  /** The plan that fits any values; whole tables are read only where nothing else is possible. */
  async function planOf(sql: string): Promise<readonly Plan[]> {
    const parameters = new Set(sql.match(/\$\d+/g)).size
    await client.query('set plan_cache_mode = force_generic_plan; set enable_seqscan = off')
    await client.query(`prepare asked as ${sql}`)
    const values = Array.from({ length: parameters }, () => 'null').join(', ')
    const { rows } = await client.query(
      `explain (format json) execute asked${parameters > 0 ? `(${values})` : ''}`,
    )
    await client.query('deallocate asked; reset plan_cache_mode; reset enable_seqscan')
    return nodesOf(rows[0]['QUERY PLAN'][0].Plan)
  }

  test.each(Object.entries(ROOMS))(
    'no statement of %s has to read a whole table',
    async (_, room) => {
      for (const sql of statementsOf(room)) {
        if (!/^\s*(?:with|select|insert|update|delete)\b/.test(sql)) continue
        const whole = (await planOf(sql)).filter(
          (node) => node['Node Type'] === 'Seq Scan' && !SMALL.test(node['Relation Name'] ?? ''),
        )
        expect({ sql, whole }).toEqual({ sql, whole: [] })
      }
    },
  )

  test('the check sees what has no index', async () => {
    const plan = await planOf(`select 1 from articles where outlet = $1`)
    expect(plan.map((node) => node['Node Type'])).toContain('Seq Scan')
  })

  /** What was really read for these values, as the store asks. */
  async function readFor(sql: string, values: readonly unknown[]): Promise<readonly Plan[]> {
    const { rows } = await client.query({
      text: `explain (analyze, format json) ${sql}`,
      values: [...values],
    })
    return nodesOf(rows[0]['QUERY PLAN'][0].Plan)
  }

  const rowsOf = (nodes: readonly Plan[], table: string): number =>
    nodes
      .filter((node) => node['Relation Name'] === table)
      .reduce(
        (sum, node) =>
          sum +
          ((node['Actual Rows'] ?? 0) + (node['Rows Removed by Filter'] ?? 0)) *
            (node['Actual Loops'] ?? 1),
        0,
      )

  const find = (room: (connection: PgConnection) => unknown, part: string): string =>
    statementsOf(room).find((sql) => sql.includes(part)) ?? ''

  test('latest for an actor reads as many rows as it shows, of an index in its order', async () => {
    const latest = find(toPgAsk, 'select s.data')
    const nodes = await readFor(latest, ['related', 'actor:iran', -1, null, null, 10, 0])
    expect(nodes.map((node) => node['Index Name'])).toContain('story_facets_newest')
    expect(rowsOf(nodes, 'story_facets')).toBeLessThanOrEqual(10)
    expect(rowsOf(nodes, 'stories')).toBeLessThanOrEqual(10)
  })

  test('a second facet is probed row by row, never read whole', async () => {
    const latest = find(toPgAsk, 'select s.data')
    const values = ['related', 'actor:iran', -1, ['theme:arms'], null, 10, 0]
    const nodes = await readFor(latest, values)
    expect(rowsOf(nodes, 'story_facets')).toBeLessThanOrEqual(60)
  })

  test('a search reads the part of a word that its slices hold', async () => {
    const shown = find(toPgSearch, 'words_shown')
    const query = toTsquery({ kind: 'word', words: queryWords('harbour') })
    const readIn = async (slice: number) => {
      const nodes = await readFor(shown, [[query(slice)], 0, Number.MAX_SAFE_INTEGER, 1001])
      expect(nodes.map((node) => node['Index Name'])).toContain('words_shown_words')
      return rowsOf(nodes, 'words_shown')
    }
    // Every article has the word, and each slice gives its own alone; nobody has written to the third one.
    expect(await readIn(1)).toBe(SLICE_ARTICLES)
    expect(await readIn(2)).toBe(ARTICLES - SLICE_ARTICLES)
    expect(await readIn(3)).toBe(0)
  })

  function toArticle(at: number) {
    return makeArticle(`article ${at}`, {
      seenAt: DAY + at * MINUTE,
      title: `Ships leave the harbour ${at}`,
      tags: { actors: ['iran'], themes: at % 4 === 0 ? ['arms'] : [] },
    })
  }
})
