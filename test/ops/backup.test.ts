import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { RESTORED_KEY } from '../../src/jobs/deliver/deliver.ts'
import { HOLDER_KEY } from '../../src/jobs/poll/ingest.ts'
import { fixedClock, HOUR_MS } from '../../src/lib/clock.ts'
import { backupStore, restoreStore } from '../../src/ops/backup.ts'
import { openStore } from '../../src/store/open.ts'
import { DAY, makeArticle, makeDelivery, makePoll } from '../store/make.ts'
import { runChild } from '../store/run-child.ts'

const clock = fixedClock(DAY)
let folder = ''
let path = ''
let file = ''
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'axis-backup-'))
  path = join(folder, 'axis.db')
  file = join(folder, 'copy.axis')
})
afterEach(() => rmSync(folder, { recursive: true }))

async function withOpen<T>(at: string, ask: (store: Awaited<ReturnType<typeof openStore>>) => T) {
  const store = await openStore({ path: at, clock })
  try {
    return await ask(store)
  } finally {
    await store.close()
  }
}

const countArticles = (at: string) =>
  withOpen(at, async (store) => (await store.articlesSince(0)).length)

const refusal = (promise: Promise<unknown>) =>
  promise.then(
    () => 'done',
    (error: Error) => `${error.name}: ${error.message.replaceAll(folder, '')}`,
  )

describe('a backup', () => {
  test('of a bot that writes all the time holds whole documents and can go on from there', async () => {
    let copied: Promise<number> | undefined
    await runChild(['poll', path, 'poller', '0'], (kill, line) => {
      if (line === '20') copied = backupStore(path, file)
      if (line === '120') kill()
    })
    expect(await copied).toBeGreaterThan(0)

    const restored = join(folder, 'elsewhere.db')
    await restoreStore(file, restored, DAY)
    const documents = await withOpen(restored, async (store) => {
      const [state] = await store.feedStates()
      return Number(state?.validators.etag) + 1
    })
    expect(documents).toBeGreaterThan(20)
    expect(await countArticles(restored)).toBe(documents * 5)

    await runChild(['poll', restored, 'poller', String(documents)], (kill) => kill())
    expect(await countArticles(restored)).toBeGreaterThan(documents * 5)
  })

  test('is one file, and never replaces another', async () => {
    await withOpen(path, (store) => store.commitPoll(makePoll([makeArticle('a')])))
    await backupStore(path, file)
    const copies = readdirSync(folder).filter((name) => name.startsWith('copy'))
    expect(copies).toEqual(['copy.axis'])
    const before = readFileSync(file)
    expect(await refusal(backupStore(path, file))).toBe(
      'UserError: /copy.axis exists already: name a new file',
    )
    expect(readFileSync(file).equals(before)).toBe(true)
  })

  test('of nothing is refused in words', async () => {
    expect(await refusal(backupStore(path, file))).toBe('UserError: There is no /axis.db')
    expect(existsSync(file)).toBe(false)
  })
})

