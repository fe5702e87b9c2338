import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { loadFeeds } from '../../src/config/feeds.ts'
import { ConfigError } from '../../src/lib/errors.ts'

let folder: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'axis-feeds-'))
})
afterEach(() => rm(folder, { recursive: true }))

const put = (name: string, text: string | Uint8Array) => writeFile(join(folder, name), text)
const problemsOf = async (path: string): Promise<readonly string[]> => {
  const error = await loadFeeds(path).catch((thrown: unknown) => thrown)
  expect(error).toBeInstanceOf(ConfigError)
  return error instanceof ConfigError
    ? error.problems.map((problem) => problem.replaceAll(`${folder}/`, ''))
    : []
}

const CAMPS =
  'camps:\n  - { id: north, label: North, state: true }\n  - { id: desk, label: Desk, contrast: false }\n'

describe('a folder of feeds', () => {
  test('is read from all its lists, its camps in their order with unknown last', async () => {
    await put('camps.yaml', CAMPS)
    await put(
      'north.yaml',
      'camp: north\nlanguage: ru\nfeeds:\n  - id: n1\n    url: https://n1.example/rss\n    outlet: North One\n    family: none\n    zone: Europe/Moscow\n    on: false\n    note: ask first\n    seen: 2026-01\n',
    )
    await put('more.yml', 'feeds:\n  - url: https://www.desk.example/rss\n    camp: desk\n')
    await put(
      'x.opml',
      '<opml version="2.0"><body><outline text="X" xmlUrl="https://x.example/f"/></body></opml>',
    )
    await put('notes.txt', 'not a list')
    const { feeds, camps } = await loadFeeds(folder)
    expect(feeds).toEqual([
      expect.objectContaining({
        id: 'desk-example',
        outlet: 'desk.example',
        camp: 'desk',
        on: true,
      }),
      {
        id: 'n1',
        url: 'https://n1.example/rss',
        outlet: 'North One',
        family: 'none',
        camp: 'north',
        kind: 'newspaper',
        language: 'ru',
        zone: 'Europe/Moscow',
        note: 'ask first',
        on: false,
      },
      expect.objectContaining({ id: 'x', camp: 'unknown', family: 'x-example' }),
    ])
    expect(camps).toEqual([
      { id: 'north', label: 'North', order: 1, contrast: true, state: true },
      { id: 'desk', label: 'Desk', order: 2, contrast: false },
      { id: 'unknown', label: 'Unknown', order: 999, contrast: false },
    ])
  })

  test('below it other folders are left alone', async () => {
    await mkdir(join(folder, 'sample'))
    await put('a.yaml', 'feeds:\n  - url: https://a.example/\n')
    await put('sample/world.yaml', 'outlets: {}\n')
    expect((await loadFeeds(folder)).feeds).toHaveLength(1)
  })

  test('without any list says what it looked for', async () => {
    expect(await problemsOf(folder)).toEqual([
      `${folder}: holds no list of feeds (*.yaml, *.yml or *.opml)`,
    ])
  })

  test('tells every problem of every file at once, with file, path and value', async () => {
    await put('camps.yaml', `${CAMPS}  - { id: north, label: Again }\n`)
    await put(
      'a.yaml',
      'feeds:\n  - { url: "ftp://a.example/rss" }\n  - { url: "https://b.example/", zone: Mars/Base, kind: paper }\n  - { outlet: C, urll: x }\n',
    )
    await put('b.yaml', 'feeds:\n  - { id: one, url: "https://c.example/f", camp: nroth }\n')
    await put('c.yaml', 'feeds:\n  - { id: one, url: "https://c.example/f#top" }\n')
    await put('d.yaml', 'feeds: [\n')
    await put('e.opml', '<opml><body><outline text="E" xmlUrl="feed:e"/></body></opml>')
    await put('f.opml', '<html></html>')
    expect(await problemsOf(folder)).toEqual([
      'a.yaml: feeds[0].url "ftp://a.example/rss" is no http(s) address',
      'a.yaml: feeds[1].kind "paper" must be one of newspaper, broadcaster, state-media, think-tank, government, wire, osint, aggregator',
      'a.yaml: feeds[1].zone "Mars/Base" is no IANA time zone',
      'a.yaml: feeds[2].url is missing',
      'a.yaml: feeds[2] has unknown key "urll"',
      expect.stringMatching(/^d\.yaml:2:1: /),
      'e.opml: outline[0].xmlUrl "feed:e" is no http(s) address',
      'f.opml: is no OPML: it has no <opml>',
      'camps.yaml: camps[2].id "north" is declared twice',
      'b.yaml: feeds[0].camp "nroth" is no declared camp (north, desk, unknown)',
      'c.yaml: feeds[0].id "one" is already the id of b.yaml: feeds[0]',
      'c.yaml: feeds[0].url "https://c.example/f#top" is already the address of b.yaml: feeds[0]',
    ])
  })
})

