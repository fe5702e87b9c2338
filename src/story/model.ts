import background from '../../config/story/background.json' with { type: 'json' }
import model from '../../config/story/model.json' with { type: 'json' }
import { hashWord } from './document.ts'
import type { Background } from './weights.ts'

/** Numbers learnt from labelled streams (`axis learn-stories`): how evidence adds up, and when it is enough. */
export type StoryModel = {
  /** By name of LINK_FEATURES. */
  readonly weights: Readonly<Record<string, number>>
  /** Least score at which an article joins a story. */
  readonly join: number
  /** Least score at which two stories become one. */
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
