// What a well-behaved publisher writes is read back as it was meant, in every dialect.

import fc from 'fast-check'
import { expect, test } from 'vitest'
import { parseFeed } from '../../src/feed/parse.ts'

type Item = {
  readonly id: string
  readonly link: string
  readonly title: string
  readonly summary: string
  readonly paragraphs: readonly string[]
  readonly author: string
  readonly categories: readonly string[]
  readonly published: number
  readonly updated: number
}

const WORDS = (
  'port ship 5 & < > "q" it’s R&D — a;b ]]> Порт Київ تهران می‌رود القاهرة ירושלים 港口 항구 é ñ ü 🚢 👩‍🚀 100% #1 x=1 [1] (2) a/b ' +
  'C++ {x} $5 `y` ^ ~ | \\ ! ? : @ana'
).split(' ')
const text = fc
  .array(fc.constantFrom(...WORDS), { minLength: 1, maxLength: 8 })
  .map((words) => words.join(' '))
const instant = fc
  .integer({ min: Date.UTC(1999, 0), max: Date.UTC(2038, 0) })
  .map((at) => at - (at % 1000))
const name = fc.constantFrom('Ann Lee', 'Іван Франко', 'سارا رضایی', 'José da Silva', '王小明')
const slug = fc.integer({ min: 1, max: 1e9 })
const item: fc.Arbitrary<Item> = fc.record({
  id: slug.map((n) => `tag:outlet.example,2026:${n}`),
  link: slug.map((n) => `https://outlet.example/news/${n}?a=1&b=2`),
  title: text,
  summary: text,
  paragraphs: fc.array(text, { minLength: 1, maxLength: 3 }),
  author: name,
  categories: fc.uniqueArray(fc.constantFrom('Trade', 'R&D', 'Порты', 'بندر'), { maxLength: 3 }),
  published: instant,
  updated: instant,
})

const escapeXml = (written: string): string =>
  written.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;')
const cdata = (written: string): string =>
  `<![CDATA[${written.replaceAll(']]>', ']]]]><![CDATA[>')}]]>`
const html = (one: Item): string => one.paragraphs.map((p) => `<p>${escapeXml(p)}</p>`).join('')
const iso = (at: number): string => new Date(at).toISOString()
const rfc = (at: number): string => new Date(at).toUTCString()

type Writer = (items: readonly Item[]) => string

const RSS = `xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:a="http://www.w3.org/2005/Atom"`
const toRss =
  (pack: (written: string) => string): Writer =>
  (items) =>
    `<?xml version="1.0"?><rss version="2.0" ${RSS}><channel><title>Outlet</title>${items
      .map(
        (one) =>
          `<item><guid isPermaLink="false">${one.id}</guid><link>${escapeXml(one.link)}</link><title>${pack(one.title)}</title><description>${pack(one.summary)}</description><content:encoded>${pack(html(one))}</content:encoded><dc:creator>${pack(one.author)}</dc:creator>${one.categories.map((c) => `<category>${pack(c)}</category>`).join('')}<pubDate>${rfc(one.published)}</pubDate><a:updated>${iso(one.updated)}</a:updated></item>`,
      )
      .join('\n')}</channel></rss>`

const toAtom =
  (
    prefix: string,
    write: { readonly text: (t: string) => string; readonly html: Writer1 },
  ): Writer =>
  (items) => {
    const p = prefix === '' ? '' : `${prefix}:`
    const el = (tag: string, inside: string, attributes = '') =>
      `<${p}${tag}${attributes}>${inside}</${p}${tag}>`
    const entries = items.map((one) =>
      el(
        'entry',
        [
          el('id', one.id),
          `<${p}link href="${escapeXml(one.link)}"/>`,
          el('title', write.text(one.title), ' type="html"'),
          el('summary', escapeXml(one.summary), ' type="text"'),
          write.html(one, p),
          el('author', el('name', one.author)),
          ...one.categories.map((c) => `<${p}category term="${escapeXml(c)}"/>`),
          el('published', iso(one.published)),
          el('updated', iso(one.updated)),
        ].join(''),
      ),
    )
    const xmlns = `xmlns${prefix === '' ? '' : `:${prefix}`}="http://www.w3.org/2005/Atom"`
    return el('feed', el('title', 'Outlet') + entries.join(''), ` ${xmlns}`)
  }
type Writer1 = (one: Item, prefix: string) => string

const escaped: Writer1 = (one, p) =>
  `<${p}content type="html">${escapeXml(html(one))}</${p}content>`
const packed: Writer1 = (one, p) => `<${p}content type="html">${cdata(html(one))}</${p}content>`
const xhtml: Writer1 = (one, p) =>
  `<${p}content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml">${html(one)}</div></${p}content>`

const toJson: Writer = (items) =>
  JSON.stringify({
    version: 'https://jsonfeed.org/version/1.1',
    title: 'Outlet',
    items: items.map((one) => ({
      id: one.id,
      url: one.link,
      title: one.title,
      summary: one.summary,
      content_html: html(one),
      authors: [{ name: one.author }],
      tags: one.categories,
      date_published: iso(one.published),
      date_modified: iso(one.updated),
    })),
  })

const DIALECTS: readonly (readonly [string, Writer])[] = [
  ['RSS 2.0, escaped', toRss(escapeXml)],
  ['RSS 2.0, in CDATA', toRss(cdata)],
  ['Atom, escaped', toAtom('', { text: (t) => escapeXml(escapeXml(t)), html: escaped })],
  ['Atom, in CDATA', toAtom('', { text: (t) => cdata(escapeXml(t)), html: packed })],
  ['Atom, XHTML', toAtom('', { text: (t) => escapeXml(escapeXml(t)), html: xhtml })],
  ['Atom with a prefix', toAtom('atom', { text: (t) => escapeXml(escapeXml(t)), html: escaped })],
  ['JSON Feed 1.1', toJson],
]

test.each(DIALECTS)('%s', async (_name, write) => {
  await fc.assert(
    fc.asyncProperty(fc.array(item, { minLength: 1, maxLength: 3 }), async (items) => {
      const feed = await parseFeed(Buffer.from(write(items)), {})
      expect(feed.faults).toEqual([])
      expect(feed.items).toEqual(
        items.map((one) =>
          expect.objectContaining({
            id: one.id,
            link: one.link,
            title: one.title,
            summary: one.summary,
            content: one.paragraphs.join('\n\n'),
            author: one.author,
            categories: one.categories,
            publishedAt: one.published,
            updatedAt: one.updated,
          }),
        ),
      )
    }),
    { numRuns: 60 },
  )
})
