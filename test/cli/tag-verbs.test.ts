import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { PassThrough, Readable } from 'node:stream'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { run } from '../../src/cli/index.ts'

let folder = ''
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'axis-tag-'))
})
afterEach(() => rm(folder, { recursive: true }))

async function axis(args: readonly string[], input = '') {
  const stdout = new PassThrough()
  const stderr = new PassThrough()
  const code = await run(args, {
    stdin: Readable.from(input === '' ? [] : [input]),
    stdout,
    stderr,
    env: {},
    now: () => Date.parse('2026-03-02'),
    signal: new AbortController().signal,
  })
  stdout.end()
  stderr.end()
  return { code, out: await text(stdout), err: await text(stderr) }
}

async function text(stream: PassThrough): Promise<string> {
  let all = ''
  for await (const part of stream) all += String(part)
  return all
}

describe('axis tag', () => {
  test('answers each line in order, in the promised shape', async () => {
    const lines = [
      { id: 'a', title: 'Iran fires missiles at a base', publishedAt: '2026-03-01T10:00:00Z' },
      { id: 'b', title: 'Чай с лимоном', lang: 'ru', summary: null },
    ]
    const { code, out } = await axis(['tag'], lines.map((line) => JSON.stringify(line)).join('\n'))
    expect(code).toBe(0)
    const answers = out
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line))
    expect(answers.map(({ id }) => id)).toEqual(['a', 'b'])
    expect(Object.keys(answers[0])).toEqual([
      'id',
      'lang',
      'relevance',
      'actors',
      'assets',
      'themes',
      'matches',
    ])
    expect(answers[0]).toMatchObject({ lang: 'en', relevance: 'related', actors: ['iran'] })
    expect(Object.keys(answers[0].matches[0])).toEqual([
      'kind',
      'ref',
      'field',
      'text',
      'at',
      'points',
    ])
    expect(answers[1]).toMatchObject({
      lang: 'ru',
      relevance: 'no',
      actors: [],
      themes: [],
      matches: [],
    })
  })

  test.each([
    ['no JSON', '{"id":', 'line 1 is no JSON'],
    ['no title', '{"id":"a"}', 'line 1: title'],
    ['a bad date', '{"id":"a","title":"x","publishedAt":"soon"}', 'publishedAt “soon” is no date'],
  ])('%s is a clear error with the number of the line', async (_name, line, message) => {
    const { code, err } = await axis(['tag'], line)
    expect(code).toBe(1)
    expect(err).toContain(message)
  })

  test('a pack that is not there is said', async () => {
    const { code, err } = await axis(['tag', '--pack', join(folder, 'none')])
    expect(code).toBe(1)
    expect(err).toContain('there is no such pack')
  })
})

test('axis explain says what matched, where, and which gate failed', async () => {
  const { code, out } = await axis(['explain', 'Iran fires missiles at a base'])
  expect(code).toBe(0)
  expect(out).toContain('actor iran                 “Iran” in the title at 0, 2 points')
  expect(out).toMatch(
    /theme drones-missiles +“missiles” in the title at 11 by the term “[^”]*missile[^”]*”, \d+ points/,
  )
  expect(out).toMatch(
    /passed {2}drones-missiles: [\d.]+( [+−] [\d.]+ by the second vote)? of 4 points/,
  )
  expect(out).toContain('failed  core: needs Russia and Iran: only Iran')
})

