import { existsSync } from 'node:fs'
import { loadEnv } from '../config/env.ts'
import { UserError } from '../lib/errors.ts'
import { health } from '../ops/health.ts'
import { isPostgres, openStore } from '../store/open.ts'
import type { AddVerb } from './io.ts'

export const addHealth: AddVerb = (program, io) => {
  program
    .command('health')
    .description('is it well? Exit code 0 when it is')
    .option('--json', 'as JSON')
    .action(async ({ json }: { readonly json?: boolean }) => {
      const path = loadEnv(io.env, '.').database
      if (!isPostgres(path) && !existsSync(path)) {
        throw new UserError(`there is no database at ${path} yet; has \`axis run\` started?`)
      }
      const store = await openStore({ path, clock: { now: io.now } })
      try {
        const found = await health(store, { now: io.now })
        const { articles, stories, subscriptions, waiting, unknown } = found.facts
        io.stdout.write(
          json
            ? `${JSON.stringify(found)}\n`
            : `${found.ok ? 'ok' : 'not well'}: ${articles} articles, ${stories} stories, ${subscriptions} subscriptions, ${waiting} deliveries waiting, ${unknown} unknown\n`,
        )
        if (!found.ok) throw new UserError(found.reasons.join('; '))
      } finally {
        await store.close()
      }
    })
}
