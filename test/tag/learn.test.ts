import { describe, expect, test } from 'vitest'
import { compilePack } from '../../src/tag/compile.ts'
import { toFacts } from '../../src/tag/facts.ts'
import { type Example, learnVote } from '../../src/tag/learn.ts'
import { tagArticle, toMargins } from '../../src/tag/tag.ts'
import { packWithRules, smallPack } from './small-pack.ts'

const pack = packWithRules('1 talk')
const matcher = compilePack(pack)

const example = (title: string, ...labels: string[]): Example => {
  const facts = toFacts(matcher, { title })
  return { margins: toMargins(matcher, facts), bits: facts.bits, labels: new Set(labels) }
}

// Talks are what the theme means only where a battle is there too.
const EXAMPLES = [
  ...Array.from({ length: 12 }, () => example('A meeting after the battle', 'talks')),
  ...Array.from({ length: 12 }, () => example('A meeting')),
]
const OPTIONS = { l2: 1, least: 2, rounds: 300 }

describe('the second vote', () => {
  test('learns what the rules do not say, the same way every time', () => {
    const models = learnVote(matcher, EXAMPLES, ['talks'], OPTIONS)
    expect(models.talks?.['t:fight']).toBeGreaterThan(0.5)
    expect(learnVote(matcher, EXAMPLES, ['talks'], OPTIONS)).toEqual(models)
  })

  test('lifts a tag over its threshold, and says by how much', () => {
    const models = learnVote(matcher, EXAMPLES, ['talks'], OPTIONS)
    const voting = compilePack({ ...pack, vote: { weight: 3, floor: 1, models } })
    expect(tagArticle(matcher, { title: 'A meeting after the battle' }).themes).toEqual([])
    const tags = tagArticle(voting, { title: 'A meeting after the battle' })
    expect(tags.themes).toEqual(['talks'])
    expect(tags.gates.find(({ ref }) => ref === 'talks')?.text).toMatch(
      /\+ [\d.]+ by the second vote/,
    )
    expect(tagArticle(voting, { title: 'A meeting' }).themes).toEqual([])
  })

  test('never makes a tag alone', () => {
    const models = { talks: { bias: 50 } }
    const voting = compilePack({ ...pack, vote: { weight: 10, floor: 1, models } })
    expect(tagArticle(voting, { title: 'A garden in Redland' }).themes).toEqual([])
  })

  test('ignores weights of what the pack no longer has', () => {
    const models = { talks: { 't:gone': 9, bias: 0 } }
    const voting = compilePack({ ...smallPack(), vote: { weight: 3, floor: 0, models } })
    expect(tagArticle(voting, { title: 'A meeting' }).themes).toEqual(['talks'])
  })

  test('hears what the rules of other themes say', () => {
    // Talks are told of only where the fight is too weak to be a theme of its own.
    const two = smallPack({
      themes: [
        { id: 'talks', label: 'Talks', threshold: 4, rules: ['2 talk'] },
        { id: 'fights', label: 'Fights', threshold: 4, rules: ['1 fight', '2 dead'] },
      ],
      relevance: {
        core: { threshold: 4, rules: ['2 @reds @blues talk'] },
        related: { threshold: 1, rules: ['2 %talks', '2 %fights'] },
      },
    })
    const rules = compilePack(two)
    const of = (title: string, ...labels: string[]): Example => {
      const facts = toFacts(rules, { title })
      return { margins: toMargins(rules, facts), bits: facts.bits, labels: new Set(labels) }
    }
    const models = { talks: { bias: 0, 'passed:fights': -4 }, fights: { 'points:talks': 2 } }
    const voting = compilePack({ ...two, vote: { weight: 5, floor: 1, models } })
    expect(tagArticle(voting, { title: 'A meeting' }).themes).toEqual(['talks'])
    expect(tagArticle(voting, { title: 'A meeting of the dead' }).themes).toEqual(['fights'])

    const learnt = learnVote(
      rules,
      [
        ...Array.from({ length: 12 }, () => of('A meeting of the dead', 'fights')),
        ...Array.from({ length: 12 }, () => of('A meeting', 'talks')),
      ],
      ['talks'],
      OPTIONS,
    )
    expect(learnt.talks?.['passed:fights']).toBeLessThan(-0.1)
  })

  test('takes at most half of what it may add, and adds no more than its weight', () => {
    const judged = (bias: number, title: string): readonly string[] => {
      const voting = compilePack({
        ...packWithRules('1 talk', '1 fight', '1 dead'),
        vote: { weight: 3, floor: 1, models: { talks: { bias } } },
      })
      return tagArticle(voting, { title }).themes
    }
    expect(judged(2, 'A meeting')).toEqual(['talks'])
    expect(judged(-99, 'A meeting after the battle')).toEqual([])
    expect(judged(-99, 'A meeting after the battle with dead')).toEqual(['talks'])
  })

  test('what it takes from a theme is no theme for the relevance either', () => {
    const models = { talks: { bias: -99 } }
    const voting = compilePack({ ...smallPack(), vote: { weight: 3, floor: 1, models } })
    expect(tagArticle(compilePack(smallPack()), { title: 'A meeting' }).relevance).toBe('related')
    expect(tagArticle(voting, { title: 'A meeting' }).relevance).toBe('no')
  })

  test('learns the same weights in whatever order the examples come, but for the last digits', () => {
    const forth = learnVote(matcher, EXAMPLES, ['talks'], OPTIONS).talks ?? {}
    const back = learnVote(matcher, [...EXAMPLES].reverse(), ['talks'], OPTIONS).talks ?? {}
    expect(Object.keys(back)).toEqual(Object.keys(forth))
    for (const [name, weight] of Object.entries(forth)) expect(back[name]).toBeCloseTo(weight, 2)
  })

  test('a stronger pull makes smaller weights', () => {
    const weightOf = (l2: number): number =>
      learnVote(matcher, EXAMPLES, ['talks'], { ...OPTIONS, l2 }).talks?.['t:fight'] ?? 0
    expect(weightOf(10)).toBeLessThan(weightOf(1))
    expect(weightOf(10)).toBeGreaterThan(0)
  })
})
