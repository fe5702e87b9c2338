import { type ClientBase, type ClientConfig, Pool, types } from 'pg'
import { SECOND_MS, sleep } from '../../lib/clock.ts'
import { hash128 } from '../../lib/hash.ts'
import type { Clock } from '../../ports.ts'

/** What a value of a statement may be: lists are PostgreSQL's arrays. */
export type PgValue = string | number | null | readonly string[] | readonly number[]

/** Where a statement runs: one transaction, or each statement in one of its own. */
export type Db = {
  readonly query: (
    name: string,
    sql: string,
    values: readonly PgValue[],
  ) => Promise<{ readonly rows: readonly unknown[]; readonly changed: number }>
  /** Several statements without values, as a migration is. */
  readonly script: (sql: string) => Promise<void>
}

/** A statement that each connection prepares once; its rows have the shape that stands next to its SQL. */
export type PgStatement<Row> = {
  readonly all: (db: Db, ...values: readonly PgValue[]) => Promise<readonly Row[]>
  readonly get: (db: Db, ...values: readonly PgValue[]) => Promise<Row | undefined>
  /** How many rows it changed. */
  readonly run: (db: Db, ...values: readonly PgValue[]) => Promise<number>
}

/** A pool of connections to one database; whole transactions that outlast a restart of the server. */
export type PgConnection = {
  readonly statement: <Row = never>(sql: string) => PgStatement<Row>
  /** For one statement that needs no other: a round trip less than a transaction. */
  readonly once: <T>(work: (db: Db) => Promise<T>) => Promise<T>
  /** A consistent view of everything `work` reads. */
  readonly read: <T>(work: (db: Db) => Promise<T>) => Promise<T>
  /**
   * All or nothing; `work` may run again, so it changes nothing but the database. `durable` also survives a power
   * cut: what was promised to somebody outside (law 5).
   */
  readonly write: <T>(work: (db: Db) => Promise<T>, how?: 'durable' | 'fast') => Promise<T>
  readonly close: () => Promise<void>
}

/** Enough for a process's answers and jobs at once; a hundred processes fit a server with 1,000. */
const CONNECTIONS_MAX = 8
const CONNECT_LIMIT_MS = 5 * SECOND_MS
/** Longer than anything here takes; without it a network that swallows packets would hold a job for ever. */
const QUERY_LIMIT_MS = 60 * SECOND_MS
/** How long a transaction is tried again while the server is away, in all. */
const AWAY_LIMIT_MS = 30 * SECOND_MS
const FIRST_WAIT_MS = 20
const LONGEST_WAIT_MS = 500

// Plans are made for the values at hand: a common and a rare facet need different ones.
const SESSION = '-c plan_cache_mode=force_custom_plan -c jit=off -c timezone=UTC'

const BEGIN_READ = 'begin isolation level repeatable read read only'
const BEGIN_WRITE = {
  durable: 'begin',
  // A polled article that a power cut takes away is polled again.
  fast: 'begin; set local synchronous_commit = off',
} as const

/** `random` gives numbers in [0, 1): it spreads the retries of processes that wait for one server. */
export function toPgConnection(config: ClientConfig, clock: Clock, random: () => number) {
  const pool = new Pool({ ...toSession(config), max: CONNECTIONS_MAX })
  // A connection that breaks while nobody uses it is replaced at the next use.
  pool.on('error', () => undefined)
  pool.on('connect', (client) => client.on('error', () => undefined))
  const retry = <T>(attempt: () => Promise<T>): Promise<T> => retryAway(attempt, clock, random)
  const connection: PgConnection = {
    statement: toPgStatement,
    once: (work) => retry(() => withClient(pool, work)),
    read: (work) => retry(() => withClient(pool, work, BEGIN_READ)),
    write: (work, how = 'fast') => retry(() => withClient(pool, work, BEGIN_WRITE[how])),
    close: () => pool.end(),
  }
  return connection
}

/** What every connection of ours has in common, also those outside the pool. */
export function toSession(config: ClientConfig): ClientConfig {
  return {
    keepAlive: true,
    keepAliveInitialDelayMillis: 10 * SECOND_MS,
    connectionTimeoutMillis: CONNECT_LIMIT_MS,
    query_timeout: QUERY_LIMIT_MS,
    ...config,
    options: [config.options, SESSION].filter((part) => part !== undefined).join(' '),
    types: { getTypeParser: toParser },
  }
}

