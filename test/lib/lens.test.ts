import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { findFigures } from '../../src/lib/figures.ts'
import { toLens } from '../../src/lib/lens.ts'
import { findVerbs } from '../../src/lib/verbs.ts'
import type { Camp, StoryArticle } from '../../src/types.ts'
import { makeArticle, makeMembership, makeStory } from '../store/make.ts'

const sensesOf = (text: string): readonly string[] => findVerbs(text).map(({ sense }) => sense)
const figuresOf = (text: string): readonly string[] => findFigures(text).map(({ value }) => value)

describe('findVerbs', () => {
  test.each([
    ['Norrland denies it ships drones', ['deny', 'deliver']],
    ['Rockets shot down over the bay', ['shoot-down']],
    ['Норрланд опроверг поставку дронов', ['deny', 'deliver']],
    ['Норрланд атакував порт, троє загиблих', ['attack', 'die']],
    ['سخنگوی نورلند ارسال پهپاد را تکذیب کرد', ['deliver', 'deny']],
    ['نورلند تقصف الميناء وتنفي سقوط قتلى', ['attack', 'deny', 'kill']],
    ['נורלנד הפציצה את הנמל והכחישה', ['attack', 'deny']],
    ['Commander martyred in air raid', ['martyr']],
    ['Commander eliminated in air raid', ['eliminate']],
    ['Flowers bloom in the park', []],
  ])('%s', (title, senses) => {
    expect(sensesOf(title)).toEqual(senses)
  })

  test('a word of one language is not taken for that of another', () => {
    const senses = (lang: string) => findVerbs('قیمت نفت', lang).map(({ sense }) => sense)

    expect(senses('ar')).toEqual(['deny'])
    expect(senses('fa')).toEqual([])
  })

  test('a verb is where it stands in the text', () => {
    const title = 'Порт: «атакувала» ворога'
    const [verb] = findVerbs(title)

    expect(title.slice(verb?.start, verb?.end)).toBe('атакувала')
  })

  test('finds stretches of the text in order, whatever the text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 120 }), (text) => {
        let last = 0
        for (const { start, end } of findVerbs(`strike ${text} denies`)) {
          expect(start).toBeGreaterThanOrEqual(last)
          expect(end).toBeGreaterThan(start)
          last = end
        }
      }),
    )
  })
})

describe('findFigures', () => {
  test.each([
    ['120 drones, ۱۲۰ پهپاد, ١٢٠ طائرة', ['120', '120', '120']],
    ['1,200 shells, 1 200 снарядов, 3,5 тонны', ['1200', '1200', '3.5']],
    ['Three dead, троє поранених', ['3', '3']],
    ['Su-35, S-400 and Shahed-136 over F16 base', []],
    ['In 2014 and 1988, at 09:30, 24/7', []],
    ['24 Su-35s for 2 squadrons', ['24', '2']],
    ['No number, one person', []],
  ])('%s', (title, values) => {
    expect(figuresOf(title)).toEqual(values)
  })
})

const CAMPS: readonly Camp[] = [
  { id: 'coast', label: 'Coast', order: 2, contrast: true },
  { id: 'inland', label: 'Inland', order: 1, contrast: true },
  { id: 'wires', label: 'Wires', order: 3, contrast: false },
]

function tell(name: string, camp: string, title: string, lang = 'en'): StoryArticle {
  const article = makeArticle(name, { camp, title, tags: { lang } })
  return { ...article, membership: makeMembership(article, 'S-1'), titles: [] }
}

function lensOf(articles: readonly StoryArticle[]) {
  const story = makeStory(makeArticle('first'))
  return toLens({ story, articles }, CAMPS)
}

describe('toLens', () => {
  test('contrast camps stand in their own order, each title with what another camp does not say', () => {
    const lens = lensOf([
      tell('a', 'coast', 'Coast says 120 drones shipped'),
      tell('b', 'inland', 'Inland denies 120 drones shipped'),
      tell('c', 'wires', 'Wire reports 7 drones'),
    ])

    expect(lens.camps.map(({ camp }) => camp)).toEqual(['inland', 'coast'])
    expect(lens.differing).toEqual({ verbs: ['deny', 'say'], numbers: [] })
    expect(
      lens.camps.map(({ titles }) =>
        titles.map(({ title, marks }) => marks.map(({ start, end }) => title.slice(start, end))),
      ),
    ).toEqual([[['denies']], [['says']]])
  })

  test('numbers differ across languages and scripts', () => {
    const lens = lensOf([
      tell('a', 'coast', 'Three killed in port'),
      tell('b', 'inland', 'Пять погибших в порту', 'ru'),
    ])

    expect(lens.differing).toEqual({ verbs: ['die', 'kill'], numbers: ['3', '5'] })
  })

  test('a camp that gives no number disputes none', () => {
    const lens = lensOf([
      tell('a', 'coast', '120 drones shipped'),
      tell('b', 'inland', 'Drones shipped'),
    ])

    expect(lens.differing).toEqual({ verbs: [], numbers: [] })
  })

  test('one camp alone differs from nobody', () => {
    const lens = lensOf([tell('a', 'coast', 'Coast says 3'), tell('b', 'coast', 'Coast denies 4')])

    expect(lens.camps).toHaveLength(1)
    expect(lens.differing).toEqual({ verbs: [], numbers: [] })
    expect(lens.camps[0]?.titles.flatMap(({ marks }) => marks)).toEqual([])
  })
})
