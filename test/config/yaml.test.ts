import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { parseDocument, stringify } from 'yaml'
import { readPlainYaml } from '../../src/config/yaml.ts'

const ROOT = join(import.meta.dirname, '..', '..')
const files = ['config', 'feeds'].flatMap((folder) =>
  readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.ya?ml$/.test(name))
    .map((name) => join(folder, name)),
)

describe('the fast reader of YAML', () => {
  test.each(files)('reads %s as the careful one does', (file) => {
    const text = readFileSync(join(ROOT, file), 'utf8')
    expect(readPlainYaml(text)?.value).toEqual(parseDocument(text).toJS())
  })

  test('reads back whatever JSON the careful one wrote', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        const text = stringify(value)
        const plain = readPlainYaml(text)
        // What it leaves to the careful one is no mistake.
        if (plain !== undefined) expect(plain.value).toEqual(parseDocument(text).toJS())
      }),
      { numRuns: 300 },
    )
  })

  test.each([
    ['no YAML', 'a: [1,'],
    ['a key that is there twice', 'a: 1\na: 2\n'],
    ['an alias, which can unfold without end', 'a: &x [1]\nb: *x\n'],
    ['two documents', 'a: 1\n---\nb: 2\n'],
  ])('leaves %s to the one that can tell its place', (_, text) => {
    expect(readPlainYaml(text)).toBeUndefined()
  })

  test('takes dates and versions as the texts that they are', () => {
    expect(readPlainYaml('at: 2026-11-25\nyes: no\n')?.value).toEqual({
      at: '2026-11-25',
      yes: 'no',
    })
  })
})
