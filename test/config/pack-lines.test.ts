import { describe, expect, test } from 'vitest'
import { findLine, toPlaces, toPosition } from '../../src/config/pack-lines.ts'

const ACTORS = `actors:
  - id: red
    label: Red
    names:
      en: Redland
      ru: [Редланд]
    people:
      - { names: { en: Oakes } }
      - role: Mayor
        names: { en: Elm }
  - { id: blue, label: Blue, names: { en: Blueland } }
`
const RULES = `# The head comes first.
id: tea
themes:
  - id: talks
    rules:
      - 2 talk
      - 1 walk
groups: { all: red blue }
`

describe('the line of a place', () => {
  test.each([
    ['actors.red', 2],
    ['actors.red.names.ru', 6],
    ['actors.red.people[0].names.en', 8],
    ['actors.red.people[1].role', 9],
    ['actors.red.people[1].names.en', 10],
    ['actors.blue.names.en', 11],
    ['actors[1].names', 11],
    ['actors', 1],
  ])('%s is in line %i', (place, line) => {
    expect(findLine(ACTORS, place)).toBe(line)
  })

  test('is that of the deepest part that is there', () => {
    expect(findLine(ACTORS, 'actors.red.demonyms.en')).toBe(2)
    expect(findLine(RULES, 'themes[0].rules[1]')).toBe(7)
    expect(findLine(RULES, 'themes.talks.needs')).toBe(4)
    expect(findLine(RULES, 'actors.red')).toBeUndefined()
  })
})

test('a place is looked for in all files of a pack', () => {
  const toPlace = toPlaces([
    { path: 'a.yaml', text: RULES },
    { path: 'b.yaml', text: ACTORS },
  ])
  expect(toPlace('actors.blue.names.en')).toBe('b.yaml:11: actors.blue.names.en')
  expect(toPlace('groups.all')).toBe('a.yaml:8: groups.all')
  expect(toPlace('periods.flood')).toBe('a.yaml: periods.flood')
  expect(toPosition({ path: 'a.yaml', text: RULES }, 'themes[0]')).toBe('a.yaml:4')
})
