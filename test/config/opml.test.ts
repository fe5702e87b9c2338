import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { loadFeeds } from '../../src/config/feeds.ts'
import { parseOpml, toOpml } from '../../src/config/opml.ts'
import type { Feed } from '../../src/types.ts'

const read = (text: string | Uint8Array) =>
  parseOpml('x.opml', typeof text === 'string' ? new TextEncoder().encode(text) : text)
const outline = (attributes: string) =>
  `<opml version="2.0"><body><outline ${attributes}/></body></opml>`

describe('an OPML outline', () => {
  test('needs no more than text and xmlUrl', () => {
    expect(read(outline('text="A" xmlUrl="https://a.example/f"'))).toEqual([
      { url: 'https://a.example/f', outlet: 'A' },
    ])
  })

  test.each([
    [
      'language in the writing of others',
      'xmlUrl="https://a.example" language="EN_us"',
      { language: 'en-us' },
    ],
    [
      'a language that is none',
      'xmlUrl="https://a.example" language="unknown!"',
      { language: undefined },
    ],
    [
      'an unknown language word of four letters',
      'xmlUrl="https://a.example" language="none"',
      { language: undefined },
    ],
    [
      'entities',
      'text="A &amp; B &#x416;&#1078; &quot;c&quot; &zzz;" xmlUrl="https://a.example/?a=1&amp;b=2"',
      { outlet: 'A & B Жж "c" &zzz;', url: 'https://a.example/?a=1&b=2' },
    ],
    [
      'single quotes and a > inside',
      "text='a > b' xmlUrl='https://a.example'",
      { outlet: 'a > b' },
    ],
    [
      'attribute names in any case',
      'TEXT="A" XMLURL="https://a.example"',
      { outlet: 'A', url: 'https://a.example' },
    ],
    ['title where text is empty', 'text="" title="T" xmlUrl="https://a.example"', { outlet: 'T' }],
    [
      'our fields with our prefix',
      'xmlUrl="https://a.example" axis:camp="north" axis:on="false"',
      { camp: 'north', on: false },
    ],
    [
      'our fields without it',
      'xmlUrl="https://a.example" camp="north" family="a"',
      { camp: 'north', family: 'a' },
    ],
    [
      'a field of the same name that means another thing',
      'xmlUrl="https://a.example" id="Folder 12" country="Iran"',
      { id: undefined, country: undefined },
    ],
    [
      'a homepage',
      'xmlUrl="https://a.example/f" htmlUrl="https://a.example/"',
      { homepage: 'https://a.example/' },
    ],
    [
      'a homepage that is none',
      'xmlUrl="https://a.example/f" htmlUrl="about:blank"',
      { homepage: undefined },
    ],
  ])('is read with %s', (_, attributes, expected) => {
    const [feed] = read(outline(attributes))
    expect({
      ...Object.fromEntries(Object.keys(expected).map((key) => [key, undefined])),
      ...feed,
    }).toMatchObject(expected)
  })

  test('counts once where a reader keeps it in two folders, and not inside a comment', () => {
    const a = '<outline text="A" xmlUrl="https://a.example/f"/>'
    expect(
      read(
        `<opml><outline text="F">${a}</outline><outline text="G">${a}</outline><!-- <outline xmlUrl="https://b.example"/> --></opml>`,
      ),
    ).toHaveLength(1)
  })

  test.each([
    [
      'UTF-16 with a mark',
      new Uint8Array([
        0xff,
        0xfe,
        ...Buffer.from(outline('text="Вести" xmlUrl="https://a.example"'), 'utf16le'),
      ]),
    ],
    [
      'a declared single-byte charset',
      Buffer.concat([
        Buffer.from('<?xml version="1.0" encoding="windows-1251"?><opml><outline text="'),
        Buffer.from([0xc2, 0xe5, 0xf1, 0xf2, 0xe8]),
        Buffer.from('" xmlUrl="https://a.example"/></opml>'),
      ]),
    ],
    [
      'a charset that nobody knows',
      Buffer.from(
        `<?xml version="1.0" encoding="x-none"?>${outline('text="Вести" xmlUrl="https://a.example"')}`,
      ),
    ],
  ])('is read in %s', (_, bytes) => {
    expect(read(bytes)[0]?.outlet).toBe('Вести')
  })

  test('hostile files end in bounded time', () => {
    const start = performance.now()
    read(`<opml>${'<outline '.repeat(50_000)}`)
    read(`<opml><outline ${'a="'.repeat(50_000)}`)
    read(`<opml>${'<!--'.repeat(50_000)}`)
    read(`<opml>${'<outline a="'.repeat(50_000)}`)
    read(`<opml><outline ${'a'.repeat(500_000)}`)
    expect(performance.now() - start).toBeLessThan(2000)
  })
})

test('an export gives the same feeds when it is imported', async () => {
  const feeds: readonly Feed[] = [
    {
      id: 'north',
      url: 'https://north.example/rss?a=1&b=2',
      outlet: 'Север "News" <live> & more',
      family: 'north',
      camp: 'iran-state',
      kind: 'wire',
      language: 'fa',
      homepage: 'https://north.example/',
      country: 'IR',
      zone: 'Asia/Tehran',
      note: 'ask first',
      on: false,
    },
    {
      id: 'b',
      url: 'https://b.example/',
      outlet: 'B',
      family: 'b',
      camp: 'west',
      kind: 'osint',
      on: true,
    },
  ]
  const folder = await mkdtemp(join(tmpdir(), 'axis-opml-'))
  const file = join(folder, 'x.opml')
  await writeFile(
    file,
    toOpml(feeds, 'Axis Watch', (camp) => camp.toUpperCase()),
  )
  expect((await loadFeeds(file)).feeds).toEqual(feeds)
  await rm(folder, { recursive: true })
})
