import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { loadPack } from '../../src/config/pack.ts'
import { parseRule } from '../../src/config/pack-schema.ts'
import { ConfigError } from '../../src/lib/errors.ts'

const GOOD = `
id: good
title: Good
languages: en
sides:
  - { id: reds, label: Red, actors: red }
actors:
  - { id: red, label: Red, names: { en: 'Redland, Red State' } }
concepts:
  - { id: talk, terms: { en: [talk, meeting] } }
themes:
  - { id: talks, label: Talks, threshold: 4, rules: ['2 talk'] }
relevance:
  core: { threshold: 4, rules: ['2 talk'] }
  related: { threshold: 4, rules: ['2 %talks'] }
`

let folder = ''
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'pack-'))
})
afterEach(() => rm(folder, { recursive: true }))

async function write(name: string, text: string): Promise<string> {
  const path = join(folder, name)
  await writeFile(path, text)
  return path
}

async function problemsOf(path: string): Promise<readonly string[]> {
  const error = await loadPack(path).catch((thrown: unknown) => thrown)
  if (!(error instanceof ConfigError)) throw new Error(`no ConfigError but ${String(error)}`)
  return error.problems
}

describe('a good pack', () => {
  test('terms are a list or one line with commas', async () => {
    const pack = await loadPack(await write('good.yaml', GOOD))
    expect(pack.actors[0]?.names.en).toEqual(['Redland', 'Red State'])
    expect(pack.concepts[0]?.terms.en).toEqual(['talk', 'meeting'])
  })

  test('may be a folder of files in any split, hash included', async () => {
    const [head, actors] = GOOD.split('actors:\n  - { id: red')
    await write('a.yaml', head ?? '')
    await write('b.yaml', `actors:\n  - { id: red${actors}`)
    const pack = await loadPack(folder)
    expect(pack.themes.map(({ id }) => id)).toEqual(['talks'])
    expect(pack.hash).toMatch(/^[0-9a-f]{32}$/)
  })

  test('another text is another hash', async () => {
    const one = await loadPack(await write('one.yaml', GOOD))
    const two = await loadPack(await write('two.yaml', GOOD.replace('meeting', 'summit')))
    expect(one.hash).not.toBe(two.hash)
  })
})

describe('every mistake is told at once, with file, line and path', () => {
  test('empty terms, a bad rule, a bad date, an unknown key', async () => {
    const path = await write(
      'x.yaml',
      GOOD.replace('[talk, meeting]', '[]')
        .replace("rules: ['2 talk']", "rules: ['2 talk in:footer']")
        .concat("periods:\n  - { id: p, label: P, from: 'soon' }\ncolour: red\n"),
    )
    const problems = await problemsOf(path)
    expect(problems).toHaveLength(4)
    expect(problems.join('\n')).toMatch(/x\.yaml:\d+: concepts\[0\]\.terms\.en is empty/)
    expect(problems.join('\n')).toContain('themes[0].rules[0] “footer” is no zone')
    expect(problems.join('\n')).toContain('periods[0].from “soon” is no date')
    expect(problems.join('\n')).toMatch(/colour/)
  })

  test('references that lead nowhere, in several files', async () => {
    await write(
      'a.yaml',
      GOOD.replace(
        "['2 talk']",
        "['2 walk', '1 @blue', '1 when:never', '1 %none', '1 talk is:asked -is:odd']",
      ),
    )
    await write(
      'b.yaml',
      'groups: { all: red green }\nconcepts:\n  - { id: talk, terms: { en: x } }\n',
    )
    const problems = (await problemsOf(folder)).map((line) => line.replace(`${folder}/`, ''))
    expect(problems).toEqual([
      'b.yaml:3: concepts[0].id “talk” is there twice',
      'a.yaml:12: themes[0].rules[0] names “walk”, which is not in the pack',
      'a.yaml:12: themes[0].rules[1] names “@blue”, which is not in the pack',
      'a.yaml:12: themes[0].rules[2] names “#never”, which is not in the pack',
      'a.yaml:12: themes[0].rules[3] names “%none”, which is not in the pack',
      'a.yaml:12: themes[0].rules[4] names “is:odd”, which is not in the pack',
      'b.yaml:1: groups.all names “green”, which is not in the pack',
    ])
  })

  test('what ends before it begins', async () => {
    const path = await write(
      'x.yaml',
      GOOD.concat("periods:\n  - { id: p, label: P, from: '2025-02', to: '2025-01' }\n"),
    )
    const problems = await problemsOf(path)
    expect(problems).toHaveLength(1)
    expect(problems[0]).toMatch(/x\.yaml:\d+: periods\[0\] ends before it begins/)
  })

  test('missing parts', async () => {
    const problems = await problemsOf(await write('empty.yaml', 'title: Nothing\n'))
    expect(problems.map((line) => line.split(': ')[1])).toEqual([
      'id is missing',
      'relevance is missing',
      'languages is missing',
    ])
  })

  test('what is no YAML, no file, no pack in a folder', async () => {
    expect((await problemsOf(await write('broken.yaml', 'id: [')))[0]).toContain('broken.yaml:1: ')
    expect((await problemsOf(join(folder, 'gone')))[0]).toContain('there is no such pack')
    await rm(join(folder, 'broken.yaml'))
    expect((await problemsOf(folder))[0]).toContain('holds no .yaml file')
  })
})

describe('a rule is one line', () => {
  test.each([
    ['2 talk', { points: 2, all: [['talk']] }],
    ['talk|walk @red', { points: 1, all: [['talk', 'walk'], ['@red']] }],
    ['-1.5 talk -walk|run', { points: -1.5, all: [['talk']], none: ['walk', 'run'] }],
    [
      '1 a b ~6 c in:title+summary',
      { points: 1, all: [['a'], ['b'], ['c']], near: 6, nearParts: 2, in: ['title', 'summary'] },
    ],
    ['1 when:flood >=50', { points: 1, all: [['#flood'], ['>=50']] }],
    ['1 when:flood|drought', { points: 1, all: [['#flood', '#drought']] }],
  ])('%s', (line, rule) => {
    expect(parseRule(line)).toEqual(rule)
  })

  test('a rule that asks for nothing is refused', () => {
    expect(() => parseRule('2 -walk')).toThrow('asks for nothing')
  })
})
