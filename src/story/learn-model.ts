// Learns the model from labelled streams: evidence by logistic regression over pairs of articles, then thresholds that
// serve streams that the regression has not seen, by pair F1 of whole streams.

import type { Instant, TaggedArticle } from '../types.ts'
import { openClusterer } from './cluster.ts'
import { isCopy } from './copy.ts'
import { CROSS_FEATURES, mayCross, toCross } from './cross.ts'
import { LIKENESS_FEATURES, toLikeness } from './likeness.ts'
import type { StoryModel, Weighed } from './model.ts'
import type { Member } from './open-story.ts'
import { type RegressRow, regress } from './regress.ts'
import type { Background } from './weights.ts'

export type LearnStream = {
  readonly name: string
  /** In time order. */
  readonly batches: readonly { readonly now: Instant; readonly batch: readonly TaggedArticle[] }[]
  readonly storyOf: ReadonlyMap<string, string>
  /** Made without its own articles, as that of any new stream is. */
  readonly background: Background
}

export type PairFigures = {
  readonly precision: number
  readonly recall: number
  readonly f1: number
}

/** What a model that learnt from all other streams does on one. */
export type LeftOut = PairFigures & { readonly name: string }

/** Every article alone: nothing is decided while evidence is collected. */
const NOTHING: StoryModel = {
  weights: {},
  bias: 0,
  join: Number.POSITIVE_INFINITY,
  merge: Number.POSITIVE_INFINITY,
  linked: { weights: {}, bias: 0, join: Number.POSITIVE_INFINITY },
}

const PULL = 10
const PULL_LINKED = 3
/** All pairs of one stream together count as many: else the largest would decide. */
const PAIRS_PER_STREAM = 1500
const JOIN = -1.2
const JOIN_LINKED = 0

/** Pairs that the clusterer would compare, of one language and across. */
type Pairs = { readonly pairs: readonly RegressRow[]; readonly across: readonly RegressRow[] }

/** Fits both regressions on the pairs of some streams; thresholds are usual ones. */
export const fitModel = (streams: readonly LearnStream[]): StoryModel =>
  fitPairs(streams.map(collect))

function fitPairs(all: readonly Pairs[]): StoryModel {
  const pairs = all.flatMap(({ pairs }) => {
    const weight = PAIRS_PER_STREAM / Math.max(1, pairs.length)
    return pairs.map((row) => ({ ...row, weight }))
  })
  const across = all.flatMap((one) => one.across)
  return {
    ...named(LIKENESS_FEATURES, pairs, PULL),
    join: JOIN,
    merge: JOIN,
    linked: { ...named(CROSS_FEATURES, across, PULL_LINKED), join: JOIN_LINKED },
  }
}

function collect({ batches, storyOf, background }: LearnStream): Pairs {
  const pairs: RegressRow[] = []
  const across: RegressRow[] = []
  const isTrue = (a: Member, b: Member): boolean =>
    storyOf.get(a.document.id) === storyOf.get(b.document.id)
  const clusterer = openClusterer({
    camps: [],
    model: NOTHING,
    background,
    onCompare: ({ member, near, across: others }) => {
      for (const other of near) {
        // Copies are joined by rule.
        if (isCopy(member, other)) continue
        const likeness = toLikeness(member, other)
        const features = LIKENESS_FEATURES.map((name) => likeness[name])
        pairs.push({ features, isTrue: isTrue(member, other), weight: 1 })
      }
      for (const other of others) {
        if (!mayCross(member, other)) continue
        const cross = toCross(member, other)
        const features = CROSS_FEATURES.map((name) => cross[name])
        across.push({ features, isTrue: isTrue(member, other), weight: 1 })
      }
    },
  })
  for (const { batch, now } of batches) clusterer.add(batch, now)
  return { pairs, across }
}

