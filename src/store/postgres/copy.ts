import { UserError } from '../../lib/errors.ts'
import type { Clock } from '../../ports.ts'
import { type CopyEnd, PROGRESS_KEY, type Row, type Table, type WordsRow } from '../copy.ts'
import { cleanRow, facetRows, isCopied, NOBODYS, pointedAtFirst } from '../copy-rows.ts'
import { type Db, type PgValue, toRows } from './connection.ts'
import { openPgConnection, withoutPassword } from './open.ts'
import { fromTsvector, toAddWords } from './words.ts'

const TABLES = `
  select c.relname as name from pg_class c
  where c.relnamespace = current_schema()::regnamespace and c.relkind = 'r'
    and c.relname not like 'words\\_%'
  order by c.relname collate "C"`
// A table without a primary key has one unique index instead.
const COLUMNS = `
  select a.attname as name, array_position(i.indkey::int[], a.attnum::int) as place
  from pg_attribute a
  left join lateral (
    select indkey from pg_index
    where indrelid = a.attrelid and indisunique
    order by indisprimary desc limit 1
  ) i on true
  where a.attrelid = $1::text::regclass and a.attnum > 0 and not a.attisdropped
  order by a.attnum`
const INDEX_KEYS = `
  select indnkeyatts::int as n from pg_index
  where indrelid = $1::text::regclass and indisunique
  order by indisprimary desc limit 1`
const OTHERS = `
  select count(*)::int as n from pg_stat_activity
  where datname = current_database() and application_name = 'axis-watch'`
const ADD_FACETS = `
  insert into story_facets (level, facet, updated_at, story_id, opened_at)
  select level, facet, updated_at, story_id, opened_at
  from json_populate_recordset(null::story_facets, $1)
  on conflict (level, facet, updated_at, story_id) do nothing`
const PROGRESS = `select value from meta where key = $1`
const SET_PROGRESS = `
  insert into meta (key, value) values ($1, $2)
  on conflict (key) do update set value = excluded.value`
const END_PROGRESS = `delete from meta where key = $1`

/** One end of a copy: a PostgreSQL database that no bot uses just now. */
export async function openPostgresCopy(url: string, clock: Clock): Promise<CopyEnd> {
  const name = withoutPassword(url)
  const connection = await openPgConnection({ url, clock, application: 'axis-watch-copy' })
  const { once, write, statement } = connection
  const others = statement<{ n: number }>(OTHERS)
  const tables = statement<{ name: string }>(TABLES)
  const columnsOf = statement<{ name: string; place: number | null }>(COLUMNS)
  const indexKeys = statement<{ n: number }>(INDEX_KEYS)
  const findProgress = statement<{ value: string }>(PROGRESS)
  const setProgress = statement(SET_PROGRESS)
  const endProgress = statement(END_PROGRESS)
  const addFacets = statement(ADD_FACETS)
  const addWords = toAddWords(connection)

  if (((await once((db) => others.get(db)))?.n ?? 0) > 0) {
    await connection.close()
    throw new UserError(`${name} is in use: stop the bot first`)
  }

  async function shapeOf(db: Db, table: string): Promise<Table> {
    const columns = await columnsOf.all(db, table)
    const keys = (await indexKeys.get(db, table))?.n ?? 0
    const key = columns
      .filter(({ place }) => place !== null && place < keys)
      .sort((a, b) => (a.place ?? 0) - (b.place ?? 0))
    return {
      name: table,
      columns: columns.map((column) => column.name).sort(),
      key: key.map((column) => column.name),
    }
  }

  return {
    name,
    tables: () =>
      once(async (db) => {
        const names = (await tables.all(db)).map((row) => row.name).filter(isCopied)
        const shapes: Table[] = []
        for (const table of pointedAtFirst(names)) shapes.push(await shapeOf(db, table))
        return shapes
      }),
    rows: (table, after, limit) =>
      once(async (db) => {
        const { sql, values } = toPage(table, after)
        const page = statement<Record<string, unknown>>(sql)
        return (await page.all(db, ...values, limit)).map(cleanRow)
      }),
    words: (table, after = -1, limit) =>
      once(async (db) => {
        const page = statement<{ docid: number; words: Lexemes }>(`
          select docid, (
            select json_agg(json_build_array(w.lexeme, w.positions)) from unnest(words) w
          ) as words
          from ${table} where docid > $1 order by docid limit $2`)
        return (await page.all(db, after, limit)).map(toWordsRow)
      }),
    addRows: (table, rows, progress) =>
      write(async (db) => {
        await statement(toInsert(table)).run(db, toRows(rows))
        if (table.name === 'stories') await addFacets.run(db, toRows(facetRows(rows)))
        await setProgress.run(db, PROGRESS_KEY, progress)
      }),
    addWords: (table, rows, progress) =>
      write(async (db) => {
        await addWords(db, table === 'words_shown' ? 'shown' : 'rest', rows)
        await setProgress.run(db, PROGRESS_KEY, progress)
      }),
    progress: () => once(async (db) => (await findProgress.get(db, PROGRESS_KEY))?.value),
    setProgress: (progress) =>
      write(async (db) => {
        if (progress === undefined) await endProgress.run(db, PROGRESS_KEY)
        else await setProgress.run(db, PROGRESS_KEY, progress)
      }),
    isEmpty: () =>
      once(async (db) => {
        for (const table of NOBODYS) {
          if (await statement(`select 1 from ${table} limit 1`).get(db)) return false
        }
        return true
      }),
    close: () => connection.close(),
  }
}

type Lexemes = readonly (readonly [lexeme: string, positions: readonly number[]])[]

const toWordsRow = (row: { readonly docid: number; readonly words: Lexemes }): WordsRow => ({
  docid: row.docid,
  words: fromTsvector(row.words.map(([lexeme, positions]) => ({ lexeme, positions }))),
})

/** The page of a table after a key, in the key's order. */
function toPage(table: Table, after: Row | undefined) {
  const key = table.key.join(', ')
  const values: readonly PgValue[] =
    after === undefined ? [] : table.key.map((column) => after[column] ?? null)
  const marks = table.key.map((_, at) => `$${at + 1}`).join(', ')
  const isLater = after === undefined ? 'true' : `(${key}) > (${marks})`
  const isOurs = table.name === 'meta' ? `key <> '${PROGRESS_KEY}'` : 'true'
  const sql = `
    select ${table.columns.join(', ')} from ${table.name}
    where ${isLater} and ${isOurs} order by ${key} limit $${values.length + 1}`
  return { sql, values }
}

function toInsert({ name, columns, key }: Table): string {
  const rest = columns.filter((column) => !key.includes(column))
  const list = columns.join(', ')
  const change = rest.map((column) => `${column} = excluded.${column}`).join(', ')
  return `
    insert into ${name} (${list})
    select ${list} from json_populate_recordset(null::${name}, $1)
    on conflict (${key.join(', ')}) do ${rest.length === 0 ? 'nothing' : `update set ${change}`}`
}
