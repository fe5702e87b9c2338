import { Client } from 'pg'
import { afterAll, beforeAll, describe } from 'vitest'
import { fixedClock } from '../../src/lib/clock.ts'
import { openStore } from '../../src/store/open.ts'
import { storeContract } from './contract.ts'
import { DAY } from './make.ts'
import { canSkip, openServer, type PostgresServer } from './postgres-server.ts'

describe.skipIf(canSkip())('on PostgreSQL', () => {
  let server: PostgresServer
  let url: string
  let admin: Client

  beforeAll(async () => {
    server = await openServer()
    url = await server.makeDatabase()
    const store = await openStore({ path: url, clock: fixedClock(DAY) })
    await store.close()
    admin = new Client({ connectionString: url })
    await admin.connect()
  })

  afterAll(async () => {
    await admin?.end()
    await server?.close()
  })

  storeContract('postgres', async () => {
    await empty(admin)
    return openStore({ path: url, clock: fixedClock(DAY) })
  })
})

/** Emptying the tables costs less than making a database for each test. */
async function empty(admin: Client): Promise<void> {
  const { rows } = await admin.query<{ name: string }>(
    `select relname as name from pg_class
     where relkind = 'r' and relnamespace = 'public'::regnamespace and relname <> 'axis_schema'`,
  )
  await admin.query(`truncate ${rows.map(({ name }) => name).join(', ')}`)
  await admin.query(`insert into counters (name, value) values ('articles', 0), ('stories', 0)`)
}
