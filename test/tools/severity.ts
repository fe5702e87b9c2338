// How severe stories come out: node test/tools/severity.ts FILE… [--list core|related] [--level high]
// Tags and clusters the items of each file as the product would, in time order, and counts their stories.
// --sample N --seed S: N stories of each level as JSON lines without their level, to be judged blind.
// --judged FILE: lines of {"key", "level"} held against what comes out (--misses lists those of part work).

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
import { toRandom } from '../jobs/night.ts'

const ROOT = join(import.meta.dirname, '..', '..')
const LEVELS: readonly Severity[] = ['low', 'medium', 'high', 'critical']

type Item = {
  readonly id: string
  readonly outlet: string
  readonly title: string
  readonly summary?: string
  readonly publishedAt?: string
}

/** `key` is the item of the story's medoid; stories are found again by it. */
type Judged = { readonly key: string; readonly level: Severity; readonly part: 'work' | 'aside' }

const files = process.argv.slice(2).filter((word) => word.endsWith('.jsonl'))
const optionOf = (name: string): string | undefined => {
  const at = process.argv.indexOf(name)
  return at < 0 ? undefined : process.argv[at + 1]
}
const [listed, level, judgedFile] = [optionOf('--list'), optionOf('--level'), optionOf('--judged')]
const pack = await loadPack(join(ROOT, 'config', 'packs', 'russia-iran'))
const matcher = compilePack(pack)
const { camps, feeds } = await loadFeeds(join(ROOT, 'feeds'))
const all: Story[] = []
const keyOf = new Map<string, string>()
const storyIdOf = new Map<string, string>()
const storyOf = new Map<string, Story>()

for (const file of files.filter((one) => one !== judgedFile)) {
  const stories = read(file)
  all.push(...stories)
  if (optionOf('--sample') === undefined && judgedFile === undefined) show(file, stories)
}
if (optionOf('--sample') !== undefined) sample(Number(optionOf('--sample')))
if (judgedFile !== undefined) judge(judgedFile)

function read(file: string): readonly Story[] {
  const lines = readFileSync(file, 'utf8').trim().split('\n')
  // Written by the makers of the data, each line an item.
  const items = lines.map((line) => JSON.parse(line) as Item)
  const clusterer = openClusterer({ camps, severity: toSeverityRules(pack.severity) })
  const stories = new Map<string, Story>()
  const articles = items
    .map(toArticle)
    .sort((a, b) => a.seenAt - b.seenAt || (a.id < b.id ? -1 : 1))
  for (const article of articles) {
    const { stories: changed, memberships } = clusterer.add([article], article.seenAt)
    for (const story of changed) stories.set(story.id, story)
    for (const { articleId, storyId } of memberships) storyIdOf.set(articleId, storyId)
  }
  for (const { id } of articles) {
    const story = stories.get(storyIdOf.get(id) ?? '')
    if (story !== undefined) storyOf.set(keyOf.get(id) ?? '', story)
  }
  return [...stories.values()].filter((story) => story.mergedInto === undefined)
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
  keyOf.set(article.id, item.id)
  return { ...article, tags: tagArticle(matcher, article) }
}

function show(file: string, stories: readonly Story[]): void {
  process.stdout.write(`${file}: ${stories.length} stories\n`)
  for (const relevance of ['core', 'related'] as const) {
    const own = stories.filter((story) => story.relevance === relevance)
    const counts = LEVELS.map(
      (one) => `${one} ${own.filter(({ severity }) => severity === one).length}`,
    )
    process.stdout.write(`  ${relevance} ${own.length}: ${counts.join(', ')}\n`)
  }
  for (const story of stories) {
    if (story.relevance !== listed || (level !== undefined && story.severity !== level)) continue
    process.stdout.write(`    ${inWords(story)}\n`)
  }
}

function inWords(story: Story): string {
  const points = story.severityPoints.map(({ text, points: n }) => `${text} ${n}`).join('; ')
  const { severity, articleCount, families, class: kind, title } = story
  return `${severity} ${articleCount}/${families.length} ${kind} ${title}\n        ${points}`
}

/** As many stories of low, of medium and of high and above, shuffled; every second one is kept aside. */
function sample(each: number): void {
  const random = toRandom(Number(optionOf('--seed') ?? '1'))
  const shuffled = <T>(list: readonly T[]): readonly T[] =>
    list
      .map((one) => ({ one, at: random() }))
      .sort((a, b) => a.at - b.at)
      .map(({ one }) => one)
  const relevant = shuffled(all.filter(({ relevance }) => relevance !== 'no'))
  const groups: readonly (readonly Severity[])[] = [['low'], ['medium'], ['high', 'critical']]
  const drawn = groups.flatMap((levels) =>
    relevant.filter(({ severity }) => levels.includes(severity)).slice(0, each),
  )
  for (const [at, story] of shuffled(drawn).entries()) {
    const key = keyOf.get(story.medoidId) ?? ''
    const { title, summary, articleCount, families } = story
    const said = summary.map(({ text }) => text).join(' ')
    const part = at % 2 === 0 ? 'work' : 'aside'
    const told = `${articleCount}/${families.length}`
    process.stdout.write(`${JSON.stringify({ key, part, told, title, summary: said })}\n`)
  }
}

function judge(file: string): void {
  const lines = readFileSync(file, 'utf8').trim().split('\n')
  // Written by whoever judged, as the head of this file says.
  const judged = lines.map((line) => JSON.parse(line) as Judged)
  for (const part of ['work', 'aside'] as const) {
    const own = judged.filter((one) => one.part === part)
    const right = own.filter(({ key, level: said }) => storyOf.get(key)?.severity === said)
    process.stdout.write(`${part}: ${right.length} of ${own.length} as judged\n`)
    for (const found of LEVELS) {
      const row = LEVELS.map(
        (said) =>
          own.filter((one) => one.level === said && storyOf.get(one.key)?.severity === found)
            .length,
      )
      process.stdout.write(`  found ${found}: judged low to critical ${row.join(', ')}\n`)
    }
    if (part === 'aside' || !process.argv.includes('--misses')) continue
    for (const { key, level: said } of own) {
      const story = storyOf.get(key)
      if (story && story.severity !== said) {
        process.stdout.write(`    judged ${said}, ${inWords(story)}\n`)
      }
    }
  }
}
