import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { tagArticle } from '../../src/tag/tag.ts'
import { openShipped } from './shipped.ts'

/** Lines `language|actors|themes|headline`: what a reader would say, not what the pack says. */
const HEADLINES = readFileSync(join(import.meta.dirname, 'native-themes.txt'), 'utf8')
  .split('\n')
  .filter((line) => line !== '' && !line.startsWith('#'))
  .map((line) => {
    const [lang = '', actors = '', themes = '', title = ''] = line.split('|')
    return { lang, actors: toIds(actors), themes: toIds(themes), title }
  })
const LANGUAGES = ['ar', 'fa', 'he', 'ru', 'uk'] as const
const DAY = Date.parse('2025-04-15')
const LEAST = { actors: 0.97, themes: 0.83 } as const
const matcher = await openShipped()

test.each(LANGUAGES)('%s: actors and themes of a headline are what a reader says', (lang) => {
  const own = HEADLINES.filter((item) => item.lang === lang)
  expect(own.length).toBeGreaterThanOrEqual(38)
  for (const kind of ['actors', 'themes'] as const) {
    const wrong: string[] = []
    let right = 0
    let named = 0
    for (const item of own) {
      const tags = tagArticle(matcher, {
        title: item.title,
        languageHint: lang,
        publishedAt: DAY,
      })
      right += tags[kind].filter((id) => item[kind].includes(id)).length
      named += tags[kind].length + item[kind].length
      const found = [...tags[kind]].sort().join(' ')
      const wanted = item[kind].join(' ')
      if (found !== wanted) wrong.push(`${item.title}: ${found} instead of ${wanted}`)
    }
    expect((2 * right) / named, wrong.join('\n')).toBeGreaterThanOrEqual(LEAST[kind])
  }
})

function toIds(text: string): readonly string[] {
  return text
    .split(' ')
    .filter((id) => id !== '')
    .sort()
}
