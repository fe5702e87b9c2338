import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { tagArticle } from '../../src/tag/tag.ts'
import { openShipped } from './shipped.ts'

type Headline = { readonly lang: string; readonly actors: string; readonly title: string }
type Section = { readonly about: string; readonly headlines: Headline[] }

/** Lines `language|actors|headline` under lines `# what they are about`. */
function readSections(name: string): readonly Section[] {
  const sections: Section[] = []
  for (const line of readFileSync(join(import.meta.dirname, name), 'utf8').split('\n')) {
    if (line.startsWith('#')) sections.push({ about: line.slice(2), headlines: [] })
    if (line === '' || line.startsWith('#')) continue
    const [lang = '', actors = '', title = ''] = line.split('|')
    sections.at(-1)?.headlines.push({ lang, actors: inOrder(actors.split(' ')), title })
  }
  return sections.filter(({ headlines }) => headlines.length > 0)
}

const inOrder = (ids: readonly string[]) =>
  ids
    .filter((id) => id !== '')
    .sort()
    .join(' ')

const FORMS = readSections('native-forms.txt')
const LOOK_ALIKES = readSections('look-alikes.txt')
const matcher = await openShipped()
const LANGUAGES = ['ar', 'fa', 'he', 'ru', 'uk'] as const

test.each(LANGUAGES)('%s: headlines of both kinds are many', (lang) => {
  const count = (sections: readonly Section[]) =>
    sections.flatMap(({ headlines }) => headlines).filter((item) => item.lang === lang).length
  expect(count(FORMS)).toBeGreaterThanOrEqual(70)
  expect(count(LOOK_ALIKES)).toBeGreaterThanOrEqual(7)
})

describe('a name is found in every way it is written and bent', () => {
  test.each(FORMS)('$about', ({ headlines }) => {
    expect(wrongOf(headlines)).toEqual([])
  })
})

describe('a word that only looks like a name is none', () => {
  test.each(LOOK_ALIKES)('$about', ({ headlines }) => {
    expect(wrongOf(headlines)).toEqual([])
  })

  test('and makes no article relevant', () => {
    const alarms = LOOK_ALIKES.flatMap(({ headlines }) => headlines)
      .filter(({ actors }) => actors === '')
      .filter(({ lang, title }) => {
        return tagArticle(matcher, { title, languageHint: lang }).relevance !== 'no'
      })
    expect(alarms.map(({ title }) => title)).toEqual([])
  })
})

function wrongOf(headlines: readonly Headline[]): readonly string[] {
  const wrong: string[] = []
  for (const { lang, actors, title } of headlines) {
    const found = inOrder(tagArticle(matcher, { title, languageHint: lang }).actors)
    if (found !== actors) wrong.push(`${title}: ${found} instead of ${actors}`)
  }
  return wrong
}
