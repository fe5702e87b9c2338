import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { PassThrough, Readable } from 'node:stream'
import { text } from 'node:stream/consumers'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { run } from '../../src/cli/index.ts'

let folder = ''
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'axis-parse-'))
})
afterAll(() => rmSync(folder, { recursive: true }))

const write = (name: string, body: string | Uint8Array): string => {
  const path = join(folder, name)
  writeFileSync(path, body)
  return path
}

async function parse(paths: readonly string[]): Promise<readonly unknown[]> {
  const stdout = new PassThrough()
  const printed = text(stdout)
  const code = await run(['parse'], {
    stdin: Readable.from(paths.map((path) => `${path}\n`)),
    stdout,
    stderr: new PassThrough(),
    env: {},
    now: () => 0,
    signal: new AbortController().signal,
  })
  stdout.end()
  expect(code).toBe(0)
  return (await printed)
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as unknown)
}

describe('axis parse', () => {
  test('gives one line a path, in order, keys as promised, absent as null', async () => {
    const feed = write(
      'a.xml',
      '<rss version="2.0"><channel><title>Outlet</title><item><title>One</title><pubDate>Wed, 15 Nov 2023 10:00:00 MSK</pubDate></item></channel></rss>',
    )
    const page = write('b.xml', '<!doctype html><title>No</title>')
    const missing = join(folder, 'missing.xml')
    const lines = await parse([feed, page, missing, feed])
    expect(JSON.stringify(lines[0])).toBe(
      JSON.stringify({
        path: feed,
        ok: true,
        feed: {
          format: 'rss',
          title: 'Outlet',
          link: null,
          language: null,
          items: [
            {
              id: (lines[0] as { feed: { items: { id: string }[] } }).feed.items[0]?.id,
              title: 'One',
              link: null,
              publishedAt: '2023-11-15T07:00:00.000Z',
              updatedAt: null,
              summary: null,
              content: null,
              author: null,
              categories: [],
            },
          ],
          faults: [],
        },
      }),
    )
    expect(lines[1]).toEqual({
      path: page,
      ok: false,
      error: 'an HTML page instead of a feed: "No"',
    })
    expect(lines[2]).toMatchObject({
      path: missing,
      ok: false,
      error: expect.stringContaining('ENOENT'),
    })
    expect(lines[3]).toEqual(lines[0])
  })

  test('address and content type come from the file beside', async () => {
    const path = write(
      'c.xml',
      Buffer.concat([
        Buffer.from('<rss version="2.0"><channel><item><title>'),
        Buffer.from([0xcf, 0xee, 0xf0, 0xf2]),
        Buffer.from('</title><link>/a</link></item></channel></rss>'),
      ]),
    )
    write(
      'c.xml.meta.json',
      '{"url":"https://outlet.example/feed","contentType":"text/xml; charset=windows-1251"}',
    )
    expect(await parse([path])).toMatchObject([
      { ok: true, feed: { items: [{ title: 'Порт', link: 'https://outlet.example/a' }] } },
    ])
  })

  test('a broken file beside is said and costs only its own line', async () => {
    const path = write('d.xml', '<rss version="2.0"><channel><title>Outlet</title></channel></rss>')
    write('d.xml.meta.json', '{')
    expect(await parse([path])).toMatchObject([
      { path, ok: false, error: expect.stringContaining('JSON') },
    ])
  })

  test('many paths keep their order', async () => {
    const paths = Array.from({ length: 60 }, (_, n) =>
      write(
        `n${n}.xml`,
        `<rss version="2.0"><channel><title>${n}</title>${'<item><title>x</title></item>'.repeat((n % 7) * 50)}</channel></rss>`,
      ),
    )
    const lines = await parse(paths)
    expect(lines.map((line) => (line as { feed: { title: string } }).feed.title)).toEqual(
      paths.map((_, n) => String(n)),
    )
  })
})
