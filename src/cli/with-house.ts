import { type Env, loadEnv } from '../config/env.ts'
import { openHouse, ROOT } from '../main.ts'
import type { House } from '../worker/house.ts'
import type { CliIo } from './io.ts'

export const envOf = (io: CliIo): Env => loadEnv(io.env, ROOT)

/** Opens configuration and store for one verb and closes them again, whatever happens. */
export async function withHouse<T>(io: CliIo, task: (house: House) => Promise<T>): Promise<T> {
  // A verb talks to a person: only what went wrong is logged.
  const env: Env = { ...envOf(io), logLevel: io.env.LOG_LEVEL ? envOf(io).logLevel : 'warn' }
  const house = await openHouse(env, { clock: { now: io.now } })
  try {
    return await task(house)
  } finally {
    await house.close()
  }
}
