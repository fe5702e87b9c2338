import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { loadEnv } from '../../src/config/env.ts'
import { loadFeeds } from '../../src/config/feeds.ts'
import { DEFAULT_SETTINGS } from '../../src/config/settings.ts'
import { DAY_MS, HOUR_MS } from '../../src/lib/clock.ts'
import { openStore } from '../../src/store/open.ts'
import { openIngestRole } from '../../src/worker/open-ingest.ts'
import { STREAM, serveDay } from './real-day-served.ts'

const ROOT = join(import.meta.dirname, '..', '..')
test.skipIf(!existsSync(STREAM))(
  'a real day of 57 outlets: every item once, nothing twice, events told by several outlets joined',
  async () => {
    const day = await serveDay()
    const start = Date.now()
    let now = start
    const clock = { now: () => now }
    const store = await openStore({ path: ':memory:', clock })
    const { camps } = await loadFeeds(join(ROOT, 'feeds'))
    const ingest = await openIngestRole(
      {
        database: ':memory:',
        feeds: day.feeds,
        camps,
        pack: loadEnv({}, ROOT).pack,
        settings: DEFAULT_SETTINGS,
        version: 'test',
        allowPrivate: true,
      },
      { clock, log: () => {}, random: () => 0.5, store },
    )
    const first = await ingest.poll({ all: true })
    const again = await ingest.poll({ all: true })
    expect(first?.feeds.filter((feed) => feed.reason !== undefined)).toEqual([])
    expect(first?.fresh).toBeGreaterThan(300)
    expect(again?.fresh).toBe(0)

    for (let hour = 1; hour <= 12; hour += 1) {
      now = start + hour * HOUR_MS
      await day.moveTo(now)
      await ingest.poll({ all: true })
    }
    const { articles, stories } = await store.health()
    expect(articles).toBeGreaterThan(800)
    expect(stories).toBeLessThan(articles)
    const told = await store.latestStories({ since: now - DAY_MS }, { limit: 500, offset: 0 })
    expect(told.items.some((story) => story.families.length >= 4)).toBe(true)
    expect(told.items.filter((story) => story.articleCount > 60)).toEqual([])

    await ingest.close()
    await store.close()
    day.close()
  },
  120_000,
)
