import { describe, expect, test } from 'vitest'
import { hashWord } from '../../src/story/hash-word.ts'
import { learnBackground, withoutStream } from '../../src/story/learn-background.ts'
import {
  fitModel,
  type LearnStream,
  learnModel,
  measureModel,
} from '../../src/story/learn-model.ts'
import { BACKGROUND, STORY_MODEL, toBackground } from '../../src/story/model.ts'
import { BRIDGE, hoursLater, OTHERS, toArticle } from './article.ts'

const text = (title: string, source: string, id = title) => ({
  id,
  title,
  outlet: 'Morning Ledger',
  source,
})

describe('learnBackground', () => {
  test('counts articles, not words, and leaves out function words and numbers', () => {
    const texts = ['a', 'b', 'c'].map((source) =>
      text('The bridge, the bridge of 1999 at Velmora airport', source),
    )

    const { documents, frequencies } = learnBackground(texts)

    expect(documents).toBe(3)
    expect(frequencies).toMatchObject({ bridg: 3, 'concept:airport': 3 })
    expect(Object.keys(frequencies).some((key) => /^(?:the|of|\d)/.test(key))).toBe(false)
  })

  test('what one stream alone tells, or two articles, is not of the language', () => {
    const one = ['a', 'a', 'a', 'a'].map((source) => text('Herring quota', source))
    const two = ['a', 'b'].map((source) => text('Solar park', source))

    expect(learnBackground([...one, ...two]).frequencies).toEqual({})
  })
})

describe('withoutStream', () => {
  const stream = new Set(Array.from({ length: 20 }, (_, at) => `${at}`))
  const other = text('Herring', 'diary', 'other')

  test('a source keeps what it does not share with the stream', () => {
    const shared = ['0', '1'].map((id) => text('Bridge', 'diary', id))

    expect(withoutStream([other, ...shared], stream)).toEqual([other])
  })

  test('one that shares more than a tenth of it is left out whole', () => {
    const shared = ['0', '1', '2'].map((id) => text('Bridge', 'diary', id))
    const apart = text('Regatta', 'almanac', 'apart')

    expect(withoutStream([other, ...shared, apart], stream)).toEqual([apart])
  })
})

/** Of the same harbour, and no part of its event. */
const COUNCIL = ['Herring sale', 'Council vote', 'Regatta'].map((title, at) =>
  toArticle({ outlet: `Outlet ${at}`, title: `${title} at Port Meridan brings crowds` }),
)

describe('the model', () => {
  const stream: LearnStream = {
    name: 'invented',
    background: BACKGROUND,
    batches: [
      { now: hoursLater(0), batch: [BRIDGE[0], OTHERS[0], ...COUNCIL] },
      { now: hoursLater(1), batch: [BRIDGE[1], OTHERS[1]] },
      { now: hoursLater(2), batch: [BRIDGE[2], OTHERS[2]] },
    ],
    storyOf: new Map([
      ...BRIDGE.map(({ id }) => [id, 'bridge'] as const),
      ...[...OTHERS, ...COUNCIL].map(({ id }) => [id, id] as const),
    ]),
  }

  test('is measured by the pairs that a whole stream puts together', () => {
    expect(measureModel(stream, STORY_MODEL)).toMatchObject({ recall: 1 })
    expect(measureModel(stream, { ...STORY_MODEL, join: 99, merge: 99 }).f1).toBe(0)
  })

  test('is fitted to give likeness a positive weight', () => {
    const model = fitModel([stream])

    expect(model.weights.sharp).toBeGreaterThan(0)
    expect(Object.values(model.weights).every(Number.isFinite)).toBe(true)
  })

  test('what is measured on a stream was learnt from the others alone', () => {
    // Labels turned upside down teach that what is alike is apart.
    const contrary: LearnStream = {
      ...stream,
      name: 'contrary',
      storyOf: new Map([
        ...BRIDGE.map(({ id }) => [id, id] as const),
        ...[...OTHERS, ...COUNCIL].map(({ id }) => [id, 'all one'] as const),
      ]),
    }

    const { leftOut } = learnModel([stream, stream, contrary])
    const alone = learnModel([stream, contrary]).leftOut

    expect(leftOut.map(({ name }) => name)).toEqual(['invented', 'invented', 'contrary'])
    expect(leftOut[0]?.recall).toBe(1)
    expect(alone[0]?.recall).toBeLessThan(1)
  })

  test('one threshold serves articles and stories, and the same streams give the same model', () => {
    const { model } = learnModel([stream, stream])

    expect(model.merge).toBe(model.join)
    expect(learnModel([stream, stream]).model).toEqual(model)
  })
})

describe('toBackground', () => {
  test('counts words by their hashes, as the clusterer asks for them', () => {
    const { documents, frequencies } = toBackground({ documents: 9, frequencies: { bridg: 4 } })

    expect(documents).toBe(9)
    expect([...frequencies.values()]).toEqual([4])
    expect([...frequencies.keys()]).toEqual([hashWord('bridg')])
  })
})
