import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { loadEnv } from '../../src/config/env.ts'
import { loadFeeds } from '../../src/config/feeds.ts'
import { DEFAULT_SETTINGS } from '../../src/config/settings.ts'
import { DAY_MS, HOUR_MS } from '../../src/lib/clock.ts'
import { openStore } from '../../src/store/open.ts'
import type { Feed } from '../../src/types.ts'
import { openIngestRole } from '../../src/worker/open-ingest.ts'

const ROOT = join(import.meta.dirname, '..', '..')
const SHARED = join(ROOT, '..', 'shared')
const STREAM = join(SHARED, 'data', 'stream-dev.jsonl')

type Served = {
  readonly id: string
  readonly outlet: string
  readonly lang: string
  readonly url: string
}

/** A real day of news as live feeds, with a clock that can be moved. */
async function serveDay() {
  const child = spawn(process.execPath, [
    join(SHARED, 'tools', 'serve-stream.mjs'),
    STREAM,
    '--shift',
  ])
  const base = await new Promise<string>((resolve) =>
    child.stdout.once('data', (text) => resolve(String(text).trim())),
  )
  const served = (await (await fetch(base)).json()) as readonly Served[]
  const feeds = served.map(
    (one): Feed => ({
      id: one.id,
      url: one.url,
      outlet: one.outlet,
      family: one.outlet,
      camp: 'unknown',
      kind: 'newspaper',
      language: one.lang,
      on: true,
    }),
  )
  const moveTo = (at: number) =>
    fetch(`${base}clock?at=${new Date(at).toISOString()}`, { method: 'POST' })
  return { feeds, moveTo, close: () => child.kill() }
}

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
        data: ':memory:',
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
