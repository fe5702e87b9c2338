import type { DatabaseSync, SQLInputValue } from 'node:sqlite'
import { SECOND_MS, sleep } from '../../lib/clock.ts'
import type { Clock } from '../../ports.ts'

/** Values of a statement in order, or one record of them by name. */
type Values = readonly SQLInputValue[] | readonly [Readonly<Record<string, SQLInputValue>>]

/** A prepared statement whose rows have the shape that stands next to its SQL. */
export type Statement<Row> = {
  readonly all: (...values: Values) => Row[]
  readonly get: (...values: Values) => Row | undefined
  /** How many rows it changed. */
  readonly run: (...values: Values) => number
}

/** One open database: statements prepared once, and whole transactions that wait for others without blocking. */
export type Connection = {
  readonly statement: <Row = never>(sql: string) => Statement<Row>
  /** A consistent view of everything `work` reads. */
  readonly read: <T>(work: () => T) => Promise<T>
  /** All or nothing. `durable` also survives a power cut: what was promised to somebody outside (law 5). */
  readonly write: <T>(work: () => T, how?: 'durable' | 'fast') => Promise<T>
  readonly database: DatabaseSync
}

/** How long a transaction waits for other processes before it fails, in all. */
const BUSY_LIMIT_MS = 30 * SECOND_MS
const FIRST_WAIT_MS = 5
const LONGEST_WAIT_MS = 250

/** SQLite's result codes for a database that somebody else holds just now. */
const SQLITE_BUSY = 5
const SQLITE_LOCKED = 6

/** `random` gives numbers in [0, 1): it spreads the retries of processes that wait for each other. */
export function toConnection(
  database: DatabaseSync,
  clock: Clock,
  random: () => number,
): Connection {
  const retry = <T>(attempt: () => T): Promise<T> => retryBusy(attempt, clock, random)
  return {
    database,
    statement: (sql) => toStatement(database, sql),
    read: (work) => retry(() => inTransaction(database, 'begin', work)),
    write: (work, how = 'fast') =>
      retry(() => {
        database.exec(SYNCHRONOUS[how])
        return inTransaction(database, 'begin immediate', work)
      }),
  }
}

/** A polled article that a power cut takes away is polled again; a delivery that it takes away is posted again. */
const SYNCHRONOUS = {
  fast: 'pragma synchronous = normal',
  durable: 'pragma synchronous = full',
} as const

function toStatement<Row>(database: DatabaseSync, sql: string): Statement<Row> {
  const prepared = database.prepare(sql)
  // Border to SQLite: node:sqlite takes both kinds of values in the same place, and a row's type is written
  // next to its SQL; the contract suite reads every column.
  return {
    all: (...values) => prepared.all(...(values as SQLInputValue[])) as Row[],
    get: (...values) => prepared.get(...(values as SQLInputValue[])) as Row | undefined,
    run: (...values) => Number(prepared.run(...(values as SQLInputValue[])).changes),
  }
}

function inTransaction<T>(database: DatabaseSync, begin: string, work: () => T): T {
  database.exec(begin)
  try {
    const result = work()
    database.exec('commit')
    return result
  } catch (error) {
    if (database.isTransaction) database.exec('rollback')
    throw error
  }
}

async function retryBusy<T>(attempt: () => T, clock: Clock, random: () => number): Promise<T> {
  const start = clock.now()
  let slept = 0
  let wait = FIRST_WAIT_MS
  for (;;) {
    try {
      return attempt()
    } catch (error) {
      // A clock that stands still (tests, replays) must not make the wait endless.
      const waited = Math.max(clock.now() - start, slept)
      if (!isBusy(error) || waited >= BUSY_LIMIT_MS) throw error
    }
    const pause = Math.ceil(wait * (0.5 + random()))
    await sleep(pause)
    slept += pause
    wait = Math.min(wait * 2, LONGEST_WAIT_MS)
  }
}

/** True when somebody else holds the database just now, so that trying again helps. */
export function isBusy(error: unknown): boolean {
  const code = primaryCode(error)
  return code === SQLITE_BUSY || code === SQLITE_LOCKED
}

/** SQLite's primary result code of an error that node:sqlite threw. */
export function primaryCode(error: unknown): number | undefined {
  if (!(error instanceof Error) || !('errcode' in error)) return undefined
  return typeof error.errcode === 'number' ? error.errcode & 0xff : undefined
}
