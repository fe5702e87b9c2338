import { deflateRawSync, deflateSync, gzipSync } from 'node:zlib'
import { describe, expect, test } from 'vitest'
import { FeedError } from '../../src/feed/feed-error.ts'
import { parseFeed } from '../../src/feed/parse.ts'

const rss = (inside: string, attributes = ''): Uint8Array =>
  Buffer.from(
    `<rss version="2.0"${attributes}><channel><title>Outlet</title>${inside}</channel></rss>`,
  )

describe('the publisher’s hints about polling', () => {
  test('ttl in minutes, skipHours and skipDays', async () => {
    const feed = await parseFeed(
      rss(
        '<ttl>45</ttl><skipHours><hour>0</hour><hour>24</hour><hour>23</hour><hour>x</hour></skipHours><skipDays><day>Sunday</day><day>Someday</day></skipDays>',
      ),
      {},
    )
    expect(feed.ttlMs).toBe(45 * 60_000)
    expect(feed.skipHours).toEqual([0, 0, 23])
    expect(feed.skipDays).toEqual(['sunday'])
  })

  test('the syndication module: twice a day is every twelve hours; the longer of two hints holds', async () => {
    const feed = await parseFeed(
      rss(
        '<ttl>5</ttl><sy:updatePeriod> daily </sy:updatePeriod><sy:updateFrequency>2</sy:updateFrequency>',
        ' xmlns:sy="http://purl.org/rss/1.0/modules/syndication/"',
      ),
      {},
    )
    expect(feed.ttlMs).toBe(12 * 3_600_000)
  })

  test.each(['0', '-5', 'soon', ''])('a ttl of "%s" is none', async (ttl) => {
    expect(await parseFeed(rss(`<ttl>${ttl}</ttl>`), {})).not.toHaveProperty('ttlMs')
  })
})

describe('identity of an item', () => {
  test('the shown id falls back to the link; the publisher’s own id stays apart', async () => {
    const { items } = await parseFeed(
      rss('<item><guid>g</guid></item><item><link>https://outlet.example/a</link></item>'),
      {},
    )
    expect(items[0]).toMatchObject({ id: 'g', guid: 'g' })
    expect(items[1]?.id).toBe('https://outlet.example/a')
    expect(items[1]).not.toHaveProperty('guid')
  })

  test('an item with nothing of the kind gets a hash of its parts, the same at each reading', async () => {
    const read = async (title: string): Promise<string | undefined> =>
      (await parseFeed(rss(`<item><title>${title}</title></item>`), {})).items[0]?.id
    expect(await read('a')).toMatch(/^[0-9a-f]{32}$/)
    expect(await read('a')).toBe(await read('a'))
    expect(await read('a')).not.toBe(await read('b'))
  })
})

describe('languages', () => {
  test('an item’s own comes before the one around it', async () => {
    const { items, language } = await parseFeed(
      rss(
        '<dc:language>en_US</dc:language><item xml:lang="uk"><title>a</title></item><item><title>b</title><dc:language>fa</dc:language></item>',
        ' xml:lang="ru" xmlns:dc="http://purl.org/dc/elements/1.1/"',
      ),
      {},
    )
    expect(language).toBe('en-US')
    expect(items.map((item) => item.language)).toEqual(['uk', 'fa'])
  })

  test('the feed’s language tells the charset of short bytes that nothing else describes', async () => {
    const bytes = Buffer.concat([
      Buffer.from('<rss version="2.0"><channel><item><title>'),
      Buffer.from([0xe9, 0xe5]),
      Buffer.from('</title></item></channel></rss>'),
    ])
    expect((await parseFeed(bytes, {})).items[0]?.title).toBe('éå')
    expect((await parseFeed(bytes, { language: 'he' })).items[0]?.title).toBe('יו')
  })
})