const INT8 = 20

// Our whole numbers stay below 2^53; pg would give them as text.
const toParser: typeof types.getTypeParser = (oid: number, format?: string) =>
  // Border to pg: its declaration has one overload a format, and a number's parser fits all of them.
  oid === INT8 ? (Number as never) : types.getTypeParser(oid, format as 'text')

/** A pure description: it runs wherever it is told to. */
function toPgStatement<Row>(sql: string): PgStatement<Row> {
  const name = hash128(sql)
  // Border to PostgreSQL: a row's type is written next to its SQL; the contract suite reads every column.
  const all = async (db: Db, ...values: readonly PgValue[]) =>
    (await db.query(name, sql, values)).rows as readonly Row[]
  return {
    all,
    get: async (db, ...values) => (await all(db, ...values))[0],
    run: async (db, ...values) => (await db.query(name, sql, values)).changed,
  }
}

async function withClient<T>(pool: Pool, work: (db: Db) => Promise<T>, begin?: string): Promise<T> {
  const client = await pool.connect()
  let broken = false
  try {
    if (begin === undefined) return await work(toDb(client))
    await client.query(begin)
    const result = await work(toDb(client))
    await client.query('commit')
    return result
  } catch (error) {
    broken = isAway(error)
    if (begin !== undefined && !broken) {
      await client.query('rollback').catch(() => {
        broken = true
      })
    }
    throw error
  } finally {
    client.release(broken)
  }
}

const toDb = (client: ClientBase): Db => ({
  query: async (name, text, values) => {
    const result = await client.query({ name, text, values: values.map(toSent) })
    return { rows: result.rows, changed: result.rowCount ?? 0 }
  },
  script: async (sql) => void (await client.query(sql)),
})

/** PostgreSQL's text has no NUL; nothing that people read has one either. */
const toSent = (value: PgValue): PgValue =>
  typeof value === 'string' && value.includes('\0') ? value.replaceAll('\0', '\ufffd') : value

/** Rows as one value, for `json_populate_recordset`: a hundred of them cost one round trip. */
export function toRows(rows: readonly Readonly<Record<string, unknown>>[]): string {
  return JSON.stringify(rows, (_, value) =>
    // JSON that names half a character or NUL is none for PostgreSQL.
    typeof value === 'string' ? value.toWellFormed().replaceAll('\0', '\ufffd') : value,
  )
}

async function retryAway<T>(
  attempt: () => Promise<T>,
  clock: Clock,
  random: () => number,
): Promise<T> {
  const start = clock.now()
  let slept = 0
  let wait = FIRST_WAIT_MS
  for (;;) {
    try {
      return await attempt()
    } catch (error) {
      // A clock that stands still (tests, replays) must not make the wait endless.
      const waited = Math.max(clock.now() - start, slept)
      if (!(isAway(error) || isConflict(error)) || waited >= AWAY_LIMIT_MS) throw error
    }
    const pause = Math.ceil(wait * (0.5 + random()))
    await sleep(pause)
    slept += pause
    wait = Math.min(wait * 2, LONGEST_WAIT_MS)
  }
}

/** SQLSTATE classes and codes of a server that stops, starts or has no connection left just now. */
const AWAY = /^(?:08...|57P0[1235]|53300)$/
const AWAY_SOCKET = /^(?:ECONNREFUSED|ECONNRESET|ECONNABORTED|EPIPE|ETIMEDOUT|EHOSTUNREACH|ENOENT)$/
const AWAY_TEXT =
  /Connection terminated|timeout exceeded|timeout expired|Query read timeout|connection error and is not queryable/

/** True when the server is not there just now, so that trying again helps. */
export function isAway(error: unknown): boolean {
  if (!(error instanceof Error)) return false
  const code = codeOf(error) ?? ''
  return AWAY.test(code) || AWAY_SOCKET.test(code) || AWAY_TEXT.test(error.message)
}

/** Serialization failure and deadlock: PostgreSQL asks for another try. */
const isConflict = (error: unknown): boolean => /^40(?:001|P01)$/.test(codeOf(error) ?? '')

export const codeOf = (error: unknown): string | undefined =>
  error instanceof Error && 'code' in error ? String(error.code) : undefined
