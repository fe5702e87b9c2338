import { describe, expect, test } from 'vitest'
import { learnBackground } from '../../src/story/learn-background.ts'
import {
  fitModel,
  type LearnStream,
  measureModel,
  searchModel,
} from '../../src/story/learn-model.ts'
import { STORY_MODEL } from '../../src/story/model.ts'
import { BRIDGE, hoursLater, OTHERS, toArticle } from './article.ts'

const text = (title: string, source: string) => ({ title, outlet: 'Morning Ledger', source })

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

/** Of the same harbour, and no part of its event. */
const COUNCIL = ['Herring sale', 'Council vote', 'Regatta'].map((title, at) =>
  toArticle({ outlet: `Outlet ${at}`, title: `${title} at Port Meridan brings crowds` }),
)

describe('the model', () => {
  const stream: LearnStream = {
    name: 'invented',
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

  test('a search never returns what is worse than where it began, and repeats itself', () => {
    const search = (): ReturnType<typeof searchModel> => {
      let rounds = 0
      const goesOn = (): boolean => {
        rounds += 1
        return rounds < 8
      }
      return searchModel({ ...STORY_MODEL, join: 9 }, [stream], { seed: 3, goesOn })
    }

    expect(search().worth).toBeGreaterThanOrEqual(-0.72)
    expect(search()).toEqual(search())
  })
})
