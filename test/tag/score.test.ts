import { describe, expect, test } from 'vitest'
import { compilePack } from '../../src/tag/compile.ts'
import { type TagInput, tagArticle } from '../../src/tag/tag.ts'
import { packWithRules, smallPack } from './small-pack.ts'

const tag = (pack: ReturnType<typeof smallPack>, input: TagInput) =>
  tagArticle(compilePack(pack), input)
const hasTheme = (rule: string | readonly string[], input: TagInput) =>
  tag(packWithRules(...(typeof rule === 'string' ? [rule] : rule)), input).themes.includes('talks')

describe('zones', () => {
  test('a title weighs twice, a summary once, content two fifths', () => {
    expect(hasTheme('2 talk', { title: 'A meeting' })).toBe(true)
    expect(hasTheme('2 talk', { title: 'News', summary: 'A meeting' })).toBe(false)
    expect(hasTheme('4 talk', { title: 'News', summary: 'A meeting' })).toBe(true)
    expect(hasTheme('4 talk', { title: 'News', content: 'A meeting' })).toBe(false)
    expect(hasTheme('10 talk', { title: 'News', content: 'A meeting' })).toBe(true)
  })

  test('a term counts once per zone, however often it is said', () => {
    expect(hasTheme('1 talk', { title: 'Talk, talk, talk and a meeting' })).toBe(false)
    expect(hasTheme('1.5 talk', { title: 'A meeting', summary: 'A meeting' })).toBe(true)
  })

  test('parts in different zones count with the weight of a summary', () => {
    const split = { title: 'Redland', summary: 'A meeting' }
    expect(hasTheme('4 talk @red', split)).toBe(true)
    expect(hasTheme('3 talk @red', split)).toBe(false)
    expect(hasTheme('4 talk @red in:title', split)).toBe(false)
  })

  test('t: asks for a part in the title and leaves the zone to the others', () => {
    expect(hasTheme('4 t:@red talk', { title: 'Redland', summary: 'A meeting' })).toBe(true)
    expect(hasTheme('4 t:@red talk', { title: 'News', summary: 'Redland: a meeting' })).toBe(false)
  })
})

describe('parts', () => {
  test.each([
    ['one of a choice suffices', '2 talk|fight', 'A battle', true],
    ['every part must be there', '2 talk @red', 'A meeting', false],
    ['a set of actors stands for each of them', '2 talk @both', 'A meeting in Blueland', true],
    ['a veto', '2 talk -fight', 'A meeting before the battle', false],
    ['a veto that is not there', '2 talk -fight', 'A meeting', true],
    ['near parts', '2 talk fight ~3', 'A meeting before battle', true],
    [
      'parts too far apart',
      '2 talk fight ~3',
      'A meeting of a hundred and one people before battle',
      false,
    ],
    [
      'what follows the distance may stand anywhere',
      '2 talk fight ~3 @red',
      'Battle talk of all the old men and women in Redland',
      true,
    ],
    ['the first actor', '2 1@red talk', 'Redland and Blueland hold a meeting', true],
    ['not the first actor', '2 1@blue talk', 'Redland and Blueland hold a meeting', false],
    ['a number', '2 dead >=50 ~2', 'Battle: 60 dead', true],
    ['a number too small', '2 dead >=50 ~2', 'Battle: 6 dead', false],
    ['a year is no count', '2 dead >=50 ~2', 'Battle 1999 dead', false],
    ['a part rolls up', '2 talk @red', 'The Red Guard holds a meeting', true],
  ])('%s', (_name, rule, title, expected) => {
    expect(hasTheme(rule, { title })).toBe(expected)
  })

  test('negative points take away', () => {
    expect(hasTheme(['2 talk', '-1 fight'], { title: 'A meeting' })).toBe(true)
    expect(hasTheme(['2 talk', '-1 fight'], { title: 'A meeting, a battle' })).toBe(false)
  })

  test('a period counts from its first day to its last, and never for an unknown date', () => {
    const at = (date: string) => ({ title: 'A meeting', publishedAt: Date.parse(date) })
    expect(hasTheme('2 talk when:flood', at('2025-01-01'))).toBe(true)
    expect(hasTheme('2 talk when:flood', at('2025-02-01'))).toBe(false)
    expect(hasTheme('2 talk when:flood', { title: 'A meeting' })).toBe(false)
  })

  test('a theme that needs an actor does without it nothing', () => {
    const pack = smallPack({
      themes: [{ id: 'talks', label: 'T', threshold: 4, needs: '@red', rules: ['2 talk'] }],
    })
    expect(tag(pack, { title: 'A meeting in Redland' }).themes).toEqual(['talks'])
    const refused = tag(pack, { title: 'A meeting' })
    expect(refused.themes).toEqual([])
    expect(refused.gates.find(({ ref }) => ref === 'talks')?.text).toContain('needs one of @red')
  })
})

