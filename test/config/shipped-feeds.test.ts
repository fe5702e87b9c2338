import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { loadFeeds } from '../../src/config/feeds.ts'

const ROOT = join(import.meta.dirname, '..', '..')
const READ_LANGUAGES = ['en', 'ru', 'fa', 'uk', 'ar', 'he']
const { feeds, camps } = await loadFeeds(join(ROOT, 'feeds'))
const on = feeds.filter((feed) => feed.on)
const idsOf = (list: readonly { readonly id: string }[]) => list.map(({ id }) => id)

describe('the feeds that ship', () => {
  test('are many, and enough of them are on', () => {
    expect(feeds.length).toBeGreaterThan(150)
    expect(on.length).toBeGreaterThan(80)
  })

  test('are on only in languages that the pack reads', () => {
    expect(idsOf(on.filter((feed) => !READ_LANGUAGES.includes(feed.language ?? '')))).toEqual([])
  })

  test('are on only where no law or doubt is noted', () => {
    expect(idsOf(on.filter((feed) => feed.note !== undefined))).toEqual([])
  })

  test('say why where they are not served over https, and are off then', () => {
    const plain = feeds.filter((feed) => feed.url.startsWith('http:'))
    expect(plain.filter((feed) => feed.on || !feed.note?.includes('plain HTTP'))).toEqual([])
  })

  test('come from every camp but unknown, each declared camp used', () => {
    const used = new Set(feeds.map((feed) => feed.camp))
    expect(idsOf(camps).filter((id) => !used.has(id))).toEqual(['unknown'])
  })

  test('name outlet, family, language, kind, country and homepage', () => {
    const bare = feeds.filter((feed) => !feed.language || !feed.country || !feed.homepage)
    expect(idsOf(bare)).toEqual([])
  })

  test('keep one camp a family', () => {
    const campsOf = Map.groupBy(feeds, (feed) => feed.family)
    const split = [...campsOf].filter(([, all]) => new Set(all.map((feed) => feed.camp)).size > 1)
    expect(split.map(([family]) => family)).toEqual([])
  })

  test('hold no address that is known to be dead', async () => {
    const text = await readFile(join(ROOT, 'test/fixtures/feeds/dead-addresses.txt'), 'utf8')
    const dead = text
      .split('\n')
      .filter((line) => line.startsWith('http'))
      .map((line) => new RegExp(`^${line.replace(/[.?]/g, '\\$&').replaceAll('*', '.*')}$`))
    expect(dead.length).toBeGreaterThan(40)
    expect(feeds.filter((feed) => dead.some((pattern) => pattern.test(feed.url)))).toEqual([])
  })
})

test('camps that compare views are marked, state camps count as one voice', () => {
  expect(idsOf(camps.filter((camp) => !camp.contrast))).toEqual([
    'analysis',
    'international',
    'unknown',
  ])
  expect(idsOf(camps.filter((camp) => camp.state))).toEqual([
    'iran-state',
    'russia-state',
    'gulf-state',
    'china-state',
  ])
})