describe('restoring', () => {
  test('keeps what was there, and sends nothing again that may have been sent since', async () => {
    await withOpen(path, async (store) => {
      await store.commitPoll(makePoll([makeArticle('a')]))
      await store.addDeliveries([
        makeDelivery('open'),
        makeDelivery('later', { nextTryAt: DAY + HOUR_MS, status: 'retry' }),
        makeDelivery('sent', { status: 'sent' }),
      ])
      await store.claimLease('poll', 'gone', DAY + HOUR_MS, DAY)
    })
    await backupStore(path, file)
    await withOpen(path, (store) => store.commitPoll(makePoll([makeArticle('b')])))

    const kept = `${path}.before-restore`
    expect(await restoreStore(file, path, DAY)).toEqual({ kept, unknown: 2 })
    expect(await countArticles(path)).toBe(1)
    expect(await countArticles(kept)).toBe(2)
    await withOpen(path, async (store) => {
      const claim = { holder: 'a', now: DAY * 2, until: DAY * 3, limit: 9 }
      expect(await store.claimDeliveries(claim)).toEqual([])
      const deliveries = await store.deliveries('ax-AAAAA', 9)
      expect(deliveries.map(({ status }) => status).sort()).toEqual(['sent', 'unknown', 'unknown'])
      expect(await store.claimLease('poll', 'new', DAY + HOUR_MS, DAY)).toBe(true)
    })
  })

  test('a bot that has the database open goes on with what was restored', async () => {
    await withOpen(path, (store) => store.setMeta('key', 'old'))
    await backupStore(path, file)
    await withOpen(path, async (store) => {
      await store.setMeta('key', 'new')
      expect(await store.meta('key')).toBe('new')
      await restoreStore(file, path, DAY)
      expect(await store.meta('key')).toBe('old')
      await store.setMeta('key', 'newer')
    })
    expect(await withOpen(path, (store) => store.meta('key'))).toBe('newer')
    const left = readdirSync(folder).filter((name) => !/-(?:wal|shm)$/.test(name))
    expect(left.sort()).toEqual(['axis.db', 'axis.db.before-restore', 'copy.axis'])
  })

  test('under load loses no whole document and damages nothing', async () => {
    let restored: Promise<unknown> | undefined
    const lines = await runChild(['poll', path, 'poller', '0'], (kill, line) => {
      if (line === '10') {
        restored = backupStore(path, file).then(async () => {
          await new Promise((resolve) => setTimeout(resolve, 200))
          await restoreStore(file, path, DAY)
        })
        restored.then(
          () => setTimeout(kill, 300),
          () => kill(),
        )
      }
    })
    await restored
    const written = lines.length * 5
    const there = await countArticles(path)
    expect(there % 5).toBe(0)
    expect(there).toBeGreaterThan(11 * 5)
    expect(there).toBeLessThan(written)
    const database = new DatabaseSync(path, { readOnly: true })
    expect(database.prepare('pragma integrity_check').get()?.integrity_check).toBe('ok')
    database.close()
  })

  test('says when it happened, so that deliveries are looked for before they are posted', async () => {
    await withOpen(path, (store) => store.setMeta(HOLDER_KEY, 'me'))
    await backupStore(path, file)
    await restoreStore(file, path, DAY + 1)
    await withOpen(path, async (store) => {
      expect(await store.meta(RESTORED_KEY)).toBe(String(DAY + 1))
      expect(await store.meta(HOLDER_KEY)).not.toBe('me')
    })
  })

  test('replaces a database that is damaged beyond opening', async () => {
    await withOpen(path, (store) => store.commitPoll(makePoll([makeArticle('a')])))
    await backupStore(path, file)
    writeFileSync(path, 'burnt')
    await restoreStore(file, path, DAY)
    expect(await countArticles(path)).toBe(1)
    expect(readFileSync(`${path}.before-restore`, 'utf8')).toBe('burnt')
  })

  test.each([
    ['a letter', () => writeFileSync(file, 'A letter. '.repeat(500)), 'Cannot copy'],
    ['another program’s database', () => makeForeign(file), 'is a database of another program'],
    ['an empty file', () => writeFileSync(file, ''), 'is no database of Axis Watch'],
    ['nothing', () => {}, 'There is no /copy.axis'],
  ])('refuses %s and leaves the database alone', async (_, make, reason) => {
    await withOpen(path, (store) => store.commitPoll(makePoll([makeArticle('a')])))
    make()
    const answer = await refusal(restoreStore(file, path, DAY))
    expect(answer).toMatch(/^UserError: /)
    expect(answer).toContain(reason)
    expect(await countArticles(path)).toBe(1)
    expect(existsSync(`${path}.partial`)).toBe(false)
  })
})

function makeForeign(at: string): void {
  const database = new DatabaseSync(at)
  database.exec('create table songs (title text)')
  database.close()
}
