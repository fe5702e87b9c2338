import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  matchesQuery,
  parseQuery,
  plainResolve,
  showMistake,
  storyFacts,
} from '../../src/lib/query.ts'
import { packResolve } from '../../src/lib/query-names.ts'
import { queryWords } from '../../src/lib/words.ts'
import type { SearchExpr } from '../../src/ports.ts'
import { PACK, PERSIAN, RUSSIAN, story } from '../card/world.ts'

const RESOLVE = packResolve(PACK)

function expr(text: string, resolve = plainResolve): SearchExpr {
  const parsed = parseQuery(text, resolve)
  if (parsed.kind === 'error') throw new Error(`${parsed.at}: ${parsed.text}`)
  return parsed.expr
}

const word = (text: string): SearchExpr => ({ kind: 'word', words: queryWords(text) })
const phrase = (text: string): SearchExpr => ({ kind: 'phrase', words: queryWords(text) })

describe('the grammar', () => {
  const cases: readonly (readonly [string, SearchExpr])[] = [
    ['caspian', word('caspian')],
    ['caspian port', { kind: 'and', exprs: [word('caspian'), word('port')] }],
    ['caspian AND port', { kind: 'and', exprs: [word('caspian'), word('port')] }],
    ['"caspian port"', phrase('caspian port')],
    ['«каспийский порт»', phrase('каспийский порт')],
    ['“caspian port”', phrase('caspian port')],
    ['-port', { kind: 'not', expr: word('port') }],
    ['NOT port', { kind: 'not', expr: word('port') }],
    ['Su-35', phrase('Su-35')],
    [
      'a OR b c',
      { kind: 'or', exprs: [word('a'), { kind: 'and', exprs: [word('b'), word('c')] }] },
    ],
    [
      '(aa OR bb) -(cc dd)',
      {
        kind: 'and',
        exprs: [
          { kind: 'or', exprs: [word('aa'), word('bb')] },
          { kind: 'not', expr: { kind: 'and', exprs: [word('cc'), word('dd')] } },
        ],
      },
    ],
    ['title:port', { kind: 'title', expr: word('port') }],
    ['title:"caspian port"', { kind: 'title', expr: phrase('caspian port') }],
    [
      'title:(port OR ship)',
      { kind: 'title', expr: { kind: 'or', exprs: [word('port'), word('ship')] } },
    ],
    ['source:"Harbour Post"', { kind: 'field', field: 'source', value: 'Harbour Post' }],
    ['lang:FA', { kind: 'field', field: 'lang', value: 'fa' }],
    ['relevance:core', { kind: 'field', field: 'relevance', value: 'core' }],
    ['CAMP:western', { kind: 'field', field: 'camp', value: 'western' }],
    ['10:30', phrase('10 30')],
    ['or', word('or')],
  ]
  test.each(cases)('%s', (text, wanted) => {
    expect(expr(text)).toEqual(wanted)
  })
})