describe('axis eval', () => {
  const labelled = [
    {
      id: '1',
      lang: 'en',
      title: 'Iran fires missiles at a base',
      part: 'work',
      relevance: 'related',
      actors: ['iran'],
      themes: ['drones-missiles'],
    },
    {
      id: '2',
      lang: 'en',
      title: 'Tea with lemon',
      part: 'check',
      relevance: 'no',
      actors: ['unknown-id'],
      themes: [],
    },
    {
      id: '3',
      lang: 'en',
      title: 'Tea in Oman',
      part: 'work',
      relevance: 'no',
      actors: [],
      themes: [],
    },
  ]
  const write = async () => {
    const path = join(folder, 'labelled.jsonl')
    await writeFile(path, labelled.map((line) => JSON.stringify(line)).join('\n'))
    return path
  }

  test('gives the figures of each part; ids that the pack does not know are not counted', async () => {
    const { code, out } = await axis(['eval', await write(), '--json'])
    expect(code).toBe(0)
    const { parts } = JSON.parse(out)
    expect(parts.work).toMatchObject({
      items: 2,
      actors: { tp: 1, fp: 1, fn: 0, precision: 0.5, recall: 1 },
      falseAlarms: 0,
    })
    expect(parts.check.actors).toMatchObject({ tp: 0, fp: 0, fn: 0, f1: 1 })
  })

  test('lists mistakes of part work alone', async () => {
    const { out } = await axis(['eval', await write(), '--mistakes'])
    expect(out).toContain('Tea in Oman')
    expect(out).not.toContain('Tea with lemon')
  })

  test('says what it needs', async () => {
    expect((await axis(['eval'])).err).toContain('eval needs a file')
    expect((await axis(['eval', join(folder, 'gone')])).err).toContain('there is no such file')
  })
})

describe('axis pack', () => {
  const PACK = `
id: tea
title: Tea
languages: en
sides: [{ id: a, label: A, actors: leaf }]
actors: [{ id: leaf, label: Leaf, names: { en: 'Leafland, X' } }]
concepts: [{ id: brew, terms: { en: brew } }]
themes: [{ id: brewing, label: Brewing, threshold: 4, rules: ['2 brew'] }]
relevance:
  core: { threshold: 4, rules: ['2 brew @leaf'] }
  related: { threshold: 4, rules: ['2 %brewing'] }
tests:
  - { title: 'Leafland brews', relevance: core, actors: leaf }
  - { title: 'Leafland sleeps', relevance: related }
`

  test('check names file, line and path of each mistake', async () => {
    const path = join(folder, 'tea.yaml')
    await writeFile(path, PACK)
    const { code, out } = await axis(['pack', 'check', path])
    expect(code).toBe(1)
    expect(out).toContain(`error   ${path}:6: actors.leaf.names.en “X” is a single letter`)
    expect(out).toContain(`warning ${path}:6: actors.leaf has no demonyms`)
    expect(out).toContain('1 errors, 1 warnings')
  })

  test('test tells what broke and how', async () => {
    const path = join(folder, 'tea.yaml')
    await writeFile(path, PACK)
    const { code, out } = await axis(['pack', 'test', path])
    expect(code).toBe(1)
    expect(out).toContain('failed  Leafland sleeps')
    expect(out).toContain('relevance no, not related')
    expect(out).toContain('1 passed, 1 failed')
  })

  test('learn writes a vote that the pack accepts', async () => {
    const lines = Array.from({ length: 12 }, (_, at) => ({
      id: String(at),
      title: at % 2 ? 'They brew in Leafland' : 'They brew',
      part: 'work',
      relevance: 'related',
      actors: [],
      themes: at % 2 ? ['brewing'] : [],
    }))
    await writeFile(join(folder, 'l.jsonl'), lines.map((line) => JSON.stringify(line)).join('\n'))
    const pack = join(folder, 'pack')
    const { mkdir } = await import('node:fs/promises')
    await mkdir(pack)
    await writeFile(join(pack, 'tea.yaml'), PACK.split('tests:')[0] ?? '')
    const { code } = await axis([
      'pack',
      'learn',
      join(folder, 'l.jsonl'),
      '--pack',
      pack,
      '--out',
      join(pack, 'vote.json'),
    ])
    expect(code).toBe(0)
    const { out } = await axis(['explain', 'They brew', '--pack', pack])
    expect(out).toContain('by the second vote')
  })
})
