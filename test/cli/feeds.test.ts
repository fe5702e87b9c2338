import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { PassThrough } from 'node:stream'
import { text } from 'node:stream/consumers'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { run } from '../../src/cli/index.ts'
import { toFileName } from '../../src/cli/record.ts'
import { loadFeeds } from '../../src/config/feeds.ts'
import { openStore } from '../../src/store/open.ts'
import { openServer, RSS, type TestServer } from '../feed/server.ts'

const NOW = Date.UTC(2026, 10, 25, 12)
const LIST = `# Our own words stay.
feeds:
  # The first.
  - id: alpha
    url: https://alpha.example/rss
    outlet: Alpha Post
    camp: north
    language: en
  - { id: beta, url: "https://beta.example/rss", outlet: Beta, camp: south, on: false, note: ask first }
`
const CAMPS = 'camps:\n  - { id: north, label: North }\n  - { id: south, label: South & West }\n'
const ATOM = `<?xml version="1.0"?><feed xmlns="http://www.w3.org/2005/Atom" xml:lang="fa"><title>Sample Desk</title><id>urn:desk</id><updated>2026-11-25T10:00:00Z</updated><entry><id>urn:1</id><title>Salt &amp; pepper</title><link href="https://desk.example/1"/><updated>2026-11-25T10:00:00Z</updated><published>2026-11-25T09:00:00Z</published></entry><entry><id>urn:2</id><title>Two</title><link href="https://desk.example/2"/><published>2026-11-24T09:00:00Z</published></entry></feed>`

let server: TestServer
let folder: string
beforeAll(async () => {
  server = await openServer({
    '/rss': (_, response) =>
      response
        .writeHead(200, {
          'content-type': 'text/xml; charset=windows-1251',
          etag: '"7"',
          server: 'sample',
          'set-cookie': 'a=1',
        })
        .end(RSS),
    '/atom': (_, response) =>
      response.writeHead(200, { 'content-type': 'application/atom+xml' }).end(ATOM),
    '/page': (_, response) =>
      response
        .writeHead(200, { 'content-type': 'text/html' })
        .end(
          '<html><head><link rel="alternate" type="application/atom+xml" href="/atom"></head><body>Hello</body></html>',
        ),
    '/moved': (_, response) => response.writeHead(301, { location: '/rss' }).end(),
    '/busy': (_, response) => response.writeHead(429, { 'retry-after': '60' }).end(),
  })
})
afterAll(() => server.close())
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'axis-cli-feeds-'))
  await mkdir(join(folder, 'feeds'))
  await writeFile(join(folder, 'feeds', 'all.yaml'), LIST)
  await writeFile(join(folder, 'feeds', 'camps.yaml'), CAMPS)
})
afterEach(() => rm(folder, { recursive: true }))

async function axis(...args: readonly string[]) {
  const stdout = new PassThrough()
  const stderr = new PassThrough()
  const outputs = Promise.all([text(stdout), text(stderr)])
  const code = await run(args, {
    stdin: new PassThrough(),
    stdout,
    stderr,
    env: {
      AXIS_FEEDS: join(folder, 'feeds'),
      AXIS_DATA: join(folder, 'data'),
      AXIS_ALLOW_PRIVATE_FEEDS: '1',
    },
    now: () => NOW,
    signal: new AbortController().signal,
  })
  stdout.end()
  stderr.end()
  const [out, err] = await outputs
  return { code, out, err, lines: out.trimEnd().split('\n') }
}
const listNow = () => loadFeeds(join(folder, 'feeds'))

