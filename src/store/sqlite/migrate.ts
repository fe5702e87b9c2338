import { readdirSync, readFileSync } from 'node:fs'
import { basename } from 'node:path'
import type { DatabaseSync } from 'node:sqlite'
import { UserError } from '../../lib/errors.ts'

/** Marks a SQLite file as ours: `AXIS` in ASCII. */
const APPLICATION_ID = 0x41584953

/** A numbered script that takes a database one version further; there is no way back. */
export type Migration = { readonly version: number; readonly sql: string }

/**
 * Brings a database to the newest version, each migration in a transaction of its own. Throws UserError
 * for a database that is newer than this code or belongs to something else.
 */
export function migrate(
  database: DatabaseSync,
  name: string,
  migrations: readonly Migration[] = readMigrations(),
): void {
  const newest = migrations.at(-1)?.version ?? 0
  const before = checkOwner(database, name)
  checkVersion(before, newest, name)
  for (const { version, sql } of migrations) {
    if (version > before) applyMigration(database, version, sql)
  }
}

/** Every migration of this code, oldest first; the number is the start of the file's name. */
export function readMigrations(store: 'sqlite' | 'postgres' = 'sqlite'): readonly Migration[] {
  const folder = new URL(`../migrations/${store}/`, import.meta.url)
  const files = readdirSync(folder).filter((file) => file.endsWith('.sql'))
  return files.sort().map((file) => ({
    version: Number(basename(file).slice(0, 3)),
    sql: readFileSync(new URL(file, folder), 'utf8'),
  }))
}

/** Throws UserError unless a database is ours and no newer than this code. */
export function checkKnown(database: DatabaseSync, name: string): void {
  const version = checkOwner(database, name)
  if (version === 0) throw new UserError(`${name} is no database of Axis Watch`)
  checkVersion(version, readMigrations().at(-1)?.version ?? 0, name)
}

/** Throws UserError for a database that is newer than this code. */
export function checkVersion(version: number, newest: number, name: string): void {
  if (version <= newest) return
  throw new UserError(
    `${name} was written by a newer Axis Watch (schema ${version}, this one knows ${newest}): update Axis Watch, or restore a backup made with this version`,
  )
}

/** The version of a database, after making sure that it is empty or ours. */
function checkOwner(database: DatabaseSync, name: string): number {
  const version = pragma(database, 'user_version')
  if (pragma(database, 'application_id') === APPLICATION_ID) return version
  const other = database.prepare('select name from sqlite_schema limit 1').get()
  if (other !== undefined) {
    throw new UserError(
      `${name} is a database of another program: name another folder in AXIS_DATA`,
    )
  }
  return version
}

function applyMigration(database: DatabaseSync, version: number, sql: string): void {
  database.exec('begin immediate')
  try {
    // Another process may have been faster between our look and this lock.
    if (pragma(database, 'user_version') < version) {
      database.exec(sql)
      database.exec(`pragma application_id = ${APPLICATION_ID}`)
      database.exec(`pragma user_version = ${version}`)
    }
    database.exec('commit')
  } catch (error) {
    if (database.isTransaction) database.exec('rollback')
    throw error
  }
}

function pragma(database: DatabaseSync, name: 'user_version' | 'application_id'): number {
  const value = database.prepare(`pragma ${name}`).get()?.[name]
  return typeof value === 'number' ? value : 0
}
