// Copies everything of one store into another, in batches that can be taken up again, and compares the two.

import { createHash } from 'node:crypto'
import { UserError } from '../lib/errors.ts'
import type { IndexedWords } from './match.ts'

/** A row as both stores have it: JSON-safe, columns by name. */
export type Row = Readonly<Record<string, string | number | null>>

export type Table = {
  readonly name: string
  readonly columns: readonly string[]
  /** Columns of its primary key; rows are copied and compared in their order. */
  readonly key: readonly string[]
}

export type WordsRow = { readonly docid: number; readonly words: IndexedWords }
export type WordsTable = 'words_shown' | 'words_rest'

/** One end of a copy. */
export type CopyEnd = {
  /** As it may be shown. */
  readonly name: string
  /** Tables without those of leases and words; what others point to comes first. */
  readonly tables: () => Promise<readonly Table[]>
  /** The next rows in the order of the key, after the one that is given. */
  readonly rows: (table: Table, after: Row | undefined, limit: number) => Promise<readonly Row[]>
  /** By docid. */
  readonly words: (
    table: WordsTable,
    after: number | undefined,
    limit: number,
  ) => Promise<readonly WordsRow[]>
  /** Writes rows and how far the copy is: both or none. */
  readonly addRows: (table: Table, rows: readonly Row[], progress: string) => Promise<void>
  readonly addWords: (
    table: WordsTable,
    rows: readonly WordsRow[],
    progress: string,
  ) => Promise<void>
  /** How far a copy into this end is; undefined where none is under way. */
  readonly progress: () => Promise<string | undefined>
  readonly setProgress: (progress: string | undefined) => Promise<void>
  /** Nothing in it that somebody could miss. */
  readonly isEmpty: () => Promise<boolean>
  readonly close: () => Promise<void>
}

/** Told after each batch. */
export type OnCopied = (table: string, rows: number) => void

export type Copied = { readonly table: string; readonly rows: number; readonly checksum: string }

/** The row of `meta` that says how far a copy is; no part of what is copied. */
export const PROGRESS_KEY = 'copy.progress'

const BATCH = 500
const WORDS_TABLES: readonly WordsTable[] = ['words_shown', 'words_rest']

type Progress = { readonly from: string; readonly table: string; readonly after?: Row | number }

/**
 * Copies all of `from` into `to` and compares both, table by table. A copy that was interrupted goes on where it was.
 * Throws UserError for a target that holds something else, and for tables that differ in the end.
 */
export async function copyStore(
  from: CopyEnd,
  to: CopyEnd,
  onCopied: OnCopied = () => undefined,
): Promise<readonly Copied[]> {
  const tables = await from.tables()
  const steps = [...tables.map(({ name }) => name), ...WORDS_TABLES]
  const progress = await findProgress(from, to)
  const reached = progress === undefined ? -1 : steps.indexOf(progress.table)
  for (const [at, step] of steps.entries()) {
    if (at < reached) continue
    const after = at === reached ? progress?.after : undefined
    const table = tables.find(({ name }) => name === step)
    if (table !== undefined) await copyTable(from, to, table, toRow(after), onCopied)
    else await copyWords(from, to, toWordsTable(step), toDocid(after), onCopied)
  }
  const copied = await compare(from, to, tables)
  await to.setProgress(undefined)
  return copied
}

async function findProgress(from: CopyEnd, to: CopyEnd): Promise<Progress | undefined> {
  const text = await to.progress()
  if (text === undefined) {
    if (await to.isEmpty()) return undefined
    throw new UserError(`${to.name} is not empty: name a new database`)
  }
  // Written by copyTable and copyWords below.
  const progress = JSON.parse(text) as Progress
  if (progress.from === from.name) return progress
  throw new UserError(
    `${to.name} holds a part of ${progress.from}: go on with that, or name a new database`,
  )
}

