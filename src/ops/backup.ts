import { existsSync, renameSync, rmSync, statSync } from 'node:fs'
import { backup, DatabaseSync } from 'node:sqlite'
import { RESTORED_KEY } from '../jobs/deliver/deliver.ts'
import { HOLDER_KEY } from '../jobs/poll/ingest.ts'
import { SECOND_MS, sleep } from '../lib/clock.ts'
import { messageOf, UserError } from '../lib/errors.ts'
import { isBusy } from '../store/sqlite/connection.ts'
import { checkKnown, migrate } from '../store/sqlite/migrate.ts'
import type { Instant } from '../types.ts'

/**
 * Copies the database of a running bot into a new file, whole and checked; gives its size in bytes. Writers
 * go on meanwhile. Throws UserError where there is nothing to copy or the file exists already.
 */
export async function backupStore(path: string, file: string): Promise<number> {
  mustExist(path)
  if (existsSync(file)) throw new UserError(`${file} exists already: name a new file`)
  const partial = `${file}.partial`
  await copyDatabase(path, partial)
  settle(partial, () => {})
  renameSync(partial, file)
  return statSync(file).size
}

/**
 * Puts a backup in the place of the database, of a running bot too: everything in it changes in one transaction, and
 * the processes that work on it go on with what was restored. What was there is kept beside it under the name
 * returned. Messages that were on their way when the backup was made become `unknown`, and what is planned during the
 * next day is looked for before it is posted: it may have been posted since, and nothing is posted twice (law 5).
 */
export async function restoreStore(
  file: string,
  path: string,
  now: Instant,
): Promise<{ readonly kept?: string; readonly unknown: number }> {
  mustExist(file)
  const partial = `${path}.partial`
  await copyDatabase(file, partial)
  let unknown = 0
  settle(partial, (database) => {
    migrate(database, file)
    unknown = Number(database.prepare(GIVE_UP_DELIVERIES).run().changes)
    database.exec(FORGET_LEASES)
    const setMeta = database.prepare(SET_META)
    setMeta.run(RESTORED_KEY, String(now))
    // Whoever has stories in memory reads them anew.
    setMeta.run(HOLDER_KEY, 'restored')
  })
  const kept = `${path}.before-restore`
  if (!existsSync(path)) {
    renameSync(partial, path)
    return { unknown }
  }
  if (isDatabase(path)) {
    await copyDatabase(path, kept)
    await overwrite(partial, path)
    removeDatabase(partial)
  } else {
    // Left by a process that was killed, they belong to the old file and would spoil the new one.
    for (const end of ['', '-wal', '-shm']) moveAside(`${path}${end}`, `${kept}${end}`)
    renameSync(partial, path)
  }
  return { unknown, kept }
}

const GIVE_UP_DELIVERIES = `
  update deliveries set status = 'unknown', due_at = null, holder = null,
    data = json_set(data, '$.status', 'unknown', '$.reason', 'restored from a backup')
  where due_at is not null`
const FORGET_LEASES = `delete from leases`
const SET_META = `insert into meta (key, value) values (?, ?) on conflict (key) do update set value = excluded.value`
/** How long a restore waits for a process that writes, milliseconds. */
const OVERWRITE_LIMIT_MS = 30 * SECOND_MS
const OVERWRITE_RETRY_MS = 50

/** All pages in one step: a copy in several steps starts over whenever somebody writes. */
const ALL_PAGES = 2_147_483_647

async function copyDatabase(from: string, to: string): Promise<void> {
  removeDatabase(to)
  const source = openDatabase(from, { readOnly: true })
  try {
    checkKnown(source, from)
    await backup(source, to, { rate: ALL_PAGES })
  } catch (error) {
    removeDatabase(to)
    if (error instanceof UserError) throw error
    throw new UserError(`Cannot copy ${from} to ${to}: ${messageOf(error)}`)
  } finally {
    source.close()
  }
}

/** Checks a copy, lets `work` change it, and leaves it as one file without a log beside it. */
function settle(partial: string, work: (database: DatabaseSync) => void): void {
  const database = openDatabase(partial, {})
  try {
    const verdict = database.prepare('pragma quick_check(1)').get()?.quick_check
    if (verdict !== 'ok') throw new UserError(`The copy is damaged: ${verdict}`)
    work(database)
    database.exec('pragma journal_mode = delete')
    database.close()
  } catch (error) {
    database.close()
    removeDatabase(partial)
    throw error
  }
}

/** All pages in one transaction of the live database: its readers see it before or after, never between. */
async function overwrite(from: string, path: string): Promise<void> {
  const source = openDatabase(from, { readOnly: true })
  try {
    for (let waited = 0; ; waited += OVERWRITE_RETRY_MS) {
      try {
        await backup(source, path, { rate: ALL_PAGES })
        return
      } catch (error) {
        if (waited >= OVERWRITE_LIMIT_MS || !isHeld(error)) throw error
        await sleep(OVERWRITE_RETRY_MS)
      }
    }
  } catch (error) {
    throw new UserError(`Cannot restore into ${path}: ${messageOf(error)}; nothing was changed`)
  } finally {
    source.close()
  }
}

/** Somebody writes just now. The target's own message is asked for too early at times, and says that nothing is wrong. */
const isHeld = (error: unknown): boolean =>
  isBusy(error) || /locked|busy|not an error/i.test(messageOf(error))

/** Whether a file can still be read as a database; a damaged one is a good reason to restore, and is moved aside. */
function isDatabase(path: string): boolean {
  let database: DatabaseSync | undefined
  try {
    database = new DatabaseSync(path, { readOnly: true, timeout: 5000 })
    return database.prepare('pragma quick_check(1)').get()?.quick_check === 'ok'
  } catch {
    return false
  } finally {
    database?.close()
  }
}

function openDatabase(path: string, options: { readonly readOnly?: boolean }): DatabaseSync {
  try {
    return new DatabaseSync(path, { ...options, timeout: 5000 })
  } catch (error) {
    throw new UserError(`Cannot open ${path}: ${messageOf(error)}`)
  }
}

function mustExist(path: string): void {
  if (!existsSync(path)) throw new UserError(`There is no ${path}`)
}

function moveAside(from: string, to: string): void {
  rmSync(to, { force: true })
  if (existsSync(from)) renameSync(from, to)
}

function removeDatabase(path: string): void {
  for (const end of ['', '-wal', '-shm', '-journal']) rmSync(`${path}${end}`, { force: true })
}
