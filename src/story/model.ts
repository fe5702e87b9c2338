import background from '../../config/story/background.json' with { type: 'json' }
import model from '../../config/story/model.json' with { type: 'json' }
import { hashWord } from './hash-word.ts'
import type { Background } from './weights.ts'

/** Weights of evidence by feature name; their sum and the bias are log odds. */
export type Weighed = {
  readonly weights: Readonly<Record<string, number>>
  readonly bias: number
}

export type CrossModel = Weighed & {
  /** Least score at which two languages tell one event. */
  readonly join: number
}

/** Numbers learnt from labelled streams (`axis learn-stories`): how evidence adds up, and when it is enough. */
export type StoryModel = Weighed & {
  /** Least score at which an article joins a story. */
  readonly join: number
  /** Least score at which two stories become one. */
  readonly merge: number
  readonly linked: CrossModel
}

export const STORY_MODEL: StoryModel = model

/** Document frequencies that a stream starts from. */
export const BACKGROUND: Background = toBackground(background)

/** Counts by word, as `learnBackground` makes them, by their hashes. */
export function toBackground(learnt: {
  readonly documents: number
  readonly frequencies: Readonly<Record<string, number>>
}): Background {
  return {
    documents: learnt.documents,
    frequencies: new Map(
      Object.entries(learnt.frequencies).map(([term, count]) => [hashWord(term), count]),
    ),
  }
}
