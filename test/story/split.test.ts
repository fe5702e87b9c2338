import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { storyId } from '../../src/lib/hash.ts'
import { type ClusterChange, openClusterer } from '../../src/story/cluster.ts'
import type { Story, TaggedArticle } from '../../src/types.ts'
import { hoursLater, toArticle } from './article.ts'
import { anyStream, emptyStored, type Stored, store, storedMembers } from './stream.ts'
import { K1, K2, O1, O2, TWO_TOWNS, tell, VAGUE } from './towns.ts'

const open = (statistics?: string) =>
  openClusterer({ camps: [], ...(statistics !== undefined && { statistics }) })

const storyOf = (stored: Stored, { id }: TaggedArticle) => stored.memberships.get(id)?.storyId
const storyNamed = (stored: Stored, id: string | undefined): Story | undefined =>
  stored.stories.get(id ?? '')

/** All batches; with what was posted when each came. */
function run(
  batches: readonly (readonly TaggedArticle[])[],
  postedAt: (batch: number) => ReadonlySet<string> = () => new Set(),
) {
  const stored = emptyStored()
  const clusterer = open()
  const changes = batches.map((batch, at) => store(clusterer, batch, stored, postedAt(at)))
  return { stored, clusterer, changes }
}

/** That stories hold what memberships say, and each article is in exactly one of them. */
function expectWhole({ stories, memberships, articles }: Stored): void {
  expect(new Set(memberships.keys())).toEqual(new Set(articles.keys()))
  for (const story of stories.values()) {
    const held = [...memberships.values()].filter(({ storyId }) => storyId === story.id)
    expect(held).toHaveLength(story.mergedInto === undefined ? story.articleCount : 0)
    if (held.length === 0) continue
    const told = held.flatMap(({ articleId }) => articles.get(articleId) ?? [])
    const times = told.map(({ seenAt }) => seenAt)
    expect(story.openedAt).toBe(Math.min(...times))
    expect(story.updatedAt).toBe(Math.max(...times))
    expect(story.families).toEqual([...new Set(told.map(({ family }) => family))].sort())
    expect(held.filter(({ linkedBy }) => linkedBy === 'first').length).toBeGreaterThan(0)
  }
}

const countMerges = (changes: readonly ClusterChange[]): number =>
  changes.flatMap(({ stories }) => stories).filter(({ mergedInto }) => mergedInto).length

