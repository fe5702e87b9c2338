import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { fixedClock, sleep } from '../../src/lib/clock.ts'
import { isPostgres, openStore } from '../../src/store/open.ts'
import { withoutPassword } from '../../src/store/postgres/open.ts'
import { DAY, makeArticle, makeDelivery, makePoll } from './make.ts'
import { canSkip, openServer, type PostgresServer } from './postgres-server.ts'
import { runChild } from './run-child.ts'

const clock = fixedClock(DAY)

describe('the address of a database', () => {
  test.each([
    ['postgres://axis:secret@db.example:5432/axis', 'postgres://axis@db.example:5432/axis'],
    ['postgres://axis:se:c/r@et@db.example/axis', 'postgres://axis@db.example/axis'],
    ['postgres://db.example/axis?password=secret&user=axis', 'postgres://db.example/axis'],
    ['postgres://axis:se?cret@db.example/axis', 'postgres://axis@db.example/axis'],
    ['postgresql://axis@db.example/axis?sslmode=require', 'postgresql://axis@db.example/axis'],
  ])('%s is shown without its secret', (url, shown) => {
    expect(withoutPassword(url)).toBe(shown)
    expect(isPostgres(url)).toBe(true)
  })

  test('a file is none', () => {
    expect(isPostgres('/data/postgres.db')).toBe(false)
  })
})

describe.skipIf(canSkip(true))('opening PostgreSQL', () => {
  let server: PostgresServer

  beforeAll(async () => {
    server = await openServer(true)
  })

  afterAll(() => server?.close())

  const refused = async (path: string): Promise<string> => {
    const error = await openStore({ path, clock }).then(
      (store) => store.close().then(() => undefined),
      (reason: unknown) => reason,
    )
    return String(error)
  }

  test('a database that is not there, is named, never its password', async () => {
    const url = new URL(await server.makeDatabase())
    url.password = 'marker-secret'
    url.pathname = '/nobody'
    const text = await refused(url.href)
    expect(text).toMatch(/^UserError: postgres:\/\/axis@127\.0\.0\.1:\d+\/nobody: there is no such/)
    expect(text).not.toContain('marker')
  })

  test('closing twice is harmless, and a closed store answers no more', async () => {
    const store = await openStore({ path: await server.makeDatabase(), clock })
    await store.close()
    await store.close()
    await expect(store.meta('key')).rejects.toThrow()
  })

  test('processes claim each delivery once, and count under a lease one after the other', async () => {
    const path = await server.makeDatabase()
    const store = await openStore({ path, clock })
    await store.addDeliveries(
      Array.from({ length: 90 }, (_, at) => makeDelivery(`d${at}`, { channelId: `c${at}` })),
    )
    const claimed = await Promise.all(
      ['a', 'b', 'c'].map((name) => runChild(['claim', path, name])),
    )
    expect(claimed.flat()).toHaveLength(90)
    expect(new Set(claimed.flat()).size).toBe(90)
    await Promise.all(['a', 'b'].map((name) => runChild(['count', path, name, '20'])))
    expect(await store.meta('counter')).toBe('40')
    await store.close()
  })

  test('a process that is killed while it polls leaves no document by half', async () => {
    const path = await server.makeDatabase()
    const lines = await runChild(['poll', path, 'poller', '0'], (kill, line) => {
      if (line === '12') kill()
    })
    const store = await openStore({ path, clock })
    const [state] = await store.feedStates()
    const documents = Number(state?.validators.etag) + 1
    expect(documents).toBeGreaterThan(Number(lines.at(-1)))
    expect(await store.articlesSince(0)).toHaveLength(documents * 5)
    expect((await store.health()).articles).toBe(documents * 5)
    await store.close()
  })

  test('questions and polls outlast a crash and a restart of the server', async () => {
    const path = await server.makeDatabase()
    const store = await openStore({ path, clock: { now: () => Date.now() }, random: () => 0.5 })
    let polls = 0
    let stop = false
    const polling = (async () => {
      for (; !stop; polls += 1) {
        await store.commitPoll(makePoll([makeArticle(`a${polls}`, { seenAt: DAY + polls })]))
      }
    })()
    for (const how of ['immediate', 'fast'] as const) {
      await sleep(300)
      await server.restart(how)
      await store.meta('key')
    }
    await sleep(300)
    stop = true
    await polling
    expect((await store.health()).articles).toBe(polls)
    expect((await store.articlesSince(0)).length).toBe(polls)
    await store.close()
  })

  test('what one process parks or owes is told to the others, also after a restart', async () => {
    const path = await server.makeDatabase()
    const [writer, listener] = await Promise.all([1, 2].map(() => openStore({ path, clock })))
    const told: string[] = []
    listener?.onNews?.('parked', () => told.push('parked'))
    const end = listener?.onNews?.('owed', () => told.push('owed'))
    const park = () => writer?.parkRead({ feedId: 'a', at: DAY, data: '' })
    await until(park, () => told.includes('parked'))
    told.length = 0
    await writer?.addDeliveries([makeDelivery('one')])
    await until(park, () => told.includes('parked'))
    expect(told.filter((one) => one === 'owed')).toEqual(['owed'])
    end?.()
    await server.restart('fast')
    told.length = 0
    await until(park, () => told.includes('parked'))
    await writer?.addDeliveries([makeDelivery('two')])
    await until(park, () => told.length > 1)
    expect(told).not.toContain('owed')
    await Promise.all([writer?.close(), listener?.close()])
  })
})

async function until(again: () => unknown, isDone: () => boolean): Promise<void> {
  for (let tries = 0; !isDone(); tries += 1) {
    if (tries > 100) throw new Error('nobody was told')
    await again()
    await sleep(100)
  }
}
