import background from '../../config/story/background.json' with { type: 'json' }
import model from '../../config/story/model.json' with { type: 'json' }
import { hashWord } from './document.ts'
import type { Background } from './weights.ts'

/** Numbers learnt from labelled streams by `axis learn-stories`: a logistic regression over FEATURES. */
export type StoryModel = {
  readonly bias: number
  /** By feature name. */
  readonly weights: Readonly<Record<string, number>>
  /** Least mean log-odds at which an article joins a story. */
  readonly join: number
  /** Least mean log-odds at which two stories become one. */
  readonly merge: number
}

export const STORY_MODEL: StoryModel = model

/** Document frequencies that a stream starts from. */
export const BACKGROUND: Background = {
  documents: background.documents,
  frequencies: new Map(
    Object.entries(background.frequencies).map(([term, count]) => [hashWord(term), count]),
  ),
}