describe('a story that turns out to tell two events', () => {
  test('stays one until titles of two families name each town', () => {
    const { stored } = run(TWO_TOWNS.slice(0, 4))

    expect(new Set([VAGUE, K1, O1, K2].map((one) => storyOf(stored, one))).size).toBe(1)
  })

  test('splits then: the larger part keeps the id, the other is named after its own first article', () => {
    const { stored, changes } = run(TWO_TOWNS)
    const [kept, left] = [storyOf(stored, O1), storyOf(stored, K1)]

    // The vague one is likest to the report from Odesa.
    expect([VAGUE, O2].map((one) => storyOf(stored, one))).toEqual([kept, kept])
    expect(storyOf(stored, K2)).toBe(left)
    expect(kept).not.toBe(left)
    expect(kept).toBe(changes[0]?.memberships.find((m) => m.articleId === VAGUE.id)?.storyId)
    expect(left).toBe(storyId(K1.id))
    expect(storyNamed(stored, left)).toMatchObject({
      articleCount: 2,
      families: ['Harbour Times', 'Valley Post'],
      openedAt: hoursLater(1),
      updatedAt: hoursLater(3),
      split: { at: hoursLater(4), other: kept },
    })
    expect(storyNamed(stored, kept)).toMatchObject({
      articleCount: 3,
      updatedAt: hoursLater(4),
      split: { at: hoursLater(4), other: left },
    })
    expect(changes.at(-1)?.split).toEqual([kept])
    expectWhole(stored)
  })

  test('its parts say how each article came to them', () => {
    const { stored } = run(TWO_TOWNS)
    const linkOf = ({ id }: TaggedArticle) => stored.memberships.get(id)

    expect(linkOf(VAGUE)).toMatchObject({ linkedBy: 'first', likeness: 1 })
    expect(linkOf(K1)).toMatchObject({ linkedBy: 'first', likeness: 1 })
    expect(linkOf(K2)?.linkedBy).not.toBe('first')
    expect(linkOf(K2)?.neighbours.length).toBeGreaterThan(0)
  })

  test('the larger part keeps the id even where the first article leaves', () => {
    const third = tell(
      'River Herald',
      4,
      'Odesa: grain silo hit by drones, three workers killed',
      'Three workers were killed at a grain silo in Odesa when drones hit it overnight.',
    )
    const first = { ...K1, seenAt: hoursLater(0) }
    const vague = { ...VAGUE, seenAt: hoursLater(0.5) }
    const last = { ...K2, seenAt: hoursLater(5) }

    const { stored, changes } = run([[first], [vague], [O1], [third], [O2], [last]])

    const [kept, left] = [storyOf(stored, O1), storyOf(stored, K1)]
    expect(changes.at(-1)?.split).toEqual([kept])
    expect(kept).toBe(storyId(K1.id))
    expect(left).toBe(storyId(K2.id))
    expect(storyOf(stored, K2)).toBe(left)
    expectWhole(stored)
  })

  test('never splits once it was posted (law 4)', () => {
    const whole = run(TWO_TOWNS.slice(0, 1))
    const id = storyOf(whole.stored, VAGUE) ?? ''

    const { stored, changes } = run(TWO_TOWNS, () => new Set([id]))

    expect(new Set([VAGUE, K1, O1, K2, O2].map((one) => storyOf(stored, one)))).toEqual(
      new Set([id]),
    )
    expect(changes.at(-1)).toMatchObject({ apart: [id], split: [] })
  })

  test('splits once: what is told of both later changes nothing', () => {
    const more = [K2, O2].map((one, at) =>
      toArticle({ ...one, id: `late ${at}`, outlet: `Late ${at}`, seenAt: hoursLater(5) }),
    )
    const { stored, changes } = run([...TWO_TOWNS, more])

    expect(changes.at(-1)?.split).toEqual([])
    expect(stored.memberships.get('late 0')?.storyId).toBe(storyOf(stored, K1))
    expect(stored.memberships.get('late 1')?.storyId).toBe(storyOf(stored, O1))
    expect(countMerges(changes)).toBe(0)
    expectWhole(stored)
  })

  test('one article that tells of both towns makes it one event', () => {
    const both = tell(
      'River Herald',
      3,
      'Drone attacks on grain silos in Kharkiv and Odesa kill workers',
      'Workers died overnight when drones hit a grain silo in Kharkiv and one in Odesa.',
    )
    const { stored, changes } = run([...TWO_TOWNS.slice(0, 3), [K2, both], [O2]])
    const joined = storyOf(stored, both) === storyOf(stored, O2)

    expect(joined).toBe(true)
    expect(changes.flatMap(({ split }) => split)).toEqual([])
  })

  test('two articles of one publisher are no evidence of a second event', () => {
    const sister = { ...O2, outlet: 'Evening Courier Online', family: O1.family }
    const { changes } = run([...TWO_TOWNS.slice(0, 4), [sister]])

    expect(changes.flatMap(({ split }) => split)).toEqual([])
  })

  test('another language goes with the town that it names', () => {
    const russian = toArticle({
      outlet: 'Вечерний лист',
      title: 'Харьков: трое рабочих погибли при атаке дронов на зернохранилище',
      summary: 'Дроны ударили по зернохранилищу в Харькове, погибли трое рабочих.',
      tags: { lang: 'ru' },
      seenAt: hoursLater(3),
    })
    const { stored } = run([...TWO_TOWNS.slice(0, 3), [K2, russian], [O2]])

    const side = storyOf(stored, russian)
    expect(side).not.toBe(storyOf(stored, O2))
    expectWhole(stored)
  })

  test('a restart does not forget that it was split', () => {
    const { stored, clusterer } = run(TWO_TOWNS)
    const after = open(clusterer.statistics())
    const split = [...stored.stories.values()].filter((story) => story.split)
    after.restore(storedMembers(stored), { newest: hoursLater(4), split })
    const late = toArticle({ ...K2, id: 'late', outlet: 'Late', seenAt: hoursLater(5) })

    const change = after.split(after.add([late], hoursLater(5)))

    expect(change).toEqual(clusterer.split(clusterer.add([late], hoursLater(5))))
    expect(change.stories[0]?.split).toEqual(storyNamed(stored, storyOf(stored, K1))?.split)
  })
})

describe('any stream, with any stories posted at any time', () => {
  /** Of the stories that are there when a batch comes, some are posted. */
  const anyPosting = fc.array(fc.boolean(), { minLength: 40, maxLength: 40 })

  function runPosted(batches: readonly (readonly TaggedArticle[])[], dice: readonly boolean[]) {
    const stored = emptyStored()
    const clusterer = open()
    const posted = new Set<string>()
    const splits: string[] = []
    for (const batch of batches) {
      const change = store(clusterer, batch, stored, new Set(posted))
      splits.push(...change.split)
      expectWhole(stored)
      for (const id of change.split) expect(posted).not.toContain(id)
      for (const [at, { id, mergedInto }] of [...stored.stories.values()].entries()) {
        if (dice[at % dice.length]) posted.add(id)
        if (mergedInto !== undefined && posted.has(id)) posted.add(mergedInto)
      }
    }
    return { stored, splits, posted }
  }

  test('each article is in exactly one story, and nothing posted is taken apart', () => {
    fc.assert(
      fc.property(anyStream, anyPosting, (batches, dice) => void runPosted(batches, dice)),
      { numRuns: 60 },
    )
  })

  test('a replay of the batches with what was posted gives the same stories', () => {
    fc.assert(
      fc.property(anyStream, anyPosting, (batches, dice) => {
        const first = runPosted(batches, dice)
        const second = runPosted(batches, dice)
        expect(second.stored).toEqual(first.stored)
      }),
      { numRuns: 30 },
    )
  })

  test('the order inside a batch does not matter', () => {
    fc.assert(
      fc.property(anyStream, (batches) => {
        const turned = batches.map((batch) => [...batch].reverse())
        const memberships = (one: readonly (readonly TaggedArticle[])[]) =>
          Object.fromEntries(run(one).stored.memberships)
        expect(memberships(turned)).toEqual(memberships(batches))
      }),
      { numRuns: 40 },
    )
  })

  test('such streams do split stories now and then', () => {
    const samples = fc.sample(anyStream, { numRuns: 200, seed: 7 })
    const splits = samples.flatMap((batches) => runPosted(batches, [false]).splits)

    expect(splits.length).toBeGreaterThan(0)
  })
})