describe('axis feeds list', () => {
  test('without a database shows what is listed, and makes none', async () => {
    const { code, lines } = await axis('feeds', 'list', '--all')
    expect(code).toBe(0)
    expect(lines).toEqual([
      'alpha  north         en  new',
      'beta   south         –   off         ask first',
      '0 of 1 feeds healthy, 1 not read yet, 1 off',
    ])
    expect(await readdir(folder)).toEqual(['feeds'])
  })

  test('is what `axis feeds` alone does; a typo is no list', async () => {
    expect((await axis('feeds')).lines).toEqual((await axis('feeds', 'list')).lines)
    const { code, err } = await axis('feeds', 'lst')
    expect(code).not.toBe(0)
    expect(err).not.toBe('')
  })

  test('shows state, reason and since when from the database', async () => {
    const store = await openStore({
      path: join(folder, 'data', 'axis.db'),
      clock: { now: () => NOW },
    })
    await store.saveFeedStates([
      {
        feedId: 'alpha',
        status: 'blocked',
        reason: 'HTTP 403',
        since: NOW - 3_600_000,
        validators: {},
        nextDueAt: NOW,
        intervalMs: 600_000,
        failures: 3,
        checkedAt: NOW,
        lastArticleAt: NOW - 7_200_000,
      },
    ])
    await store.close()
    const { lines } = await axis('feeds', 'list')
    expect(lines).toEqual([
      'alpha  north         en  blocked     HTTP 403; since 2026-11-25T11:00Z; last article 2026-11-25T10:00Z',
      '0 of 1 feeds healthy, 0 not read yet, 1 off',
    ])
    const { lines: json } = await axis('feeds', 'list', '--json', '--status', 'blocked')
    expect(JSON.parse(json[0] ?? '')).toMatchObject({ id: 'alpha', state: { failures: 3 } })
  })

  test('shows what was added and paused in Discord too', async () => {
    const path = join(folder, 'data', 'axis.db')
    const store = await openStore({ path, clock: { now: () => NOW } })
    const change = { at: NOW, by: 'admin' }
    const feed = {
      id: 'gamma',
      url: 'https://gamma.example/rss',
      outlet: 'Gamma',
      family: 'gamma',
      camp: 'south',
      kind: 'newspaper',
      on: true,
    } as const
    await store.saveFeedChange({ ...change, feedId: 'gamma', feed })
    await store.saveFeedChange({ ...change, feedId: 'alpha', paused: true })
    await store.close()
    const { lines } = await axis('feeds', 'list')
    expect(lines.join('\n')).toContain('gamma')
    expect(lines.join('\n')).not.toContain('alpha')
    expect(lines.at(-1)).toBe('0 of 1 feeds healthy, 1 not read yet, 2 off')
  })

  test('can be narrowed to a camp, and says which there are', async () => {
    expect((await axis('feeds', 'list', '--all', '--camp', 'south')).lines).toHaveLength(2)
    const { code, err } = await axis('feeds', 'list', '--camp', 'east')
    expect(code).toBe(1)
    expect(err).toContain('no camp "east"; there are north, south, unknown')
  })

  test('tells every mistake of the lists', async () => {
    await writeFile(
      join(folder, 'feeds', 'bad.yaml'),
      'feeds:\n  - { url: "ftp://x" }\n  - { id: alpha, url: "https://x.example" }\n',
    )
    const { code, err } = await axis('feeds', 'list')
    expect(code).toBe(1)
    expect(err).toContain('bad.yaml: feeds[0].url "ftp://x" is no http(s) address')
  })
})