describe('a packed file in the answer', () => {
  test('is unpacked, also where it is cut off', async () => {
    const packed = gzipSync(rss('<item><title>One</title></item><item><title>Two</title></item>'))
    for (const bytes of [packed, packed.subarray(0, -6)]) {
      const feed = await parseFeed(bytes, {})
      expect(feed.items.map(({ title }) => title)).toEqual(['One', 'Two'])
      expect(feed.faults).toEqual([{ code: 'packed-twice' }])
    }
  })

  test.each([
    ['zlib', deflateSync],
    ['a bare stream', deflateRawSync],
  ])('may be %s', async (_kind, pack) => {
    const feed = await parseFeed(pack(rss('<item><title>One</title></item>')), {})
    expect(feed.items.map(({ title }) => title)).toEqual(['One'])
  })

  test.each(['blocked', 'jjj', 'xX', '  '.repeat(100), '\u0002\u0003'])(
    '%j is not packed',
    async (text) => {
      await expect(parseFeed(Buffer.from(text), {})).rejects.toThrow(/not a feed|is empty/)
    },
  )

  test('that is a bomb or damaged is no feed', async () => {
    const bomb = gzipSync(Buffer.alloc(11_000_000, 32))
    for (const bytes of [bomb, Buffer.from([0x1f, 0x8b, 8, 0, 1, 2, 3])]) {
      await expect(parseFeed(bytes, {})).rejects.toThrow('not a feed')
    }
  })
})

describe('what is no feed', () => {
  test.each([
    ['nothing', '', 'broken'],
    ['white space', ' \n ', 'broken'],
    ['a sentence', 'Invalid url', 'broken'],
    ['other XML', '<?xml version="1.0"?><Error><Code>NoSuchKey</Code></Error>', 'broken'],
    ['other JSON', '{"message":"no"}', 'broken'],
    ['a JSON list', '[1,2]', 'broken'],
    ['packed bytes', '\u001f\u008b\u0008\u0000\u0000', 'broken'],
    ['a page', '<!DOCTYPE html><html><head><title>x</title></head></html>', 'blocked'],
    [
      'a page with an XML declaration',
      '<?xml version="1.0"?><!DOCTYPE html PUBLIC "x"><html/>',
      'blocked',
    ],
    ['a page in capitals', '<HTML><BODY>x</BODY></HTML>', 'blocked'],
    ['a page that mentions items', '<html><body><item>x</item></body></html>', 'blocked'],
    ['a fragment of a page', '<script>location="/"</script>', 'blocked'],
  ])('%s', async (_what, text, kind) => {
    const error = await parseFeed(Buffer.from(text), {}).catch((thrown: unknown) => thrown)
    expect(error).toBeInstanceOf(FeedError)
    expect(error).toMatchObject({ kind })
  })

  test('a page around a feed does not hide it', async () => {
    const { items } = await parseFeed(
      Buffer.from(
        '<html><body><rss version="2.0"><channel><item><title>a</title></item></channel></rss></body></html>',
      ),
      {},
    )
    expect(items).toHaveLength(1)
  })

  test('a feed without items is a feed', async () => {
    expect(await parseFeed(rss(''), {})).toMatchObject({ title: 'Outlet', items: [] })
  })
})

describe('a document cut off anywhere', () => {
  const whole = Buffer.from(
    `<?xml version="1.0"?><rss version="2.0"><channel><title>Outlet</title>${[1, 2, 3]
      .map(
        (n) =>
          `<item><title>Item ${n}</title><description><![CDATA[<p>Text ${n}</p>]]></description></item>`,
      )
      .join('')}</channel></rss>`,
  )

  test('gives exactly the items that are complete, and says so', async () => {
    for (let length = 1; length < whole.length; length += 1) {
      const part = whole.subarray(0, length)
      const complete = part.toString().split('</item>').length - 1
      const outcome = await parseFeed(part, {}).catch((thrown: unknown) => thrown)
      if (complete === 0) expect(outcome).toBeInstanceOf(FeedError)
      else {
        expect(outcome).toMatchObject({ items: { length: complete } })
        expect(outcome).toMatchObject({
          faults: expect.arrayContaining([expect.objectContaining({ code: 'truncated' })]),
        })
      }
    }
  })
})
