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
})
