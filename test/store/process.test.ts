import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { fixedClock, sleep } from '../../src/lib/clock.ts'
import { queryWords } from '../../src/lib/words.ts'
import { openStore } from '../../src/store/open.ts'
import { DAY, makeDelivery } from './make.ts'
import { runChild } from './run-child.ts'

const clock = fixedClock(DAY)
let folder = ''
let path = ''
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'axis-process-'))
  path = join(folder, 'axis.db')
})
afterEach(() => rmSync(folder, { recursive: true }))

describe('a process that is killed', () => {
  test('leaves whole documents only: articles, stories, words and validators agree', async () => {
    let documents = 0
    for (const killAfter of [1, 9, 30]) {
      let seen = 0
      const lines = await runChild(['poll', path, 'poller', String(documents)], (kill) => {
        seen += 1
        if (seen === killAfter) kill()
      })
      const store = await openStore({ path, clock })
      const [state] = await store.feedStates()
      documents = Number(state?.validators.etag) + 1
      expect(documents).toBeGreaterThan(Number(lines.at(-1)))

      const articles = await store.articlesSince(0)
      expect(articles).toHaveLength(documents * 5)
      expect(await store.health()).toMatchObject({
        articles: documents * 5,
        stories: documents * 5,
      })
      const counted = await store.counts('actor', {})
      expect(counted).toEqual([{ id: 'iran', stories: documents * 5 }])
      const words = queryWords('title')
      const hits = await store.search({
        expr: { kind: 'word', words },
        sort: 'newest',
        limit: 10_000,
        offset: 0,
      })
      expect(hits.total).toBe(documents * 5)
      await store.close()
      expect(checkFile(path)).toEqual(['ok', 0])
    }
  })
})

describe('two processes on one file', () => {
  test('never get the same delivery', async () => {
    const store = await openStore({ path, clock })
    const deliveries = Array.from({ length: 200 }, (_, at) => makeDelivery(`d${at}`))
    await store.addDeliveries(deliveries)
    const claimed = await Promise.all(['a', 'b'].map((each) => runChild(['claim', path, each])))
    expect(claimed.flat().sort()).toEqual(deliveries.map(({ id }) => id).sort())
    expect((await store.health()).deliveries.sending).toBe(200)
    await store.close()
  })

  test('do one after the other what needs a lease', async () => {
    await Promise.all(['a', 'b'].map((each) => runChild(['count', path, each, '40'])))
    const store = await openStore({ path, clock })
    expect(await store.meta('counter')).toBe('80')
    await store.close()
  })
})

describe('a database that another process is writing to', () => {
  test('blocks no reader, and a writer waits without blocking the event loop', async () => {
    const store = await openStore({ path, clock, busyTimeoutMs: 20 })
    const other = new DatabaseSync(path)
    other.exec('begin immediate')

    let longest = 0
    let last = performance.now()
    const ticking = setInterval(() => {
      const now = performance.now()
      longest = Math.max(longest, now - last)
      last = now
    }, 5)
    let saved = false
    const saving = store.setMeta('key', 'value').then(() => {
      saved = true
    })
    expect(await store.meta('key')).toBeUndefined()
    await sleep(800)
    expect(saved).toBe(false)
    other.exec('commit')
    await saving
    clearInterval(ticking)

    expect(await store.meta('key')).toBe('value')
    expect(longest).toBeLessThan(400)
    other.close()
    await store.close()
  })
})

/** SQLite's own verdict, and how many places of stories point to no story. */
function checkFile(file: string): readonly unknown[] {
  const database = new DatabaseSync(file)
  const verdict = database.prepare('pragma integrity_check').get()?.integrity_check
  const orphans = database
    .prepare(
      `select count(*) as n from story_facets f
       where not exists (select 1 from stories s where s.id = f.story_id and s.updated_at = f.updated_at)`,
    )
    .get()?.n
  database.exec(`insert into words_shown (words_shown) values ('integrity-check')`)
  database.close()
  return [verdict, orphans]
}
