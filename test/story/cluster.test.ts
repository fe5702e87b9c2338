import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type Clusterer, openClusterer } from '../../src/story/cluster.ts'
import type { Story, TaggedArticle } from '../../src/types.ts'
import { BRIDGE, hoursLater, NOON, OTHERS, toArticle } from './article.ts'

const open = (statistics?: string): Clusterer =>
  openClusterer({ camps: [], ...(statistics === undefined ? {} : { statistics }) })

/** Story of each article after batches given in turn, one hour apart. */
function run(batches: readonly (readonly TaggedArticle[])[]): Map<string, string> {
  const clusterer = open()
  const storyOf = new Map<string, string>()
  for (const [hour, batch] of batches.entries()) {
    const at = hoursLater(hour)
    const seen = batch.map((article) => ({ ...article, seenAt: at }))
    for (const { articleId, storyId } of clusterer.add(seen, at).memberships) {
      storyOf.set(articleId, storyId)
    }
  }
  return storyOf
}

/** One event in two languages. */
const EXPLOSION = [
  toArticle({
    outlet: 'Morning Ledger',
    title: 'Explosion at Tarskov airport injures four children',
    summary: 'Four children were wounded when a drone hit the airport hotel in Tarskov.',
  }),
  toArticle({
    outlet: 'Evening Leaf',
    title: 'Четверо детей пострадали при взрыве в аэропорту Тарсков',
    summary: 'Беспилотник попал в отель аэропорта Тарсков.',
    tags: { lang: 'ru' },
  }),
] as const

const WORDS = 'bridge barge port quota herring solar park cellist tour vote minister harbour'.split(
  ' ',
)
const anyArticle = fc
  .record({
    outlet: fc.constantFrom('Morning Ledger', 'Harbour Times', 'Evening Courier'),
    words: fc.array(fc.constantFrom(...WORDS), { minLength: 3, maxLength: 8 }),
    number: fc.integer({ min: 1, max: 40 }),
  })
  .map(({ outlet, words, number }) => toArticle({ outlet, title: `${words.join(' ')} ${number}` }))
const anyBatch = fc.uniqueArray(anyArticle, { maxLength: 12, selector: (article) => article.id })

