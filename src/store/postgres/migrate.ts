import { UserError } from '../../lib/errors.ts'
import { checkVersion, type Migration, readMigrations } from '../sqlite/migrate.ts'
import type { PgConnection } from './connection.ts'

// Asks the catalogue's own rows: `to_regclass` may remember for a whole transaction that a table was not there.
const SCHEMA_TABLE = `
  select exists (
    select 1 from pg_class
    where relname = 'axis_schema' and relnamespace = current_schema()::regnamespace
  ) as there`
const ANY_TABLE = `
  select c.relname as name from pg_class c
  where c.relnamespace = current_schema()::regnamespace and c.relkind in ('r', 'p', 'v')
  limit 1`
const VERSION = `select version from axis_schema`
/** `AXIS` in ASCII names the lock: one process migrates, the others wait and find nothing left to do. */
const LOCK = `select pg_advisory_xact_lock(${0x41584953})`
const MAKE_SCHEMA_TABLE = `
  create table axis_schema (version integer not null);
  insert into axis_schema (version) values (0)`
const SET_VERSION = `update axis_schema set version = $1`

/**
 * Brings a database to the newest version, each migration in a transaction of its own. Throws UserError
 * for a database that is newer than this code or belongs to something else.
 */
export async function migratePostgres(
  connection: PgConnection,
  name: string,
  migrations: readonly Migration[] = readMigrations('postgres'),
): Promise<void> {
  const newest = migrations.at(-1)?.version ?? 0
  const before = await findVersion(connection, name)
  checkVersion(before, newest, name)
  for (const migration of migrations) {
    if (migration.version > before) await applyMigration(connection, migration)
  }
}

/** The version of a database, after making sure that it is empty or ours. */
async function findVersion({ read, statement }: PgConnection, name: string): Promise<number> {
  const schemaTable = statement<{ there: boolean }>(SCHEMA_TABLE)
  const anyTable = statement<{ name: string }>(ANY_TABLE)
  const version = statement<{ version: number }>(VERSION)
  return read(async (db) => {
    if ((await schemaTable.get(db))?.there) return (await version.get(db))?.version ?? 0
    if ((await anyTable.get(db)) === undefined) return 0
    throw new UserError(
      `${name} is a database of another program: name another one in DATABASE_URL`,
    )
  })
}

async function applyMigration(
  { write, statement }: PgConnection,
  { version, sql }: Migration,
): Promise<void> {
  const schemaTable = statement<{ there: boolean }>(SCHEMA_TABLE)
  const now = statement<{ version: number }>(VERSION)
  const setVersion = statement(SET_VERSION)
  await write(async (db) => {
    await db.script(LOCK)
    if (!(await schemaTable.get(db))?.there) await db.script(MAKE_SCHEMA_TABLE)
    // Another process may have been faster between our look and this lock.
    if (((await now.get(db))?.version ?? 0) >= version) return
    await db.script(sql)
    await setVersion.run(db, version)
  }, 'durable')
}
