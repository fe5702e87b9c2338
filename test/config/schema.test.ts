import { readdir, readFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { Ajv2020 } from 'ajv/dist/2020.js'
import { expect, test } from 'vitest'
import { parse } from 'yaml'
import { toJsonSchemas } from '../../src/config/schema.ts'

const ROOT = join(import.meta.dirname, '..', '..')
const FOLDER = join(ROOT, 'config', 'schema')

test.each(toJsonSchemas().map(({ name, text }) => [name, text]))(
  '%s is fresh (else run `npm run schema`)',
  async (name, text) => {
    expect(await readFile(join(FOLDER, name), 'utf8')).toBe(text)
  },
)

test('no schema is left over from a file that is no more', async () => {
  const names = toJsonSchemas().map(({ name }) => name)
  expect((await readdir(FOLDER)).sort()).toEqual([...names].sort())
})

test('the feeds that ship pass the schema that editors use', async () => {
  const schema: unknown = JSON.parse(await readFile(join(FOLDER, 'feeds.schema.json'), 'utf8'))
  const check = new Ajv2020({ strict: false }).compile(Object(schema))
  const lists = (await readdir(join(ROOT, 'feeds'))).filter(
    (name) => name.endsWith('.yaml') && name !== 'camps.yaml',
  )
  expect(lists.length).toBeGreaterThan(5)
  for (const name of lists) {
    check(parse(await readFile(join(ROOT, 'feeds', name), 'utf8')))
    expect(check.errors ?? []).toEqual([])
  }
})

test('the packs that ship pass the schema that they name to editors', async () => {
  const packs = join(ROOT, 'config', 'packs')
  const files = (await readdir(packs, { recursive: true })).filter((name) => name.endsWith('.yaml'))
  expect(files.length).toBeGreaterThan(5)
  for (const name of files) {
    const path = join(packs, name)
    const text = await readFile(path, 'utf8')
    const named = /^# yaml-language-server: \$schema=(\S+)\n/.exec(text)?.[1] ?? ''
    const schema: unknown = JSON.parse(await readFile(join(dirname(path), named), 'utf8'))
    const check = new Ajv2020({ strict: false }).compile(Object(schema))
    check(parse(text))
    expect(check.errors ?? [], name).toEqual([])
  }
})
