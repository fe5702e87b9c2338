import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { fixedClock } from '../../src/lib/clock.ts'
import { openStore } from '../../src/store/open.ts'
import { DAY } from './make.ts'
import { runChild } from './run-child.ts'

test('sixty kills at any moment lose no document that was told, and leave none by half', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'axis-kills-'))
  const path = join(folder, 'axis.db')
  let documents = 0
  const delays = fc.sample(fc.integer({ min: 0, max: 300 }), { numRuns: 60, seed: 3 })
  for (const delay of delays) {
    const lines = await runChild(['poll', path, 'poller', String(documents)], (kill, line) => {
      if (Number(line) === documents) setTimeout(kill, delay)
    })
    const store = await openStore({ path, clock: fixedClock(DAY) })
    const [state] = await store.feedStates()
    documents = Number(state?.validators.etag) + 1
    expect(documents).toBeGreaterThan(Number(lines.at(-1)))
    expect(await store.articlesSince(0)).toHaveLength(documents * 5)
    expect((await store.health()).articles).toBe(documents * 5)
    await store.close()
  }
  const database = new DatabaseSync(path)
  expect(database.prepare('pragma integrity_check').get()).toEqual({ integrity_check: 'ok' })
  database.close()
  rmSync(folder, { recursive: true })
})
