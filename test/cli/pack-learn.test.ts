import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { PassThrough, Readable } from 'node:stream'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { run } from '../../src/cli/index.ts'

let folder = ''
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'axis-learn-'))
})
afterEach(() => rm(folder, { recursive: true }))

const packOf = (tests: readonly object[]): string =>
  JSON.stringify({
    id: 'tea',
    title: 'Tea',
    languages: 'en',
    sides: [
      { id: 'east', label: 'East', actors: 'leafland' },
      { id: 'west', label: 'West', actors: 'mugland' },
    ],
    actors: [
      { id: 'leafland', label: 'Leafland', names: { en: 'Leafland' } },
      { id: 'mugland', label: 'Mugland', names: { en: 'Mugland' } },
    ],
    concepts: [
      { id: 'brew', terms: { en: 'brew' } },
      { id: 'trade', terms: { en: 'sell' } },
    ],
    themes: [
      { id: 'brewing', label: 'Brewing', threshold: 4, rules: ['2 brew'] },
      { id: 'selling', label: 'Selling', threshold: 4, rules: ['1 trade'] },
    ],
    relevance: {
      core: { threshold: 4, rules: ['1 @east @west'] },
      related: { threshold: 1, rules: ['2 %brewing', '2 %selling'] },
    },
    tests,
  })

type Models = Readonly<Record<string, Readonly<Record<string, number>>>>

async function learn(lines: readonly object[], tests: readonly object[] = []): Promise<Models> {
  const pack = join(folder, 'tea.json')
  const labels = join(folder, 'labels.jsonl')
  const out = join(folder, 'vote.json')
  await writeFile(pack, packOf(tests))
  await writeFile(labels, lines.map((line) => JSON.stringify(line)).join('\n'))
  const silent = new PassThrough()
  const code = await run(['pack', 'learn', labels, '--pack', pack, '--out', out], {
    stdin: Readable.from([]),
    stdout: silent,
    stderr: silent,
    env: {},
    now: () => Date.parse('2026-03-02'),
    signal: new AbortController().signal,
  })
  expect(code).toBe(0)
  return JSON.parse(await readFile(out, 'utf8')).vote.models
}

const line = (at: number, title: string, themes: readonly string[], part = 'work') => ({
  id: String(at),
  title,
  part,
  relevance: themes.length > 0 ? 'related' : 'no',
  actors: [],
  themes,
})

const twelve = <T>(make: (at: number) => T): readonly T[] =>
  Array.from({ length: 12 }, (_, at) => make(at))

test('what the rules of one theme say is learnt for another', async () => {
  const models = await learn([
    ...twelve((at) => line(at, 'They sell in the hall', ['selling'])),
    ...twelve((at) => line(100 + at, 'They sell what they brew', ['brewing'])),
  ])
  expect(models.selling?.['passed:brewing']).toBeLessThan(-0.1)
})

test('part check teaches nothing', async () => {
  const taught = twelve((at) => line(at, at % 2 ? 'They brew' : 'They sell', ['brewing']))
  const checked = twelve((at) => line(100 + at, 'They sell', ['selling'], 'check'))
  expect(await learn([...taught, ...checked])).toEqual(await learn(taught))
})

test('a promise of the pack counts as two examples', async () => {
  const others = twelve((at) => line(at, 'They brew', ['brewing']))
  const promise = { title: 'They sell in Leafland', relevance: 'related', themes: 'selling' }
  const twice = ['a', 'b'].map((id) => ({
    ...line(0, 'They sell in Leafland', ['selling']),
    id,
  }))
  expect(await learn(others, [promise])).toEqual(await learn([...twice, ...others]))
})

test('core leans less to yes than the themes do', async () => {
  // Nothing speaks for or against either: what is left of the bias beside the examples' is the lean.
  const models = await learn([
    ...twelve((at) => line(at, 'A cup', [])),
    ...twelve((at) => line(100 + at, 'A cup', ['brewing', 'selling'])).map((item, at) => ({
      ...item,
      relevance: at < 12 ? 'core' : 'no',
    })),
  ])
  expect(models.core?.bias).toBeLessThan((models.brewing?.bias ?? 0) - 0.3)
})
