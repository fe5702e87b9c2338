// The topic pack's types, floor 0: pure data. A pack file becomes a Pack in config/, a matcher in tag/.

import type { ArticleClass, Field, Instant, Lang, Relevance, Severity } from './types.ts'

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
  /** Ids of the actors of each side: what is core needs two of them. */
  readonly sides?: readonly (readonly string[])[]
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

// ---------------------------------------------------------------- the pack itself

/** Terms by language, as written in the pack; the syntax of a term is in docs/packs.md. */
export type Terms = Readonly<Record<Lang, readonly string[]>>

/** The whole topic pack, checked: every reference in it leads somewhere. */
export type Pack = {
  readonly id: string
  readonly title: string
  /** 128-bit hash of the files it came from: the same hash gives the same tags. */
  readonly hash: string
  readonly coreLabel: string
  readonly relatedLabel: string
  readonly covers: string
  /** Languages that every name and concept should speak. */
  readonly languages: readonly Lang[]
  /** Two or more sets of actors whose meeting makes `core`. */
  readonly sides: readonly PackSide[]
  /** Named sets of actors for rules: `@western`. */
  readonly groups: Readonly<Record<string, readonly string[]>>
  readonly periods: readonly PackPeriod[]
  readonly actors: readonly PackActor[]
  readonly assets: readonly PackAsset[]
  /** Phrases that mean something else: nothing inside them counts (longest match wins). */
  readonly blocks: Terms
  /** Word fields that rules speak of: `attack`, `talks`, `oil`. */
  readonly concepts: readonly PackConcept[]
  readonly themes: readonly PackTheme[]
  readonly relevance: {
    readonly core: PackScore
    readonly related: PackScore
  }
  /** Without a rule that reaches its threshold an article is `news`. In order of precedence. */
  readonly classes: readonly (PackScore & { readonly id: ArticleClass })[]
  /** What speaks for severity; each becomes a Match of kind `signal`, ref = id, points as given. */
  readonly signals: readonly PackSignal[]
  /** How a story turns points of signals and the class of its medoid into a severity. */
  readonly severity: PackSeverity
  /** Second vote, learnt: see docs/quality.md. */
  readonly vote?: PackVote
  readonly tests: readonly PackTest[]
}

export type PackSide = {
  readonly id: string
  readonly label: string
  readonly actors: readonly string[]
}

/** A stretch of time that changes what words mean (`when:war` in a rule); `to` absent = still running. */
export type PackPeriod = {
  readonly id: string
  readonly label: string
  readonly from: Instant
  readonly to?: Instant
}

export type PackActor = {
  readonly id: string
  readonly label: string
  readonly about?: string
  /** Rolls up: who mentions this actor mentions its parent. */
  readonly parent?: string
  /** Shown only; an ally is not a part. */
  readonly ally?: string
  readonly names: Terms
  readonly demonyms?: Terms
  /** Capitals used for governments, agencies, companies, forces. */
  readonly organisations?: Terms
  /** People; `from` and `to` bound when the name counts. */
  readonly people?: readonly PackPerson[]
  /** Cities, regions, sites: evidence for the actor as strong as a name. */
  readonly places?: Terms
  /** Bare forms that count only beside another mention of the same actor. */
  readonly hints?: Terms
}

export type PackPerson = {
  readonly role?: string
  readonly from?: Instant
  readonly to?: Instant
  readonly names: Terms
}

export type PackAsset = {
  readonly id: string
  readonly label: string
  readonly about?: string
  readonly names: Terms
}

export type PackConcept = { readonly id: string; readonly about?: string; readonly terms: Terms }

/**
 * A rule gives its points, times the weight of the zone (title 2, summary 1, content 0.4; 1 where the
 * parts stand in different zones), when one part of each choice in `all` is there and nothing of `none`.
 * Parts: `concept`, `@actor|side|group`, `1@…` (the first actor named in the title), `#period` (written `when:period`), `>=50`
 * (a number), `%theme` (already tagged; weighs like the title), `is:…` (the title's form). `t:` before a part or a
 * `none`: in the title; `h:`: in its head, the few words before a colon.
 */
export type PackRule = {
  readonly all: readonly (readonly string[])[]
  readonly none?: readonly string[]
  /** The first `nearParts` choices within so many words of each other; the others anywhere. */
  readonly near?: number
  readonly nearParts?: number
  /** Near, and in this order. */
  readonly ordered?: boolean
  /** Only in these zones. */
  readonly in?: readonly Field[]
  readonly points: number
}

/** A form of titles: it has a head before a colon, asks, or begins with a quotation. */
export type PackShape = 'is:headed' | 'is:asked' | 'is:quoted'

export type PackScore = { readonly threshold: number; readonly rules: readonly PackRule[] }

export type PackTheme = PackScore & {
  readonly id: string
  readonly label: string
  readonly about?: string
  /** Actors, sides or groups of which one must be tagged: `@iran`. */
  readonly needs?: readonly string[]
}

export type PackSignal = {
  readonly id: string
  readonly label: string
  readonly points: number
  readonly rules: readonly Omit<PackRule, 'points'>[]
}

export type PackSeverity = {
  /** Least points of each level. */
  readonly levels: { readonly medium: number; readonly high: number; readonly critical: number }
  /** Highest severity by class. */
  readonly caps: Readonly<Partial<Record<ArticleClass, Severity>>>
  /** By a signal, those that add nothing in a story that carries it. */
  readonly beside?: Readonly<Record<string, readonly string[]>>
}

/** Logistic regression over parts of rules, on top of their points; it never makes a tag alone. */
export type PackVote = {
  /** Most points that the vote adds or takes. */
  readonly weight: number
  /** Points that the rules must have given before a vote may lift a tag over its threshold. */
  readonly floor: number
  /** Theme id, `core` or `related` → feature → weight; feature `bias` always fires. */
  readonly models: Readonly<Record<string, Readonly<Record<string, number>>>>
}

/** What the pack itself promises: a headline and the tags that it must get. */
export type PackTest = {
  readonly title: string
  readonly summary?: string
  readonly lang?: Lang
  readonly at?: Instant
  /** Row of the article's table that this test stands for. */
  readonly row?: string
  readonly relevance?: Relevance
  readonly class?: ArticleClass
  /** All of these and no other actors. */
  readonly actors?: readonly string[]
  /** All of these (others may be there). */
  readonly themes?: readonly string[]
  readonly assets?: readonly string[]
  /** None of these. */
  readonly not?: readonly string[]
}
