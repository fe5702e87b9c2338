import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import {
  discoverFeeds,
  findAnnounced,
  findLinked,
  type ReadDocument,
} from '../../src/feed/discover.ts'
import { type Fetcher, openFetcher } from '../../src/feed/http/fetch.ts'
import { openServer, RSS, type TestServer } from './server.ts'

const PAGE = 'https://desk.example/news/'

describe('the feeds that a page announces', () => {
  test.each([
    [
      'RSS',
      '<link rel="alternate" type="application/rss+xml" href="/rss">',
      ['https://desk.example/rss'],
    ],
    [
      'Atom, in any case and order',
      "<LINK HREF='a.atom' TYPE='Application/Atom+XML' REL='Alternate'/>",
      ['https://desk.example/news/a.atom'],
    ],
    [
      'JSON Feed',
      '<link rel=alternate type=application/feed+json href=/f.json>',
      ['https://desk.example/f.json'],
    ],
    ['rel feed', '<link rel="feed" href="//cdn.example/f">', ['https://cdn.example/f']],
    [
      'several, each once, fragments off',
      '<link rel="alternate" type="text/xml" href="/1#x"><link rel="alternate" type="text/xml" href="/1"><link rel="alternate" type="text/xml" href="/2?a=1&amp;b=2">',
      ['https://desk.example/1', 'https://desk.example/2?a=1&b=2'],
    ],
    [
      'below its base',
      '<base href="https://other.example/x/"><link rel="alternate" type="application/rss+xml" href="f">',
      ['https://other.example/x/f'],
    ],
    [
      'by feed:',
      '<link rel="alternate" type="application/rss+xml" href="feed://desk.example/f"><link rel="alternate" type="application/rss+xml" href="feed:https://desk.example/g">',
      ['https://desk.example/f', 'https://desk.example/g'],
    ],
    ['no other language', '<link rel="alternate" hreflang="fa" href="/fa">', []],
    ['no style sheet', '<link rel="stylesheet" type="text/css" href="/a.css">', []],
    [
      'no API of a content system',
      '<link rel="alternate" type="application/json" href="/wp-json/wp/v2/pages/2"><link rel="alternate" type="text/xml+oembed" href="/oembed?x">',
      [],
    ],
    [
      'no script',
      '<link rel="alternate" type="application/rss+xml" href="javascript:alert(1)">',
      [],
    ],
  ])('%s', (_, html, expected) => {
    expect(findAnnounced(`<html><head>${html}</head></html>`, PAGE)).toEqual(expected)
  })

  test('links that look like feeds are found too', () => {
    const html =
      '<a href="/about">About</a> <a class=x href="/rss.xml">RSS</a> <a href="/feeds/world">World</a> <a href="/feedback">Talk</a> <a href="/rssi">R</a>'
    expect(findLinked(html, PAGE)).toEqual([
      'https://desk.example/rss.xml',
      'https://desk.example/feeds/world',
    ])
  })

  test('a hostile page ends in bounded time', () => {
    const start = performance.now()
    findAnnounced('<link '.repeat(100_000), PAGE)
    findAnnounced(`<link ${'a="'.repeat(100_000)}`, PAGE)
    findLinked(`<a ${'href '.repeat(100_000)}`, PAGE)
    expect(performance.now() - start).toBeLessThan(2000)
  })
})

describe('discovery', () => {
  let fetcher: Fetcher
  let server: TestServer
  const page = (html: string) => `<html><head>${html}</head><body>Hello</body></html>`
  const link = (href: string) => `<link rel="alternate" type="application/rss+xml" href="${href}">`
  const answer =
    (body: string): Parameters<typeof openServer>[0][string] =>
    (_, response) =>
      response.end(body)
  const read: ReadDocument = async (bytes) =>
    Buffer.from(bytes).includes('<rss')
      ? { format: 'rss', title: 'Sample Wire', items: 1 }
      : { reason: 'a page, no feed' }
  const discover = (path: string) => discoverFeeds(`${server.base}${path}`, { fetcher, read })
  const pathsOf = async (path: string) =>
    (await discover(path)).feeds.map((feed) => feed.url.replace(server.base, ''))

  beforeAll(async () => {
    fetcher = openFetcher({ version: '1', allowPrivate: true })
    server = await openServer({
      '/feed-itself': answer(RSS),
      '/announces': answer(page(`${link('/one')}${link('/dead')}${link('/two')}`)),
      '/one': answer(RSS),
      '/two': answer(RSS),
      '/moved': (_, response) => response.writeHead(301, { location: '/one' }).end(),
      '/announces-moved': answer(page(`${link('/moved')}${link('/one')}`)),
      '/links': answer(page('<a href="/list/rss">RSS</a><a href="/about">About</a>')),
      '/list/rss': answer(RSS),
      '/usual': answer(page('')),
      '/rss.xml': answer(RSS),
      '/usual/feed.xml': answer(RSS),
      '/many': answer(page(Array.from({ length: 200 }, (_, n) => link(`/none/${n}`)).join(''))),
    })
  })
  afterAll(async () => {
    await fetcher.close()
    await server.close()
  })

  test('of a feed is the feed', async () => {
    expect(await discover('/feed-itself')).toEqual({
      feeds: [{ url: `${server.base}/feed-itself`, format: 'rss', title: 'Sample Wire', items: 1 }],
      tried: [],
    })
  })

  test('takes what a page announces and works, and says what does not', async () => {
    const found = await discover('/announces')
    expect(found.feeds.map((feed) => feed.url)).toEqual([
      `${server.base}/one`,
      `${server.base}/two`,
    ])
    expect(found.tried).toContainEqual({ url: `${server.base}/dead`, reason: 'HTTP 404' })
  })

  test('names a feed once, where it really is', async () => {
    expect(await pathsOf('/announces-moved')).toEqual(['/one'])
  })

  test('follows links, then tries usual paths below the page and at the root', async () => {
    expect(await pathsOf('/links')).toEqual(['/list/rss'])
    expect(await pathsOf('/usual')).toEqual(['/usual/feed.xml', '/rss.xml'])
  })

  test('tries usual paths of a site whose page does not answer', async () => {
    expect(await pathsOf('/nothing-here')).toEqual(['/rss.xml'])
  })

  test('asks for twenty addresses at most', async () => {
    const before = server.seen.length
    expect((await discover('/many')).feeds).toEqual([])
    expect(server.seen.length - before).toBeLessThanOrEqual(21)
  })

  test('an address without a scheme is taken for https', async () => {
    const offline = openFetcher({
      version: '1',
      allowPrivate: true,
      lookup: (_, __, callback) => callback(Object.assign(new Error(), { code: 'ENOTFOUND' }), ''),
    })
    const found = await discoverFeeds('desk.example:8080/news', { fetcher: offline, read })
    await offline.close()
    expect(found.tried[0]).toEqual({
      url: 'https://desk.example:8080/news',
      reason: 'no such host',
    })
  })
})
