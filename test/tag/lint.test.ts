import { describe, expect, test } from 'vitest'
import { lintPack } from '../../src/tag/lint.ts'
import { smallPack } from './small-pack.ts'

const NOW = Date.parse('2025-06-01')
const lints = (parts: object) =>
  lintPack(smallPack(parts), NOW).map(({ level, place, text }) => `${level} ${place}: ${text}`)

const actors = (red: object, ...others: object[]) => ({
  actors: [
    { id: 'red', label: 'Red', names: { en: 'Redland' }, demonyms: { en: 'Redlander' }, ...red },
    { id: 'blue', label: 'Blue', names: { en: 'Blueland' }, demonyms: { en: 'Bluelander' } },
    ...others,
  ],
})

describe('what a pack is warned of', () => {
  test.each([
    [
      'a single letter',
      actors({ names: { en: 'Redland, R' } }),
      'error actors.red.names.en: “R” is a single letter',
    ],
    [
      'a term too common',
      actors({ names: { en: 'Redland, the' } }),
      'error actors.red.names.en: “the” is too common to mean anything',
    ],
    [
      'a term that begins half the dictionary',
      actors({ names: { en: 'Redland, re*' } }),
      'warning actors.red.names.en: “re*” begins half the dictionary',
    ],
    [
      'a term twice',
      actors({ names: { en: 'Redland, Redland' } }),
      'warning actors.red.names.en: “Redland” is there twice',
    ],
    [
      'a term of two actors',
      actors({ names: { en: 'Redland, Blueland' } }),
      'warning actors.blue.names.en: “Blueland” counts for actors.red as well',
    ],
    [
      'an actor without a demonym',
      actors({}, { id: 'green', label: 'G', names: { en: 'Greenland' } }),
      'warning actors.green: has no demonyms',
    ],
    [
      'an expired office',
      actors({ people: [{ role: 'Mayor', to: '2024-01-01', names: { en: 'Oakes' } }] }),
      'warning actors.red.people[0]: Mayor: nobody holds this office since 2024-01-01',
    ],
    [
      'a missing language',
      { ...actors({}), languages: 'en ru' },
      'warning actors.red.names: says nothing in ru',
    ],
    [
      'a shadowed term',
      { ...actors({ names: { en: 'Redland, Red Hill' } }), blocks: { en: 'Red Hill' } },
      'warning actors.red.names.en: “Red Hill” never counts: the block “Red Hill” swallows it',
    ],
    [
      'a word of a rule that a block hides',
      { ...actors({}), blocks: { en: 'battle' } },
      'warning concepts.fight.terms.en: “battle” never counts: the block “battle” swallows it',
    ],
    [
      'a person whose name is a block',
      {
        ...actors({ people: [{ from: '2030-01-01', names: { en: 'Oakes' } }] }),
        blocks: { en: 'Oakes' },
      },
      'warning actors.red.people[0].names.en: “Oakes” never counts: the block “Oakes” swallows it',
    ],
    [
      'a concept that no rule speaks of',
      actors({}),
      'warning concepts.fight: no rule speaks of it',
    ],
    ['a period that no rule speaks of', actors({}), 'warning periods.flood: no rule speaks of it'],
    ['a group that no rule speaks of', actors({}), 'warning groups.both: no rule speaks of it'],
    [
      'a term without a word',
      actors({ names: { en: 'Redland, ...' } }),
      'error actors.red.names.en: the term “...” holds no word',
    ],
  ])('%s', (_name, parts, text) => {
    expect(lints(parts)).toContain(text)
  })

  test.each([
    ['a part of another', { parent: 'red' }],
    ['an ally', { ally: 'red' }],
    ['who has none and says so', { demonyms: {} }],
  ])('%s needs no demonym', (_name, own) => {
    const found = lints(actors({}, { id: 'green', label: 'G', names: { en: 'Greenland' }, ...own }))
    expect(found.filter((text) => text.includes('demonyms'))).toEqual([])
  })

  test('a name in one of its forms is enough: the others may be swallowed', () => {
    const parts = {
      ...actors({ names: { en: '(New|Old) Redland' } }),
      blocks: { en: 'Old Redland' },
    }
    expect(lints(parts).filter((text) => text.includes('never counts'))).toEqual([])
  })

  test('nothing where nothing is wrong', () => {
    const rules = ['2 talk|fight|dead @both when:flood']
    const themes = [{ id: 'talks', label: 'Talks', threshold: 4, rules }]
    expect(lints({ ...actors({}), themes })).toEqual([])
  })
})
