import { describe, expect, test } from 'vitest'
import { mayCross, scoreSides, toCross } from '../../src/story/cross.ts'
import { STORY_MODEL } from '../../src/story/model.ts'
import { hoursLater, OTHERS, toArticle } from './article.ts'
import { toMembers } from './member.ts'

const ENGLISH = toArticle({
  outlet: 'Morning Ledger',
  title: 'Explosion at Velmora airport injures four children',
  summary: 'Four children were wounded when a drone hit the airport hotel in Velmora.',
})
const RUSSIAN = toArticle({
  outlet: 'Вечерний листок',
  title: 'Четверо детей пострадали при взрыве в аэропорту Велмора',
  summary: 'Беспилотник попал в отель аэропорта Велмора.',
  tags: { lang: 'ru' },
})
const OTHER = toArticle({
  outlet: 'Вечерний листок',
  title: 'Парламент обсудил бюджет и налоги',
  tags: { lang: 'ru' },
})

const [english, russian, other] = toMembers([ENGLISH, RUSSIAN, OTHER, ...OTHERS])
if (!english || !russian || !other) throw new Error('three members')

describe('toCross', () => {
  test('two languages on one event share concepts and a name in transliteration', () => {
    const same = toCross(english, russian)
    const different = toCross(english, other)

    expect(same.cosine).toBeGreaterThan(0.6)
    expect(same.mass).toBeGreaterThan(5)
    expect(different).toEqual({ cosine: 0, mass: 0 })
  })

  test('it does not matter which of the two is asked', () => {
    expect(toCross(russian, english)).toEqual(toCross(english, russian))
  })
})

describe('scoreSides', () => {
  test('the same event passes the bar of the shipped model, another does not', () => {
    const { linked } = STORY_MODEL

    expect(scoreSides(linked, [english], [russian])).toBeGreaterThan(linked.join)
    expect(scoreSides(linked, [english], [other])).toBeLessThan(linked.join)
  })

  test('half must agree: one chance hit among others is not enough', () => {
    const { linked } = STORY_MODEL
    const alone = scoreSides(linked, [english], [russian]) ?? 0
    const among = scoreSides(linked, [english], [russian, other, other, other]) ?? 0

    expect(among).toBeLessThan(alone)
  })

  test('one language alone has nothing to compare', () => {
    expect(scoreSides(STORY_MODEL.linked, [english], [english])).toBeUndefined()
  })
})

describe('mayCross', () => {
  const [first, late, opinion] = toMembers([
    ENGLISH,
    { ...RUSSIAN, seenAt: hoursLater(13) },
    { ...RUSSIAN, id: 'opinion', tags: { ...RUSSIAN.tags, class: 'opinion' } },
  ])

  test('only within twelve hours, and never with commentary', () => {
    if (!first || !late || !opinion) throw new Error('three members')
    expect(mayCross(first, late)).toBe(false)
    expect(mayCross(first, opinion)).toBe(false)
  })
})