describe('one file of feeds', () => {
  test('may hold its camps itself', async () => {
    await put('all.yaml', `${CAMPS}feeds:\n  - { url: "https://a.example/", camp: north }\n`)
    const { feeds, camps } = await loadFeeds(join(folder, 'all.yaml'))
    expect(feeds[0]?.camp).toBe('north')
    expect(camps.map((camp) => camp.id)).toEqual(['north', 'desk', 'unknown'])
  })

  test('takes the camps of camps.yaml beside it', async () => {
    await put('camps.yaml', CAMPS)
    await put('one.yaml', 'feeds:\n  - { url: "https://a.example/", camp: south }\n')
    expect(await problemsOf(join(folder, 'one.yaml'))).toEqual([
      'one.yaml: feeds[0].camp "south" is no declared camp (north, desk, unknown)',
    ])
  })

  test('without camps declared anywhere, a camp is taken as it is', async () => {
    await put(
      'one.yaml',
      'feeds:\n  - { url: "https://a.example/", camp: far-south }\n  - { url: "https://b.example/", camp: iran-state }\n  - { url: "https://c.example/", camp: analysis }\n',
    )
    expect((await loadFeeds(join(folder, 'one.yaml'))).camps).toEqual([
      { id: 'far-south', label: 'Far south', order: 500, contrast: true },
      { id: 'iran-state', label: 'Iran state', order: 501, contrast: true, state: true },
      { id: 'analysis', label: 'Analysis', order: 502, contrast: false },
      { id: 'unknown', label: 'Unknown', order: 999, contrast: false },
    ])
  })

  test.each([
    ['that is not there', 'none.yaml', undefined, /none\.yaml: cannot be read/],
    ['that is empty', 'empty.yaml', '', /empty\.yaml: feeds is missing/],
    ['with no feed in it', 'no.yaml', 'feeds: []', /no\.yaml: lists no feed/],
    [
      'with an OPML of folders alone',
      'no.opml',
      '<opml><outline text="A"/></opml>',
      /lists no feed/,
    ],
    ['with aliases that would fill the memory', 'bomb.yaml', bomb(), /alias/i],
  ])('%s says so', async (_, name, text, problem) => {
    if (text !== undefined) await put(name, text)
    expect((await problemsOf(join(folder, name))).join('\n')).toMatch(problem)
  })
})

describe('a feed without a family', () => {
  test.each([
    ['its domain', '{ url: "https://feeds.one.co.uk/a", outlet: A }', 'one-co-uk'],
    [
      'the family that has its domain',
      '{ url: "https://rss.known.example/b", outlet: B }',
      'known',
    ],
    [
      'the family that has its homepage',
      '{ url: "https://feeds.feedburner.com/k", homepage: "https://known.example/" }',
      'known',
    ],
    [
      'its own place on a shared host',
      '{ url: "https://desk.substack.com/feed" }',
      'desk-substack-com',
    ],
    [
      'the site that a news search is for',
      '{ url: "https://news.google.com/rss/search?q=site:www.paper.com+when:2d" }',
      'paper-com',
    ],
    [
      'the exact title of a known outlet',
      '{ url: "http://127.0.0.1:8080/x", outlet: Known Paper }',
      'known',
    ],
    [
      'its title where the host tells nothing',
      '{ url: "http://127.0.0.1:8080/x", outlet: New Paper }',
      'new-paper',
    ],
    [
      'its title in its own script',
      '{ url: "http://127.0.0.1:8080/x", outlet: Вестник }',
      'Вестник',
    ],
  ])('belongs to %s', async (_, entry, family) => {
    await put(
      'f.yaml',
      `feeds:\n  - { url: "https://www.known.example/rss", family: known, outlet: Known Paper }\n  - ${entry}\n`,
    )
    expect((await loadFeeds(folder)).feeds[1]?.family).toBe(family)
  })

  test('ids that a list does not give are made from titles and are unique', async () => {
    await put(
      'f.yaml',
      'feeds:\n  - { url: "https://a.example/1", outlet: Älpen Post }\n  - { url: "https://a.example/2", outlet: Alpen Post }\n  - { id: alpen-post-2, url: "https://a.example/3" }\n  - { url: "http://127.0.0.1:81/4", outlet: Вестник }\n',
    )
    expect((await loadFeeds(folder)).feeds.map((feed) => feed.id)).toEqual([
      'alpen-post',
      'alpen-post-3',
      'alpen-post-2',
      '127-0-0-1-81',
    ])
  })
})

function bomb(): string {
  const lines = ['a0: &a0 [x, x, x, x, x, x, x, x, x, x]']
  for (let n = 1; n < 9; n += 1)
    lines.push(
      `a${n}: &a${n} [${Array(10)
        .fill(`*a${n - 1}`)
        .join(', ')}]`,
    )
  return `${lines.join('\n')}\nfeeds: *a8\n`
}
