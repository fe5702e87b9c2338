// Learns the model from labelled streams: evidence by logistic regression over pairs of articles, then a
// search for what counts, pair F1 of whole streams. Without a mean over streams the largest would decide.

import type { Instant, TaggedArticle } from '../types.ts'
import { openClusterer } from './cluster.ts'
import { isCopy } from './copy.ts'
import { CROSS_FEATURES, mayCross, toCross } from './cross.ts'
import { LIKENESS_FEATURES, toLikeness } from './likeness.ts'
import type { StoryModel, Weighed } from './model.ts'
import type { Member } from './open-story.ts'
import { type RegressRow, regress } from './regress.ts'

export type LearnStream = {
  readonly name: string
  /** In time order. */
  readonly batches: readonly { readonly now: Instant; readonly batch: readonly TaggedArticle[] }[]
  readonly storyOf: ReadonlyMap<string, string>
}

export type PairFigures = {
  readonly precision: number
  readonly recall: number
  readonly f1: number
}

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
/** All pairs of one stream together count as many. */
const PAIRS_PER_STREAM = 1500
const JOIN = -0.6
const MERGE = -0.8
const JOIN_LINKED = -0.4

/** Fits both regressions on the pairs that the clusterer would compare. */
export function fitModel(streams: readonly LearnStream[]): StoryModel {
  const pairs: RegressRow[] = []
  const across: RegressRow[] = []
  for (const stream of streams) {
    const found = collect(stream)
    const weight = PAIRS_PER_STREAM / Math.max(1, found.pairs.length)
    pairs.push(...found.pairs.map((row) => ({ ...row, weight })))
    across.push(...found.across)
  }
  return {
    ...named(LIKENESS_FEATURES, pairs, PULL),
    join: JOIN,
    merge: MERGE,
    linked: { ...named(CROSS_FEATURES, across, PULL_LINKED), join: JOIN_LINKED },
  }
}

function collect({ batches, storyOf }: LearnStream) {
  const pairs: RegressRow[] = []
  const across: RegressRow[] = []
  const isTrue = (a: Member, b: Member): boolean =>
    storyOf.get(a.document.id) === storyOf.get(b.document.id)
  const clusterer = openClusterer({
    camps: [],
    model: NOTHING,
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
  const clusterer = openClusterer({ camps: [], model })
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
const PRECISION_COST = 1.2

function worthOf(streams: readonly LearnStream[], model: StoryModel): number {
  let sum = 0
  for (const stream of streams) {
    const { f1, precision } = measureModel(stream, model)
    sum += f1 - PRECISION_COST * Math.max(0, PRECISION_FLOOR - precision)
  }
  return sum / Math.max(1, streams.length)
}

export type Search = { readonly seed: number; readonly goesOn: () => boolean }

/** Moves a few numbers at a time and keeps what is better, as long as `goesOn`. */
export function searchModel(
  start: StoryModel,
  streams: readonly LearnStream[],
  { seed, goesOn }: Search,
): { readonly model: StoryModel; readonly worth: number } {
  const random = toRandom(seed)
  let best = { model: start, worth: worthOf(streams, start) }
  while (goesOn()) {
    const model = vary(best.model, random)
    const worth = worthOf(streams, model)
    if (worth > best.worth) best = { model, worth }
  }
  return best
}

/** One to three numbers moved by up to a third. */
function vary(model: StoryModel, random: () => number): StoryModel {
  const weights: Record<string, number> = { ...model.weights }
  let { join, merge } = model
  let linkedJoin = model.linked.join
  const names = [...Object.keys(weights), 'join', 'merge', 'linked']
  for (let move = 0; move <= random() * 3; move += 1) {
    const name = names[Math.floor(random() * names.length)] ?? 'join'
    const step = random() + random() + random() - 1.5
    if (name === 'join') join = round(join + step / 3)
    else if (name === 'merge') merge = round(merge + step / 3)
    else if (name === 'linked') linkedJoin = round(linkedJoin + step / 3)
    else weights[name] = round((weights[name] ?? 0) * (1 + step / 4))
  }
  return { ...model, weights, join, merge, linked: { ...model.linked, join: linkedJoin } }
}

function toRandom(seed: number): () => number {
  let state = seed
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return state / 2 ** 32
  }
}
