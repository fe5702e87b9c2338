import { expect, test } from 'vitest'
import { parse } from 'yaml'
import { packPart } from '../../src/config/pack-schema.ts'
import { toPackTests } from '../../src/config/report-tests.ts'
import type { Report, ReportReason } from '../../src/ports.ts'

const report = (title: string, reason: ReportReason, ref?: string): Report => ({
  id: title,
  guildId: 'g',
  storyId: 'S-AAAAAAAA',
  reason,
  ...(ref === undefined ? {} : { ref }),
  by: 'u',
  at: Date.UTC(2026, 10, 25),
  status: 'applied',
  article: {
    title,
    lang: 'en',
    at: Date.UTC(2026, 10, 24),
    relevance: 'core',
    actors: ['iran', 'russia'],
    themes: [],
  },
})

const tests = (...reports: readonly Report[]) => parse(toPackTests(reports)).tests

test('each report becomes a promise that the pack breaks now', () => {
  expect(
    tests(
      report('a', 'not-relevant'),
      report('b', 'should-be-core'),
      report('c', 'wrong-actor', 'iran'),
      report('d', 'wrong-theme', 'sanctions'),
    ),
  ).toEqual([
    { at: '2026-11-24', lang: 'en', title: 'a', relevance: 'no' },
    { at: '2026-11-24', lang: 'en', title: 'b', relevance: 'core' },
    { at: '2026-11-24', lang: 'en', title: 'c', not: ['iran'] },
    { at: '2026-11-24', lang: 'en', title: 'd', not: ['sanctions'] },
  ])
})

test('several reports of one article are one test, the newest word on relevance stands', () => {
  expect(
    tests(
      report('a', 'not-relevant'),
      report('a', 'wrong-actor', 'iran'),
      report('a', 'wrong-actor', 'iran'),
      report('a', 'should-be-core'),
    ),
  ).toEqual([{ at: '2026-11-24', lang: 'en', title: 'a', relevance: 'core', not: ['iran'] }])
})

test('two events joined are no test but a comment', () => {
  const text = toPackTests([report('one\nline', 'two-events')])
  expect(parse(text).tests).toEqual([])
  expect(text).toContain('# S-AAAAAAAA, 2026-11-25: two-events, applied: one line')
})

test('what is written is a part of a pack, whatever a title holds', () => {
  const title = 'He said: \'no\' # {yes} \u202e "quoted"\n- and, more: [x]'
  const text = toPackTests([report(title, 'not-relevant')])
  const part = packPart.parse(parse(text))
  expect(part.tests?.[0]?.title).toBe(title)
  expect(parse(toPackTests([])).tests).toEqual([])
})
