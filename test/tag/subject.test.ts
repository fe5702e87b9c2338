import { readdir, readFile } from 'node:fs/promises'
import { join, relative } from 'node:path'
import { expect, test } from 'vitest'
import { openShipped } from './shipped.ts'

const SRC = join(import.meta.dirname, '..', '..', 'src')
const TEXT = /\.(?:ts|js|sql|html|css)$/
/** Shorter names are words of code as well: `un`, `us`. */
const NAME_LEAST = 4

/** Where a name of the subject may stand, and why it is none of it there. */
const EXCEPTIONS: readonly { readonly name: RegExp; readonly why: string }[] = [
  { name: /russia-iran/g, why: 'the folder of the pack that ships, the default of a setting' },
  { name: /\bScript=\w+/g, why: 'writing systems of Unicode' },
  { name: /\b(?:Europe|Asia|America)\\?\/\w*/g, why: 'zones of the IANA database' },
]

/** Names of actors, people, places and assets of the pack that ships, in every language. */
async function namesOf(): Promise<RegExp> {
  const { pack } = await openShipped()
  const lists = [
    ...pack.actors.flatMap(({ names, demonyms, organisations, people }) => [
      names,
      demonyms ?? {},
      organisations ?? {},
      ...(people ?? []).map((person) => person.names),
    ]),
    ...pack.assets.map(({ names }) => names),
  ]
  const words = lists
    .flatMap((terms) => Object.values(terms).flat())
    .map((term) => term.replace(/[=^*]/g, ''))
    .filter((term) => /^\p{Lu}|^[^\p{Lu}\p{Ll}]/u.test(term) && !/[(|]/.test(term))
    .filter((term) => term.length >= NAME_LEAST)
    .map((term) => term.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'))
  const ids = pack.actors.map(({ id }) => id).filter((id) => id.length >= NAME_LEAST)
  return new RegExp(
    `(?<![\\p{L}\\p{N}_])(?:${[...words, ...ids].join('|')})(?![\\p{L}\\p{N}_])`,
    'u',
  )
}

async function sources(): Promise<readonly string[]> {
  const entries = await readdir(SRC, { withFileTypes: true, recursive: true })
  return entries
    .filter((entry) => entry.isFile() && TEXT.test(entry.name))
    .map((entry) => join(entry.parentPath, entry.name))
}

/** A line without what only people read. */
const toCode = (line: string): string =>
  line.replace(/^\s*(?:\/\/|\*|\/\*|--).*$/, '').replace(/(?:^|\s)\/\/ .*$/, '')

const withoutExceptions = (line: string): string =>
  EXCEPTIONS.reduce((left, { name }) => left.replace(name, ''), line)

test('nothing of the subject stands in the code: not one name of the pack that ships', async () => {
  const names = await namesOf()
  const found: string[] = []
  for (const file of await sources()) {
    const path = relative(SRC, file)
    const lines = (await readFile(file, 'utf8')).split('\n')
    for (const [at, line] of lines.entries()) {
      const hit = names.exec(withoutExceptions(toCode(line)))
      if (hit) found.push(`${path}:${at + 1}: “${hit[0]}” in ${line.trim()}`)
    }
  }
  expect(found).toEqual([])
})

test('a name that somebody writes into the code would be found', async () => {
  const names = await namesOf()
  for (const line of [
    "if (actor === 'iran')",
    "label: 'Kremlin'",
    "'Путин'",
    "'سپاه پاسداران'",
    "'רוסיה'",
  ]) {
    expect(names.test(withoutExceptions(toCode(line))), line).toBe(true)
  }
  for (const line of ["zone: 'Europe/Kyiv'", '// as in Iran', "const PACK = 'russia-iran'"]) {
    expect(names.test(withoutExceptions(toCode(line))), line).toBe(false)
  }
})
