import { readdirSync, readFileSync } from 'node:fs'
import { join, relative } from 'node:path'
import { describe, expect, test } from 'vitest'
import { toJsonFeed } from '../../src/cli/parse.ts'
import { FeedError } from '../../src/feed/feed-error.ts'
import { type ParseMeta, parseFeed } from '../../src/feed/parse.ts'

const ROOT = join(import.meta.dirname, '..', 'fixtures', 'feeds')

type Expected =
  | { readonly ok: true; readonly feed: Readonly<Record<string, unknown>> }
  | { readonly ok: false; readonly error: string }

const twins = readdirSync(ROOT, { recursive: true, withFileTypes: true })
  .filter((entry) => entry.isFile())
  .map((entry) => join(entry.parentPath, entry.name))
  .filter((path) => /\.xml$/.test(path) || (/\.json$/.test(path) && isJsonFeed(path)))
  .map((path) => ({ name: relative(ROOT, path), path }))
  .toSorted((a, b) => (a.name < b.name ? -1 : 1))

describe('every document reads as its twin says', () => {
  test.each(twins)('$name', async ({ path }) => {
    const expected = readJson(
      path.replace(/\.xml$/, '.json').replace(/^(.*\/json\/.*)\.json$/, '$1.expected.json'),
    ) as Expected
    expect(await answer(path)).toMatchObject(expected)
  })
})

async function answer(path: string): Promise<Expected> {
  try {
    const feed = await parseFeed(readFileSync(path), findMeta(`${path}.meta.json`))
    return { ok: true, feed: toJsonFeed(feed) }
  } catch (error) {
    if (error instanceof FeedError) return { ok: false, error: error.message }
    throw error
  }
}

function findMeta(path: string): ParseMeta {
  try {
    return readJson(path) as ParseMeta
  } catch {
    return {}
  }
}

function isJsonFeed(path: string): boolean {
  return /\/json\//.test(path) && !/\.(?:expected|meta)\.json$/.test(path)
}

function readJson(path: string): unknown {
  return JSON.parse(readFileSync(path, 'utf8'))
}