async function copyTable(
  from: CopyEnd,
  to: CopyEnd,
  table: Table,
  start: Row | undefined,
  onCopied: OnCopied,
): Promise<void> {
  for (let after = start; ; ) {
    const rows = await from.rows(table, after, BATCH)
    if (rows.length === 0) return
    after = keyOf(table, rows.at(-1))
    const progress: Progress = { from: from.name, table: table.name, after }
    await to.addRows(table, rows, JSON.stringify(progress))
    onCopied(table.name, rows.length)
  }
}

async function copyWords(
  from: CopyEnd,
  to: CopyEnd,
  table: WordsTable,
  start: number | undefined,
  onCopied: OnCopied,
): Promise<void> {
  for (let after = start; ; ) {
    const rows = await from.words(table, after, BATCH)
    if (rows.length === 0) return
    after = rows.at(-1)?.docid
    const progress: Progress = {
      from: from.name,
      table,
      ...(after !== undefined && { after }),
    }
    await to.addWords(table, rows, JSON.stringify(progress))
    onCopied(table, rows.length)
  }
}

/** Counts and checksums of every table on both ends. */
async function compare(
  from: CopyEnd,
  to: CopyEnd,
  tables: readonly Table[],
): Promise<readonly Copied[]> {
  const copied: Copied[] = []
  const check = (table: string, ours: Sum, theirs: Sum): void => {
    if (ours.rows !== theirs.rows || ours.checksum !== theirs.checksum) {
      throw new UserError(
        `${table} differs after the copy (${ours.rows} rows in ${from.name}, ${theirs.rows} in ${to.name}): drop ${to.name} and copy again`,
      )
    }
    copied.push({ table, ...ours })
  }
  for (const table of tables) {
    check(table.name, await sumTable(from, table), await sumTable(to, table))
  }
  for (const table of WORDS_TABLES) {
    check(table, await sumWords(from, table), await sumWords(to, table))
  }
  return copied
}

type Sum = { readonly rows: number; readonly checksum: string }

async function sumTable(end: CopyEnd, table: Table): Promise<Sum> {
  const hash = createHash('sha256')
  let count = 0
  for (let after: Row | undefined; ; ) {
    const rows = await end.rows(table, after, BATCH)
    if (rows.length === 0) return { rows: count, checksum: hash.digest('hex').slice(0, 32) }
    for (const row of rows) {
      hash.update(JSON.stringify(table.columns.map((column) => row[column] ?? null)))
    }
    count += rows.length
    after = keyOf(table, rows.at(-1))
  }
}

/** Words by field, each once: a store may keep fewer places of a word that an article repeats without end. */
async function sumWords(end: CopyEnd, table: WordsTable): Promise<Sum> {
  const hash = createHash('sha256')
  let count = 0
  for (let after: number | undefined; ; ) {
    const rows = await end.words(table, after, BATCH)
    if (rows.length === 0) return { rows: count, checksum: hash.digest('hex').slice(0, 32) }
    for (const { docid, words } of rows) {
      const fields = [words.title, words.summary, words.source, words.facets]
      hash.update(JSON.stringify([docid, ...fields.map(distinct)]))
    }
    count += rows.length
    after = rows.at(-1)?.docid
  }
}

const distinct = (words: string): readonly string[] =>
  [...new Set(words.split(' '))].filter((word) => word !== '').sort()

const keyOf = (table: Table, row: Row | undefined): Row =>
  Object.fromEntries(table.key.map((column) => [column, row?.[column] ?? null]))

const toRow = (after: Progress['after']): Row | undefined =>
  typeof after === 'object' ? after : undefined

const toDocid = (after: Progress['after']): number | undefined =>
  typeof after === 'number' ? after : undefined

function toWordsTable(name: string): WordsTable {
  const table = WORDS_TABLES.find((one) => one === name)
  if (table === undefined) throw new Error(`no table of words: ${name}`)
  return table
}
