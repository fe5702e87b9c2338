// What every card is handed besides its subject: pure data, no store, no clock.

import type { CampCoverage, Coverage } from '../lib/coverage.ts'
import type { PackInfo } from '../pack.ts'
import type { Alarm, Camp, Instant, Lang, Subscription } from '../types.ts'

export type { CampCoverage, Coverage }

export type CardContext = {
  readonly pack: PackInfo
  readonly camps: readonly Camp[]
  /** Ids of the feeds that only collect what others told: they corroborate nothing. */
  readonly aggregators?: readonly string[]
  readonly now: Instant
  /** The reader's language: titles are shown in it where the story has one. */
  readonly lang: Lang
  /** How titles in other languages are shown; `gloss` where absent. */
  readonly foreign?: Subscription['foreign']
  readonly coverage: Coverage
  readonly version: string
  /** Bursts of the last month, newest first: they add a note to a story's message. */
  readonly alarms?: readonly Alarm[]
  /** The demo: every message says that it is a sample. */
  readonly sample?: boolean
}