describe('actors', () => {
  const people = (from?: string, to?: string) =>
    smallPack({
      actors: [
        {
          id: 'red',
          label: 'Red',
          names: { en: 'Redland' },
          people: [
            { role: 'Mayor', ...(from && { from }), ...(to && { to }), names: { en: 'Oakes' } },
          ],
        },
        { id: 'blue', label: 'Blue', names: { en: 'Blueland' } },
      ],
    })

  test('an office holder counts between his dates, and always where they are unknown', () => {
    const pack = people('2020-01-01', '2022-01-01')
    const at = (date: string) => tag(pack, { title: 'Oakes speaks', publishedAt: Date.parse(date) })
    expect(at('2019-12-31').actors).toEqual([])
    expect(at('2021-06-01').actors).toEqual(['red'])
    expect(at('2022-06-01').actors).toEqual([])
    expect(tag(pack, { title: 'Oakes speaks' }).actors).toEqual(['red'])
  })

  test('a part rolls up to its parent, and the longer name takes the shorter', () => {
    expect(tag(smallPack(), { title: 'Red Guard marches' }).actors).toEqual(['red', 'guard'])
  })

  test('a hint counts only beside another actor', () => {
    expect(tag(smallPack(), { title: 'Bluetown market' }).actors).toEqual([])
    expect(tag(smallPack(), { title: 'Bluetown and Redland' }).actors).toEqual(['red', 'blue'])
  })

  test('one mention in the content is not enough, three different ones are', () => {
    const pack = smallPack({
      actors: [
        { id: 'red', label: 'Red', names: { en: 'Redland, Redpeople, Redville' } },
        { id: 'blue', label: 'Blue', names: { en: 'Blueland' } },
      ],
    })
    expect(tag(pack, { title: 'News', content: 'Redland' }).actors).toEqual([])
    expect(tag(pack, { title: 'News', content: 'Redland Redpeople Redville' }).actors).toEqual([
      'red',
    ])
  })

  test('nothing inside a block counts', () => {
    const pack = smallPack({ blocks: { en: 'Redland Times' } })
    expect(tag(pack, { title: 'Redland Times closes' }).actors).toEqual([])
    expect(tag(pack, { title: 'Redland closes' }).actors).toEqual(['red'])
  })
})

describe('relevance', () => {
  test('core needs every side, and says which is missing', () => {
    const both = tag(smallPack(), { title: 'Redland and Blueland hold a meeting' })
    expect(both.relevance).toBe('core')
    expect(both.matches.some(({ kind }) => kind === 'tie')).toBe(true)
    const one = tag(smallPack(), { title: 'Redland holds a meeting' })
    expect(one.relevance).toBe('related')
    expect(one.gates.find(({ ref }) => ref === 'core')).toEqual({
      ref: 'core',
      passed: false,
      text: 'core: needs Red and Blue: only Red; 0 of 4 points',
    })
  })

  test('an article that is not relevant carries actors and no themes', () => {
    const tags = tag(smallPack(), { title: 'A garden in Redland' })
    expect(tags).toMatchObject({ relevance: 'no', actors: ['red'], themes: [] })
  })
})

test('the hash of the pack stands on every decision', () => {
  const pack = smallPack()
  expect(tag(pack, { title: 'Redland' }).packHash).toBe(pack.hash)
})

test('a hint that fits the same word never hides the sure name', () => {
  const pack = smallPack({
    actors: [
      { id: 'red', label: 'Red', names: { en: 'Redland' } },
      { id: 'blue', label: 'Blue', names: { en: 'Bluetown' }, hints: { en: '=bluetown' } },
    ],
  })
  expect(tag(pack, { title: 'Bluetown market' }).actors).toEqual(['blue'])
})

test.each([
  ['Redland says no', true],
  ['No, says Redland', false],
])('a distance with an order: %s', (title, expected) => {
  const pack = packWithRules('2 @red talk >2')
  const said = smallPack({
    concepts: [{ id: 'talk', terms: { en: 'say' } }],
    themes: pack.themes.map(({ id, label }) => ({
      id,
      label,
      threshold: 4,
      rules: ['2 @red talk >2'],
    })),
    relevance: {
      core: { threshold: 4, rules: ['2 @reds @blues talk'] },
      related: { threshold: 1, rules: ['2 %talks'] },
    },
  })
  expect(tag(said, { title }).themes.includes('talks')).toBe(expected)
})

test('a match names the term of the pack where the text is another form of it', () => {
  const pack = smallPack({
    actors: [
      { id: 'red', label: 'Red', names: { en: 'Redland, (North|South) Red Hill' } },
      { id: 'blue', label: 'Blue', names: { en: 'Blueland' } },
    ],
  })
  const { matches } = tag(pack, { title: 'Redland meetings at South Red Hill' })
  const named = matches.map(({ kind, text, term }) => ({ kind, text, term }))
  expect(named).toEqual([
    { kind: 'actor', text: 'Redland', term: undefined },
    { kind: 'actor', text: 'South Red Hill', term: '(North|South) Red Hill' },
    { kind: 'theme', text: 'meetings', term: 'meeting' },
  ])
})