function named(features: readonly string[], rows: readonly RegressRow[], l2: number): Weighed {
  const { weights, bias } = regress(rows, l2)
  return {
    weights: Object.fromEntries(features.map((name, at) => [name, round(weights[at] ?? 0)])),
    bias: round(bias),
  }
}

const round = (value: number): number => Math.round(value * 1000) / 1000

/** Pairs of a whole stream that the model puts together, against the labels. */
export function measureModel(stream: LearnStream, model: StoryModel): PairFigures {
  const clusterer = openClusterer({ camps: [], model, background: stream.background })
  const foundOf = new Map<string, string>()
  for (const { batch, now } of stream.batches) {
    for (const { articleId, storyId } of clusterer.add(batch, now).memberships) {
      foundOf.set(articleId, storyId)
    }
  }
  const ids = [...stream.storyOf.keys()]
  const label = (id: string): string => stream.storyOf.get(id) ?? ''
  const found = (id: string): string => foundOf.get(id) ?? id
  const both = countPairs(ids.map((id) => `${label(id)}\n${found(id)}`))
  const precision = both / Math.max(1, countPairs(ids.map(found)))
  const recall = both / Math.max(1, countPairs(ids.map(label)))
  return { precision, recall, f1: both === 0 ? 0 : (2 * precision * recall) / (precision + recall) }
}

function countPairs(groups: readonly string[]): number {
  const sizes = new Map<string, number>()
  for (const group of groups) sizes.set(group, (sizes.get(group) ?? 0) + 1)
  let pairs = 0
  for (const size of sizes.values()) pairs += (size * (size - 1)) / 2
  return pairs
}

/** Joining two events is worse than splitting one: precision below the floor costs. */
const PRECISION_FLOOR = 0.6
/** A stream with fewer pairs than this is chance, and counts for less. */
const PAIRS_MIN = 100

const JOINS = [-2, -1.8, -1.6, -1.4, -1.2, -1, -0.8, -0.6] as const
const LINKED_JOINS = [-0.4, 0, 0.4, 0.8] as const

/**
 * The model of all streams, with the thresholds that are best where each stream is measured with what the others
 * taught; and what that gives on each.
 */
export function learnModel(streams: readonly LearnStream[]): {
  readonly model: StoryModel
  readonly leftOut: readonly LeftOut[]
} {
  const all = streams.map(collect)
  const runs = streams.map((stream, at) => ({
    stream,
    model: fitPairs(all.filter((_, other) => other !== at)),
  }))
  const worthOf = (join: number, linkedJoin: number): number => {
    let sum = 0
    for (const { stream, model } of runs) {
      const { f1, precision } = measureModel(stream, withJoins(model, join, linkedJoin))
      const weight = Math.min(1, countPairs([...stream.storyOf.values()]) / PAIRS_MIN)
      sum += weight * (f1 - Math.max(0, PRECISION_FLOOR - precision))
    }
    return sum
  }
  const join = bestOf(JOINS, (value) => worthOf(value, JOIN_LINKED))
  const linkedJoin = bestOf(LINKED_JOINS, (value) => worthOf(join, value))
  return {
    model: withJoins(fitPairs(all), join, linkedJoin),
    leftOut: runs.map(({ stream, model }) => ({
      name: stream.name,
      ...measureModel(stream, withJoins(model, join, linkedJoin)),
    })),
  }
}

/** Two stories become one on what joins an article to one. */
const withJoins = (model: StoryModel, join: number, linkedJoin: number): StoryModel => ({
  ...model,
  join,
  merge: join,
  linked: { ...model.linked, join: linkedJoin },
})

/** The best by its own worth and that of its neighbours: one lucky value does not win. */
function bestOf(values: readonly number[], worthOf: (value: number) => number): number {
  const worths = values.map(worthOf)
  const smooth = worths.map((worth, at) => {
    const before = worths[at - 1] ?? worth
    const after = worths[at + 1] ?? worth
    return worth / 2 + (before + after) / 4
  })
  return values[smooth.indexOf(Math.max(...smooth))] ?? 0
}
