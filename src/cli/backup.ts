import { mkdirSync } from 'node:fs'
import { databasePath } from '../config/env.ts'
import { backupStore, restoreStore } from '../ops/backup.ts'
import type { AddVerb } from './index.ts'
import { envOf } from './with-house.ts'

export const addBackup: AddVerb = (program, io) => {
  program
    .command('backup')
    .argument('<file>', 'a new file')
    .description('copy the database, also of a running bot, into one file')
    .action(async (file: string) => {
      const bytes = await backupStore(databasePath(envOf(io).data), file)
      io.stdout.write(`${file}: ${(bytes / 1e6).toFixed(1)} MB, checked\n`)
    })

  program
    .command('restore')
    .argument('<file>', 'what `axis backup` wrote')
    .description('put a backup in the place of the database; the bot must be stopped')
    .action(async (file: string) => {
      const { data } = envOf(io)
      mkdirSync(data, { recursive: true })
      const { kept, unknown } = await restoreStore(file, databasePath(data))
      io.stdout.write(`restored from ${file}\n`)
      if (kept !== undefined) io.stdout.write(`what was there is kept in ${kept}\n`)
      if (unknown > 0) {
        io.stdout.write(`${unknown} messages were on their way then and are not sent again\n`)
      }
    })
}
