import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { tagArticle } from '../../src/tag/tag.ts'
import { openShipped } from './shipped.ts'

const HEADLINES = readFileSync(join(import.meta.dirname, 'false-friends.txt'), 'utf8')
  .split('\n')
  .filter((line) => line !== '' && !line.startsWith('#'))
  .map((line) => {
    const border = line.indexOf('|')
    return { languageHint: line.slice(0, border), title: line.slice(border + 1) }
  })

const FALSE_ALARMS_MOST = 0.03
/** Within a war words weigh more; without a date no period counts. */
const DAYS = [undefined, '2015-05-04', '2025-06-20', '2026-03-10'] as const

describe('articles that only share words', () => {
  test('are many, in six languages', () => {
    expect(HEADLINES.length).toBeGreaterThanOrEqual(250)
    const langs = new Set(HEADLINES.map(({ languageHint }) => languageHint))
    expect([...langs].sort()).toEqual(['ar', 'en', 'fa', 'he', 'ru', 'uk'])
  })

  test.each(DAYS)('are not relevant (published %s)', async (day) => {
    const matcher = await openShipped()
    const at = day === undefined ? {} : { publishedAt: Date.parse(day) }
    const alarms = HEADLINES.filter(
      (item) => tagArticle(matcher, { ...item, ...at }).relevance !== 'no',
    )
    const named = alarms.map(({ title }) => title).join('\n')
    expect(alarms.length / HEADLINES.length, named).toBeLessThanOrEqual(FALSE_ALARMS_MOST)
  })
})

test('a block is no blanket: the same words count where they are meant', async () => {
  const matcher = await openShipped()
  for (const title of [
    'Nuclear site in Iran hit by a strike',
    'Russian drone hits a bakery in Kharkiv',
    'Iran strikes a base in Iraq',
    'Wagner fighters leave a base in Mali for Russia',
    'Turkey shoots down a missile from Iran',
    'Georgia lets tanker with Russian oil pass despite sanctions',
    'Israeli strike on Persian Gulf port as Iran war widens',
    'Patriot battery on its way to Ukraine, Pentagon says',
    'Wagner mercenaries pull out of Bakhmut, Ukraine says',
  ]) {
    expect(tagArticle(matcher, { title }).relevance, title).not.toBe('no')
  }
})
