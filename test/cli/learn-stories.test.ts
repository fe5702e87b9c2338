import { mkdtemp, readFile, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { PassThrough, Readable } from 'node:stream'
import { beforeAll, describe, expect, test } from 'vitest'
import { run } from '../../src/cli/index.ts'
import { BRIDGE, hoursLater, OTHERS } from '../story/article.ts'

const MODEL = join(import.meta.dirname, '../../config/story/model.json')

const lines = (prefix: string): string =>
  [...BRIDGE, ...OTHERS]
    .map((article, at) =>
      JSON.stringify({
        id: `${prefix} ${article.id}`,
        title: article.title,
        summary: article.summary,
        outlet: article.outlet,
        lang: 'en',
        publishedAt: new Date(hoursLater(at / 4)).toISOString(),
        story: at < BRIDGE.length ? 'bridge' : article.id,
      }),
    )
    .join('\n')

let folder = ''
const file = (name: string): string => join(folder, name)

async function learn(...args: readonly string[]): Promise<readonly unknown[]> {
  const stdout = new PassThrough()
  const code = await run(['learn-stories', 'model', ...args, '--dry-run'], {
    stdin: Readable.from([]),
    stdout,
    stderr: new PassThrough(),
    env: {},
    now: Date.now,
    signal: new AbortController().signal,
  })
  expect(code).toBe(0)
  return String(stdout.read())
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line))
}

describe('axis learn-stories model', () => {
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'axis-learn-'))
    await writeFile(file('a.jsonl'), lines('a'))
    await writeFile(file('b.jsonl'), lines('b'))
  })

  test('tells of each stream what the others taught on it, then the model; a dry run writes nothing', async () => {
    const before = await readFile(MODEL, 'utf8')

    const told = await learn(file('a.jsonl'), file('b.jsonl'))

    expect(told).toHaveLength(3)
    expect(told.slice(0, 2)).toMatchObject([
      { name: file('a.jsonl'), recall: 1 },
      { name: file('b.jsonl'), recall: 1 },
    ])
    expect(told[2]).toMatchObject({ weights: { sharp: expect.any(Number) }, linked: {} })
    expect(await readFile(MODEL, 'utf8')).toBe(before)
  })
})
