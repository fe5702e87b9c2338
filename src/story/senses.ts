import type { Word } from '../lib/words.ts'
import { type Concept, findConcepts, toConceptKey } from './concepts.ts'
import { hashWord } from './hash-word.ts'
import { toSkeleton } from './skeleton.ts'
import { isStopWord } from './stop-words.ts'
import type { StoryText } from './text.ts'

/** What a text tells in any language: concepts, names as consonant skeletons, numbers of two digits and more. */
export type Senses = {
  /** Sorted. */
  readonly ids: Uint32Array
  readonly title: ReadonlySet<number>
  /** Concepts: they mean the same in every language; a skeleton may be any word. */
  readonly sure: ReadonlySet<number>
  /** Of the title. */
  readonly places: readonly number[]
  readonly countries: readonly number[]
  readonly acts: readonly number[]
}

export function toSenses(text: StoryText): Senses {
  const title = findConcepts(text.titleWords)
  const lead = findConcepts(text.leadWords)
  const sure = new Set([...title.concepts, ...lead.concepts].map(({ id }) => id))
  const inTitle = new Set([...title.concepts.map(({ id }) => id), ...toNames(title.rest)])
  const ids = Uint32Array.from(new Set([...inTitle, ...sure, ...toNames(lead.rest)])).sort()
  return {
    ids,
    title: inTitle,
    sure,
    places: ofKind(title.concepts, 'place'),
    countries: ofKind(title.concepts, 'country'),
    acts: ofKind(title.concepts, 'act'),
  }
}

/** The same as keys of document frequencies; numbers, which any text may hold, left out. */
export function toSenseKeys(text: StoryText): readonly string[] {
  return [text.titleWords, text.leadWords].flatMap((words) => {
    const { concepts, rest } = findConcepts(words)
    const names = rest.map(toNameKey).filter((key) => key !== undefined)
    return [...concepts.map(({ name }) => toConceptKey(name)), ...names]
  })
}

function toNames(words: readonly Word[]): readonly number[] {
  const names: number[] = []
  for (const word of words) {
    const key = NUMBER.test(word.norm) ? toKey(word.norm) : toNameKey(word)
    if (key !== undefined) names.push(hashWord(key))
  }
  return names
}

function toNameKey(word: Word): string | undefined {
  if (isStopWord(word.norm)) return undefined
  const skeleton = toSkeleton(word)
  return skeleton && toKey(skeleton)
}

const NUMBER = /^\p{N}{2,}$/u
const toKey = (name: string): string => `name:${name}`

function ofKind(concepts: readonly Concept[], kind: Concept['kind']): readonly number[] {
  const ids = new Set<number>()
  for (const concept of concepts) if (concept.kind === kind) ids.add(concept.id)
  return ids.size === 0 ? NONE : [...ids]
}

/** Most titles name no town: those share one empty list. */
const NONE: readonly number[] = []
