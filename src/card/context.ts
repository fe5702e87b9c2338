// What every card is handed besides its subject: pure data, no store, no clock.

import type { PackInfo } from '../pack.ts'
import type { Camp, Instant, Lang, Subscription } from '../types.ts'

/** How much of what we follow we can see now; counts are of feeds that are on. */
export type Coverage = {
  readonly feeds: number
  readonly healthy: number
  /** Feeds that were read at least once; below `feeds` the first poll is not done. */
  readonly read: number
  readonly lastPollAt?: Instant
  readonly camps: readonly CampCoverage[]
}

export type CampCoverage = {
  readonly camp: string
  readonly feeds: number
  readonly healthy: number
  /** Since when the camp is not whole. */
  readonly since?: Instant
}

export type CardContext = {
  readonly pack: PackInfo
  readonly camps: readonly Camp[]
  readonly now: Instant
  /** The reader's language: titles are shown in it where the story has one. */
  readonly lang: Lang
  /** How titles in other languages are shown; `gloss` where absent. */
  readonly foreign?: Subscription['foreign']
  readonly coverage: Coverage
  readonly version: string
  /** The demo: every message says that it is a sample. */
  readonly sample?: boolean
}
