import { existsSync, renameSync, rmSync, statSync } from 'node:fs'
import { backup, DatabaseSync } from 'node:sqlite'
import { messageOf, UserError } from '../lib/errors.ts'
import { isBusy } from '../store/connection.ts'
import { checkKnown } from '../store/migrate.ts'

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
 * Puts a backup in the place of the database of a stopped bot; what was there is kept beside it under the name
 * returned. Messages that were on their way when the backup was made become `unknown`: they may have been
 * posted since, and nothing is posted twice (law 5).
 */
export async function restoreStore(
  file: string,
  path: string,
): Promise<{ readonly kept?: string; readonly unknown: number }> {
  mustExist(file)
  if (existsSync(path)) mustBeAlone(path)
  const partial = `${path}.partial`
  await copyDatabase(file, partial)
  let unknown = 0
  settle(partial, (database) => {
    unknown = Number(database.prepare(GIVE_UP_DELIVERIES).run().changes)
    database.exec(FORGET_LEASES)
  })
  const kept = `${path}.before-restore`
  const there = existsSync(path)
  // Left by a process that was killed, they belong to the old file and would spoil the new one.
  for (const end of ['', '-wal', '-shm']) moveAside(`${path}${end}`, `${kept}${end}`)
  renameSync(partial, path)
  return { unknown, ...(there ? { kept } : {}) }
}

const GIVE_UP_DELIVERIES = `
  update deliveries set status = 'unknown', due_at = null, holder = null,
    data = json_set(data, '$.status', 'unknown', '$.reason', 'restored from a backup')
  where due_at is not null`
const FORGET_LEASES = `delete from leases`

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

/** Leaving the write-ahead log needs a database that nobody else has open: how SQLite tells that a bot runs. */
function mustBeAlone(path: string): void {
  let database: DatabaseSync | undefined
  try {
    database = new DatabaseSync(path, { timeout: 100 })
    database.exec('pragma journal_mode = delete')
  } catch (error) {
    if (isBusy(error)) {
      throw new UserError(`${path} is in use: stop the bot, restore, and start it again`)
    }
    // A damaged file is a good reason to restore; it is kept aside as it is.
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
