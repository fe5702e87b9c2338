import { messageOf, UserError } from '../../lib/errors.ts'
import type { Clock, Store } from '../../ports.ts'
import { toPgAsk } from './ask.ts'
import { codeOf, isAway, type PgConnection, toPgConnection } from './connection.ts'
import { toPgCounts } from './counts.ts'
import { toPgDeliver } from './deliver.ts'
import { toPgGuilds } from './guilds.ts'
import { toPgIngest } from './ingest.ts'
import { migratePostgres } from './migrate.ts'
import { openNews } from './news.ts'
import { toPgPrune } from './prune.ts'
import { toPgRetag } from './retag.ts'
import { toPgSearch } from './search.ts'
import { toPgSettings } from './settings.ts'
import { toPgShare } from './share.ts'
import { toPgWindow } from './window.ts'

export type OpenPostgresOptions = {
  /** `postgres://user:password@host:port/database`. */
  readonly url: string
  readonly clock: Clock
  readonly random?: () => number
  /** How the server knows us. */
  readonly application?: string
}

/**
 * Opens the PostgreSQL store and brings it to the newest schema; must be closed. Throws UserError for a server that
 * cannot be reached, does not let us in or is too old, and for a database that is newer than this code or another's.
 */
export async function openPostgres(options: OpenPostgresOptions): Promise<Store> {
  const connection = await openPgConnection(options)
  const news = openNews({ connectionString: options.url, application_name: 'axis-watch' })
  return {
    ...toPgIngest(connection),
    ...toPgWindow(connection),
    ...toPgAsk(connection),
    ...toPgCounts(connection),
    ...toPgSearch(connection),
    ...toPgSettings(connection),
    ...toPgGuilds(connection),
    ...toPgShare(connection),
    ...toPgDeliver(connection),
    ...toPgPrune(connection),
    ...toPgRetag(connection),
    onNews: news.onNews,
    close: once(async () => {
      await Promise.all([news.close(), connection.close()])
    }),
  }
}

/** A connection to a database that is of this code's version; must be closed. */
export async function openPgConnection(options: OpenPostgresOptions): Promise<PgConnection> {
  const { url, clock, random = () => 0.5, application = 'axis-watch' } = options
  const name = withoutPassword(url)
  const connection = toPgConnection(
    { connectionString: url, application_name: application },
    clock,
    random,
  )
  try {
    await checkServer(connection, name)
    await migratePostgres(connection, name)
    return connection
  } catch (error) {
    await connection.close()
    throw toOpenError(error, name)
  }
}

/** An address as it may be shown: without password and options, whatever characters they are made of. */
export const withoutPassword = (url: string): string =>
  url.replace(/^([^:]+:\/\/[^:/?#@]*)(?::.*)?@/s, '$1@').replace(/\?.*$/s, '')

const SERVER = `
  select current_setting('server_version_num')::int as version,
    current_setting('server_encoding') as encoding`

/** 15: what this is tested on; older ones lack nothing we know of, but nobody tries. */
const VERSION_MIN = 15

async function checkServer({ once, statement }: PgConnection, name: string): Promise<void> {
  const server = statement<{ version: number; encoding: string }>(SERVER)
  const found = await once((db) => server.get(db))
  const major = Math.floor((found?.version ?? 0) / 10_000)
  if (major < VERSION_MIN) {
    throw new UserError(`${name} runs PostgreSQL ${major}: ${VERSION_MIN} or newer is needed`)
  }
  if (found?.encoding !== 'UTF8') {
    throw new UserError(`${name} has the encoding ${found?.encoding}: create it with UTF8`)
  }
}

function toOpenError(error: unknown, name: string): unknown {
  if (error instanceof UserError) return error
  const code = codeOf(error) ?? ''
  // pg's own words name user, host and database, never the password.
  const why = messageOf(error)
  if (/^28/.test(code) || /password|SASL|SCRAM/i.test(why)) {
    return new UserError(`${name} does not let us in (${why}): check user and password`)
  }
  if (code === '3D000') return new UserError(`${name}: there is no such database; create it`)
  if (code === '42501') {
    return new UserError(`${name}: ${why}; give the user the right to create tables there`)
  }
  if (isAway(error) || code === 'ENOTFOUND' || code === 'EAI_AGAIN') {
    return new UserError(`Cannot reach ${name} (${why || code}): is the server running?`)
  }
  return error
}

/** A pool may be ended once; closing twice is harmless for our callers. */
function once(close: () => Promise<void>): () => Promise<void> {
  let closed: Promise<void> | undefined
  return () => {
    closed ??= close()
    return closed
  }
}
