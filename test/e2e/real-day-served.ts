import { spawn } from 'node:child_process'
import { join } from 'node:path'
import type { Feed } from '../../src/types.ts'

const SHARED = join(import.meta.dirname, '..', '..', '..', 'shared')
/** A real day of news; not part of the repository. */
export const STREAM = join(SHARED, 'data', 'stream-dev.jsonl')

type Served = {
  readonly id: string
  readonly outlet: string
  readonly lang: string
  readonly url: string
}

/** A real day of news as live feeds on loopback, with a clock that can be moved. */
export async function serveDay(): Promise<{
  readonly feeds: readonly Feed[]
  readonly moveTo: (at: number) => Promise<unknown>
  readonly close: () => void
}> {
  const server = join(SHARED, 'tools', 'serve-stream.mjs')
  const child = spawn(process.execPath, [server, STREAM, '--shift'])
  const base = await new Promise<string>((resolve) =>
    child.stdout.once('data', (text) => resolve(String(text).trim())),
  )
  const served = (await (await fetch(base)).json()) as readonly Served[]
  return {
    feeds: served.map((one) => ({
      id: one.id,
      url: one.url,
      outlet: one.outlet,
      family: one.outlet,
      camp: 'unknown',
      kind: 'newspaper',
      language: one.lang,
      on: true,
    })),
    moveTo: (at) => fetch(`${base}clock?at=${new Date(at).toISOString()}`, { method: 'POST' }),
    close: () => child.kill(),
  }
}