describe('axis feeds test', () => {
  test('shows answer, headers, charset, format, items, dates and repairs', async () => {
    const { code, out } = await axis('feeds', 'test', `${server.base}/atom`)
    expect(code).toBe(0)
    expect(out).toMatch(/answer: +HTTP 200\n/)
    expect(out).toMatch(/content-type: +application\/atom\+xml\n/)
    expect(out).toMatch(
      /charset: +header says none, declaration says none, the bytes are valid UTF-8\n/,
    )
    expect(out).toMatch(/format: +atom\n/)
    expect(out).toMatch(/title: +Sample Desk\n/)
    expect(out).toMatch(/items: +2\n/)
    expect(out).toMatch(
      /dates: +2 of 2 items dated, 2026-11-24T09:00:00.000Z to 2026-11-25T09:00:00.000Z\n/,
    )
    expect(out).toMatch(/item: +Salt & pepper\n/)
    expect(out).toMatch(/repairs: +none\n/)
  })

  test('shows where an address leads and what is wrong with the charset', async () => {
    const { out } = await axis('feeds', 'test', `${server.base}/moved`)
    expect(out).toContain(`moved for good:   ${server.base}/rss`)
    expect(out).toMatch(/charset: +header windows-1251, /)
  })

  test.each([
    ['/page', /is (?:blocked|broken): /, /HTTP 200/],
    ['/busy', /no document to read/, /HTTP 429, to be asked again in 60 s/],
    ['/none', /no document to read/, /HTTP 404/],
  ])('fails with the reason: %s', async (path, error, answer) => {
    const { code, out, err } = await axis('feeds', 'test', `${server.base}${path}`)
    expect(code).toBe(1)
    expect(err).toMatch(error)
    expect(out).toMatch(answer)
  })
})

describe('axis feeds discover', () => {
  test('finds the feed of a page', async () => {
    const { code, out } = await axis('feeds', 'discover', `${server.base}/page`)
    expect(code).toBe(0)
    expect(out).toBe(`${server.base}/atom  atom, 2 items  Sample Desk\n`)
  })

  test('fails with everything it tried', async () => {
    const bare = await openServer({})
    const { code, err } = await axis('feeds', 'discover', `${bare.base}/none`)
    await bare.close()
    expect(code).toBe(1)
    expect(err).toContain(`${bare.base}/none: HTTP 404`)
    expect(err).toContain(`${bare.base}/rss.xml: HTTP 404`)
  })
})

describe('axis feeds add', () => {
  test('reads the feed once, and lists it with what it says of itself', async () => {
    const { code, out } = await axis(
      'feeds',
      'add',
      `${server.base}/atom`,
      '--camp',
      'north',
      '--id',
      'desk',
    )
    expect(code).toBe(0)
    expect(out).toContain('own.yaml: desk (Sample Desk, camp north, family sample-desk)')
    expect((await listNow()).feeds.at(-1)).toEqual({
      id: 'desk',
      url: `${server.base}/atom`,
      outlet: 'Sample Desk',
      family: 'sample-desk',
      camp: 'north',
      kind: 'newspaper',
      language: 'fa',
      on: true,
    })
  })

  test('to one file leaves its comments and its order alone', async () => {
    const file = join(folder, 'feeds', 'all.yaml')
    await axis('feeds', 'add', 'https://gamma.example/rss', '--force')
    const own = await readFile(join(folder, 'feeds', 'own.yaml'), 'utf8')
    expect(own).toContain('# Feeds that were added by')
    expect(own).toContain('- id: gamma-example\n')
    expect(await readFile(file, 'utf8')).toBe(LIST)
    await axis('feeds', 'add', 'https://delta.example/rss', '--force', '--off')
    expect((await listNow()).feeds.map(({ id, on }) => [id, on]).slice(2)).toEqual([
      ['gamma-example', true],
      ['delta-example', false],
    ])
  })

  test.each([
    [
      'what is listed already',
      ['https://alpha.example/rss', '--force'],
      /already the address of feed alpha/,
    ],
    [
      'an id that is taken',
      ['https://x.example', '--force', '--id', 'alpha'],
      /already the id of feed alpha/,
    ],
    [
      'a camp that is not declared',
      ['https://x.example', '--force', '--camp', 'nroth'],
      /camp "nroth" is no declared camp \(north, south, unknown\)/,
    ],
    [
      'a zone that does not exist',
      ['https://x.example', '--force', '--zone', 'Mars/Base'],
      /zone "Mars\/Base" is no IANA time zone/,
    ],
    ['what is no address', ['ftp://x.example', '--force'], /is no http\(s\) address/],
  ])('refuses %s and writes nothing', async (_, args, error) => {
    const { code, err } = await axis('feeds', 'add', ...args)
    expect(code).toBe(1)
    expect(err).toMatch(error)
    expect(await readdir(join(folder, 'feeds'))).toEqual(['all.yaml', 'camps.yaml'])
  })

  test('refuses a page, and points to discover', async () => {
    const { code, err } = await axis('feeds', 'add', `${server.base}/page`)
    expect(code).toBe(1)
    expect(err).toContain(`axis feeds discover ${server.base}/page`)
  })
})

