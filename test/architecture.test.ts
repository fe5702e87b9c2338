import { readdirSync, readFileSync } from 'node:fs'
import { join, relative, sep } from 'node:path'
import { describe, expect, test } from 'vitest'
import { breaches, circles, HOMES, type Source } from './house.ts'

const SRC = join(import.meta.dirname, '..', 'src')

const sources: readonly Source[] = readdirSync(SRC, { recursive: true, withFileTypes: true })
  .filter((entry) => entry.isFile() && /\.(?:ts|js)$/.test(entry.name))
  // The page runs in the browser; it imports nothing of the house.
  .filter((entry) => !entry.parentPath.includes(`playground${sep}page`))
  .map((entry) => {
    const path = join(entry.parentPath, entry.name)
    return { path: relative(SRC, path).split(sep).join('/'), text: readFileSync(path, 'utf8') }
  })

describe('the house', () => {
  test('imports go down or stay in the folder, packages stay at home, clocks stay at the edge', () => {
    expect(breaches(sources)).toEqual([])
  })

  test.each(Object.keys(HOMES))('%s, which has a home, is used', (name) => {
    const uses = sources.filter(({ text }) => new RegExp(`'${name}['/]`).test(text))
    expect(uses).not.toEqual([])
  })

  test('no file imports its way back to itself', () => {
    expect(circles(sources)).toEqual([])
  })

  test('a circle over three files is caught, and the file beside it is not in it', () => {
    const planted = [
      { path: 'tag/a.ts', text: "import { b } from './b.ts'" },
      { path: 'tag/b.ts', text: "import type { C } from './deep/c.ts'" },
      { path: 'tag/deep/c.ts', text: "const { a } = await import('../a.ts')" },
      { path: 'tag/beside.ts', text: "import { a } from './a.ts'" },
    ]
    expect(circles(planted)).toEqual([['tag/a.ts', 'tag/b.ts', 'tag/deep/c.ts']])
  })

  test('a file is one idea: some 250 lines, a store 400, the contracts of floor 0 700', () => {
    const long = sources
      .map(({ path, text }) => ({ path, lines: text.split('\n').length }))
      .filter(({ path, lines }) => lines > longest(path))
    expect(long).toEqual([])
  })

  test.each([
    [
      'a stage that imports another stage',
      'card/x.ts',
      "import { due } from '../digest/due.ts'",
      'card may not import digest',
    ],
    [
      'an import that goes up',
      'lib/x.ts',
      "import { openStore } from '../store/open.ts'",
      'lib may not import store',
    ],
    [
      'a bot that reaches for the store',
      'bot/x.ts',
      "import { openStore } from '../store/open.ts'",
      'bot/ may not import store',
    ],
    [
      'a playground that knows our cards',
      'playground/x.ts',
      "import { card } from '../card/x.ts'",
      'playground/ may not import card',
    ],
    [
      'a package away from home',
      'card/x.ts',
      "import { Client } from 'discord.js'",
      "'discord.js' lives in bot/",
    ],
    [
      'a package without a home',
      'feed/x.ts',
      "import leftPad from 'left-pad'",
      "'left-pad' has no home",
    ],
    [
      'the whole of natural',
      'lib/words.ts',
      "import natural from 'natural'",
      'import a part by path',
    ],
    ['a clock inside a stage', 'story/x.ts', 'const now = Date.now()', 'Date.now() belongs to'],
    [
      'the environment inside a stage',
      'config/x.ts',
      'const home = process.env.HOME',
      'process.env belongs to',
    ],
    [
      'an import that is split over lines',
      'tag/x.ts',
      "import {\n  a,\n} from '../feed/x.ts'",
      'tag may not import feed',
    ],
  ])('%s is caught', (_, path, text, expected) => {
    expect(breaches([{ path, text }]).join('\n')).toContain(expected)
  })

  test.each([
    ['a comment that names a breach', 'card/x.ts', "// import { due } from '../digest/due.ts'"],
    ['a job where stages meet', 'jobs/x.ts', "import { due } from '../digest/due.ts'"],
    [
      'the composition root',
      'main.ts',
      "import { openStore } from './store/open.ts'\nprocess.exit(0)",
    ],
  ])('%s is no breach', (_, path, text) => {
    expect(breaches([{ path, text }])).toEqual([])
  })
})

function longest(path: string): number {
  if (['types.ts', 'ports.ts', 'pack.ts'].includes(path)) return 700
  return path.startsWith('store/') ? 400 : 275
}
