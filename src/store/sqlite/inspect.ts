import { DatabaseSync } from 'node:sqlite'
import { messageOf } from '../../lib/errors.ts'
import type { StoreHealth } from '../../ports.ts'
import { isPostgres, openStore } from '../open.ts'

/**
 * Reads a whole database of ours for damage, without changing it, also while a bot works on it; `verdict` is `ok` or
 * SQLite's first complaint. PostgreSQL looks after its own files: there, that it answers is all that is asked.
 */
export async function inspectDatabase(
  path: string,
): Promise<{ readonly verdict: string; readonly health: StoreHealth }> {
  const verdict = isPostgres(path) ? 'ok' : quickCheck(path)
  if (verdict !== 'ok') return { verdict, health: NOTHING }
  const store = await openStore({ path, clock: { now: () => 0 } })
  try {
    return { verdict, health: await store.health() }
  } finally {
    await store.close()
  }
}

function quickCheck(path: string): string {
  let database: DatabaseSync | undefined
  try {
    database = new DatabaseSync(path, { readOnly: true, timeout: 5000 })
    return String(database.prepare('pragma quick_check(1)').get()?.quick_check)
  } catch (error) {
    return messageOf(error)
  } finally {
    database?.close()
  }
}

const NOTHING: StoreHealth = {
  articles: 0,
  stories: 0,
  subscriptions: 0,
  deliveries: { pending: 0, sending: 0, sent: 0, retry: 0, dropped: 0, unknown: 0 },
}
