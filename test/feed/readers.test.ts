import { createRequire } from 'node:module'
import { describe, expect, test } from 'vitest'
import { toCleanFeed } from '../../src/feed/clean.ts'
import { openFaults } from '../../src/feed/faults.ts'
import { readWithRssParser } from '../../src/feed/first-reader.ts'
import { readWithFeedsmith } from '../../src/feed/second-reader.ts'
import { scan } from '../../src/feed/xml/scan.ts'

const require = createRequire(import.meta.url)

const DOCUMENT = `<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel>
<title>Outlet</title><link>https://outlet.example/</link><language>en</language>
<item><title>Port &amp; sea</title><link>/a</link><guid isPermaLink="false">1</guid>
<pubDate>Wed, 15 Nov 2023 10:00:00 MSK</pubDate><description>Short &lt;b&gt;text&lt;/b&gt;</description>
<content:encoded><![CDATA[<p>Long]]]]><![CDATA[></p>]]></content:encoded>
<author>desk@outlet.example (Ann)</author><category>Trade</category><category>Sea</category></item>
</channel></rss>`

const clean = () => {
  const faults = openFaults()
  return toCleanFeed(scan(DOCUMENT, faults), { faults }).xml
}

describe('rss-parser, the first reader', () => {
  test('reads a clean document without loss', async () => {
    expect((await readWithRssParser(clean())).items[0]).toMatchObject({
      title: 'Port & sea',
      link: 'https://outlet.example/a',
      guid: '1',
      isoDate: '2023-11-15T07:00:00.000Z',
      content: 'Short text',
      'content:encoded': 'Long]]>',
      author: 'Ann',
      categories: ['Trade', 'Sea'],
    })
  })

  test('the release still keeps getSnippet where it is replaced, and calls it through that object', async () => {
    const { version } = require('rss-parser/package.json') as { version: string }
    const utils = require('rss-parser/lib/utils.js') as { getSnippet: (html: string) => string }
    expect(version).toBe('3.13.0')
    expect(utils.getSnippet('<p>text</p>')).toBe('')
    const item = (await readWithRssParser(clean())).items[0] as Record<string, unknown>
    expect(item.contentSnippet).toBe('')
    expect(item['content:encodedSnippet']).toBe('')
  })
})

describe('feedsmith, the second reader', () => {
  test('reads the same clean document to the same item', async () => {
    const { title, link, guid, isoDate, content, author, categories } =
      (await readWithRssParser(clean())).items[0] ?? {}
    expect(title).toBe('Port & sea')
    expect(readWithFeedsmith(clean()).items[0]).toMatchObject({
      title,
      link,
      guid,
      isoDate,
      content,
      author,
      categories,
    })
  })

  test('what neither reads is no feed', () => {
    expect(() => readWithFeedsmith('<nothing/>')).toThrow('neither reader')
  })
})
