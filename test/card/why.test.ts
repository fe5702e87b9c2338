import { expect, test } from 'vitest'
import { messageText } from '../../src/card/text.ts'
import { whyCard } from '../../src/card/why.ts'
import type { Gate } from '../../src/types.ts'
import { article, context, NOW, story } from './world.ts'

const gate = (ref: string, passed: boolean, text: string): Gate => ({ ref, passed, text })
const themes = Array.from({ length: 9 }, (_, at) =>
  gate(`theme-${at}`, true, `theme-${at}: 6 of 4`),
)

test('why shows what failed and what decides over relevance before what passed', () => {
  const failed = gate('nuclear', false, 'nuclear: 2 + 0.5 by the second vote of 4 points')
  const core = gate('core', false, 'core: needs Russia and Iran: only Iran; 2 of 4 points')
  const related = gate('related', true, 'related: 6 of 4 points')
  const base = article()
  const one = article({ tags: { ...base.tags, gates: [...themes, failed, core, related] } })
  const body = whyCard({ story: story(), articles: [one] }, context())
  const text = messageText(body, { color: false, now: NOW })
  const places = [core, related, failed].map(({ text: words }) => text.indexOf(words))
  expect(places.every((at) => at >= 0)).toBe(true)
  expect(places).toEqual([...places].sort((a, b) => a - b))
  expect(text).toContain('✗ core')
  expect(text).not.toContain('theme-8')
})

test('why names the term of the pack where the text is another form of it', () => {
  const base = article()
  const match = { kind: 'theme', ref: 'nuclear', field: 'title', at: 0, points: 4 } as const
  const one = article({
    tags: {
      ...base.tags,
      matches: [{ ...match, text: 'enriching', term: 'enrich' }],
    },
  })
  const body = whyCard({ story: story(), articles: [one] }, context())
  expect(messageText(body, { color: false, now: NOW })).toContain('“enriching” (enrich) in title')
})

test('why says what a story was one with, and why it no longer is', () => {
  const split = { at: NOW, other: 'S-OTHER234' }
  const textOf = (one: Partial<ReturnType<typeof story>>) =>
    messageText(whyCard({ story: story(one), articles: [article()] }, context()), {
      color: false,
      now: NOW,
    })
  expect(textOf({ split })).toContain('One story with S-OTHER234 until')
  expect(textOf({ split })).toContain('titles of two publishers each named another town')
  expect(textOf({})).not.toContain('One story with')
})
