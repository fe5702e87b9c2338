import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { PassThrough, Readable } from 'node:stream'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { run } from '../../src/cli/index.ts'
import { loadPack } from '../../src/config/pack.ts'
import { fixedClock, HOUR_MS } from '../../src/lib/clock.ts'
import { storyId } from '../../src/lib/hash.ts'
import { openStore } from '../../src/store/open.ts'
import { deriveStory } from '../../src/story/derive.ts'
import { compilePack } from '../../src/tag/compile.ts'
import { tagArticle } from '../../src/tag/tag.ts'
import { DAY, makeArticle, makeMembership, makePoll } from '../store/make.ts'

const packOf = (names: string) => `
id: tea
title: Tea
languages: en
sides: [{ id: a, label: A, actors: leaf }]
actors: [{ id: leaf, label: Leaf, names: { en: '${names}' } }]
concepts: [{ id: brew, terms: { en: brew } }]
themes: [{ id: brewing, label: Brewing, threshold: 4, rules: ['2 brew @leaf'] }]
relevance:
  core: { threshold: 9, rules: ['2 brew @leaf'] }
  related: { threshold: 4, rules: ['2 %brewing'] }
`
const TITLES = [
  'Leafland brews less this year after the frost',
  'Cupstead merchants want to brew at home',
  'Painters reach the northern end of a railway bridge',
]

let folder = ''
const path = (name: string) => join(folder, name)

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'axis-pack-'))
  await writeFile(path('old.yaml'), packOf('Leafland'))
  await writeFile(path('new.yaml'), packOf('Cupstead'))
  await writeFile(path('both.yaml'), packOf('Leafland, Podland, Cupstead'))
  await writeFile(
    path('feeds.yaml'),
    'feeds: [{ id: wire, url: "https://wire.example/rss", outlet: Wire, camp: western, kind: wire }]',
  )
  await writeFile(
    path('camps.yaml'),
    'camps: [{ id: western, label: West, order: 1, contrast: true }]',
  )
  await mkdir(path('data'))
  const clock = fixedClock(DAY)
  const store = await openStore({ path: path('data/axis.db'), clock })
  const matcher = compilePack(await loadPack(path('old.yaml')))
  for (const [at, title] of TITLES.entries()) {
    const seenAt = DAY - (at + 1) * HOUR_MS
    const bare = makeArticle(`item ${at}`, { title, summary: '', seenAt })
    const article = { ...bare, tags: tagArticle(matcher, bare) }
    const memberships = [makeMembership(article, storyId(article.id))]
    const story = deriveStory([article], memberships, { id: storyId(article.id), camps: [] })
    await store.commitPoll(makePoll([article], { stories: [story], memberships }))
  }
  await store.close()
})
afterAll(() => rm(folder, { recursive: true }))

async function axis(...args: readonly string[]) {
  const stdout = new PassThrough()
  const stderr = new PassThrough()
  const code = await run(args, {
    stdin: Readable.from([]),
    stdout,
    stderr,
    env: { AXIS_DATA: path('data'), AXIS_FEEDS: path('feeds.yaml'), AXIS_PACK: path('old.yaml') },
    now: () => DAY,
    signal: new AbortController().signal,
  })
  stdout.end()
  stderr.end()
  return { code, out: String(await stdout.toArray()), err: String(await stderr.toArray()) }
}

describe('a changed pack and what is stored', () => {
  test('backtest says what would come and go, with examples, and changes nothing', async () => {
    const first = await axis('pack', 'backtest', path('new.yaml'), '--since', '30d')
    expect(first.code, first.err).toBe(0)
    expect(first.out).toContain(
      '3 articles, 2 tagged differently; +1 stories, −1, 0 with other tags',
    )
    expect(first.out).toMatch(
      /\+ S-[A-Z2-7]{8} North Wire: Cupstead merchants want to brew at home \(no → related leaf brewing\)/,
    )
    expect(first.out).toMatch(
      /− S-[A-Z2-7]{8} North Wire: Leafland brews less this year after the frost \(related leaf brewing → no\)/,
    )
    const again = await axis('pack', 'backtest', path('new.yaml'), '--since', '30d')
    expect(again.out).toBe(first.out)
  })

  test('a span counts: what is older is not looked at', async () => {
    const { out } = await axis('pack', 'backtest', path('new.yaml'), '--since', '1h')
    expect(out).toContain('0 articles')
    const wrong = await axis('pack', 'backtest', path('new.yaml'), '--since', 'soon')
    expect(wrong.err).toContain('"soon" is no span such as 24h or 30d')
  })

  test('check names the terms that nothing in the store hits', async () => {
    const { code, out, err } = await axis('pack', 'check', path('both.yaml'), '--since', '30d')
    expect(code, err).toBe(0)
    expect(out).toContain(`unhit   ${path('both.yaml')}:6: actors.leaf.names.en 1 of 3: Podland`)
    expect(out).toContain('1 terms hit nothing in 3 articles')
  })

  test('retag does it', async () => {
    const { code, out, err } = await axis('pack', 'retag', path('new.yaml'))
    expect(code, err).toBe(0)
    expect(out).toContain('3 articles of 3 stories read, 2 articles and 2 stories changed')
    expect(out).toContain('+1 stories, −1')
    const after = await axis('pack', 'backtest', path('new.yaml'))
    expect(after.out).toContain('3 articles, 0 tagged differently; +0 stories, −0')
  })
})
