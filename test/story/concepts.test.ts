import { describe, expect, test } from 'vitest'
import concepts from '../../config/story/concepts.json' with { type: 'json' }
import { toWords } from '../../src/lib/words.ts'
import { findConcepts } from '../../src/story/concepts.ts'

const namesOf = (text: string): readonly string[] =>
  findConcepts(toWords(text)).concepts.map(({ name }) => name)

describe('findConcepts', () => {
  test.each([
    ['The airport is closed after an explosion'],
    ['Аэропорт закрыт после взрыва'],
    ['Аеропорт закрито після вибуху, рейси скасовано'],
    ['بسته شدن فرودگاه پس از انفجار'],
    ['إغلاق المطار بعد انفجار'],
    ['נמל התעופה נסגר לאחר פיצוץ'],
  ])('an airport and an explosion are the same in every language: %s', (text) => {
    expect(namesOf(text)).toEqual(expect.arrayContaining(['airport', 'explosion']))
  })

  test('the longest phrase wins, and its words tell nothing else', () => {
    expect(namesOf('the prime minister resigns')).toEqual(['prime-minister', 'resign'])
    expect(namesOf('a minister resigns')).toEqual(['government', 'resign'])
  })

  test('words that tell no concept are left over, in order', () => {
    const { rest } = findConcepts(toWords('Velmora airport near Norrland'))

    expect(rest.map(({ text }) => text)).toEqual(['Velmora', 'near', 'Norrland'])
  })
})

describe('config/story/concepts.json', () => {
  const rows = Object.entries(concepts).flatMap(([kind, list]) =>
    Object.entries(list).map(([name, terms]) => ({ kind, name, terms: terms.split(' ') })),
  )
  const keyOf = (term: string): string =>
    toWords(term.replaceAll('_', ' '))
      .map(({ stem }) => stem)
      .join(' ')

  test('no term tells two concepts', () => {
    const owner = new Map<string, string>()
    const twice: string[] = []
    for (const { name, terms } of rows) {
      for (const term of terms) {
        const before = owner.get(keyOf(term))
        if (before !== undefined) twice.push(`${term}: ${before} and ${name}`)
        owner.set(keyOf(term), name)
      }
    }

    expect(twice).toEqual([])
  })

  test('no term mixes scripts, which nobody could find', () => {
    const scripts = [
      /\p{Script=Latin}/u,
      /\p{Script=Cyrillic}/u,
      /\p{Script=Arabic}/u,
      /\p{Script=Hebrew}/u,
    ]
    const mixed = rows
      .flatMap(({ terms }) => terms)
      .filter((term) => scripts.filter((script) => script.test(term)).length > 1)

    expect(mixed).toEqual([])
  })

  test('every act and thing is told in four scripts or nearly', () => {
    const scripts = [/\p{Script=Latin}/u, /\p{Script=Cyrillic}/u, /\p{Script=Arabic}/u]
    const poor = rows
      .filter(({ kind }) => kind === 'acts')
      .filter(({ terms }) => !scripts.every((script) => terms.some((term) => script.test(term))))
      .map(({ name }) => name)

    expect(poor).toEqual([])
  })
})
