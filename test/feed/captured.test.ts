import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { type ParseMeta, parseFeed } from '../../src/feed/parse.ts'

const CAPTURED = join(import.meta.dirname, '..', '..', '..', 'shared', 'data', 'captured')
const files = existsSync(CAPTURED)
  ? readdirSync(CAPTURED).filter((name) => /\.(?:xml|rss)$/.test(name))
  : []

describe.skipIf(files.length === 0)('real captured feeds (../shared/data/captured)', () => {
  test.each(files)('%s is read whole', async (name) => {
    const path = join(CAPTURED, name)
    const bytes = readFileSync(path)
    const meta = JSON.parse(readFileSync(`${path}.meta.json`, 'utf8')) as ParseMeta
    const feed = await parseFeed(bytes, meta)
    const written = bytes.toString('latin1').match(/<(?:item|entry)[\s>]/g)?.length
    expect(feed.items).toHaveLength(written ?? 0)
    for (const item of feed.items) {
      expect(item.title ?? item.summary ?? item.content).toBeTruthy()
      expect(item.link).toMatch(/^https?:\/\//)
      expect(JSON.stringify(item)).not.toMatch(
        /\ufffd|Ð[\u0080-\u00bf]|Ã[\u0080-\u00bf]|&(?:amp|quot|lt|#\d+);/,
      )
    }
    const dated = feed.items.filter((item) => (item.publishedAt ?? item.updatedAt) !== undefined)
    expect(dated.length).toBeGreaterThanOrEqual(feed.items.length * 0.9)
    expect(feed.title).toBeTruthy()
  })
})