describe('a mistake says where it is', () => {
  test.each([
    ['', 0, 'there is no word to search for'],
    ['  —  ', 0, 'there is no word to search for'],
    ['iran "shahed', 5, 'this quotation mark is never closed'],
    ['iran (shahed', 5, 'this parenthesis is never closed'],
    ['iran) shahed', 4, 'this parenthesis closes nothing'],
    ['iran ()', 5, 'there is nothing in the parentheses'],
    ['OR iran', 0, 'OR needs a word before it'],
    ['iran OR', 7, 'OR needs a word after it'],
    ['iran OR OR su', 8, 'OR needs a word before it'],
    ['iran NOT', 5, '“not” needs a word after it'],
    [
      'iran auteur:me',
      5,
      'there is no field “auteur:”; there are title: source: lang: actor: theme: camp: relevance:',
    ],
    ['lang:', 0, 'lang: needs a value after it'],
    ['lang:persian', 5, '“persian” is no language; write lang:en, lang:ru, lang:fa'],
    ['relevance:high', 10, 'relevance: is core, related or no, not “high”'],
    ['x actor:atlantis', 8, 'I know no actor “atlantis”'],
    ['theme:weather', 6, 'I know no theme “weather”'],
  ])('%j at %d: %s', (text, at, message) => {
    expect(parseQuery(text, RESOLVE)).toEqual({ kind: 'error', at, text: message })
  })

  test('and can be shown in its place', () => {
    expect(showMistake('iran (shahed', 5)).toBe('iran ⟪here⟫(shahed')
  })

  test('too long and too deep are mistakes, not crashes', () => {
    expect(parseQuery('a '.repeat(300), plainResolve).kind).toBe('error')
    expect(parseQuery('a '.repeat(60), plainResolve).kind).toBe('error')
    expect(parseQuery(`${'('.repeat(100)}a${')'.repeat(100)}`, plainResolve).kind).toBe('error')
    expect(parseQuery(`${'-'.repeat(100)}a`, plainResolve).kind).toBe('error')
  })

  test('whatever is typed is understood or has a mistake inside its text', () => {
    const pieces = fc.constantFrom(
      'iran',
      '"',
      '(',
      ')',
      '-',
      'OR',
      'title:',
      'lang:',
      'su-35',
      ' ',
      '«',
      '”',
      'ایران',
      ':',
    )
    const typed = fc.oneof(
      fc.array(pieces, { maxLength: 20 }).map((parts) => parts.join(' ')),
      fc.array(pieces, { maxLength: 20 }).map((parts) => parts.join('')),
      fc.string({ unit: 'binary', maxLength: 80 }),
    )
    fc.assert(
      fc.property(typed, (text) => {
        const parsed = parseQuery(text, RESOLVE)
        if (parsed.kind === 'ok') {
          expect(typeof matchesQuery(parsed.expr, storyFacts(story()))).toBe('boolean')
          return
        }
        expect(parsed.at).toBeGreaterThanOrEqual(0)
        expect(parsed.at).toBeLessThanOrEqual(text.length)
        expect(parsed.text).not.toBe('')
      }),
      { numRuns: 500 },
    )
  })
})

describe('names of the pack', () => {
  test('a word that is an alias finds all its forms and says them', () => {
    const parsed = parseQuery('су-35', RESOLVE)
    expect(parsed).toMatchObject({ kind: 'ok', also: ['Su-35', 'سوخو ۳۵'] })
    if (parsed.kind !== 'ok') return
    expect(matchesQuery(parsed.expr, storyFacts(PERSIAN))).toBe(true)
    expect(matchesQuery(parsed.expr, storyFacts(RUSSIAN))).toBe(false)
  })

  test('an alias of several words needs no quotation marks', () => {
    const forms = ['revolutionary guards', 'IRGC', 'КСИР'].map((form) => queryWords(form).join(' '))
    expect(expr('revolutionary guards port', RESOLVE)).toEqual({
      kind: 'and',
      exprs: [{ kind: 'word', words: forms }, word('port')],
    })
  })

  test('quotation marks ask for exactly what stands in them', () => {
    expect(parseQuery('"Su-35"', RESOLVE)).toEqual({ kind: 'ok', expr: phrase('Su-35'), also: [] })
  })

  test('actor: and theme: take ids and names in any language', () => {
    expect(expr('actor:ИРАН', RESOLVE)).toEqual({ kind: 'field', field: 'actor', value: 'iran' })
    expect(expr('theme:"Arms transfers"', RESOLVE)).toEqual({
      kind: 'field',
      field: 'theme',
      value: 'arms-transfers',
    })
  })
})

describe('matching a story', () => {
  test.each([
    ['shipment', true],
    ['airframes', true],
    ['title:airframes', false],
    ['"new shahed shipment"', true],
    ['"shipment new shahed"', false],
    ['shipment -kyiv', false],
    ['shipment -odesa', true],
    ['odesa OR (shipment caspian)', true],
    ['actor:irgc', true],
    ['actor:north-korea', false],
    ['theme:arms-transfers relevance:core', true],
    ['camp:iran-state', true],
    ['camp:russia-state', false],
    ['lang:fa', false],
    ['source:"harbour post"', true],
    ['source:harbour', true],
    ['source:severny', false],
    ['Иран', true],
  ])('%s: %s', (text, wanted) => {
    expect(matchesQuery(expr(text, RESOLVE), storyFacts(story()))).toBe(wanted)
  })

  test('any side’s title counts', () => {
    expect(matchesQuery(expr('title:"spare parts"'), storyFacts(RUSSIAN))).toBe(true)
    expect(matchesQuery(expr('график'), storyFacts(RUSSIAN))).toBe(true)
    expect(matchesQuery(expr('lang:en lang:ru'), storyFacts(RUSSIAN))).toBe(true)
  })
})