describe('axis feeds import and export', () => {
  const OPML = `<opml version="2.0"><body><outline text="World"><outline text="Alpha" xmlUrl="https://alpha.example/rss"/><outline text="Epsilon" xmlUrl="https://epsilon.example/rss" language="ru"/><outline text="Вестник" xmlUrl="http://127.0.0.1:9/v"/></outline></body></opml>`

  test('adds what is not listed yet', async () => {
    const file = join(folder, 'other.opml')
    await writeFile(file, OPML)
    const dry = await axis('feeds', 'import', file, '--dry-run')
    expect(dry.lines.at(-1)).toBe('2 added, 1 listed already (dry run, nothing written)')
    const { lines } = await axis('feeds', 'import', file, '--camp', 'south')
    expect(lines.at(-1)).toBe('2 added, 1 listed already (own.yaml)')
    expect((await listNow()).feeds.slice(2)).toEqual([
      expect.objectContaining({
        id: 'epsilon',
        camp: 'south',
        language: 'ru',
        family: 'epsilon-example',
      }),
      expect.objectContaining({ outlet: 'Вестник', family: 'Вестник' }),
    ])
    expect((await axis('feeds', 'import', file)).lines).toEqual(['0 added, 3 listed already'])
  })

  test('gives OPML that another copy imports whole', async () => {
    const { code, out } = await axis('feeds', 'export')
    expect(code).toBe(0)
    expect(out).toContain('<outline text="South &amp; West">')
    const file = join(folder, 'export.opml')
    await writeFile(file, out)
    expect((await loadFeeds(file)).feeds).toEqual((await listNow()).feeds)
  })

  test('leaves out on request what is off', async () => {
    expect((await axis('feeds', 'export', '--on')).out).not.toContain('beta')
  })

  test('says what is wrong with a file that is no OPML', async () => {
    const file = join(folder, 'x.opml')
    await writeFile(file, '<html/>')
    const { code, err } = await axis('feeds', 'import', file)
    expect(code).toBe(1)
    expect(err).toContain('is no OPML')
  })
})

describe('axis record', () => {
  test.each([
    ['https://paper.example/feeds/news?x=1', 'paper.example-feeds-news-x-1.xml'],
    ['https://ann:secret@paper.example/rss.xml', 'paper.example-rss.xml'],
    ['https://paper.example/../../etc/passwd', 'paper.example-..-..-etc-passwd.xml'],
    ['https://paper.example/', 'paper.example.xml'],
  ])('names the file of %s', (url, name) => {
    expect(toFileName(url)).toBe(name)
  })

  test('keeps body and headers, nothing that names a visitor', async () => {
    const out = join(folder, 'fixture.xml')
    const { code } = await axis('record', `${server.base}/moved`, '--out', out)
    expect(code).toBe(0)
    expect(await readFile(out, 'utf8')).toBe(RSS)
    const meta: unknown = JSON.parse(await readFile(`${out}.meta.json`, 'utf8'))
    expect(meta).toMatchObject({
      url: `${server.base}/rss`,
      contentType: 'text/xml; charset=windows-1251',
      status: 200,
      recordedAt: '2026-11-25T12:00:00.000Z',
      headers: { etag: '"7"' },
    })
    expect(JSON.stringify(meta)).not.toContain('cookie')
  })

  test('writes nothing where there is no document', async () => {
    const { code, err } = await axis('record', `${server.base}/busy`, '--out', join(folder, 'x'))
    expect(code).toBe(1)
    expect(err).toContain('HTTP 429, to be asked again in 60 s; nothing was written')
    expect(await readdir(folder)).toEqual(['feeds'])
  })
})
