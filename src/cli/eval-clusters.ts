import { createReadStream } from 'node:fs'
import { UserError } from '../lib/errors.ts'
import { readLines } from './io.ts'

export type PrecisionRecall = {
  readonly precision: number
  readonly recall: number
  readonly f1: number
}

export type ClusterFigures = {
  readonly articles: number
  readonly labelledStories: number
  readonly foundStories: number
  readonly largestLabelled: number
  readonly largestFound: number
  readonly pair: PrecisionRecall
  readonly bcubed: PrecisionRecall
  /** The same with every article a story of its own. */
  readonly alone: { readonly pair: PrecisionRecall; readonly bcubed: PrecisionRecall }
}

/** One line of a labelled stream or of an answer: an article and its story. */
export type Assignment = { readonly id: string; readonly story: string }

/** Compares found stories with labelled ones; both must tell every article exactly once. */
export function toClusterFigures(
  labelled: readonly Assignment[],
  found: readonly Assignment[],
): ClusterFigures {
  const foundOf = toStories(found)
  const labelOf = toStories(labelled)
  for (const id of labelOf.keys()) {
    if (!foundOf.has(id)) throw new UserError(`article ${id} has no story in the answer`)
  }
  const aloneOf = new Map([...labelOf.keys()].map((id) => [id, id]))
  return {
    articles: labelOf.size,
    labelledStories: new Set(labelOf.values()).size,
    foundStories: new Set([...labelOf.keys()].map((id) => foundOf.get(id))).size,
    largestLabelled: largest(labelOf, labelOf.keys()),
    largestFound: largest(foundOf, labelOf.keys()),
    ...compare(labelOf, foundOf),
    alone: compare(labelOf, aloneOf),
  }
}

/** The labelled lines of a file: JSON lines with `id` and `story`. */
export async function readAssignments(path: string): Promise<readonly Assignment[]> {
  const assignments: Assignment[] = []
  let line = 0
  for await (const text of readLines(createReadStream(path))) {
    line += 1
    const value: unknown = JSON.parse(text)
    if (!isAssignment(value)) throw new UserError(`${path}:${line} has no "id" and "story"`)
    assignments.push({ id: value.id, story: value.story })
  }
  return assignments
}

/** Figures as a table for people. */
export function toClusterTable(path: string, figures: ClusterFigures): string {
  const row = (name: string, { precision, recall, f1 }: PrecisionRecall): string =>
    `  ${name.padEnd(16)}${[precision, recall, f1].map((value) => value.toFixed(3).padStart(9)).join('')}`
  return [
    `${path}: ${figures.articles} articles, ${figures.labelledStories} stories labelled (largest ${figures.largestLabelled}), ${figures.foundStories} found (largest ${figures.largestFound})`,
    `  ${''.padEnd(16)}precision   recall       F1`,
    row('pairs', figures.pair),
    row('BCubed', figures.bcubed),
    row('alone: BCubed', figures.alone.bcubed),
  ].join('\n')
}

function isAssignment(value: unknown): value is Assignment {
  return (
    typeof value === 'object' &&
    value !== null &&
    'id' in value &&
    typeof value.id === 'string' &&
    'story' in value &&
    typeof value.story === 'string'
  )
}

function toStories(assignments: readonly Assignment[]): ReadonlyMap<string, string> {
  const stories = new Map<string, string>()
  for (const { id, story } of assignments) {
    if (stories.has(id)) throw new UserError(`article ${id} is told twice`)
    stories.set(id, story)
  }
  return stories
}

type Scores = Pick<ClusterFigures, 'pair' | 'bcubed'>

function compare(
  labelOf: ReadonlyMap<string, string>,
  foundOf: ReadonlyMap<string, string>,
): Scores {
  const labels = new Map<string, number>()
  const founds = new Map<string, number>()
  const cells = new Map<string, { label: string; found: string; size: number }>()
  for (const [id, label] of labelOf) {
    const found = foundOf.get(id) ?? ''
    labels.set(label, (labels.get(label) ?? 0) + 1)
    founds.set(found, (founds.get(found) ?? 0) + 1)
    const key = JSON.stringify([label, found])
    const cell = cells.get(key) ?? { label, found, size: 0 }
    cell.size += 1
    cells.set(key, cell)
  }
  let both = 0
  let precision = 0
  let recall = 0
  for (const { label, found, size } of cells.values()) {
    both += pairsOf(size)
    precision += (size * size) / (founds.get(found) ?? 1)
    recall += (size * size) / (labels.get(label) ?? 1)
  }
  const foundPairs = sum([...founds.values()].map(pairsOf))
  const labelPairs = sum([...labels.values()].map(pairsOf))
  const articles = Math.max(1, labelOf.size)
  return {
    pair: toScores(
      foundPairs === 0 ? 0 : both / foundPairs,
      labelPairs === 0 ? 0 : both / labelPairs,
    ),
    bcubed: toScores(precision / articles, recall / articles),
  }
}

const toScores = (precision: number, recall: number): PrecisionRecall => ({
  precision,
  recall,
  f1: precision + recall === 0 ? 0 : (2 * precision * recall) / (precision + recall),
})

const pairsOf = (size: number): number => (size * (size - 1)) / 2

function sum(values: readonly number[]): number {
  let total = 0
  for (const value of values) total += value
  return total
}

function largest(storyOf: ReadonlyMap<string, string>, ids: Iterable<string>): number {
  const sizes = new Map<string, number>()
  for (const id of ids) {
    const story = storyOf.get(id) ?? ''
    sizes.set(story, (sizes.get(story) ?? 0) + 1)
  }
  return Math.max(0, ...sizes.values())
}
