import { describe, expect, test } from 'vitest'
import { normalise } from '../../src/feed/normalise.ts'
import { hash128 } from '../../src/lib/hash.ts'
import type { Feed, ParsedFeed, ParsedItem } from '../../src/types.ts'

const AT = Date.UTC(2026, 6, 1)
const feed: Feed = {
  id: 'outlet-world',
  url: 'https://outlet.example/feed',
  outlet: 'Outlet',
  family: 'outlet',
  camp: 'unknown',
  kind: 'newspaper',
  on: true,
}

const item = (fields: Partial<ParsedItem>): ParsedItem => ({
  id: fields.guid ?? fields.link ?? 'x',
  title: 'Port reopens',
  categories: [],
  ...fields,
})

const read = (
  items: readonly ParsedItem[],
  of: Partial<Feed> = {},
  document: Partial<ParsedFeed> = {},
) => normalise({ ...feed, ...of }, { format: 'rss', faults: [], ...document, items }, AT, false)

describe('identity', () => {
  test('an item with guid and link has both keys, and its id is the hash of the first', () => {
    const { articles } = read([item({ guid: '1', link: 'https://outlet.example/a' })])
    expect(articles[0]?.keys).toHaveLength(2)
    expect(articles[0]?.keys.map((key) => key[0])).toEqual(['g', 'u'])
    expect(articles[0]?.id).toBe(hash128(articles[0]?.keys[0] ?? ''))
    expect(articles[0]?.id).toMatch(/^[0-9a-f]{32}$/)
  })

  test('one guid in two feeds is two keys, one address in two feeds is one', () => {
    const items = [item({ guid: '1', link: 'https://outlet.example/a' })]
    const here = read(items).articles[0]?.keys ?? []
    const there = read(items, { id: 'outlet-sport' }).articles[0]?.keys ?? []
    expect(here[0]).not.toBe(there[0])
    expect(here[1]).toBe(there[1])
  })

  test('one address with and without tracking is one key', () => {
    const a = read([item({ link: 'https://outlet.example/a?utm_source=rss' })]).articles[0]
    const b = read([item({ link: 'http://www.outlet.example/a/' })]).articles[0]
    expect(a?.keys).toEqual(b?.keys)
    expect(a?.canonicalUrl).toBe('https://outlet.example/a')
    expect(a?.link).toBe('https://outlet.example/a?utm_source=rss')
  })

  test('outlet and title are a key only where there is neither guid nor link, whatever the punctuation', () => {
    const a = read([item({ title: 'Port “reopens”!' })]).articles[0]
    const b = read([item({ title: 'port reopens' })]).articles[0]
    expect(a?.keys.map((key) => key[0])).toEqual(['t'])
    expect(a?.keys).toEqual(b?.keys)
    expect(read([item({})], { outlet: 'Other' }).articles[0]?.keys).not.toEqual(a?.keys)
  })

  test('a guid that two items carry with different links is no key, and a fault of the feed', () => {
    const { articles, faults } = read([
      item({ guid: 'same', link: 'https://outlet.example/a', title: 'A' }),
      item({ guid: 'same', link: 'https://outlet.example/b', title: 'B' }),
    ])
    expect(articles).toHaveLength(2)
    expect(articles.flatMap(({ keys }) => keys.map((key) => key[0]))).toEqual(['u', 'u'])
    expect(faults).toEqual([{ code: 'ambiguous-key' }])
  })

  test('a link that all items share is no key where guids and titles tell them apart', () => {
    const { articles } = read([
      item({ guid: '1', link: 'https://outlet.example/', title: 'A' }),
      item({ guid: '2', link: 'https://outlet.example/', title: 'B' }),
    ])
    expect(articles.map(({ keys }) => keys.map((key) => key[0]))).toEqual([['g'], ['g']])
  })

  test('a guid that all items share without links falls back to their titles', () => {
    const { articles } = read([item({ guid: '0', title: 'A' }), item({ guid: '0', title: 'B' })])
    expect(articles.map(({ title }) => title)).toEqual(['A', 'B'])
    expect(articles[0]?.keys).not.toEqual(articles[1]?.keys)
  })

  test('the same item twice in one document is one article, the first', () => {
    const { articles, faults } = read([
      item({ guid: '1', link: 'https://outlet.example/a', summary: 'first' }),
      item({ guid: '1', link: 'https://outlet.example/a', summary: 'second' }),
    ])
    expect(articles.map(({ summary }) => summary)).toEqual(['first'])
    expect(faults).toEqual([])
  })

  test('a missing part never equals an empty or a shifted one', () => {
    const keys = [
      read([item({ guid: 'ab' })], { id: 'c' }),
      read([item({ guid: 'b' })], { id: 'ca' }),
      read([item({ title: 'ab' })], { outlet: 'c' }),
    ].map(({ articles }) => articles[0]?.keys[0])
    expect(new Set(keys).size).toBe(3)
  })
})

describe('fields', () => {
  test('a date in the future is clamped to our clock, an absent one stays absent', () => {
    const { articles } = read([
      item({ guid: '1', publishedAt: AT + 1 }),
      item({ guid: '2', publishedAt: AT - 1 }),
      item({ guid: '3', updatedAt: AT - 2 }),
      item({ guid: '4' }),
    ])
    expect(articles.map(({ publishedAt }) => publishedAt)).toEqual([AT, AT - 1, AT - 2, undefined])
    expect(articles.every(({ seenAt }) => seenAt === AT)).toBe(true)
  })

  test('content keeps its first 4,000 characters', () => {
    const { articles } = read([item({ guid: '1', content: 'x'.repeat(5000) })])
    expect(articles[0]?.content).toHaveLength(4000)
  })

  test('a missing title is the first sentence of the summary', () => {
    const { articles } = read([
      item({
        guid: '1',
        title: undefined as never,
        summary: 'The port is open again. Ships move.',
      }),
    ])
    expect(articles[0]?.title).toBe('The port is open again.')
  })

  test('an item that says nothing at all is left out and told', () => {
    const { articles, faults } = read([{ id: 'x', categories: [] }])
    expect(articles).toEqual([])
    expect(faults).toEqual([{ code: 'empty-item' }])
  })

  test('the item’s language comes before the feed’s, and that before the document’s', () => {
    const languages = [
      read([item({ language: 'fa-IR' })], { language: 'ru' }, { language: 'en' }),
      read([item({})], { language: 'ru' }, { language: 'en' }),
      read([item({})], {}, { language: 'en-GB' }),
      read([item({})]),
    ].map(({ articles }) => articles[0]?.languageHint)
    expect(languages).toEqual(['fa', 'ru', 'en', undefined])
  })

  test('backlog and sample are passed on', () => {
    const { articles } = normalise(
      { ...feed, sample: true },
      { format: 'rss', faults: [], items: [item({})] },
      AT,
      true,
    )
    expect(articles[0]).toMatchObject({ backlog: true, sample: true })
  })
})
