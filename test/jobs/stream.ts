// A real day of news, told as a breaking night; it is not part of the repository.

import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { hash128, hashParts } from '../../src/lib/hash.ts'
import type { Article, Instant } from '../../src/types.ts'

const DATA = join(import.meta.dirname, '..', '..', '..', 'shared', 'data')
export const STREAM = join(DATA, 'stream-dev.jsonl')

type Item = Readonly<
  Record<'id' | 'outlet' | 'lang' | 'title' | 'summary' | 'url' | 'publishedAt', string>
>

/** The last `count` items of the day, their times stretched or pressed into the span. */
export function readStream(of: {
  readonly count: number
  readonly start: Instant
  readonly spanMs: number
}): readonly Article[] {
  const lines = readFileSync(STREAM, 'utf8').split('\n').filter(Boolean)
  // A line of the file that the data's own README describes.
  const items = lines.slice(-of.count).map((line) => JSON.parse(line) as Item)
  const camps = readCamps()
  const first = Date.parse(items[0]?.publishedAt ?? '')
  const scale = of.spanMs / (Date.parse(items.at(-1)?.publishedAt ?? '') - first)
  return items
    .map((item): Article => {
      const seenAt = of.start + Math.round((Date.parse(item.publishedAt) - first) * scale)
      return {
        id: hash128(item.id),
        feedId: item.outlet,
        outlet: item.outlet,
        family: item.outlet,
        camp: camps.get(item.outlet) ?? 'unknown',
        title: item.title,
        summary: item.summary,
        link: item.url,
        canonicalUrl: item.url,
        categories: [],
        publishedAt: seenAt,
        seenAt,
        languageHint: item.lang,
        keys: [hashParts('guid', [item.id])],
        backlog: false,
      }
    })
    .sort((a, b) => a.seenAt - b.seenAt)
}

function readCamps(): ReadonlyMap<string, string> {
  const path = join(DATA, 'feeds.json')
  if (!existsSync(path)) return new Map()
  // The list of feeds that the data's own README describes.
  const feeds = JSON.parse(readFileSync(path, 'utf8')) as readonly {
    readonly title: string
    readonly camp: string
  }[]
  return new Map(feeds.map((feed) => [feed.title, feed.camp]))
}
