import { accessSync, constants, existsSync, mkdirSync } from 'node:fs'
import { dirname } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { SECOND_MS, sleep } from '../lib/clock.ts'
import { messageOf, UserError } from '../lib/errors.ts'
import type { Clock, Store } from '../ports.ts'
import { PROGRESS_KEY } from './copy.ts'
import { toAsk } from './sqlite/ask.ts'
import { isBusy, primaryCode, toConnection } from './sqlite/connection.ts'
import { toCounts } from './sqlite/counts.ts'
import { toDeliver } from './sqlite/deliver.ts'
import { toGuilds } from './sqlite/guilds.ts'
import { toIngest } from './sqlite/ingest.ts'
import { migrate } from './sqlite/migrate.ts'
import { toPrune } from './sqlite/prune.ts'
import { toRetag } from './sqlite/retag.ts'
import { toSearch } from './sqlite/search.ts'
import { toSettings } from './sqlite/settings.ts'
import { toShare } from './sqlite/share.ts'
import { toWindow } from './sqlite/window.ts'

export type OpenStoreOptions = {
  /** A file, made where absent with its folder; `:memory:`; or the address of a PostgreSQL database. */
  readonly path: string
  /** How long one attempt may block this thread while another process writes; retries are asynchronous. */
  readonly busyTimeoutMs?: number
  readonly clock: Clock
  /** Numbers in [0, 1) that spread retries; a constant is good enough for one process. */
  readonly random?: () => number
  /** For whoever writes most, in a thread of its own: it takes checkpoints upon itself, so that nobody who answers has to. */
  readonly checkpoints?: boolean
  /** Opens a store that a copy has begun and not ended: for the copy itself. */
  readonly unfinished?: boolean
}

/** Short enough that a Discord answer or heartbeat never waits long for a poll's transaction. */
const BUSY_TIMEOUT_MS = 20

/** Opening waits this long for another process that migrates the same file. */
const OPEN_LIMIT_MS = 15 * SECOND_MS
const OPEN_RETRY_MS = 50

/** True for an address of PostgreSQL instead of a file. */
export const isPostgres = (path: string): boolean => /^postgres(?:ql)?:\/\//.test(path)

/**
 * Opens the store and brings it to the newest schema; must be closed. Throws UserError for a folder that cannot be
 * written, a server that cannot be reached, a database that is none of ours, and one newer than this code.
 */
export async function openStore(options: OpenStoreOptions): Promise<Store> {
  const store = await openAny(options)
  if (options.unfinished || (await store.meta(PROGRESS_KEY)) === undefined) return store
  await store.close()
  throw new UserError(
    'This store holds a part of another one: give the same `axis migrate-store` again to go on, or name a new database',
  )
}

async function openAny(options: OpenStoreOptions): Promise<Store> {
  const { path, random = () => 0.5 } = options
  if (isPostgres(path)) {
    // Loaded only where it is used: the SQLite store needs no client of PostgreSQL.
    const { openPostgres } = await import('./postgres/open.ts')
    return openPostgres({ url: path, clock: options.clock, random })
  }
  if (path !== MEMORY) checkPlace(path)
  const database = await openDatabase(path, options.busyTimeoutMs ?? BUSY_TIMEOUT_MS)
  const pages = options.checkpoints ? CHECKPOINT_PAGES : LAST_CHECKPOINT_PAGES
  database.exec(`pragma wal_autocheckpoint = ${pages}`)
  const connection = toConnection(database, options.clock, random)
  return {
    ...toIngest(connection),
    ...toWindow(connection),
    ...toAsk(connection),
    ...toCounts(connection),
    ...toSearch(connection),
    ...toSettings(connection),
    ...toGuilds(connection),
    ...toShare(connection),
    ...toDeliver(connection),
    ...toPrune(connection),
    ...toRetag(connection),
    close: async () => {
      if (database.isOpen) database.close()
    },
  }
}

const MEMORY = ':memory:'

function checkPlace(path: string): void {
  const folder = dirname(path)
  try {
    mkdirSync(folder, { recursive: true })
    accessSync(folder, constants.W_OK | constants.X_OK)
    if (existsSync(path)) accessSync(path, constants.R_OK | constants.W_OK)
  } catch (error) {
    throw new UserError(
      `Cannot write ${path} (${codeOf(error)}): name a folder in AXIS_DATA that this user may write to`,
    )
  }
}

async function openDatabase(path: string, busyTimeoutMs: number): Promise<DatabaseSync> {
  for (let waited = 0; ; waited += OPEN_RETRY_MS) {
    let database: DatabaseSync | undefined
    try {
      database = new DatabaseSync(path, { timeout: busyTimeoutMs })
      database.exec(SET_UP)
      migrate(database, path)
      return database
    } catch (error) {
      database?.close()
      if (!isBusy(error) || waited >= OPEN_LIMIT_MS) throw toOpenError(error, path)
    }
    await sleep(OPEN_RETRY_MS)
  }
}

// WAL: readers never wait for the writer nor it for them. The cache is 16 MiB, temporary tables stay in memory.
const SET_UP = `
  pragma journal_mode = wal;
  pragma foreign_keys = on;
  pragma temp_store = memory;
  pragma cache_size = -16384;
  pragma journal_size_limit = 67108864;`

/**
 * Pages in the log at which a commit copies them into the file: four times SQLite's own, since many of a round's pages
 * are changed again and again, and are copied once.
 */
const CHECKPOINT_PAGES = 4000
/** Others do it only where nobody else did. */
const LAST_CHECKPOINT_PAGES = 2 * CHECKPOINT_PAGES

const SQLITE_PERM = 3
const SQLITE_READONLY = 8
const SQLITE_CORRUPT = 11
const SQLITE_FULL = 13
const SQLITE_CANTOPEN = 14
const SQLITE_NOTADB = 26

function toOpenError(error: unknown, path: string): unknown {
  switch (primaryCode(error)) {
    case SQLITE_NOTADB:
      return new UserError(
        `${path} is no database: move it away, or name another folder in AXIS_DATA`,
      )
    case SQLITE_CORRUPT:
      return new UserError(`${path} is damaged: restore it with \`axis restore FILE\``)
    case SQLITE_PERM:
    case SQLITE_READONLY:
    case SQLITE_CANTOPEN:
      return new UserError(
        `Cannot open ${path} (${messageOf(error)}): name a folder in AXIS_DATA that this user may write to`,
      )
    case SQLITE_FULL:
      return new UserError(`No room on the disk of ${path}: free some and start again`)
    default:
      return isBusy(error)
        ? new UserError(`${path} is held by another process: stop it and start again`)
        : error
  }
}

const codeOf = (error: unknown): string =>
  error instanceof Error && 'code' in error ? String(error.code) : messageOf(error)
