import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { DEFAULT_SETTINGS } from '../../src/config/settings.ts'
import { mergeFeeds } from '../../src/lib/feed-changes.ts'
import { openStore } from '../../src/store/open.ts'
import { type FeedDesk, openFeedDesk } from '../../src/worker/feed-desk.ts'
import { openServer, RSS, type TestServer } from '../feed/server.ts'
import { type Desk, FEEDS, NOW, openDesk, toAnswers } from './desk.ts'

let desk: Desk
let web: TestServer
let feeds: FeedDesk

beforeEach(async () => {
  web = await openServer({
    '/rss': (_, response) => response.setHeader('content-type', 'application/rss+xml').end(RSS),
    '/page': (_, response) =>
      response
        .setHeader('content-type', 'text/html')
        .end('<html><head><link rel="alternate" type="application/rss+xml" href="/rss"></head>'),
  })
  const clock = { now: () => NOW }
  feeds = openFeedDesk({ settings: DEFAULT_SETTINGS, version: '0', allowPrivate: true }, clock)
  const store = await openStore({ path: ':memory:', clock })
  desk = await openDesk({ store, answers: { ...toAnswers(store), testFeed: feeds.test } })
})
afterEach(async () => {
  await desk.close()
  await Promise.all([web.close(), feeds.close()])
})

const feedIds = () => desk.deps.answers.feeds().map((feed) => feed.id)

test('an address is tried without storing anything', async () => {
  const good = await desk.ask('axis-admin feeds test', { url: `${web.base}/rss` })
  expect(await desk.read(good)).toContain('HTTP 200, rss “Sample Wire”')
  const page = await desk.ask('axis-admin feeds test', { url: `${web.base}/page` })
  expect(await desk.read(page)).toContain(`• ${web.base}/rss Sample Wire (1 item)`)
  const gone = await desk.ask('axis-admin feeds test', { url: `${web.base}/none` })
  expect(await desk.read(gone)).toContain('is no feed')
  const wrong = await desk.ask('axis-admin feeds test', { url: 'ftp://wire.example' })
  expect(await desk.read(wrong)).toContain('That is no address')
  expect(await desk.store.feedChanges()).toEqual([])
  expect(desk.playground.problems()).toEqual([])
})

test('a feed is added with camp and language, read by every process, and undone from the log', async () => {
  const asked = await desk.ask('axis-admin feeds add', { url: `${web.base}/rss` })
  expect(await desk.read(asked)).toContain('Add Sample Wire?')
  await expect(desk.press(asked, 'Add')).rejects.toThrow('is disabled')
  await desk.choose(asked, 'Camp', ['western'])
  await desk.choose(asked, 'Language', ['en'])
  expect(await desk.read(asked)).toContain('Camp Western')
  const added = await desk.press(asked, 'Add')
  expect(await desk.read(added)).toContain('Sample Wire is read from now on as feed sample-wire')
  const [change] = await desk.store.feedChanges()
  expect(change?.feed).toMatchObject({
    id: 'sample-wire',
    url: `${web.base}/rss`,
    outlet: 'Sample Wire',
    camp: 'western',
    language: 'en',
    on: true,
  })
  expect(feedIds()).toEqual(['north-wire', 'alborz', 'sample-wire'])
  const sources = await desk.ask('axis sources', { health: 'not-read' })
  expect(await desk.read(sources)).toContain('Sample Wire')
  const list = await desk.ask('axis-admin feeds list')
  expect(await desk.read(list)).toContain('Sample Wire · Western · not read yet · added here')
  const twice = await desk.ask('axis-admin feeds add', { url: `${web.base}/rss` })
  expect(await desk.read(twice)).toContain('is read already: feed sample-wire')
  const log = await desk.ask('axis-admin log')
  expect(await desk.read(log)).toContain('feed:sample-wire made')
  await desk.press(log, 'Undo the last one')
  expect(feedIds()).toEqual(['north-wire', 'alborz'])
  expect(desk.playground.problems()).toEqual([])
})

test('a page is no feed: its feeds are named, nothing is added', async () => {
  const answer = await desk.ask('axis-admin feeds add', { url: `${web.base}/page` })
  expect(await desk.read(answer)).toContain(`Its page leads to ${web.base}/rss`)
  expect(await desk.store.feedChanges()).toEqual([])
})

describe('a listed feed', () => {
  test('is paused and resumed, and stays in the files', async () => {
    const paused = await desk.ask('axis-admin feeds pause', { feed: 'North Wire' })
    expect(await desk.read(paused)).toContain('Switched off by')
    const list = await desk.ask('axis-admin feeds list')
    expect(await desk.read(list)).toContain('North Wire · Western · paused')
    const again = await desk.ask('axis-admin feeds pause', { feed: 'north-wire' })
    expect(await desk.read(again)).toContain('is off already')
    const removed = await desk.ask('axis-admin feeds remove', { feed: 'north-wire' })
    expect(await desk.read(removed)).toContain("stands in the operator's files")
    await desk.ask('axis-admin feeds resume', { feed: 'north-wire' })
    expect(desk.deps.answers.feeds().every((feed) => feed.on)).toBe(true)
  })
})

test('where the bot serves several servers, only those of the operator change feeds', async () => {
  const store = await openStore({ path: ':memory:', clock: { now: () => NOW } })
  const other = await openDesk({ store, operatorGuilds: ['1'] })
  for (const [line, options] of [
    ['feeds add', { url: 'https://wire.example/rss' }],
    ['feeds pause', { feed: 'alborz' }],
    ['feeds remove', { feed: 'alborz' }],
  ] as const) {
    const answer = await other.ask(`axis-admin ${line}`, options)
    const id = other.playground.world.guild.id
    expect(await other.read(answer)).toContain(
      `have this server's id (${id}) added to AXIS\\_`.replace('\\', ''),
    )
  }
  const list = await other.ask('axis-admin feeds list')
  expect(await other.read(list)).toContain('Alborz News')
  await other.close()
  await store.close()
})

describe('merged feeds', () => {
  const change = { at: NOW, by: 'admin' }
  const [first] = FEEDS
  if (first === undefined) throw new Error('no feed')

  test('an added feed gives way to a list that has its id or address since', () => {
    const added = { ...first, id: 'other' }
    expect(mergeFeeds(FEEDS, [{ ...change, feedId: 'other', feed: added }])).toEqual(FEEDS)
    const own = { ...added, url: 'https://own.example/feed' }
    expect(mergeFeeds(FEEDS, [{ ...change, feedId: 'other', feed: own }])).toEqual([...FEEDS, own])
  })

  test('a pause ends where a feed is resumed, even one that is off in the files', () => {
    const off = [{ ...first, on: false }]
    const resumed = { ...change, feedId: first.id, paused: false }
    expect(mergeFeeds(off, [resumed])[0]?.on).toBe(true)
    expect(mergeFeeds(FEEDS, [{ ...resumed, paused: true }])[0]?.on).toBe(false)
    expect(mergeFeeds(off, [])).toBe(off)
  })
})
