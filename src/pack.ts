// The topic pack's types, floor 0: pure data. A pack file becomes a Pack in config/, a matcher in tag/.

import type { Lang } from './types.ts'

/** What cards, commands and autocomplete need to know of the pack; no terms, no rules. */
export type PackInfo = {
  readonly id: string
  readonly title: string
  readonly hash: string
  /** Name of the core section, `Russia–Iran`, and of the related one, `Around the axis`. */
  readonly coreLabel: string
  readonly relatedLabel: string
  /** First line of `help`. */
  readonly covers: string
  readonly actors: readonly PackEntry[]
  readonly assets: readonly PackEntry[]
  /** In the pack's order, which is the order of a digest. */
  readonly themes: readonly PackEntry[]
}

/** An actor, asset or theme by its names. */
export type PackEntry = {
  readonly id: string
  readonly label: string
  /** One line: who or what it is. */
  readonly about?: string
  /** Rolls up to this actor. */
  readonly parent?: string
  /** Every name in every language, as written in the pack; used by autocomplete and "Did you mean". */
  readonly names: readonly { readonly lang: Lang; readonly name: string }[]
}
