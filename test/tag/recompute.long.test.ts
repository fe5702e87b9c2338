import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { type TagInput, tagArticle } from '../../src/tag/tag.ts'
import { openShipped } from './shipped.ts'

const ARTICLES = 10_000
const DATA = join(import.meta.dirname, '..', '..', '..', 'shared', 'data', 'stream-dev.jsonl')

test('recomputing a stored decision with the same pack gives the same decision', async () => {
  const matcher = await openShipped()
  const inputs = makeInputs(matcher.pack.tests.map(({ title }) => title))
  const stored = inputs.map((input) => JSON.stringify(tagArticle(matcher, input)))
  // Another process, another order: a fresh matcher, from the last article to the first.
  const again = await openShipped()
  for (let at = inputs.length - 1; at >= 0; at -= 1) {
    const input = inputs[at]
    if (input) expect(JSON.stringify(tagArticle(again, input))).toBe(stored[at])
  }
  expect(inputs).toHaveLength(ARTICLES)
  expect(again.pack.hash).toBe(matcher.pack.hash)
})

/** A day of real items where there is one, else the pack's own headlines in many combinations. */
function makeInputs(titles: readonly string[]): readonly TagInput[] {
  const real = existsSync(DATA)
    ? readFileSync(DATA, 'utf8')
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line) as { title: string; summary?: string; publishedAt: string })
    : []
  const pick = (at: number) => titles[at % titles.length] ?? ''
  return Array.from({ length: ARTICLES }, (_, at) => {
    const item = real[at % (real.length || 1)]
    const title = item && at < real.length ? item.title : `${pick(at)} ${pick(at * 7 + 3)}`
    return {
      title,
      summary: item?.summary ?? pick(at * 11 + 5),
      publishedAt: Date.parse(item?.publishedAt ?? '2026-03-01') + at * 60_000,
    }
  })
}
