import { DatabaseSync, type SQLInputValue } from 'node:sqlite'
import { UserError } from '../../lib/errors.ts'
import type { Clock } from '../../ports.ts'
import { type CopyEnd, PROGRESS_KEY, type Row, type Table, type WordsRow } from '../copy.ts'
import { cleanRow, cleanWords, facetRows, isCopied, NOBODYS, pointedAtFirst } from '../copy-rows.ts'
import { openStore } from '../open.ts'
import { isBusy } from './connection.ts'

const TABLES = `
  select name from sqlite_schema
  where type = 'table' and name not like 'sqlite_%' and name not like 'words_%'
  order by name`
const COLUMNS = `select name, pk from pragma_table_info(?) order by cid`
const PROGRESS = `select value from meta where key = ?`
const SET_PROGRESS = `
  insert into meta (key, value) values (?, ?)
  on conflict (key) do update set value = excluded.value`
const END_PROGRESS = `delete from meta where key = ?`

const ADD_FACET = `
  insert into story_facets (level, facet, updated_at, story_id, opened_at)
  values (:level, :facet, :updated_at, :story_id, :opened_at)
  on conflict (level, facet, updated_at, story_id) do nothing`

/** FTS5 keeps no text, but it can tell each place of each word: sorted, they are the text again. */
const spell = (table: string): string => `
  create virtual table temp.${table}_places using fts5vocab('main', '${table}', 'instance');
  create temp table ${table}_spelled as
    select doc, col, term from temp.${table}_places order by doc, col, offset;
  create index temp.${table}_by_doc on ${table}_spelled (doc);
  drop table temp.${table}_places`

/** One end of a copy: a SQLite file that nobody else has open; made where absent. */
export async function openSqliteCopy(path: string, clock: Clock): Promise<CopyEnd> {
  // Made and brought to the newest schema as the bot would.
  await (await openStore({ path, clock, unfinished: true })).close()
  mustBeAlone(path)
  const database = new DatabaseSync(path)
  database.exec('pragma foreign_keys = on; pragma cache_size = -65536')
  const spelled = new Set<string>()

  function shapeOf(name: string): Table {
    const columns = database.prepare(COLUMNS).all(name)
    const key = columns.filter(({ pk }) => Number(pk) > 0)
    return {
      name,
      columns: columns.map((column) => String(column.name)).sort(),
      key: key.sort((a, b) => Number(a.pk) - Number(b.pk)).map((column) => String(column.name)),
    }
  }

  /** All or nothing, with how far it came. */
  function inTransaction(progress: string, work: () => void): void {
    database.exec('begin immediate')
    try {
      work()
      database.prepare(SET_PROGRESS).run(PROGRESS_KEY, progress)
      database.exec('commit')
    } catch (error) {
      database.exec('rollback')
      throw error
    }
  }

  return {
    name: path,
    tables: async () => {
      const names = database.prepare(TABLES).all()
      return pointedAtFirst(names.map(({ name }) => String(name)).filter(isCopied)).map(shapeOf)
    },
    rows: async (table, after, limit) => {
      const { sql, values } = toPage(table, after)
      return database
        .prepare(sql)
        .all(...values, limit)
        .map(cleanRow)
    },
    words: async (table, after = -1, limit) => {
      if (!spelled.has(table)) database.exec(spell(table))
      spelled.add(table)
      return toWords(database, table, after, limit)
    },
    addRows: async (table, rows, progress) => {
      const { columns, key } = table
      const rest = columns.filter((column) => !key.includes(column))
      const insert = database.prepare(`
        insert into ${table.name} (${columns.join(', ')})
        values (${columns.map(() => '?').join(', ')})
        on conflict (${key.join(', ')}) do
        ${rest.length === 0 ? 'nothing' : `update set ${rest.map((column) => `${column} = excluded.${column}`).join(', ')}`}`)
      inTransaction(progress, () => {
        for (const row of rows) insert.run(...columns.map((column) => row[column] ?? null))
        if (table.name !== 'stories') return
        const addFacet = database.prepare(ADD_FACET)
        for (const facet of facetRows(rows)) addFacet.run(facet)
      })
    },
    addWords: async (table, rows, progress) => {
      const insert = database.prepare(
        `insert into ${table} (rowid, title, summary, source, facets) values (?, ?, ?, ?, ?)`,
      )
      inTransaction(progress, () => {
        for (const { docid, words } of rows) {
          insert.run(docid, words.title, words.summary, words.source, words.facets)
        }
      })
    },
    progress: async () => {
      const value = database.prepare(PROGRESS).get(PROGRESS_KEY)?.value
      return typeof value === 'string' ? value : undefined
    },
    setProgress: async (progress) => {
      if (progress === undefined) database.prepare(END_PROGRESS).run(PROGRESS_KEY)
      else database.prepare(SET_PROGRESS).run(PROGRESS_KEY, progress)
    },
    isEmpty: async () =>
      NOBODYS.every(
        (table) => database.prepare(`select 1 from ${table} limit 1`).get() === undefined,
      ),
    close: async () => database.close(),
  }
}

/** The page of a table after a key, in the key's order. */
function toPage(table: Table, after: Row | undefined) {
  const key = table.key.join(', ')
  const marks = table.key.map(() => '?').join(', ')
  const isLater = after === undefined ? 'true' : `(${key}) > (${marks})`
  const isOurs = table.name === 'meta' ? `key <> '${PROGRESS_KEY}'` : 'true'
  const values: SQLInputValue[] =
    after === undefined ? [] : table.key.map((column) => after[column] ?? null)
  const sql = `
    select ${table.columns.join(', ')} from ${table.name}
    where ${isLater} and ${isOurs} order by ${key} limit ?`
  return { sql, values }
}

function toWords(
  database: DatabaseSync,
  table: string,
  after: number,
  limit: number,
): readonly WordsRow[] {
  const rows = database
    .prepare(
      `select doc, col, term from ${table}_spelled
       where doc > ? and doc <= (
         select max(doc) from (
           select distinct doc from ${table}_spelled where doc > ? order by doc limit ?
         )
       )
       order by rowid`,
    )
    .all(after, after, limit)
  const docs = Map.groupBy(rows, ({ doc }) => Number(doc))
  return [...docs].map(([docid, places]) => {
    const field = (name: string): string =>
      places
        .filter(({ col }) => col === name)
        .map(({ term }) => String(term))
        .join(' ')
    const words = {
      title: field('title'),
      summary: field('summary'),
      source: field('source'),
      facets: field('facets'),
    }
    return { docid, words: cleanWords(words) }
  })
}

/** Leaving the write-ahead log needs a file that nobody else has open: how SQLite tells that a bot runs. */
function mustBeAlone(path: string): void {
  const database = new DatabaseSync(path, { timeout: 100 })
  try {
    database.exec('pragma journal_mode = delete')
  } catch (error) {
    if (!isBusy(error)) throw error
    throw new UserError(`${path} is in use: stop the bot first`)
  } finally {
    database.close()
  }
}
