// How severe stories come out: node test/tools/severity.ts FILE… [--list core|related] [--level high]
// Tags and clusters the items of each file as the product would, in time order, and counts their stories.

import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { loadFeeds } from '../../src/config/feeds.ts'
import { loadPack } from '../../src/config/pack.ts'
import { hash128 } from '../../src/lib/hash.ts'
import { openClusterer } from '../../src/story/cluster.ts'
import { toSeverityRules } from '../../src/story/severity.ts'
import { compilePack } from '../../src/tag/compile.ts'
import { tagArticle } from '../../src/tag/tag.ts'
import type { Severity, Story, TaggedArticle } from '../../src/types.ts'

const ROOT = join(import.meta.dirname, '..', '..')
const LEVELS: readonly Severity[] = ['low', 'medium', 'high', 'critical']

type Item = {
  readonly id: string
  readonly outlet: string
  readonly title: string
  readonly summary?: string
  readonly publishedAt?: string
}

const files = process.argv.slice(2).filter((word) => word.endsWith('.jsonl'))
const optionOf = (name: string): string | undefined => {
  const at = process.argv.indexOf(name)
  return at < 0 ? undefined : process.argv[at + 1]
}
const [listed, level] = [optionOf('--list'), optionOf('--level')]
const pack = await loadPack(join(ROOT, 'config', 'packs', 'russia-iran'))
const matcher = compilePack(pack)
const { camps, feeds } = await loadFeeds(join(ROOT, 'feeds'))

for (const file of files) {
  const lines = readFileSync(file, 'utf8').trim().split('\n')
  // Written by the makers of the data, each line an item.
  const items = lines.map((line) => JSON.parse(line) as Item)
  const clusterer = openClusterer({
    camps,
    severity: toSeverityRules(pack.severity),
  })
  const stories = new Map<string, Story>()
  const articles = items
    .map(toArticle)
    .sort((a, b) => a.seenAt - b.seenAt || (a.id < b.id ? -1 : 1))
  for (const article of articles) {
    for (const story of clusterer.add([article], article.seenAt).stories) {
      stories.set(story.id, story)
    }
  }
  const whole = [...stories.values()].filter((story) => story.mergedInto === undefined)
  show(file, items.length, whole)
}

function toArticle(item: Item): TaggedArticle {
  const at = Date.parse(item.publishedAt ?? '') || 0
  const feed = feeds.find(({ outlet }) => outlet === item.outlet)
  const text = { title: item.title, ...(item.summary ? { summary: item.summary } : {}) }
  const article = {
    ...text,
    id: hash128(item.id),
    feedId: item.outlet,
    outlet: item.outlet,
    family: feed?.family ?? item.outlet,
    camp: feed?.camp ?? 'unknown',
    categories: [],
    seenAt: at,
    publishedAt: at,
    keys: [],
    backlog: false,
  }
  return { ...article, tags: tagArticle(matcher, article) }
}

function show(file: string, items: number, stories: readonly Story[]): void {
  process.stdout.write(`${file}: ${items} items, ${stories.length} stories\n`)
  for (const relevance of ['core', 'related'] as const) {
    const own = stories.filter((story) => story.relevance === relevance)
    const counts = LEVELS.map(
      (one) => `${one} ${own.filter(({ severity }) => severity === one).length}`,
    )
    process.stdout.write(`  ${relevance} ${own.length}: ${counts.join(', ')}\n`)
  }
  for (const story of stories) {
    if (story.relevance !== listed || (level !== undefined && story.severity !== level)) continue
    const points = story.severityPoints.map(({ text, points: n }) => `${text} ${n}`).join('; ')
    process.stdout.write(
      `    ${story.severity} ${story.articleCount}/${story.families.length} ${story.class} ${story.title}\n        ${points}\n`,
    )
  }
}
