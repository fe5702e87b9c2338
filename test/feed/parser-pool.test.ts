import { afterAll, describe, expect, test } from 'vitest'
import { openParserPool } from '../../src/feed/parser-pool.ts'

const feed = (items: string): Uint8Array =>
  Buffer.from(`<rss version="2.0"><channel><title>Outlet</title>${items}</channel></rss>`)
const healthy = feed('<item><title>One</title></item>')
/** Some 40,000 items cost more than the small limit below; nothing in them is malformed. */
const heavy = feed('<item><title>One</title><description>a b c</description></item>'.repeat(40_000))

/** Keeps a parser busy for seconds. */
const enormous = feed(
  '<item><title>One</title><description>a b c</description></item>'.repeat(50_000),
)

const pool = openParserPool({ timeoutMs: 5000, size: 2 })
afterAll(() => pool.close())

describe('a pool of parsers', () => {
  test('answers each document with its own outcome', async () => {
    const outcomes = await Promise.all([
      pool.parse(healthy, {}),
      pool.parse(Buffer.from('Invalid url'), {}),
      pool.parse(Buffer.from('<!doctype html><title>No</title>'), {}),
      pool.parse(feed('<item><title>Two</title></item>'), {}),
    ])
    expect(outcomes).toMatchObject([
      { ok: true, feed: { items: [{ title: 'One' }] } },
      { ok: false, kind: 'broken', reason: 'not a feed: "Invalid url"' },
      { ok: false, kind: 'blocked', reason: 'an HTML page instead of a feed: "No"' },
      { ok: true, feed: { items: [{ title: 'Two' }] } },
    ])
  })

  test('passes on what is known about a document', async () => {
    const outcome = await pool.parse(
      feed('<item><link>/a</link><pubDate>2023-11-15 10:00</pubDate></item>'),
      { url: 'https://outlet.example/feed', zone: 'Europe/Moscow' },
    )
    expect(outcome).toMatchObject({
      ok: true,
      feed: {
        items: [{ link: 'https://outlet.example/a', publishedAt: Date.UTC(2023, 10, 15, 7) }],
      },
    })
  })

  test('more documents than parsers wait for their turn', async () => {
    const outcomes = await Promise.all(Array.from({ length: 20 }, () => pool.parse(healthy, {})))
    expect(outcomes.every(({ ok }) => ok)).toBe(true)
  })

  test('a document that takes too long is broken, and the next one is read by a new worker', async () => {
    const small = openParserPool({ timeoutMs: 60, size: 1 })
    const [late, next] = await Promise.all([small.parse(heavy, {}), small.parse(healthy, {})])
    expect(late).toEqual({ ok: false, kind: 'broken', reason: 'reading it took more than 60 ms' })
    expect(next).toMatchObject({ ok: true })
    await small.close()
  })

  test('a slow document holds up nobody else', async () => {
    const one = openParserPool({ timeoutMs: 10_000, size: 1, slowMs: 20 })
    await one.parse(healthy, {})
    const order: string[] = []
    const slow = one.parse(enormous, {}).then(() => order.push('slow'))
    const others = Promise.all([one.parse(healthy, {}), one.parse(healthy, {})])
    expect((await others).every(({ ok }) => ok)).toBe(true)
    order.push('others')
    await slow
    expect(order).toEqual(['others', 'slow'])
    expect(await one.parse(healthy, {})).toMatchObject({ ok: true })
    await one.close()
  })

  test('closing answers what is still open and takes nothing more', async () => {
    const closing = openParserPool({ timeoutMs: 5000, size: 1 })
    const open = [closing.parse(heavy, {}), closing.parse(healthy, {})]
    await closing.close()
    expect(await Promise.all(open)).toEqual([
      { ok: false, kind: 'broken', reason: 'the parser pool was closed' },
      { ok: false, kind: 'broken', reason: 'the parser pool was closed' },
    ])
    await expect(closing.parse(healthy, {})).rejects.toThrow('closed')
  })
})
