import { DatabaseSync } from 'node:sqlite'
import { afterAll, describe, expect, test } from 'vitest'
import { fixedClock } from '../../src/lib/clock.ts'
import { toAsk } from '../../src/store/sqlite/ask.ts'
import { type Connection, toConnection } from '../../src/store/sqlite/connection.ts'
import { toCounts } from '../../src/store/sqlite/counts.ts'
import { toDeliver } from '../../src/store/sqlite/deliver.ts'
import { toGuilds } from '../../src/store/sqlite/guilds.ts'
import { toIngest } from '../../src/store/sqlite/ingest.ts'
import { migrate } from '../../src/store/sqlite/migrate.ts'
import { toPrune } from '../../src/store/sqlite/prune.ts'
import { toSearch } from '../../src/store/sqlite/search.ts'
import { toSettings } from '../../src/store/sqlite/settings.ts'
import { toShare } from '../../src/store/sqlite/share.ts'
import { toWindow } from '../../src/store/sqlite/window.ts'
import { DAY } from './make.ts'

const database = new DatabaseSync(':memory:')
migrate(database, ':memory:')
afterAll(() => database.close())

/** Every statement that the store prepares, none forgotten. */
function statementsOf(room: (connection: Connection) => unknown): readonly string[] {
  const connection = toConnection(database, fixedClock(DAY), () => 0)
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

const planOf = (sql: string): readonly string[] =>
  database
    .prepare(`explain query plan ${sql}`)
    .all()
    .map(({ detail }) => String(detail))

/** Tables that are read whole on purpose: they are as small as the configuration. */
const SMALL = /^(?:counters|feed_changes|feed_states|guild_settings|reports|subscriptions)\b/

/** The open part of the outbox, in its own order, up to the limit. */
const OPEN_DELIVERIES = /^deliveries USING INDEX deliveries_open$/

/** What waits for its turn to be clustered, in its own order, up to the limit. */
const PARKED = /^parked_reads USING INDEX parked_reads_at$/

/** Lists that a statement was handed (`w`) or made itself. */
const LISTS =
  /^(?:(?:w|json_each) VIRTUAL TABLE INDEX 1:|CONSTANT ROW|d|n|l|kind|asked|shown|\d-ROW VALUES CLAUSE|\(subquery-\d+\))$/

/** Full text with a query and a range, or one row of it. */
const MATCHED = /^words_\w+ VIRTUAL TABLE INDEX \d+:(?:M\d+><|=)$/

const ALLOWED = [SMALL, OPEN_DELIVERIES, PARKED, LISTS, MATCHED]

function readsWhole(detail: string): boolean {
  const [, scanned] = /^SCAN (.*)$/.exec(detail) ?? []
  return scanned !== undefined && !ALLOWED.some((allowed) => allowed.test(scanned))
}

const ROOMS = {
  toAsk,
  toCounts,
  toDeliver,
  toGuilds,
  toIngest,
  toPrune,
  toSearch,
  toSettings,
  toShare,
  toWindow,
}

describe('query plans', () => {
  test.each(Object.entries(ROOMS))('no statement of %s reads a whole table', (_, room) => {
    const whole = statementsOf(room).flatMap((sql) =>
      planOf(sql)
        .filter(readsWhole)
        .map((detail) => ({ sql, detail })),
    )
    expect(whole).toEqual([])
  })

  test('the check sees a scan of a whole table, of full text and of an index', () => {
    const whole = (sql: string) => planOf(sql).some(readsWhole)
    expect(whole('select title from articles order by seen_at')).toBe(true)
    expect(whole('select rowid from words_shown order by rowid')).toBe(true)
    expect(whole('select id from articles order by id')).toBe(true)
    expect(whole(`select 1 from story_facets where facet = 'actor:iran'`)).toBe(true)
  })

  test.each([
    ['latest', toAsk, 'select s.data'],
    ['search', toSearch, 'match'],
  ] as const)('%s walks in the order of its answer', (_, room, part) => {
    const plans = statementsOf(room)
      .filter((sql) => sql.includes(part))
      .map(planOf)
    expect(plans.length).toBeGreaterThan(0)
    expect(plans.flat().filter((detail) => detail.includes('TEMP B-TREE'))).toEqual([])
  })

  test('stories a day are ranges of an index that nothing else makes SQLite think about', () => {
    const [activity = ''] = statementsOf(toAsk).filter((sql) => sql.includes('with recursive d '))
    expect(planOf(activity)).toContain(
      'SEARCH story_facets USING COVERING INDEX story_facets_opened (facet=? AND opened_at>? AND opened_at<?)',
    )
    // A condition on a bare level would make every statement with a bound one be prepared anew each time.
    const index = `select sql from sqlite_schema where name = 'story_facets_opened'`
    expect(database.prepare(index).get()?.sql).not.toMatch(/\blevel *=/)
  })

  test('latest for an actor is one range of one index, whatever else is asked', () => {
    const [latest = ''] = statementsOf(toAsk).filter((sql) => sql.includes('select s.data'))
    expect(planOf(latest)).toContain(
      'SEARCH f USING PRIMARY KEY (level=? AND facet=? AND updated_at>?)',
    )
  })
})
