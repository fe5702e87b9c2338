import { existsSync, readFileSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { decideAnew } from '../../src/jobs/pack/decide-anew.ts'
import { fixedClock, MINUTE_MS } from '../../src/lib/clock.ts'
import { storyId } from '../../src/lib/hash.ts'
import type { Store, StoryPlace } from '../../src/ports.ts'
import { openStore } from '../../src/store/open.ts'
import { type TagInput, tagArticle } from '../../src/tag/tag.ts'
import type { TaggedArticle } from '../../src/types.ts'
import { makeArticle, makeMembership, makePoll, makeStory } from '../store/make.ts'
import { openShipped } from './shipped.ts'

const ARTICLES = 10_000
const AT_ONCE = 200
const START = Date.parse('2026-03-01')
const DATA = join(import.meta.dirname, '..', '..', '..', 'shared', 'data', 'stream-dev.jsonl')

let folder = ''
let store: Store

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'axis-recompute-'))
  store = await openStore({ path: join(folder, 'axis.db'), clock: fixedClock(START) })
})
afterAll(async () => {
  await store.close()
  await rm(folder, { recursive: true })
})

test('recomputing a stored decision with the same pack gives the same decision', async () => {
  const matcher = await openShipped()
  const inputs = makeInputs(matcher.pack.tests.map(({ title }) => title))
  const tagged = inputs.map((input, at): TaggedArticle => {
    const article = { ...makeArticle(`recompute ${at}`), ...input, seenAt: START + at * MINUTE_MS }
    return { ...article, tags: tagArticle(matcher, article) }
  })
  for (let at = 0; at < tagged.length; at += AT_ONCE) {
    const articles = tagged.slice(at, at + AT_ONCE)
    const stories = articles.map((article) => makeStory(article))
    const memberships = articles.map((one) => makeMembership(one, storyId(one.id)))
    await store.commitPoll(makePoll(articles, { stories, memberships }))
  }

  // Another process, another order: a fresh matcher, from the newest story to the oldest.
  const again = await openShipped()
  expect(again.pack.hash).toBe(matcher.pack.hash)
  let checked = 0
  let place: StoryPlace | undefined
  for (;;) {
    const part = await store.storiesAfter(place, AT_ONCE)
    for (const { story, articles } of part) {
      for (const { article } of articles) {
        expect(JSON.stringify(tagArticle(again, article))).toBe(JSON.stringify(article.tags))
        checked += 1
      }
      place = { updatedAt: story.updatedAt, storyId: story.id }
    }
    if (part.length === 0) break
  }
  expect(checked).toBe(ARTICLES)
  const [newest] = await store.storiesAfter(undefined, 1)
  const deps = {
    pack: { hash: again.pack.hash, severity: again.pack.severity.levels },
    tag: (article: TaggedArticle) => tagArticle(again, article),
    camps: [],
  }
  expect(newest && decideAnew(deps, newest)).toMatchObject({ articles: [], otherwise: 0 })
}, 240_000)

/** A day of real items where there is one, else the pack's own headlines in many combinations. */
function makeInputs(titles: readonly string[]): readonly TagInput[] {
  const real = existsSync(DATA)
    ? readFileSync(DATA, 'utf8')
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line) as { title: string; summary?: string; publishedAt: string })
    : []
  const pick = (at: number) => titles[at % titles.length] ?? ''
  return Array.from({ length: ARTICLES }, (_, at) => {
    const item = real[at % (real.length || 1)]
    const title = item && at < real.length ? item.title : `${pick(at)} ${pick(at * 7 + 3)}`
    return {
      title,
      summary: item?.summary ?? pick(at * 11 + 5),
      ...(at % 3 === 0 ? { content: `${pick(at * 5)}. ${pick(at * 13 + 1)}.` } : {}),
      publishedAt: Date.parse(item?.publishedAt ?? '2026-03-01') + at * MINUTE_MS,
    }
  })
}
