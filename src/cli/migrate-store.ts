import { existsSync } from 'node:fs'
import { UserError } from '../lib/errors.ts'
import { copyStore } from '../store/copy.ts'
import { isPostgres } from '../store/open.ts'
import { openPostgresCopy } from '../store/postgres/copy.ts'
import { openSqliteCopy } from '../store/sqlite/copy.ts'
import type { AddVerb, CliIo } from './io.ts'
import { envOf } from './with-house.ts'

/** Stands for the variable's value, so that a password is never part of a command line. */
const FROM_ENVIRONMENT = 'DATABASE_URL'

export const addMigrateStore: AddVerb = (program, io) => {
  program
    .command('migrate-store')
    .argument('<from>', 'a SQLite file, postgres://…, or DATABASE_URL for what that variable says')
    .argument('<to>', 'the same; a new database, or one that an interrupted copy has begun')
    .description('copy everything of a stopped bot into another store, and compare both')
    .action(async (from: string, to: string) => {
      if (from !== FROM_ENVIRONMENT && !isPostgres(from) && !existsSync(from)) {
        throw new UserError(`There is no ${from}`)
      }
      const source = await openEnd(from, io)
      try {
        const target = await openEnd(to, io)
        try {
          const totals = new Map<string, number>()
          const copied = await copyStore(source, target, (table, rows) => {
            const before = totals.get(table) ?? 0
            totals.set(table, before + rows)
            if (before === 0) io.stderr.write(`copying ${table}\n`)
          })
          for (const { table, rows, checksum } of copied) {
            io.stdout.write(`${table}: ${rows} rows, checksum ${checksum}\n`)
          }
          io.stdout.write(`${target.name} holds all of ${source.name}; both agree\n`)
        } finally {
          await target.close()
        }
      } finally {
        await source.close()
      }
    })
}

function openEnd(name: string, io: CliIo) {
  const clock = { now: io.now }
  const place = name === FROM_ENVIRONMENT ? envOf(io).database : name
  if (name === FROM_ENVIRONMENT && !isPostgres(place)) {
    throw new UserError(`${FROM_ENVIRONMENT} is not set`)
  }
  return isPostgres(place) ? openPostgresCopy(place, clock) : openSqliteCopy(place, clock)
}
