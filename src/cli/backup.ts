import { mkdirSync } from 'node:fs'
import { dirname } from 'node:path'
import { UserError } from '../lib/errors.ts'
import { backupStore, restoreStore } from '../ops/backup.ts'
import { isPostgres } from '../store/open.ts'
import type { AddVerb, CliIo } from './io.ts'
import { envOf } from './with-house.ts'

export const addBackup: AddVerb = (program, io) => {
  program
    .command('backup')
    .argument('<file>', 'a new file')
    .description('copy the database, also of a running bot, into one file')
    .action(async (file: string) => {
      const bytes = await backupStore(needFile(io), file)
      io.stdout.write(`${file}: ${(bytes / 1e6).toFixed(1)} MB, checked\n`)
    })

  program
    .command('restore')
    .argument('<file>', 'what `axis backup` wrote')
    .description('put a backup in the place of the database, of a running bot too')
    .action(async (file: string) => {
      const path = needFile(io)
      mkdirSync(dirname(path), { recursive: true })
      const { kept, unknown } = await restoreStore(file, path, io.now())
      io.stdout.write(`restored from ${file}\n`)
      if (kept !== undefined) io.stdout.write(`what was there is kept in ${kept}\n`)
      if (unknown > 0) {
        io.stdout.write(`${unknown} messages were on their way then and are not sent again\n`)
      }
    })
}

/** PostgreSQL brings its own tools for this, which know more than we could. */
function needFile(io: CliIo): string {
  const { database } = envOf(io)
  if (!isPostgres(database)) return database
  throw new UserError(
    'DATABASE_URL names a PostgreSQL database: back it up with pg_dump and restore with pg_restore (docs/operations.md)',
  )
}