describe('openClusterer', () => {
  test('articles that tell one event become one story, others stay alone', () => {
    const storyOf = run([[...BRIDGE, ...OTHERS]])

    const bridge = new Set(BRIDGE.map(({ id }) => storyOf.get(id)))
    const others = new Set(OTHERS.map(({ id }) => storyOf.get(id)))
    expect(bridge.size).toBe(1)
    expect(others.size).toBe(OTHERS.length)
    expect(bridge.isDisjointFrom(others)).toBe(true)
  })

  test('a story takes a later article and keeps the id of its first', () => {
    const [first, second, third] = BRIDGE

    const storyOf = run([[first, ...OTHERS], [second], [third]])

    expect(storyOf.get(second.id)).toBe(storyOf.get(first.id))
    expect(storyOf.get(third.id)).toBe(storyOf.get(first.id))
  })

  test('the order inside a batch does not matter', () => {
    fc.assert(
      fc.property(anyBatch, anyBatch, fc.infiniteStream(fc.nat()), (first, second, dice) => {
        const shuffled = second
          .map((article) => ({ article, at: dice.next().value ?? 0 }))
          .sort((a, b) => a.at - b.at)
          .map(({ article }) => article)
        expect(run([first, shuffled])).toEqual(run([first, second]))
      }),
      { numRuns: 60 },
    )
  })

  test('each article is in exactly one story, and stories hold what memberships say', () => {
    fc.assert(
      fc.property(fc.array(anyBatch, { maxLength: 4 }), (batches) => {
        const clusterer = open()
        const storyOf = new Map<string, string>()
        const stories = new Map<string, Story>()
        const ids = new Set<string>()
        for (const [hour, batch] of batches.entries()) {
          const at = hoursLater(hour)
          const seen = batch.map((article) => ({ ...article, seenAt: at }))
          const change = clusterer.add(seen, at)
          for (const { id } of batch) ids.add(id)
          for (const { articleId, storyId } of change.memberships) storyOf.set(articleId, storyId)
          for (const story of change.stories) stories.set(story.id, story)
        }
        expect(new Set(storyOf.keys())).toEqual(ids)
        for (const story of stories.values()) {
          const held = [...storyOf.values()].filter((id) => id === story.id).length
          expect(held).toBe(story.mergedInto === undefined ? story.articleCount : 0)
        }
      }),
      { numRuns: 60 },
    )
  })

  test('a replay of the same batches gives the same stories', () => {
    fc.assert(
      fc.property(fc.array(anyBatch, { maxLength: 4 }), (batches) => {
        expect(run(batches)).toEqual(run(batches))
      }),
      { numRuns: 30 },
    )
  })

  test('an article that is open already is left alone', () => {
    const clusterer = open()
    clusterer.add([...BRIDGE], NOON)

    const again = clusterer.add([...BRIDGE], hoursLater(1))

    expect(again).toMatchObject({ stories: [], memberships: [], kept: [] })
  })

  test('a story ends after a day of silence, is named once, and is forgotten', () => {
    const clusterer = open()
    clusterer.add([...BRIDGE], NOON)

    expect(clusterer.closed(hoursLater(24))).toEqual([])
    expect(clusterer.closed(hoursLater(24.1))).toHaveLength(1)
    expect(clusterer.closed(hoursLater(24.1))).toEqual([])
    expect(clusterer.openArticles()).toBe(0)
  })

  test('a story ends 72 hours after its first article, however busy it is', () => {
    const clusterer = open()
    const tell = (hour: number): string => {
      const article = toArticle({ ...BRIDGE[0], id: `a${hour}`, seenAt: hoursLater(hour) })
      return clusterer.add([article], hoursLater(hour)).memberships[0]?.storyId ?? ''
    }

    const stories = [0, 20, 40, 60, 73].map(tell)

    expect(new Set(stories.slice(0, 4)).size).toBe(1)
    expect(stories[4]).not.toBe(stories[0])
  })

  test('commentary never joins an event, however alike', () => {
    const [first, second, third] = BRIDGE
    const opinion = { ...third, tags: { ...third.tags, class: 'opinion' as const } }

    const storyOf = run([[first, second], [opinion]])

    expect(storyOf.get(opinion.id)).not.toBe(storyOf.get(first.id))
  })

  test('a copy of a wire text folds into its story', () => {
    const [first] = BRIDGE
    const copy = toArticle({ ...first, id: 'copy', outlet: 'Valley Post', family: 'Valley Post' })
    const clusterer = open()
    clusterer.add([first], NOON)

    const change = clusterer.add([{ ...copy, seenAt: hoursLater(1) }], hoursLater(1))

    expect(change.memberships[0]?.linkedBy).toBe('copy')
    expect(change.stories[0]?.families).toEqual(['Morning Ledger', 'Valley Post'])
  })

  test('no story grows past sixty articles', () => {
    const clusterer = open()
    const copies = Array.from({ length: 70 }, (_, at) =>
      toArticle({ ...BRIDGE[0], id: `copy ${at}`, outlet: `Outlet ${at}` }),
    )

    const { stories } = clusterer.add(copies, NOON)

    expect(Math.max(...stories.map((story) => story.articleCount))).toBe(60)
  })

  test('another language joins as a linked side, on concepts and names alone', () => {
    const [first] = EXPLOSION
    const clusterer = open()
    clusterer.add([first, ...OTHERS], NOON)

    const change = clusterer.add([{ ...EXPLOSION[1], seenAt: hoursLater(1) }], hoursLater(1))

    expect(change.memberships[0]).toMatchObject({ linkedBy: 'linked', side: 'ru' })
    expect(change.stories[0]?.sides.map(({ lang }) => lang)).toEqual(['en', 'ru'])
    expect(change.stories[0]?.families).toEqual(['Evening Leaf', 'Morning Ledger'])
  })

  test('another language joins nothing thirteen hours later, and never as opinion', () => {
    const [first, second] = EXPLOSION
    const late = hoursLater(13)
    const opinion = { ...second, tags: { ...second.tags, class: 'opinion' as const } }

    const storyOf = run([[first, opinion, ...OTHERS]])
    const clusterer = open()
    clusterer.add([first], NOON)
    const change = clusterer.add([{ ...second, seenAt: late }], late)

    expect(storyOf.get(opinion.id)).not.toBe(storyOf.get(first.id))
    expect(change.memberships[0]?.linkedBy).toBe('first')
  })

  test('sides that a third article tells to be one become one; the older id survives and is told so (law 4)', () => {
    const [english, russian] = EXPLOSION
    const vague = toArticle({
      outlet: 'Утренний курьер',
      title: 'Четверо пострадали: беспилотник попал, сообщил очевидец',
      tags: { lang: 'ru' },
    })
    const clusterer = open()
    const first = clusterer.add([english, ...OTHERS], NOON)
    const second = clusterer.add([{ ...vague, seenAt: hoursLater(1) }], hoursLater(1))
    const elder = first.memberships.find(({ articleId }) => articleId === english.id)?.storyId
    const younger = second.memberships[0]?.storyId

    const third = clusterer.add([{ ...russian, seenAt: hoursLater(2) }], hoursLater(2))

    expect(younger).not.toBe(elder)
    const absorbed = third.stories.find(({ id }) => id === younger)
    const kept = third.stories.find(({ id }) => id === elder)
    expect(third.memberships.map(({ storyId }) => storyId)).toEqual([elder, elder])
    expect(absorbed?.mergedInto).toBe(elder)
    expect(kept?.articleCount).toBe(3)
  })

  test('a late article joins by when it was seen, whatever its date says', () => {
    const [first, second] = BRIDGE
    const late = { ...second, seenAt: hoursLater(20), publishedAt: NOON }

    const clusterer = open()
    clusterer.add([first, ...OTHERS], NOON)
    const change = clusterer.add([late], hoursLater(20))

    expect(change.stories[0]?.articleCount).toBe(2)
    expect(change.stories[0]?.openedAt).toBe(NOON)
  })

  test('the same act in another town is another event', () => {
    const toll = (town: string, outlet: string): TaggedArticle =>
      toArticle({
        outlet,
        title: `Overnight drone attack kills three in ${town}`,
        summary: `Three people died in ${town}, rescuers said on Sunday morning.`,
      })
    const kharkiv = [toll('Kharkiv', 'Morning Ledger'), toll('Kharkiv', 'Harbour Times')]
    const odesa = [toll('Odesa', 'Evening Courier'), toll('Odesa', 'Valley Post')]

    const storyOf = run([[...kharkiv, ...odesa, ...OTHERS]])

    const [a, b, c, d] = [...kharkiv, ...odesa].map(({ id }) => storyOf.get(id))
    expect(a).toBe(b)
    expect(c).toBe(d)
    expect(a).not.toBe(c)
  })

  test('what one outlet tells of two countries in the same words is two events', () => {
    const call = (country: string): TaggedArticle =>
      toArticle({
        outlet: 'Gulf Gazette',
        title: `Ruler receives phone call from president of ${country} on the crisis`,
      })
    const [first, second] = [call('Brazil'), call('Kenya')]

    const storyOf = run([[first, second, ...OTHERS]])

    expect(storyOf.get(first.id)).not.toBe(storyOf.get(second.id))
  })

  test('a family never counts twice, however many of its articles a story has', () => {
    fc.assert(
      fc.property(fc.array(anyBatch, { maxLength: 4 }), (batches) => {
        const clusterer = open()
        for (const [hour, batch] of batches.entries()) {
          const at = hoursLater(hour)
          const change = clusterer.add(
            batch.map((article) => ({ ...article, seenAt: at })),
            at,
          )
          for (const { families, articleCount } of change.stories) {
            expect(new Set(families).size).toBe(families.length)
            expect(families.length).toBeLessThanOrEqual(articleCount)
          }
        }
      }),
      { numRuns: 40 },
    )
  })

  test('what was learnt of words is forgotten by halves, and a broken text of it is no failure', () => {
    const clusterer = open('{"documents": "many"')

    expect(clusterer.add([...BRIDGE], NOON).stories).toHaveLength(1)
    expect(JSON.parse(clusterer.statistics())).toEqual({ documents: 0, counts: [] })
  })

  test('who learns the model is told what is compared, before anything is placed', () => {
    const told: string[] = []
    const clusterer = openClusterer({
      camps: [],
      onCompare: ({ member, near }) => told.push(`${member.document.outlet} ${near.length}`),
    })

    clusterer.add([...BRIDGE], NOON)

    expect(told).toHaveLength(3)
    expect(told.map((line) => line.split(' ').at(-1))).toEqual(['0', '1', '2'])
  })
})
