import { join } from 'node:path'
import { PassThrough, Readable } from 'node:stream'
import { describe, expect, test } from 'vitest'
import { clusterStream, type Placed } from '../../src/cli/cluster.ts'
import { toClusterFigures } from '../../src/cli/eval-clusters.ts'
import { run } from '../../src/cli/index.ts'
import { loadPack } from '../../src/config/pack.ts'
import { UserError } from '../../src/lib/errors.ts'
import { compilePack } from '../../src/tag/compile.ts'
import { BRIDGE, hoursLater, OTHERS } from '../story/article.ts'
import { K1, K2, O1, O2, TWO_TOWNS } from '../story/towns.ts'

const lineOf = (article: { id: string; title: string; outlet: string }, hour: number): string =>
  JSON.stringify({
    id: article.id,
    title: article.title,
    outlet: article.outlet,
    lang: 'en',
    publishedAt: new Date(hoursLater(hour)).toISOString(),
  })

const PACK = join(import.meta.dirname, '../../config/packs/russia-iran')
const matcher = compilePack(await loadPack(PACK))

async function place(lines: readonly string[]): Promise<readonly Placed[]> {
  const placed: Placed[] = []
  for await (const one of clusterStream(Readable.from(lines), matcher)) placed.push(one)
  return placed
}

describe('axis cluster', () => {
  test('tells the story of each article once, in lines of JSON', async () => {
    const input = [...BRIDGE, ...OTHERS].map((article) => lineOf(article, 0)).join('\n')

    const stdout = new PassThrough()
    const code = await run(['cluster', '--pack', PACK], {
      stdin: Readable.from([input]),
      stdout,
      stderr: new PassThrough(),
      env: {},
      now: Date.now,
      signal: new AbortController().signal,
    })

    const placed = String(stdout.read())
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line))
    expect(code).toBe(0)
    expect(new Set(placed.map(({ id }) => id)).size).toBe(6)
    expect(placed).toHaveLength(6)
    expect(new Set(placed.map(({ story }) => story)).size).toBe(4)
  })

  test('tells a story as soon as it can no longer change', async () => {
    const lines = [...BRIDGE.map((article) => lineOf(article, 0)), lineOf(OTHERS[0], 100)]

    const placed = await place(lines)

    expect(placed.slice(0, 3).map(({ id }) => id)).toEqual(
      expect.arrayContaining(BRIDGE.map(({ id }) => id)),
    )
    expect(placed.at(-1)?.id).toBe(OTHERS[0].id)
  })

  test('a story that turns out to tell of two towns is told as two, each article once', async () => {
    const articles = TWO_TOWNS.flat()
    const lines = articles.map((one) =>
      JSON.stringify({
        ...JSON.parse(lineOf(one, (one.seenAt - hoursLater(0)) / 3_600_000)),
        summary: one.summary,
      }),
    )

    const placed = await place(lines)

    const storyOf = new Map(placed.map(({ id, story }) => [id, story]))
    expect(placed).toHaveLength(articles.length)
    expect(storyOf.get(K1.id)).toBe(storyOf.get(K2.id))
    expect(storyOf.get(O1.id)).toBe(storyOf.get(O2.id))
    expect(storyOf.get(K1.id)).not.toBe(storyOf.get(O1.id))
  })

  test('the order of the lines of one slot does not matter', async () => {
    const lines = [...BRIDGE, ...OTHERS].map((article) => lineOf(article, 0))
    const byId = (placed: readonly Placed[]) => new Map(placed.map(({ id, story }) => [id, story]))

    expect(byId(await place(lines.toReversed()))).toEqual(byId(await place(lines)))
  })

  test.each([
    ['no json', 'line 1 of the input is no JSON object'],
    ['{"id":"a","title":"b"}', 'line 1 of the input needs'],
    ['{"id":"a","title":"b","publishedAt":"soon"}', 'line 1 of the input needs'],
  ])('a line that cannot be read is told: %s', async (line, text) => {
    await expect(place([line])).rejects.toThrow(UserError)
    await expect(place([line])).rejects.toThrow(text)
  })
})

describe('toClusterFigures', () => {
  const labelled = ['a', 'a', 'a', 'b', 'c'].map((story, at) => ({ id: `${at}`, story }))

  test('the labelled stories themselves score one', () => {
    const figures = toClusterFigures(labelled, labelled)

    expect(figures.pair).toEqual({ precision: 1, recall: 1, f1: 1 })
    expect(figures.bcubed).toEqual({ precision: 1, recall: 1, f1: 1 })
    expect(figures.alone.pair.f1).toBe(0)
    expect(figures.largestLabelled).toBe(3)
  })

  test('pairs and BCubed are what a hand count gives', () => {
    const found = ['x', 'x', 'y', 'y', 'z'].map((story, at) => ({ id: `${at}`, story }))

    const { pair, bcubed } = toClusterFigures(labelled, found)

    expect(pair.precision).toBeCloseTo(1 / 2)
    expect(pair.recall).toBeCloseTo(1 / 3)
    expect(bcubed.precision).toBeCloseTo((1 + 1 + 0.5 + 0.5 + 1) / 5)
    expect(bcubed.recall).toBeCloseTo((2 / 3 + 2 / 3 + 1 / 3 + 1 + 1) / 5)
  })

  test('an article without a story in the answer is told', () => {
    expect(() => toClusterFigures(labelled, labelled.slice(1))).toThrow('article 0 has no story')
  })
})
