import { join } from 'node:path'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { loadPack } from '../../src/config/pack.ts'
import { compilePack } from '../../src/tag/compile.ts'
import { toPackInfo } from '../../src/tag/info.ts'
import { lintPack } from '../../src/tag/lint.ts'
import { testPack } from '../../src/tag/promise.ts'
import { tagArticle } from '../../src/tag/tag.ts'
import { openShipped, PACKS } from './shipped.ts'

const matcher = await openShipped()

const ROWS = [
  'genesis',
  'value',
  'exchange',
  'contributions',
  'proxies',
  'empowering',
  'implications',
  'threat',
  'reactions',
  'future',
  'conclusion',
]
const ACTORS =
  'iran russia israel usa ukraine nato eu uk france germany china north-korea south-korea syria lebanon hezbollah yemen houthis iraq iraq-militias palestine hamas saudi-arabia uae qatar oman kuwait bahrain turkey azerbaijan armenia belarus pakistan india iaea un'
const THEMES =
  'arms-transfers drones-missiles proxies diplomacy alliance nuclear sanctions western-response energy-trade ukraine-war iran-israel-war syria internal intelligence-cyber'

describe('the pack that ships', () => {
  test('keeps its own promises', () => {
    expect(testPack(matcher)).toEqual([])
  })

  test('has at least three promises for every row of the article', () => {
    for (const row of ROWS) {
      const own = matcher.pack.tests.filter((promise) => promise.row === row)
      expect(own.length, row).toBeGreaterThanOrEqual(3)
    }
  })

  test('has every actor and theme of the taxonomy', () => {
    expect(matcher.pack.actors.map(({ id }) => id)).toEqual(
      expect.arrayContaining(ACTORS.split(' ')),
    )
    expect(matcher.pack.themes.map(({ id }) => id).sort()).toEqual(THEMES.split(' ').sort())
  })

  test('has no error that the check finds', () => {
    const errors = lintPack(matcher.pack, Date.parse('2026-11-25')).filter(
      ({ level }) => level === 'error',
    )
    expect(errors).toEqual([])
  })

  test('shows names without the marks of the term syntax', () => {
    const names = toPackInfo(matcher.pack).actors.flatMap((actor) =>
      actor.names.map(({ name }) => name),
    )
    expect(names.filter((name) => /[=^*()|]/.test(name))).toEqual([])
    expect(names).toContain('Tehran')
  })
})

test('a second pack on another subject works with the same code', async () => {
  const other = compilePack(await loadPack(join(PACKS, 'arctic-routes.yaml')))
  expect(testPack(other)).toEqual([])
  expect(tagArticle(other, { title: 'Kystvakten stops a ship in the ice' }).actors).toEqual([
    'norway',
    'coast-guard-no',
  ])
})

describe('an explanation points at the right characters', () => {
  const piece = fc.constantFrom(
    ...matcher.pack.tests.map(({ title }) => title),
    '🚨',
    '﻿',
    '\u202b',
    ' — ',
    '«',
    '»',
    ' #',
    '𝗜𝗿𝗮𝗻',
    'موشک‌های',
    'בארה"ב',
    "צ'",
    'Ирáну',
    '\n',
    'U.S.',
    'é',
  )
  const text = fc.array(piece, { maxLength: 6 }).map((pieces) => pieces.join(' '))

  test('in title, summary and content of every script', () => {
    fc.assert(
      fc.property(text, text, text, (title, summary, content) => {
        const fields = { title, summary, content }
        const { matches } = tagArticle(matcher, {
          ...fields,
          publishedAt: Date.parse('2026-03-02'),
        })
        for (const match of matches) {
          const field = fields[match.field]
          expect(field.slice(match.at, match.at + match.text.length)).toBe(match.text)
          expect(match.text).not.toBe('')
        }
      }),
      { numRuns: 150 },
    )
  })

  test('the same article gives the same decision, whatever was tagged before', () => {
    fc.assert(
      fc.property(text, text, (title, summary) => {
        const before = tagArticle(matcher, { title, summary })
        tagArticle(matcher, { title: summary })
        expect(tagArticle(matcher, { title, summary })).toEqual(before)
      }),
      { numRuns: 50 },
    )
  })
})
