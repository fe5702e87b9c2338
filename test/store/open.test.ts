import { mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { fixedClock } from '../../src/lib/clock.ts'
import { openStore } from '../../src/store/open.ts'
import { migrate, readMigrations } from '../../src/store/sqlite/migrate.ts'
import { DAY, makeArticle, makeDelivery, makePoll } from './make.ts'

const clock = fixedClock(DAY)
let folder = ''
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'axis-open-'))
})
afterEach(() => rmSync(folder, { recursive: true }))

const refused = (path: string) =>
  openStore({ path, clock }).then(
    () => 'opened',
    (error: Error) => `${error.name}: ${error.message.replaceAll(folder, '')}`,
  )

describe('opening the store', () => {
  test('makes the folder and the file, and finds everything again', async () => {
    const path = join(folder, 'new', 'deep', 'axis.db')
    const first = await openStore({ path, clock })
    await first.commitPoll(makePoll([makeArticle('a')]))
    await first.close()
    const second = await openStore({ path, clock })
    expect(await second.articlesSince(0)).toHaveLength(1)
    await second.close()
    await second.close()
  })

  test('two stores on one file see each other', async () => {
    const path = join(folder, 'axis.db')
    const [one, two] = await Promise.all([openStore({ path, clock }), openStore({ path, clock })])
    await one.setMeta('key', 'value')
    expect(await two.meta('key')).toBe('value')
    await Promise.all([one.close(), two.close()])
  })

  test('who takes checkpoints upon itself keeps the log short for all; the others wait twice as long for it', async () => {
    const logAfter = async (path: string, checkpoints: boolean): Promise<number> => {
      // As in the product: another one that only reads has it open as well.
      const other = await openStore({ path, clock })
      const store = await openStore({ path, clock, checkpoints })
      for (let round = 0; round < 24; round += 1) {
        await store.setMeta(`key ${round}`, 'x'.repeat(1_000_000))
      }
      const megabytes = statSync(`${path}-wal`).size / 1e6
      await Promise.all([store.close(), other.close()])
      return Math.round(megabytes)
    }
    const [short, long] = [
      await logAfter(join(folder, 'one.db'), true),
      await logAfter(join(folder, 'two.db'), false),
    ]
    expect(short).toBeLessThan(19)
    expect(long).toBeGreaterThan(23)
  })

  test('a database of a newer version is refused and left alone', async () => {
    const path = join(folder, 'axis.db')
    await (await openStore({ path, clock })).close()
    const database = new DatabaseSync(path)
    database.exec('pragma user_version = 999')
    database.close()
    expect(await refused(path)).toMatch(
      /^UserError: \/axis\.db was written by a newer Axis Watch \(schema 999, this one knows \d+\): update/,
    )
  })

  test('a file that is no database is refused and left alone', async () => {
    const path = join(folder, 'axis.db')
    writeFileSync(path, 'This is a letter, and no database at all. '.repeat(50))
    expect(await refused(path)).toMatch(/^UserError: \/axis\.db is no database: move it away/)
    expect(readFileSync(path, 'utf8')).toMatch(/^This is a letter/)
  })

  test('a database of another program is refused and left alone', async () => {
    const path = join(folder, 'axis.db')
    const database = new DatabaseSync(path)
    database.exec('create table songs (title text)')
    database.close()
    expect(await refused(path)).toMatch(/^UserError: \/axis\.db is a database of another program/)
    const after = new DatabaseSync(path)
    expect(after.prepare('select name from sqlite_schema').all()).toEqual([{ name: 'songs' }])
    after.close()
  })

  test('a damaged database is refused with the way out', async () => {
    const path = join(folder, 'axis.db')
    const store = await openStore({ path, clock })
    await store.commitPoll(makePoll([makeArticle('a')]))
    await store.close()
    const bytes = readFileSync(path)
    bytes.fill(0xff, 100, 4096)
    writeFileSync(path, bytes)
    expect(await refused(path)).toMatch(/^UserError: \/axis\.db is damaged: restore it/)
  })

  test('a place that cannot be written is refused with its reason', async () => {
    writeFileSync(join(folder, 'file'), '')
    mkdirSync(join(folder, 'folder'))
    expect(await refused(join(folder, 'file', 'axis.db'))).toMatch(
      /^UserError: Cannot write \/file\/axis\.db \(E\w+\): name a folder in AXIS_DATA/,
    )
    expect(await refused(join(folder, 'folder'))).toMatch(/^UserError: Cannot open \/folder/)
  })
})

describe('migrations', () => {
  test('are numbered upwards, each number once', () => {
    const versions = readMigrations().map(({ version }) => version)
    expect(versions).toEqual([...new Set(versions)].sort((a, b) => a - b))
    expect(versions.every((version) => version > 0)).toBe(true)
  })

  test('from every earlier version keep what is there', async () => {
    for (const { version } of readMigrations()) {
      const path = join(folder, `from-${version}.db`)
      const database = new DatabaseSync(path)
      migrate(
        database,
        path,
        readMigrations().filter((each) => each.version <= version),
      )
      const delivery = makeDelivery('old')
      database
        .prepare(
          `insert into deliveries (id, subscription_id, channel_id, part, status, created_at, due_at, data)
           values (?, ?, ?, 0, 'pending', ?, ?, ?)`,
        )
        .run(delivery.id, 'ax-AAAAA', 'channel-1', DAY, DAY, JSON.stringify(delivery))
      database.exec(`insert into meta (key, value) values ('key', 'kept')`)
      database.close()

      const store = await openStore({ path, clock })
      const claim = { holder: 'a', now: DAY, until: DAY + 1, limit: 9 }
      expect(await store.claimDeliveries(claim)).toEqual([
        { ...delivery, status: 'sending', lapsed: false },
      ])
      expect(await store.meta('key')).toBe('kept')
      await store.commitPoll(makePoll([makeArticle('a')]))
      await store.close()
    }
  })

  test('run once each, in order, and a broken one leaves no half of itself', () => {
    const database = new DatabaseSync(':memory:')
    const first = { version: 1, sql: 'create table a (x)' }
    const broken = { version: 2, sql: 'create table b (x); create table a (x)' }
    migrate(database, 'm', [first])
    migrate(database, 'm', [first])
    expect(() => migrate(database, 'm', [first, broken])).toThrow('already exists')
    const tables = () =>
      database
        .prepare('select name from sqlite_schema')
        .all()
        .map(({ name }) => name)
    expect(tables()).toEqual(['a'])
    expect(database.prepare('pragma user_version').get()).toEqual({ user_version: 1 })
    migrate(database, 'm', [first, { version: 2, sql: 'create table b (x)' }])
    expect(tables()).toEqual(['a', 'b'])
    database.close()
  })
})
