import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type Clusterer, openClusterer } from '../../src/story/cluster.ts'
import { BRIDGE, hoursLater, NOON, OTHERS, toArticle } from './article.ts'
import { anyStream, emptyStored, type Stored, store, storedMembers } from './stream.ts'

const open = (statistics?: string): Clusterer =>
  openClusterer({ camps: [], ...(statistics !== undefined && { statistics }) })

const splits = (stored: Stored) => [...stored.stories.values()].filter(({ split }) => split)

function restart(before: Clusterer, stored: Stored, isKept = true): Clusterer {
  const after = open(before.statistics())
  const items = storedMembers(stored, isKept)
  const newest = items.at(-1)?.article.seenAt ?? NOON
  after.restore(items, { newest, split: splits(stored) })
  return after
}

/** One event in English and Russian. */
const ENGLISH = toArticle({
  outlet: 'Morning Ledger',
  title: 'Explosion at Tarskov airport injures four children',
  summary: 'Four children were wounded when a drone hit the airport hotel in Tarskov.',
})
const RUSSIAN = toArticle({
  outlet: 'Evening Leaf',
  title: 'Четверо детей пострадали при взрыве в аэропорту Тарсков',
  summary: 'Беспилотник попал в отель аэропорта Тарсков.',
  tags: { lang: 'ru' },
})

describe('restore', () => {
  test('a clusterer that restarts anywhere goes on exactly as one that never stopped', () => {
    fc.assert(
      fc.property(anyStream, fc.integer({ min: 1, max: 7 }), (batches, stop) => {
        const stored = emptyStored()
        const whole = open()
        for (const batch of batches.slice(0, stop)) store(whole, batch, stored)
        const restarted = restart(whole, stored)
        expect(restarted.openArticles()).toBe(whole.openArticles())
        for (const batch of batches.slice(stop)) {
          const now = batch[0]?.seenAt ?? NOON
          const expected = whole.split(whole.add(batch, now))
          expect(restarted.split(restarted.add(batch, now))).toEqual(expected)
        }
      }),
      { numRuns: 60 },
    )
  })

  test('what was kept is read in parts as well', () => {
    const stored = emptyStored()
    const before = open()
    store(before, [...BRIDGE.slice(0, 2), ...OTHERS], stored)
    const whole = restart(before, stored)
    const inParts = open(before.statistics())
    for (const item of storedMembers(stored)) {
      inParts.restore([item], { newest: NOON, split: [] })
    }
    const third = [{ ...BRIDGE[2], seenAt: hoursLater(1) }]

    expect(inParts.add(third, hoursLater(1))).toEqual(whole.add(third, hoursLater(1)))
  })

  test('without anything kept the words are read again, and the next article finds its story', () => {
    const stored = emptyStored()
    const before = open()
    const change = store(before, [...BRIDGE.slice(0, 2), ...OTHERS], stored)
    const bridge = change.memberships.find(({ articleId }) => articleId === BRIDGE[0].id)?.storyId

    const after = restart(before, stored, false)
    const next = after.add([{ ...BRIDGE[2], seenAt: hoursLater(1) }], hoursLater(1))

    expect(after.openArticles()).toBe(6)
    expect(next.memberships[0]?.storyId).toBe(bridge)
    expect(next.stories[0]?.articleCount).toBe(3)
  })

  test('what another version kept is not believed', () => {
    const stored = emptyStored()
    const before = open()
    store(before, [...BRIDGE.slice(0, 2), ...OTHERS], stored)
    const foreign = storedMembers(stored).map(({ kept = '{}', ...item }) => ({
      ...item,
      kept: JSON.stringify({ ...JSON.parse(kept), mark: 'another' }),
    }))
    const after = open(before.statistics())

    after.restore(foreign, { newest: NOON, split: [] })

    const third = [{ ...BRIDGE[2], seenAt: hoursLater(1) }]
    const expected = restart(before, stored, false).add(third, hoursLater(1))
    expect(after.add(third, hoursLater(1))).toEqual(expected)
  })

  test('another language still finds what was told before the restart', () => {
    const stored = emptyStored()
    const before = open()
    store(before, [ENGLISH, ...OTHERS], stored)

    const after = restart(before, stored)
    const change = after.add([{ ...RUSSIAN, seenAt: hoursLater(1) }], hoursLater(1))

    expect(change.memberships[0]).toMatchObject({ linkedBy: 'linked', side: 'ru' })
  })

  test('tags are those that the store has now, whatever they were when it came', () => {
    const stored = emptyStored()
    const before = open()
    store(before, [ENGLISH, ...OTHERS], stored)
    stored.articles.set(ENGLISH.id, {
      ...ENGLISH,
      tags: { ...ENGLISH.tags, class: 'opinion', relevance: 'core' },
    })

    const after = restart(before, stored)
    const change = after.add([{ ...RUSSIAN, seenAt: hoursLater(1) }], hoursLater(1))

    expect(change.memberships[0]?.linkedBy).toBe('first')
  })

  test('an article that is open already is not taken twice', () => {
    const stored = emptyStored()
    const before = open()
    store(before, BRIDGE, stored)
    const after = restart(before, stored)

    after.restore(storedMembers(stored), { newest: NOON, split: [] })

    expect(after.openArticles()).toBe(3)
  })
})
